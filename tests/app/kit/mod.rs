//! What tests stand on.

pub mod app;
pub mod cast;
pub mod db;
pub mod documents;
pub mod skip;
mod tests;
