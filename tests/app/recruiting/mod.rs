//! What recruiters and hiring managers see and do.

mod applications;
mod attachments;
mod board;
mod bulk;
mod decisions;
mod filters;
mod home;
mod imports;
mod jobs;
mod list;
mod mail;
mod notes;
mod postings;
mod tags;
