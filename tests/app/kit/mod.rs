//! What tests stand on.
#![allow(dead_code)] // what the kit offers is more than each day’s tests use

mod aloud;
mod answer;
pub mod app;
pub mod applications;
pub mod archive;
pub mod browser;
pub mod cast;
pub mod db;
pub mod documents;
pub mod filled;
pub mod hand;
pub mod imap;
pub mod interviews;
pub mod jobs;
mod keyboard;
pub mod own;
pub mod postings;
pub mod program;
pub mod python;
pub mod site;
pub mod skip;
pub mod smtp;
pub mod snapshot;
pub mod statements;
mod tests;
pub mod tls;
mod tree;
