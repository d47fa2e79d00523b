//! What candidates see of their own application, and what they do with it: everything here answers from
//! `told_applications`, the view that knows what they were told and nothing of what was only decided.

mod outcome;
mod sheet;
mod standing;
mod withdraw;

pub use outcome::Outcome;
pub use sheet::{OwnFile, files, open_file};
pub use standing::{Contact, OwnMessage, Standing, standing};
pub use withdraw::{UNDO, Withdrawal, take_back, withdraw};
