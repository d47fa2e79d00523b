//! What recruiters and hiring managers see and do.

mod applications;
mod attachments;
mod board;
mod decisions;
mod held;
mod home;
mod imports;
mod interviews;
mod jobs;
mod list;
mod live;
mod mail;
mod notes;
mod postings;
mod promises;
mod review;
