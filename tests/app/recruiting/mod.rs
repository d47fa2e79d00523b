//! What recruiters and hiring managers see and do.

mod applications;
mod attachments;
mod board;
mod candidates;
mod decisions;
mod home;
mod imports;
mod interviews;
mod jobs;
mod list;
mod live;
mod mail;
mod notes;
mod postings;
mod review;
mod promises;
mod prospects;
mod sources;
