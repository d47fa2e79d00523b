//! Notes: what people write to each other about an application. Its candidate never sees them, but may ask for a copy.
//!
//! A note is its author's to edit and to delete; what it said before stays for those who could read it then. An answer belongs
//! to the note that began the conversation: whoever reads that one reads all of it. Whom a note names is told.

mod change;
mod mention;
mod own;
mod write;

pub use change::{delete, edit, purge, restore};
pub use mention::{Reader, readers};
pub use own::{Deleted, Earlier, History, ReadNote, deleted, history, own, readable};
pub(in crate::domain) use write::write_with;
pub use write::{answer, write};

use super::applications::overview::Visibility;
use crate::base::error::{Error, Errors};
use jiff::SignedDuration;

/// The longest note, in characters.
const LONGEST: usize = 20_000;
/// How long its author can bring a deleted note back.
pub const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What a note says, and to whom.
#[derive(Clone, Debug)]
pub struct Wording {
    body: String,
    visibility: Visibility,
}

impl Wording {
    /// A note that may be written, or what is wrong with it.
    pub fn check(body: &str, visibility: &str) -> Result<Self, Errors> {
        let body = Body::check(body);
        let mut errors = body.as_ref().err().cloned().unwrap_or_default();
        let visibility = Visibility::parse(visibility);
        if visibility.is_none() {
            errors.add("visibility", "Choose who may read the note");
        }
        match (body, visibility) {
            (Ok(Body(body)), Some(visibility)) => Ok(Self { body, visibility }),
            _ => Err(errors),
        }
    }
}

/// What a note says, where it is settled who reads it.
#[derive(Clone, Debug)]
pub struct Body(String);

impl Body {
    /// Words that may be written, or what is wrong with them.
    pub fn check(body: &str) -> Result<Self, Errors> {
        let mut errors = Errors::default();
        let body = body.trim();
        match body.chars().count() {
            0 => errors.add("body", "Write something first"),
            1..=LONGEST => {}
            _ => errors.add("body", "Shorten the note to 20,000 characters"),
        }
        errors.into_result(|| Self(body.to_owned()))
    }
}

/// The refusal of writing to somebody who sees the application.
fn may_not_write() -> Error {
    Error::Forbidden(
        "Only administrators, recruiters, coordinators and this job's team write notes.".into(),
    )
}

fn not_yours(author: &str) -> Error {
    Error::Forbidden(format!("This note is {author}'s: only they can change it.").into())
}
