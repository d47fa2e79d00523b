//! A timeline as it is drawn: of an application, or of somebody over all of theirs.

use super::{
    history::{undo_of, undo_of_person},
    shown,
};
use crate::{
    access::actor::ActorKind,
    base::{
        clock::Time,
        ids::{CandidateId, EventId},
        links::Slug,
        paging::Paged,
    },
    domain::{
        applications::{Status, Telling, overview::Visibility},
        timeline::{Entry, Happening, InterviewStep, MailStep, PoolStep, TodoStep},
    },
    web::kit::{filters, notice::Undo},
};
use askama::Template;
use jiff::tz::TimeZone;

#[derive(Template)]
#[template(path = "recruiting/feed.html")]
pub struct Feed {
    pub entries: Paged<Entry>,
    /// What can be taken back now.
    pub reversible: Vec<EventId>,
    pub company: Slug,
    pub candidate: CandidateId,
    /// The candidate's.
    pub name: String,
    /// Whether entries say of which application they are.
    pub across: bool,
    /// Whether the viewer may correct the record, and sort the pool.
    pub writes: bool,
    pub sorts_pool: bool,
    pub now: Time,
    pub zone: TimeZone,
}

impl Feed {
    fn moment(&self, time: &Time) -> String {
        shown::moment(*time, self.now, &self.zone)
    }

    /// Who did something, as the timeline names them.
    fn who<'a>(&'a self, entry: &'a Entry) -> &'a str {
        match entry.by {
            ActorKind::Member => entry.member.as_deref().unwrap_or("Somebody who left"),
            ActorKind::Candidate | ActorKind::Visitor => &self.name,
            ActorKind::Key => "Another program",
            ActorKind::System => "Candor",
        }
    }

    /// What takes an entry back, if it can be and the viewer may.
    fn undo(&self, entry: &Entry) -> Option<Undo> {
        if !self.reversible.contains(&entry.id) {
            return None;
        }
        let Some(of) = &entry.of else {
            let may = match &entry.what {
                Happening::RecordChanged { .. } => self.writes,
                Happening::Pool(_) | Happening::Tagged { .. } => self.sorts_pool,
                _ => false,
            };
            return may.then(|| Undo {
                action: undo_of_person(&self.company, self.candidate, entry.id),
                version: 0,
            });
        };
        let may = match &entry.what {
            Happening::Moved { .. }
            | Happening::Transferred { .. }
            | Happening::Rejected { .. }
            | Happening::Hired { .. } => of.decides,
            Happening::Assigned { .. } | Happening::Tagged { .. } => of.writes_notes,
            Happening::Interview { at, .. } => {
                of.mails && of.status == Status::Active && at.is_some_and(|at| at > self.now)
            }
            _ => false,
        };
        may.then(|| Undo {
            action: undo_of(&self.company, of.id, entry.id),
            version: of.version.0,
        })
    }
}
