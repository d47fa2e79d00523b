//! The repository's own files, as these tests read them.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The folder with `Cargo.toml`.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A text file of ours.
pub struct Text {
    /// From the folder with `Cargo.toml`, as `src/web/mod.rs`.
    pub path: String,
    pub text: String,
}

/// Every file below a folder that ends like this, in order.
pub fn files(folder: &str, ending: &str) -> Vec<Text> {
    let mut paths = Vec::new();
    collect(&root().join(folder), &mut paths);
    paths.retain(|path| path.to_str().is_some_and(|path| path.ends_with(ending)));
    paths.sort();
    paths
        .into_iter()
        .map(|path| Text {
            text: fs::read_to_string(&path).expect("a text file"),
            path: path
                .strip_prefix(root())
                .expect("a path of ours")
                .to_str()
                .expect("a plain path")
                .to_owned(),
        })
        .collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, paths);
        } else {
            paths.push(path);
        }
    }
}

/// Fails with everything that is wrong, at once.
#[track_caller]
pub fn none(what: &str, wrong: impl IntoIterator<Item = String>) {
    let wrong: Vec<_> = wrong.into_iter().collect();
    assert!(wrong.is_empty(), "{what}:\n  {}", wrong.join("\n  "));
}

/// Rust with its comments, and the insides of its strings, blanked out; lines stay where they are.
pub fn bare_rust(source: &str) -> String {
    let mut bare = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let (kept, taken) = if rest.starts_with("//") {
            ("", rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with("/*") {
            ("", rest.find("*/").map_or(rest.len(), |end| end + 2))
        } else if let Some(string) = raw_string(rest) {
            ("\"\"", string)
        } else if c == '"' {
            ("\"\"", plain_string(rest))
        } else if let Some(letter) = character(rest) {
            ("' '", letter)
        } else {
            (&rest[..c.len_utf8()], c.len_utf8())
        };
        bare.push_str(kept);
        if kept.len() != taken {
            bare.extend(rest[..taken].chars().filter(|c| *c == '\n'));
        }
        rest = &rest[taken..];
    }
    bare
}

/// The length of `r#"…"#` at the start, if that is what starts here.
fn raw_string(text: &str) -> Option<usize> {
    let marks = text
        .strip_prefix('r')?
        .bytes()
        .take_while(|b| *b == b'#')
        .count();
    let open = 1 + marks;
    (text.as_bytes().get(open) == Some(&b'"')).then_some(())?;
    let close = format!("\"{}", "#".repeat(marks));
    let end = text[open + 1..].find(&close)?;
    Some(open + 1 + end + close.len())
}

/// The length of `"…"` at the start.
fn plain_string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of `'x'` at the start; a lifetime is none.
fn character(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('\'')?;
    if let Some(escaped) = inside.strip_prefix('\\') {
        let mut letters = escaped.char_indices().skip(1);
        return letters.find(|(_, c)| *c == '\'').map(|(at, _)| at + 3);
    }
    let first = inside.chars().next()?;
    inside[first.len_utf8()..]
        .starts_with('\'')
        .then(|| first.len_utf8() + 2)
}

#[test]
fn comments_and_strings_are_no_code() {
    let source = "a /* crate::x */ b // crate::y\nlet s = \"crate::\\\"z\"; let r = r#\"crate::\"w\"#; c('\"', '\\'', &'static d)";
    let bare = bare_rust(source);
    assert!(!bare.contains("crate"), "{bare}");
    assert_eq!(
        bare,
        "a  b \nlet s = \"\"; let r = \"\"; c(' ', ' ', &'static d)"
    );
}
