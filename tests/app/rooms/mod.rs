//! What rooms promise, without pages around them.

mod companies;
mod files;
mod imports;
pub mod mail;
mod tasks;
