//! A type for each kind of id, so that a job is never taken for a candidate.
//!
//! Ids are `bigint`, below 2^53, because clients of the field's APIs read them as JSON numbers. They are unique per
//! company only, and never authority: every look-up names the company and who is looking.

/// Makes id types over `i64`.
macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),* $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// An employer.
    CompanyId,
    /// A person who signs in, whatever their companies.
    UserId,
    /// A user's place in one company.
    MemberId,
    SessionId,
    InvitationId,
    DepartmentId,
    OfficeId,
    RegionId,
    /// The internal record of a role.
    JobId,
    /// One seat of a job.
    OpeningId,
    StageId,
    PlanTemplateId,
    CloseReasonId,
    /// A published advert of a job.
    PostingId,
    RevisionId,
    QuestionId,
    /// A question that a company asks again and again.
    LibraryQuestionId,
    TextBlockId,
    /// A person, once per company.
    CandidateId,
    /// One candidate considered for one job.
    ApplicationId,
    FileId,
    AttachmentId,
    NoteId,
    /// What a person has to do.
    TodoId,
    /// An interview with a time.
    InterviewId,
    RejectionReasonId,
    SourceId,
    /// What stands behind `?ref=` in a link.
    SourceCodeId,
    /// Somebody's wish to hear of new openings.
    AlertId,
    PoolId,
    /// Somebody who may be thought of for other roles.
    ProspectId,
    /// Two candidates who may be one person.
    DuplicateId,
    /// Two candidates who were made into one.
    MergeId,
    SubmissionId,
    /// A sending that waits for somebody to look at it.
    HeldId,
    EventId,
    /// A link under which a candidate sees their application.
    LinkId,
    /// A mail, out or in.
    MessageId,
    /// What candidates are asked about themselves where.
    InquiryChoiceId,
    /// A mail that came and names no application.
    UnmatchedId,
    /// How long data stays.
    RetentionRuleId,
    /// Filters of a page under a name.
    SavedViewId,
    /// One act on many applications.
    BulkActId,
    /// Many people whom somebody brought in at once.
    ArrivalId,
    /// How often somebody may apply.
    LimitId,
    /// A sending that came over a limit.
    LimitedId,
    /// Something that was deleted and can be restored.
    DeletedId,
}

/// How often an edited row has changed: a change names the version it was made against.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, sqlx::Type)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct Version(pub i64);

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for Version {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}
