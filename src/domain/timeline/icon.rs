//! The icon beside what happened.

use super::{Happening, InterviewStep, MailStep, TodoStep};

impl Happening {
    /// The icon beside it.
    pub fn icon(&self) -> &'static str {
        match self {
            Self::Received { .. } | Self::Admitted => "user",
            Self::Added { .. } | Self::Considered => "user-plus",
            Self::SentAgain { .. } => "refresh",
            Self::Amended { .. } | Self::RecordChanged { .. } | Self::RecordCompleted { .. } => {
                "pencil"
            }
            Self::Merged { .. } | Self::Unmerged { .. } | Self::Pool(_) => "users",
            Self::AddressProved { .. } => "users",
            Self::PoolConsent { .. } => "shield",
            Self::LinkSent => "link",
            Self::CopyTaken => "download",
            Self::Read => "eye",
            Self::Moved { back: false, .. } | Self::Transferred { back: false, .. } => {
                "arrow-right"
            }
            Self::Assigned { .. } => "user",
            Self::Tagged { .. } => "tag",
            Self::Moved { back: true, .. }
            | Self::Transferred { back: true, .. }
            | Self::Unrejected
            | Self::Unhired
            | Self::WithdrawalUndone
            | Self::NoteRestored => "undo",
            Self::Rejected { .. } | Self::Withdrawn { .. } => "no",
            Self::Interview { step, .. } => match step {
                InterviewStep::Set | InterviewStep::Changed => "calendar",
                InterviewStep::Cancelled => "no",
            },
            Self::Mail { step, .. } => match step {
                MailStep::Written | MailStep::Sent => "mail",
                MailStep::HeldBack => "undo",
                MailStep::Kept => "archive",
                MailStep::Failed { .. } | MailStep::Bounced { .. } => "alert",
                MailStep::Received { automatic: false } => "mail",
                MailStep::Received { automatic: true } => "refresh",
            },
            Self::Promised { .. } => "clock",
            Self::LetGo | Self::Told => "send",
            Self::Hired { .. } | Self::LetIn => "ok",
            Self::NoteWritten(_) | Self::NoteEdited => "note",
            Self::NoteDeleted => "trash",
            Self::Downloaded { .. } => "download",
            Self::Todo { step, .. } => match step {
                TodoStep::Made { .. } | TodoStep::Changed => "flag",
                TodoStep::Done => "check",
                TodoStep::Reopened => "undo",
            },
            Self::Other(_) => "info",
        }
    }
}
