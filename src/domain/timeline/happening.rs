//! What an event says, kind by kind. Details may have been erased; then less is told.

use super::NoteText;
use crate::{base::clock::Time, domain::applications::Telling};
use serde_json::Value;

/// An event of an application, as far as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    Received {
        reference: Option<String>,
    },
    /// Somebody here brought them in; from a file, if it has a name.
    Added {
        from: Option<String>,
        told: bool,
    },
    /// Somebody of the pool is considered for a job.
    Considered,
    /// Somebody corrected their record: these parts of it.
    RecordChanged {
        what: Vec<&'static str>,
    },
    /// A file added to their record.
    RecordCompleted {
        from: Option<String>,
    },
    /// Another record, of this name, was merged into theirs.
    Merged {
        name: Option<String>,
    },
    /// And taken apart from it again.
    Unmerged {
        name: Option<String>,
    },
    Pool(PoolStep),
    /// Somebody took in what had waited over a limit.
    Admitted,
    /// The same person sent the form for the same job once more.
    SentAgain {
        reference: Option<String>,
        files: Vec<String>,
    },
    /// The candidate corrected what they had sent: these parts of it.
    Amended {
        what: Vec<String>,
    },
    /// The candidate reads the mail of an address that is another candidate's here.
    AddressProved {
        email: Option<String>,
    },
    Withdrawn {
        reason: Option<String>,
    },
    WithdrawalUndone,
    /// It was held, and somebody let it in.
    LetIn,
    /// Whether they may be thought of for other roles.
    PoolConsent {
        given: bool,
    },
    LinkSent,
    CopyTaken,
    Read,
    Moved {
        to: Option<String>,
        /// It took a move back.
        back: bool,
    },
    Transferred {
        to: Option<String>,
        /// It took a transfer back.
        back: bool,
    },
    /// To a colleague, or to nobody.
    Assigned {
        to: Option<String>,
    },
    Tagged {
        tag: Option<String>,
        /// It was taken off.
        off: bool,
    },
    Rejected {
        reason: Option<String>,
        telling: Option<Telling>,
    },
    Unrejected,
    LetGo,
    /// The answer was put off to this day, as 2026-12-04.
    Promised {
        until: Option<String>,
    },
    Told,
    Hired {
        opening: Option<String>,
    },
    Unhired,
    /// None of them shows a note that was deleted since.
    NoteWritten(Option<NoteText>),
    NoteEdited,
    NoteDeleted,
    NoteRestored,
    Downloaded {
        name: Option<String>,
    },
    /// What somebody has to do about it.
    Todo {
        text: Option<String>,
        step: TodoStep,
    },
    /// Called so, at that time; nothing of it once its detail is erased.
    Interview {
        name: Option<String>,
        at: Option<Time>,
        who: Vec<String>,
        step: InterviewStep,
    },
    Mail {
        subject: Option<String>,
        step: MailStep,
    },
    /// A kind that this page does not know by name.
    Other(String),
}

/// What became of a to-do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TodoStep {
    /// Given to somebody.
    Made {
        to: Option<String>,
    },
    Changed,
    Done,
    Reopened,
}

/// What became of somebody in the talent pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PoolStep {
    /// They introduced themselves.
    Introduced,
    Moved {
        to: Option<String>,
    },
    Removed,
    PutBack,
    /// Their time was over.
    Ended,
}

/// What became of an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InterviewStep {
    Set,
    Changed,
    Cancelled,
}

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailStep {
    Written,
    HeldBack,
    Sent,
    /// There was no mail server to send it.
    Kept,
    Failed {
        why: Option<String>,
    },
    /// The recipient's server sent it back.
    Bounced {
        why: Option<String>,
    },
    /// It came from the candidate.
    Received {
        /// Written by a program, while they are away.
        automatic: bool,
    },
}

impl Happening {
    pub(super) fn read(kind: &str, detail: &Value, note: Option<NoteText>) -> Self {
        let text = |pointer: &str| {
            detail
                .pointer(pointer)
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        let mail = |step| Self::Mail {
            subject: text("/subject"),
            step,
        };
        let interview = |step| Self::Interview {
            name: text("/name"),
            at: text("/starts_at").and_then(|at| at.parse().ok().map(Time)),
            who: names(detail.pointer("/who")),
            step,
        };
        let todo = |step| Self::Todo {
            text: text("/text"),
            step,
        };
        match kind {
            "todo.made" => todo(TodoStep::Made {
                to: text("/to/name"),
            }),
            "todo.changed" => todo(TodoStep::Changed),
            "todo.done" => todo(TodoStep::Done),
            "todo.reopened" => todo(TodoStep::Reopened),
            "interview.scheduled" => interview(InterviewStep::Set),
            "interview.changed" => interview(InterviewStep::Changed),
            "interview.cancelled" => interview(InterviewStep::Cancelled),
            "application.received" => Self::Received {
                reference: text("/reference"),
            },
            "candidate.added" => Self::Added {
                from: text("/file").filter(|file| !file.is_empty()),
                told: detail
                    .pointer("/told")
                    .and_then(Value::as_bool)
                    .unwrap_or(false),
            },
            "application.considered" => Self::Considered,
            "candidate.changed" => Self::RecordChanged {
                what: changed_parts(detail),
            },
            "candidate.completed" => Self::RecordCompleted {
                from: text("/file").filter(|file| !file.is_empty()),
            },
            "candidate.merged" => Self::Merged {
                name: text("/name"),
            },
            "candidate.unmerged" => Self::Unmerged {
                name: text("/name"),
            },
            "prospect.introduced" => Self::Pool(PoolStep::Introduced),
            "prospect.moved" => Self::Pool(PoolStep::Moved {
                to: text("/to/name"),
            }),
            "prospect.removed" => Self::Pool(PoolStep::Removed),
            "prospect.put_back" => Self::Pool(PoolStep::PutBack),
            "prospect.ended" => Self::Pool(PoolStep::Ended),
            "application.admitted" => Self::Admitted,
            "application.sent_again" => Self::SentAgain {
                reference: text("/reference"),
                files: names(detail.pointer("/files")),
            },
            "application.amended" => Self::Amended {
                what: detail
                    .pointer("/changed")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .filter_map(|changed| changed.get("what")?.as_str().map(str::to_owned))
                    .collect(),
            },
            "address.proved" => Self::AddressProved {
                email: text("/email"),
            },
            "application.withdrawn" => Self::Withdrawn {
                reason: text("/reason").filter(|reason| !reason.is_empty()),
            },
            "application.let_in" => Self::LetIn,
            "application.withdrawal_undone" => Self::WithdrawalUndone,
            "consent.given" => Self::PoolConsent { given: true },
            "consent.withdrawn" => Self::PoolConsent { given: false },
            "link.sent" => Self::LinkSent,
            "copy.taken" => Self::CopyTaken,
            "application.read" => Self::Read,
            "application.moved" => Self::Moved {
                to: text("/to/name"),
                back: detail
                    .pointer("/back")
                    .and_then(Value::as_bool)
                    .unwrap_or(false),
            },
            "application.transferred" => Self::Transferred {
                to: text("/to/name"),
                back: detail
                    .pointer("/back")
                    .and_then(Value::as_bool)
                    .unwrap_or(false),
            },
            "application.assigned" => Self::Assigned {
                to: text("/to/name"),
            },
            "candidate.tagged" | "candidate.untagged" => Self::Tagged {
                tag: text("/tag"),
                off: kind == "candidate.untagged",
            },
            "application.rejected" => Self::Rejected {
                reason: text("/reason/name"),
                telling: detail
                    .pointer("/telling")
                    .and_then(|telling| serde_json::from_value(telling.clone()).ok()),
            },
            "application.unrejected" => Self::Unrejected,
            "application.let_go" => Self::LetGo,
            "application.promised" => Self::Promised {
                until: text("/to").map(|at| at.chars().take(10).collect()),
            },
            "application.told" => Self::Told,
            "application.hired" => Self::Hired {
                opening: text("/opening/code"),
            },
            "application.unhired" => Self::Unhired,
            "note.written" => Self::NoteWritten(note),
            "note.edited" => Self::NoteEdited,
            "note.deleted" => Self::NoteDeleted,
            "note.restored" => Self::NoteRestored,
            "file.downloaded" => Self::Downloaded {
                name: text("/name"),
            },
            "packet.taken" => Self::Downloaded {
                name: Some("the packet".to_owned()),
            },
            "message.written" => mail(MailStep::Written),
            "message.held_back" => mail(MailStep::HeldBack),
            "message.sent" => mail(MailStep::Sent),
            "message.kept" => mail(MailStep::Kept),
            "message.failed" => mail(MailStep::Failed { why: text("/why") }),
            "message.bounced" => mail(MailStep::Bounced { why: text("/why") }),
            "mail.received" => mail(MailStep::Received { automatic: false }),
            "mail.received_automatic" => mail(MailStep::Received { automatic: true }),
            other => Self::Other(other.to_owned()),
        }
    }

    /// Whether its words leave out that it took something back, which it did.
    pub fn says_back(&self, back: &bool) -> bool {
        let silent = matches!(
            self,
            Self::Assigned { .. }
                | Self::Tagged { .. }
                | Self::Interview { .. }
                | Self::RecordChanged { .. }
                | Self::Pool(PoolStep::Moved { .. })
        );
        *back && silent
    }
}

/// Which parts of a record a change made others.
fn changed_parts(detail: &Value) -> Vec<&'static str> {
    const PARTS: [(&str, &[&str]); 7] = [
        ("the name", &["given_name", "family_name"]),
        ("the work", &["headline", "employer", "title"]),
        ("the place", &["place", "country"]),
        ("addresses", &["emails"]),
        ("phones", &["phones"]),
        ("links", &["links"]),
        ("who sees them", &["confidential"]),
    ];
    let side = |side: &str, key: &str| detail.pointer(&format!("/{side}/{key}")).cloned();
    PARTS
        .into_iter()
        .filter(|(_, keys)| {
            keys.iter()
                .any(|key| side("before", key) != side("after", key))
        })
        .map(|(part, _)| part)
        .collect()
}

fn names(list: Option<&Value>) -> Vec<String> {
    let names = list.and_then(Value::as_array).into_iter().flatten();
    names
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect()
}
