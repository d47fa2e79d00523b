//! Which event can be taken back, and what that does: the one rule, from kinds and details. No SQL.

use crate::base::ids::{EventId, InterviewId, MemberId, PostingId, StageId};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashSet;

/// An event, as far as taking it back asks.
#[derive(Clone, Debug)]
pub struct Happened {
    pub id: EventId,
    pub kind: String,
    /// Null, once it was erased.
    pub detail: Value,
    pub posting: Option<PostingId>,
    /// The member who did it.
    pub who: Option<String>,
}

/// Events that stand on each other: only the last of them can be taken back.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Thread {
    /// Where an application is, and what became of it.
    Decision,
    Owner,
    /// By its name, folded.
    Tag(String),
    Interview(InterviewId),
    /// Whether a job is open.
    Job,
    Posting(PostingId),
    /// The stages of a job.
    Plan,
}

/// What taking an event back does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reversal {
    Move,
    Transfer,
    Rejection,
    Hire,
    /// Back to whose it was.
    Owner(Option<MemberId>),
    TakeTagOff(String),
    PutTagOn(String),
    SetInterviewAgain(InterviewId),
    OpenJob,
    ReopenPosting(PostingId),
    UnschedulePosting(PostingId),
    RestoreStage(StageId),
    OrderStages(Vec<StageId>),
}

/// Every kind that stands in a thread.
pub(super) const KINDS: &[&str] = &[
    "application.moved",
    "application.transferred",
    "application.rejected",
    "application.unrejected",
    "application.hired",
    "application.unhired",
    "application.withdrawn",
    "application.withdrawal_undone",
    "application.assigned",
    "candidate.tagged",
    "candidate.untagged",
    "interview.scheduled",
    "interview.changed",
    "interview.cancelled",
    "job.opened",
    "job.closed",
    "posting.published",
    "posting.scheduled",
    "posting.unscheduled",
    "posting.closed",
    "posting.reopened",
    "stage.added",
    "stage.changed",
    "stage.deleted",
    "stage.restored",
    "plan.reordered",
];

/// Why an event stays.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum No {
    /// Nothing of its kind is taken back, or its detail is gone.
    Never,
    /// It was taken back, by somebody.
    Done(String),
    /// Somebody did this since: "Hugo Brandt rejected them".
    Since(String),
}

impl No {
    /// The refusal's code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Never => "not_reversible",
            Self::Done(_) => "taken_back",
            Self::Since(_) => "since",
        }
    }

    /// The refusal for people.
    pub fn text(&self) -> String {
        match self {
            Self::Never => "This cannot be taken back.".to_owned(),
            Self::Done(who) => format!("{who} has taken this back already."),
            Self::Since(did) => format!("{did} since, so this stays. Take that back first."),
        }
    }
}

impl Happened {
    fn part<T: for<'de> Deserialize<'de>>(&self, pointer: &str) -> Option<T> {
        T::deserialize(self.detail.pointer(pointer)?).ok()
    }

    /// The event that this one takes back.
    fn takes_back(&self) -> Option<EventId> {
        self.part("/takes_back")
    }

    fn thread(&self) -> Option<Thread> {
        Some(match self.kind.as_str() {
            "application.moved"
            | "application.transferred"
            | "application.rejected"
            | "application.unrejected"
            | "application.hired"
            | "application.unhired"
            | "application.withdrawn"
            | "application.withdrawal_undone" => Thread::Decision,
            "application.assigned" => Thread::Owner,
            "candidate.tagged" | "candidate.untagged" => {
                Thread::Tag(self.part::<String>("/tag")?.to_lowercase())
            }
            "interview.scheduled" | "interview.changed" | "interview.cancelled" => {
                Thread::Interview(self.part("/interview")?)
            }
            "job.opened" | "job.closed" => Thread::Job,
            "posting.published"
            | "posting.scheduled"
            | "posting.unscheduled"
            | "posting.closed"
            | "posting.reopened" => Thread::Posting(self.posting?),
            "stage.added" | "stage.changed" | "stage.deleted" | "stage.restored"
            | "plan.reordered" => Thread::Plan,
            _ => return None,
        })
    }

    fn reversal(&self) -> Option<Reversal> {
        Some(match self.kind.as_str() {
            "application.moved" => {
                self.part::<Value>("/from/id")?;
                Reversal::Move
            }
            "application.transferred" => {
                self.part::<Value>("/left")?;
                Reversal::Transfer
            }
            "application.rejected" => Reversal::Rejection,
            "application.hired" => Reversal::Hire,
            "application.assigned" => Reversal::Owner(self.part("/from")?),
            "candidate.tagged" => Reversal::TakeTagOff(self.part("/tag")?),
            "candidate.untagged" => Reversal::PutTagOn(self.part("/tag")?),
            "interview.cancelled" => Reversal::SetInterviewAgain(self.part("/interview")?),
            "job.closed" => Reversal::OpenJob,
            "posting.closed" => Reversal::ReopenPosting(self.posting?),
            "posting.scheduled" => Reversal::UnschedulePosting(self.posting?),
            "stage.deleted" => Reversal::RestoreStage(self.part("/before/id")?),
            "plan.reordered" => Reversal::OrderStages(self.part("/before")?),
            _ => return None,
        })
    }

    /// Who did it, and what: "Hugo Brandt rejected them".
    fn told(&self) -> String {
        let to = |otherwise: &str| {
            let to = self.part::<String>("/to/name");
            to.unwrap_or_else(|| otherwise.to_owned())
        };
        let did = match self.kind.as_str() {
            "application.moved" => format!("moved them to {}", to("another stage")),
            "application.transferred" => format!("transferred them to {}", to("another job")),
            "application.rejected" => "rejected them".to_owned(),
            "application.unrejected" => "took their rejection back".to_owned(),
            "application.hired" => "hired them".to_owned(),
            "application.unhired" => "took their hire back".to_owned(),
            "application.withdrawn" => "withdrew".to_owned(),
            "application.withdrawal_undone" => "took the withdrawal back".to_owned(),
            "application.assigned" => format!("gave it to {}", to("nobody")),
            "candidate.tagged" => "put the tag on again".to_owned(),
            "candidate.untagged" => "took the tag off".to_owned(),
            "interview.scheduled" | "interview.changed" => "changed the interview".to_owned(),
            "interview.cancelled" => "cancelled the interview".to_owned(),
            "job.opened" => "opened the job".to_owned(),
            "job.closed" => "closed the job".to_owned(),
            "posting.published" => "published the posting".to_owned(),
            "posting.closed" => "closed the posting".to_owned(),
            "posting.reopened" => "opened the posting again".to_owned(),
            "posting.scheduled" | "posting.unscheduled" => "planned the posting anew".to_owned(),
            _ => "changed the plan".to_owned(),
        };
        format!("{} {did}", self.by())
    }

    fn by(&self) -> &str {
        let theirs = self.kind.starts_with("application.withdr");
        let nobody = if theirs { "The candidate" } else { "Candor" };
        self.who.as_deref().unwrap_or(nobody)
    }
}

/// What taking an event back does, or why it stays; nothing, if it is not in the history. The newest event is the first.
pub fn judge(history: &[Happened], id: EventId) -> Option<Result<Reversal, No>> {
    let event = history.iter().find(|event| event.id == id)?;
    if let Some(by) = history.iter().find(|later| later.takes_back() == Some(id)) {
        return Some(Err(No::Done(by.by().to_owned())));
    }
    let Some(thread) = event.thread() else {
        return Some(Err(No::Never));
    };
    Some(match last(history, &thread) {
        Some(last) if last.id != id => Err(No::Since(last.told())),
        _ => event.reversal().ok_or(No::Never),
    })
}

/// The last event of a thread.
pub fn last<'h>(history: &'h [Happened], thread: &Thread) -> Option<&'h Happened> {
    history
        .iter()
        .find(|event| event.thread().as_ref() == Some(thread))
}

/// The events that can be taken back now.
pub fn reversible(history: &[Happened]) -> Vec<EventId> {
    let mut threads = HashSet::new();
    history
        .iter()
        .filter(|event| event.thread().is_some_and(|thread| threads.insert(thread)))
        .filter(|event| event.reversal().is_some())
        .map(|event| event.id)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn event(id: i64, kind: &str, detail: Value) -> Happened {
        Happened {
            id: EventId(id),
            kind: kind.to_owned(),
            detail,
            posting: None,
            who: Some("Hugo Brandt".to_owned()),
        }
    }

    fn moved(id: i64, takes_back: Option<i64>) -> Happened {
        let detail =
            json!({ "from": { "id": 1 }, "to": { "name": "Offer" }, "takes_back": takes_back });
        event(id, "application.moved", detail)
    }

    fn judged(history: &[Happened], id: i64) -> Result<Reversal, No> {
        judge(history, EventId(id)).expect("it is in the history")
    }

    #[test]
    fn only_the_last_of_a_thread_is_taken_back() {
        let tag = event(3, "candidate.tagged", json!({ "tag": "Rust" }));
        let history = [tag, moved(2, None), moved(1, None)];
        assert_eq!(reversible(&history), [EventId(3), EventId(2)]);
        assert_eq!(judged(&history, 2), Ok(Reversal::Move));
        assert_eq!(judged(&history, 3), Ok(Reversal::TakeTagOff("Rust".into())));
        let since = "Hugo Brandt moved them to Offer".to_owned();
        assert_eq!(judged(&history, 1), Err(No::Since(since)));
        assert_eq!(judge(&history, EventId(9)), None);
    }

    #[test]
    fn what_was_taken_back_is_so_once() {
        let history = [moved(2, Some(1)), moved(1, None)];
        assert_eq!(judged(&history, 1), Err(No::Done("Hugo Brandt".into())));
        assert_eq!(judged(&history, 2), Ok(Reversal::Move), "an undo is a move");
    }

    #[test]
    fn a_tag_is_a_thread_of_its_own_however_it_is_written() {
        let history = [
            event(3, "candidate.untagged", json!({ "tag": "rust" })),
            event(2, "candidate.tagged", json!({ "tag": "Go" })),
            event(1, "candidate.tagged", json!({ "tag": "Rust" })),
        ];
        assert_eq!(reversible(&history), [EventId(3), EventId(2)]);
    }

    #[test]
    fn what_cannot_be_taken_back_keeps_what_stands_below_it() {
        let history = [
            event(2, "application.unrejected", json!({})),
            event(1, "application.rejected", json!({})),
        ];
        assert_eq!(reversible(&history), []);
        assert_eq!(judged(&history, 2), Err(No::Never));
    }

    #[test]
    fn an_erased_detail_takes_nothing_back() {
        let history = [event(1, "application.moved", Value::Null)];
        assert_eq!(judged(&history, 1), Err(No::Never));
    }

    #[test]
    fn every_kind_that_is_read_stands_in_a_thread() {
        let detail = json!({ "tag": "Rust", "interview": 1 });
        for kind in KINDS {
            let mut event = event(1, kind, detail.clone());
            event.posting = Some(PostingId(1));
            assert!(event.thread().is_some(), "{kind}");
        }
    }
}
