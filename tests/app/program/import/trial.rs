//! `--dry-run`: what would be found and why, without a database, and nothing is changed.

use super::{files, folder, import};
use serde_json::Value;

/// Nobody listens there.
const NOWHERE: &str = "postgres://candor@127.0.0.1:1/candor";

#[test]
fn a_trial_tells_what_is_found_and_touches_nothing() {
    let parent = tempfile::tempdir().expect("a folder");
    let data = parent.path().join("data");
    let run = import(&data, NOWHERE, &files(&folder()), &["--dry-run"]).well();
    for words in [
        "Chandlery Manager",
        "Halyard & Sons",
        "Senior Chart Editor",
        "Support Lead",
        "Shared text: ",
    ] {
        assert!(run.said.contains(words), "{words}\n{}", run.said);
    }
    assert!(!data.exists(), "no data directory is made");
}

#[test]
fn a_trial_in_json_gives_every_finding_its_place_and_reason() {
    let data = tempfile::tempdir().expect("a folder");
    let files = files(&folder());
    let flags = ["--dry-run", "--json"];
    let run = import(data.path(), NOWHERE, &files, &flags).well();
    let report = run.report();
    assert_eq!(report.len(), files.len());
    for (told, file) in report.iter().zip(&files) {
        assert_eq!(told["file"], file.to_str().expect("a plain path"));
        for nothing in ["company", "url", "error"] {
            assert_eq!(told[nothing], Value::Null, "{nothing}");
        }
        assert!(told.get("outcome").is_none(), "nothing became of it");
        let title = &told["reading"]["title"];
        assert!(title["value"].is_string() && title["because"].is_string());
        assert!(title["at"][0]["line"].is_u64(), "{title}");
        let size = std::fs::metadata(file).expect("a file").len();
        assert_eq!(told["reading"]["size"], size);
        let tiles = told["reading"]["tiles"].as_array().expect("tiles");
        assert!(!tiles.is_empty(), "the original, piece by piece");
    }
    let whole: Value = serde_json::from_str(&run.said).expect("JSON");
    let shared = whole["shared_texts"].as_array().expect("shared texts");
    assert!(!shared.is_empty());
    assert_eq!(std::fs::read_dir(data.path()).expect("a folder").count(), 0);
}

#[test]
fn what_is_no_posting_ends_the_trial_with_its_name() {
    let data = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| {
        let path = data.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    };
    for (file, words) in [
        (write("blank.txt", b" \n"), "blank.txt is empty"),
        (
            write("picture.txt", b"\x89PNG\0\0\x1a"),
            "picture.txt is no text",
        ),
        (
            write("large.txt", &vec![b'x'; (1 << 20) + 1]),
            "large.txt has more than 1 MB",
        ),
        (data.path().join("gone.txt"), "gone.txt cannot be read"),
    ] {
        for flags in [&["--dry-run"][..], &[]] {
            let files = std::slice::from_ref(&file);
            let run = import(data.path(), NOWHERE, files, flags).badly();
            assert!(run.complained.contains(words), "{}", run.complained);
        }
    }
    let none = import(data.path(), NOWHERE, &[], &["--dry-run"]).badly();
    assert!(none.complained.contains("<FILE>"), "{}", none.complained);
}
