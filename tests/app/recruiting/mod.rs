//! What recruiters and hiring managers see and do.

mod applications;
mod attachments;
mod board;
mod decisions;
mod home;
mod list;
mod notes;
