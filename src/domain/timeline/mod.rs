//! The timeline of an application, or of somebody over all of theirs: events, newest first, with the notes that the viewer may
//! read.

mod happening;
mod icon;
mod job;
mod read;
mod show;
mod taking_back;

pub use happening::{Happening, InterviewStep, MailStep, PoolStep, TodoStep};
pub use job::{JobEntry, job};
pub use read::{Whose, timeline};
pub use show::Show;
pub use taking_back::{TakenBack, take_back, take_back_together};

use super::applications::{Status, overview::Visibility};
use crate::{
    access::actor::ActorKind,
    base::{
        clock::Time,
        ids::{ApplicationId, EventId, Version},
    },
};

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: EventId,
    pub at: Time,
    pub by: ActorKind,
    /// The member who did it, if it was one.
    pub member: Option<String>,
    pub what: Happening,
    /// Whether it took something back.
    pub back: bool,
    /// The application whose it is; none of what concerns somebody whatever they applied for.
    pub of: Option<Of>,
}

/// An application as its events show it: which, and what the viewer may do with it.
#[derive(Clone, Debug)]
pub struct Of {
    pub id: ApplicationId,
    pub job: String,
    pub status: Status,
    pub version: Version,
    pub decides: bool,
    pub writes_notes: bool,
    pub mails: bool,
}

/// A note as its event shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteText {
    pub body: String,
    pub visibility: Visibility,
    pub edited: bool,
}
