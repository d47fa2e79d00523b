//! A figure of a report, as far as it takes to find the rows behind it.

use crate::{
    base::ids::{RejectionReasonId, SourceId, StageId},
    domain::{applications::Status, jobs::Milestone},
};

/// What was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Those who applied in the period.
    Applied(Cohort),
    /// Stays that ended in the period, in a step.
    Step(Milestone),
    /// The same, in a stage of a job.
    Stage(StageId),
    /// Those who were hired in the period.
    Hired,
    /// Openings that were filled in the period.
    Filled,
    /// Rejections of the period that stand: all, for a reason, or for one that is not known (the inner None).
    Rejected(Option<Option<RejectionReasonId>>),
    /// Promises whose day was in the period: of those who waited there, kept or not.
    Promised {
        step: Option<Milestone>,
        kept: Option<bool>,
    },
}

/// Which of those who applied in the period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cohort {
    /// Who came to it, or to a later one.
    pub step: Option<Milestone>,
    /// Who came to it, or to a later one of the plan.
    pub stage: Option<StageId>,
    pub status: Option<Status>,
    /// Who came from it; the inner None is where nobody knows.
    pub source: Option<Option<SourceId>>,
}
