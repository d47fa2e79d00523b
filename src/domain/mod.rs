//! What Candor is about, a folder per concept, in order: a room uses only rooms before it.

pub mod accounts;
pub mod applications;
pub mod candidates;
pub mod companies;
pub mod decisions;
pub mod files;
pub mod jobs;
pub mod notes;
pub mod pipeline;
pub mod postings;
pub mod timeline;
