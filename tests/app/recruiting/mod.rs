//! What recruiters and hiring managers see and do.

mod applications;
mod attachments;
mod board;
mod bulk;
mod candidates;
mod decisions;
mod deleted;
mod filters;
mod held;
mod history;
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
mod prospects;
mod review;
mod snooze;
mod sources;
mod tags;
mod todos;
