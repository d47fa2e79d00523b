//! Other people's parsers, which read our feeds and markup as the world does. They are Python's, in an
//! environment that `./test` makes from `tests/app/tools/requirements.txt`.

use super::skip::skip;
use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

/// Gives a script something to read and returns what it prints, or says that the test is skipped when
/// there is no environment.
pub fn python(script: &str, input: &str) -> Option<String> {
    let environment = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../python");
    if !environment.join("installed").exists() {
        skip("python");
        return None;
    }
    let mut process = Command::new(environment.join("bin/python"))
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python");
    process
        .stdin
        .take()
        .expect("its input")
        .write_all(input.as_bytes())
        .expect("its input");
    let output = process.wait_with_output().expect("python");
    assert!(output.status.success(), "python: {}", output.status);
    Some(String::from_utf8(output.stdout).expect("text from python"))
}
