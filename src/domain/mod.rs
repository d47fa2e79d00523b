//! What Candor is about, a folder per concept, in order: a room uses only rooms before it.

pub mod accounts;
pub mod applications;
pub mod companies;
pub mod files;
pub mod postings;
