//! What recruiters and hiring managers see and do.

mod applications;
mod attachments;
mod board;
mod decisions;
mod held;
mod home;
mod imports;
mod jobs;
mod list;
mod mail;
mod notes;
mod postings;
