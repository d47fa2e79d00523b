//! Jobs: the internal record of a role, with its hiring team, its plan of stages and its openings.
//!
//! A job has two versions: that of its details, and that of its plan, so that whoever orders stages is not in the way of
//! whoever edits the notes. An opening has its own. Who sees a job, and may change it, says the view `job_access`.

mod hold;
mod milestones;
mod openings;
mod plan;
mod read;
mod stages;
mod status;
mod team;
mod templates;
mod write;

pub use milestones::milestones;
pub use openings::{
    CloseReason, Opening, Seat, add_opening, cancel_opening, change_opening, close_reasons,
    openings,
};
pub use plan::{MOST_STAGES, Milestone, StageKind, Step, shift};
pub use read::{Details, JobHead, details, head};
pub use stages::{Stage, add_stage, change_stage, order_stages, restore_stage, stages};
pub use status::{JobStatus, OpeningStatus};
pub use team::{
    Colleague, Teammate, add_teammate, colleagues, has_responsible, make_responsible,
    remove_teammate, team,
};
pub use templates::{
    Edit, PlanTemplate, add_template, copy_template, delete_template, edit_template, template,
    templates,
};
pub use write::{NewJob, close, copy, create, open, update};

pub(in crate::domain) use hold::hold;
pub(in crate::domain) use openings::{change_opening_back, plan_seats, reopen_opening};
pub(in crate::domain) use stages::{keep, retire};
pub(in crate::domain) use team::{put_on_team, set_responsible};
pub(in crate::domain) use write::{make, open_with_posting, rename};
