//! What an event is to those after it: the thread that it stands in, and what taking it back does. No SQL.

use crate::{
    access::TeamRole,
    base::{
        clock::Time,
        ids::{
            ApplicationId, EventId, InterviewId, MemberId, OpeningId, PoolId, PostingId, StageId,
        },
    },
};
use serde::Deserialize;
use serde_json::Value;

/// An event, as far as taking it back asks.
#[derive(Clone, Debug)]
pub struct Happened {
    pub id: EventId,
    pub at: Time,
    pub kind: String,
    /// Null, once it was erased.
    pub detail: Value,
    /// Whose application's it is, if it is one's.
    pub application: Option<ApplicationId>,
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
    /// What is said about a job.
    Details,
    Posting(PostingId),
    /// The stages of a job.
    Plan,
    Opening(OpeningId),
    /// Who is in a job's team in a role, and answers for it.
    Team(TeamRole),
    /// Who somebody is, and how to reach them.
    Record,
    /// Who sees somebody.
    Confidence,
    /// In which pool somebody is.
    Pool,
}

/// What taking an event back does. What was before is as the room that wrote it down wrote it.
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
    ChangeInterviewBack(InterviewId, Value),
    OpenJob,
    ChangeJobBack(Value),
    ReopenPosting(PostingId),
    UnschedulePosting(PostingId),
    RestoreStage(StageId),
    ChangeStageBack(StageId, Value),
    OrderStages(Vec<StageId>),
    ReopenOpening(OpeningId),
    ChangeOpeningBack(OpeningId, Value),
    TakeOffTeam(MemberId, TeamRole),
    PutOnTeam {
        member: MemberId,
        role: TeamRole,
        responsible: bool,
    },
    /// To whoever answered for the job in this role before.
    Responsible(TeamRole, Option<MemberId>),
    ChangeRecordBack {
        before: Value,
        after: Value,
    },
    Confidential(bool),
    /// Back from a pool into another.
    MovePool {
        from: PoolId,
        to: PoolId,
    },
    /// Kept in mind until then, as before.
    KeepInMind {
        until: Time,
    },
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
    "job.changed",
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
    "opening.changed",
    "opening.cancelled",
    "opening.reopened",
    "teammate.added",
    "teammate.removed",
    "teammate.made_responsible",
    "candidate.changed",
    "candidate.completed",
    "candidate.merged",
    "candidate.unmerged",
    "prospect.introduced",
    "prospect.moved",
    "prospect.removed",
    "prospect.put_back",
    "prospect.ended",
];

impl Happened {
    fn part<T: for<'de> Deserialize<'de>>(&self, pointer: &str) -> Option<T> {
        T::deserialize(self.detail.pointer(pointer)?).ok()
    }

    /// Whether somebody was confidential before, if that is what a change of theirs was about.
    fn confidential(&self) -> Option<bool> {
        self.part("/before/confidential")
    }

    /// The event that this one takes back.
    pub(super) fn takes_back(&self) -> Option<EventId> {
        self.part("/takes_back")
    }

    pub(super) fn thread(&self) -> Option<Thread> {
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
            "job.changed" => Thread::Details,
            "posting.published"
            | "posting.scheduled"
            | "posting.unscheduled"
            | "posting.closed"
            | "posting.reopened" => Thread::Posting(self.posting?),
            "stage.added" | "stage.changed" | "stage.deleted" | "stage.restored"
            | "plan.reordered" => Thread::Plan,
            "opening.changed" | "opening.cancelled" | "opening.reopened" => {
                Thread::Opening(self.part("/opening")?)
            }
            "teammate.added" | "teammate.removed" | "teammate.made_responsible" => {
                Thread::Team(self.part("/role")?)
            }
            "candidate.changed" if self.confidential().is_some() => Thread::Confidence,
            "candidate.changed"
            | "candidate.completed"
            | "candidate.merged"
            | "candidate.unmerged" => Thread::Record,
            "prospect.introduced"
            | "prospect.moved"
            | "prospect.removed"
            | "prospect.put_back"
            | "prospect.ended" => Thread::Pool,
            _ => return None,
        })
    }

    pub(super) fn reversal(&self) -> Option<Reversal> {
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
            "interview.changed" => {
                Reversal::ChangeInterviewBack(self.part("/interview")?, self.part("/before/plan")?)
            }
            "interview.cancelled" => Reversal::SetInterviewAgain(self.part("/interview")?),
            "job.closed" => Reversal::OpenJob,
            "job.changed" => Reversal::ChangeJobBack(self.part("/before")?),
            "posting.closed" => Reversal::ReopenPosting(self.posting?),
            "posting.scheduled" => Reversal::UnschedulePosting(self.posting?),
            "stage.changed" => {
                Reversal::ChangeStageBack(self.part("/stage")?, self.part("/before")?)
            }
            "stage.deleted" => Reversal::RestoreStage(self.part("/before/id")?),
            "plan.reordered" => Reversal::OrderStages(self.part("/before")?),
            "opening.changed" => {
                Reversal::ChangeOpeningBack(self.part("/opening")?, self.part("/before")?)
            }
            "opening.cancelled" => Reversal::ReopenOpening(self.part("/opening")?),
            "teammate.added" => Reversal::TakeOffTeam(self.part("/member")?, self.part("/role")?),
            "teammate.removed" => Reversal::PutOnTeam {
                member: self.part("/member")?,
                role: self.part("/role")?,
                responsible: self.part("/responsible")?,
            },
            "teammate.made_responsible" => {
                Reversal::Responsible(self.part("/role")?, self.part("/before")?)
            }
            "candidate.changed" => match self.confidential() {
                Some(before) => Reversal::Confidential(before),
                None => Reversal::ChangeRecordBack {
                    before: self.part("/before")?,
                    after: self.part("/after")?,
                },
            },
            "prospect.moved" => Reversal::MovePool {
                from: self.part("/pool")?,
                to: self.part("/from/id")?,
            },
            "prospect.removed" => Reversal::KeepInMind {
                until: self.part("/until")?,
            },
            _ => return None,
        })
    }

    /// Who did it, and what: "Hugo Brandt rejected them".
    pub(super) fn told(&self) -> String {
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
            "job.changed" => "changed the details".to_owned(),
            "posting.published" => "published the posting".to_owned(),
            "posting.closed" => "closed the posting".to_owned(),
            "posting.reopened" => "opened the posting again".to_owned(),
            "posting.scheduled" | "posting.unscheduled" => "planned the posting anew".to_owned(),
            "opening.changed" => "changed the opening".to_owned(),
            "opening.cancelled" => "cancelled the opening".to_owned(),
            "opening.reopened" => "opened it again".to_owned(),
            "teammate.added" | "teammate.removed" | "teammate.made_responsible" => {
                "changed the team".to_owned()
            }
            "candidate.changed" => "changed the record".to_owned(),
            "candidate.completed" => "added to the record".to_owned(),
            "candidate.merged" => "merged somebody into the record".to_owned(),
            "candidate.unmerged" => "took a merge apart".to_owned(),
            "prospect.introduced" => "introduced themselves again".to_owned(),
            "prospect.moved" => "moved them to another pool".to_owned(),
            "prospect.removed" | "prospect.ended" => "let them go".to_owned(),
            "prospect.put_back" => "put them back into the pool".to_owned(),
            _ => "changed the plan".to_owned(),
        };
        format!("{} {did}", self.by())
    }

    pub(super) fn by(&self) -> &str {
        let theirs =
            self.kind.starts_with("application.withdr") || self.kind == "prospect.introduced";
        let nobody = if theirs { "The candidate" } else { "Candor" };
        self.who.as_deref().unwrap_or(nobody)
    }
}
