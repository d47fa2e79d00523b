//! Whether the history is what was written: each company's events are a chain of hashes.

mod chain;
mod seal;
mod verify;

pub use seal::seal;
pub use verify::{Fault, Verdict, verify};
