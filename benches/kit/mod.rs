//! What the benchmarks share: an installation full of people, the release build that serves it, and what it is asked for.

pub mod census;
pub mod fill;
pub mod pages;
pub mod search;
pub mod server;

use std::path::PathBuf;

/// How often a page is asked for before it counts: each of the server's connections makes plans for a statement five times
/// before it keeps one.
pub const WARMING: usize = 60;

/// Where installations and what was measured are kept for the next run.
pub fn home() -> std::io::Result<PathBuf> {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench");
    std::fs::create_dir_all(&home)?;
    Ok(home)
}
