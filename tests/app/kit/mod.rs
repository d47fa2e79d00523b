//! What tests stand on.

pub mod db;
pub mod skip;
mod tests;
