//! What recruiters and hiring managers see and do.

mod applications;
mod attachments;
mod board;
mod bulk;
mod candidates;
mod decisions;
mod filters;
mod held;
mod home;
mod imports;
mod interviews;
mod jobs;
mod list;
mod live;
mod mail;
mod notes;
mod people;
mod postings;
mod promises;
mod prospects;
mod review;
mod snooze;
mod sources;
mod tags;
mod todos;
