//! What a test does without a tool that this machine lacks.

use std::{fs::OpenOptions, io::Write, path::Path};

/// Says that a test is skipped for want of `tool`; with `CANDOR_TEST_ALL=1` that is a failure.
///
/// `./test` reads the list and names what was skipped, once each.
pub fn skip(tool: &str) {
    without(tool, &format!("{tool} is not installed"));
}

/// The same for what is missing in another way, which `why` tells.
pub fn without(thing: &str, why: &str) {
    assert!(
        !all_are_asked_for(),
        "{thing} is needed: CANDOR_TEST_ALL=1 makes a skipped test a failure"
    );
    println!("skipped: {why}");
    let list = Path::new(env!("CARGO_TARGET_TMPDIR")).join("skipped");
    let mut list = OpenOptions::new()
        .create(true)
        .append(true)
        .open(list)
        .expect("the list of skipped tests");
    writeln!(list, "{thing}").expect("the list of skipped tests");
}

fn all_are_asked_for() -> bool {
    std::env::var_os("CANDOR_TEST_ALL").is_some_and(|value| value == "1")
}
