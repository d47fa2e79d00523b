//! Mail that comes back: what candidates answer, what servers send back, and what names nobody.
//!
//! It comes through a pipe or from a mailbox; either way it is only ever read here. Its address names the application, its
//! fingerprint makes a mail that comes twice one.

mod bounce;
mod filing;
mod mailbox;
mod quoted;
mod reading;
mod receive;
mod unmatched;

pub use mailbox::Mailbox;
pub use reading::MAIL;
pub use receive::{Received, receive};
pub use unmatched::{
    Likely, UnmatchedEntry, UnmatchedMail, delete_unmatched, file_unmatched, read_unmatched,
    restore_unmatched, unmatched,
};
