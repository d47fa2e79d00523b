//! What an operator may set is told where they look, and nothing is told that nobody reads.

use super::source::{files, none, root};
use std::{collections::BTreeSet, fs, process::Command};

/// Marks of a file that reads the environment.
const READERS: [&str; 4] = ["env = \"", "env::var(", "env::var_os(", "from_env("];

/// Where a variable is not read, but given to a program that we start.
const GIVEN: [&str; 2] = [".env(", ".env_remove("];

/// Every variable that the program reads, `PATH` aside, which is the system's.
fn read_by_the_program() -> BTreeSet<String> {
    let sources = files("src", ".rs")
        .into_iter()
        .filter(|file| !file.path.contains("/tests/"))
        .filter(|file| READERS.iter().any(|mark| file.text.contains(mark)));
    let mut found = BTreeSet::new();
    for source in sources {
        let mut before = "";
        for (n, piece) in source.text.split('"').enumerate() {
            let inside = n % 2 == 1;
            if inside && is_name(piece) && !GIVEN.iter().any(|given| before.ends_with(given)) {
                found.insert(piece.to_owned());
            }
            before = piece;
        }
    }
    found
}

/// `DATABASE_URL`: capitals and digits in several words.
fn is_name(word: &str) -> bool {
    let parts: Vec<_> = word.split('_').collect();
    let capitals = |part: &&str| {
        part.starts_with(|c: char| c.is_ascii_uppercase())
            && part
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    };
    parts.len() > 1 && parts.iter().all(capitals)
}

/// The variables that a text names.
fn named(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| is_name(word))
        .map(str::to_owned)
        .collect()
}

/// What the program says of itself.
fn help(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_candor"))
        .args(arguments)
        .env_clear()
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{arguments:?}");
    let help = String::from_utf8(output.stdout).expect("text");
    // The names of flags' values are no variables.
    let values = ["<LOG_FORMAT>", "<MAIL>"];
    values
        .iter()
        .fold(help, |help, value| help.replace(value, "<VALUE>"))
}

fn configuration() -> String {
    fs::read_to_string(root().join("docs/configuration.md")).expect("docs/configuration.md")
}

#[test]
fn every_variable_is_told_in_the_help_and_in_the_documentation() {
    let read = read_by_the_program();
    assert!(
        read.len() > 8,
        "is the environment read elsewhere? {read:?}"
    );
    for (place, text) in [
        ("candor help", help(&["help"])),
        ("candor --help", help(&["--help"])),
        ("candor serve --help", help(&["serve", "--help"])),
        ("docs/configuration.md", configuration()),
    ] {
        let told = named(&text);
        let what = format!("variables that are read, and not told by {place}");
        none(&what, read.difference(&told).cloned());
        let what = format!("variables that {place} tells, and nobody reads");
        none(&what, told.difference(&read).cloned());
    }
}

#[test]
fn no_page_of_the_documentation_tells_of_another_variable() {
    let read = read_by_the_program();
    let mut pages = files("docs", ".md");
    pages.retain(|page| page.path != "docs/configuration.md");
    let readme = fs::read_to_string(root().join("README.md")).expect("README.md");
    let mut unknown = BTreeSet::new();
    for (path, text) in pages
        .iter()
        .map(|page| (page.path.as_str(), page.text.as_str()))
        .chain([("README.md", readme.as_str())])
    {
        let ours = |name: &String| name.starts_with("CANDOR_") && !read.contains(name);
        let names = named(text).into_iter().filter(ours);
        unknown.extend(names.map(|name| format!("{path}: {name}")));
    }
    none("variables that nobody reads", unknown);
}

#[test]
fn names_are_told_from_other_words() {
    let text = "set `CANDOR_LISTEN`, not PATH, A__B, _X or Not_This: DATABASE_URL=postgres";
    let found: Vec<_> = named(text).into_iter().collect();
    assert_eq!(found, ["CANDOR_LISTEN", "DATABASE_URL"]);
}
