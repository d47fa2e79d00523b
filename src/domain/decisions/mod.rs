//! Decisions: moving, rejecting, hiring, and taking each of them back.
//!
//! Every act names the version that it was made against. The row is held while the rule is asked, so that of two people
//! one decides, and the other is told who did what. What an act wrote is in its event, which is what taking it back reads.

mod hiring;
mod moving;
mod promise;
mod rejecting;
mod rule;
mod telling;
mod transferring;

pub use hiring::{Hire, OpenOpening, hire, open_openings, unhire};
pub use moving::{move_to, take_back_move};
pub use promise::{Extension, extend};
pub use rejecting::{Rejection, RejectionReason, When, reject, rejection_reasons, unreject};
pub use rule::{Act, No};
pub use telling::{TELL_AFTER, TellDecision, let_go, tell};
pub use transferring::{Destination, destinations, take_back_transfer, transfer};

use super::{
    applications::{
        Status,
        hold::{Held, hold},
    },
    mail::{self, Kind},
    reversal::{self, Happened, Thread},
};
use crate::{
    access::{Change, permissions::DecideApplications},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, JobId, StageId, Version},
    },
};

/// What was done, for the answer and for taking it back.
#[derive(Clone, Debug)]
pub struct Done {
    pub id: ApplicationId,
    pub job: JobId,
    pub name: String,
    /// The stage before and after; the same but for a move.
    pub from: StageId,
    pub to: StageId,
    pub to_name: String,
    /// When the answer was due, if the act has changed that.
    pub was_due: Option<Time>,
    /// Whether it is on the board now.
    pub active: bool,
    /// The version that the act made: taking it back names it.
    pub version: Version,
}

impl Done {
    /// An act that left the stage as it was, and this status.
    fn there(held: Held, status: Status) -> Self {
        Self {
            id: held.id,
            job: held.job,
            name: held.name,
            from: held.stage,
            to: held.stage,
            to_name: held.stage_name,
            was_due: None,
            active: status == Status::Active,
            version: Version(held.version.0 + 1),
        }
    }
}

/// Holds the application and asks the rule.
async fn begin(
    change: &mut Change<DecideApplications>,
    id: ApplicationId,
    seen: Version,
    act: Act,
) -> Result<(Held, Status)> {
    let held = hold(change, id, seen).await?;
    match act.on(held.status) {
        Ok(status) => Ok((held, status)),
        Err(no) => Err(Error::refused(no.code(), no.text(&held.name))),
    }
}

/// The last decision on an application, if it was of this kind and can be taken back: what is recorded next does so.
async fn take_back(
    change: &mut Change<DecideApplications>,
    id: ApplicationId,
    kind: &str,
) -> Result<Option<Happened>> {
    let last = reversal::last(change, id, &Thread::Decision).await?;
    let last = last.filter(|last| last.kind == kind);
    if let Some(last) = &last {
        change.take_back(last.id);
    }
    Ok(last)
}

/// Makes a decided application active again, in the stage where it was.
async fn reactivate(
    change: &mut Change<DecideApplications>,
    held: Held,
    status: Status,
) -> Result<Done> {
    mail::cancel(
        change,
        held.id,
        &[Kind::NotSelected, Kind::PositionClosed, Kind::Ended],
    )
    .await?;
    let (stage, stage_name) = living_stage(change, &held).await?;
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        r#"update applications
           set status = $3, stage_id = $4, decided_at = null, decided_by = null, rejection_reason_id = null, private_note = '',
               telling = null, tell_at = null, told_at = null, last_activity_at = $5, updated_at = $5, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        held.id as _,
        status as _,
        stage as _,
        now as _,
    )
    .execute(change.db())
    .await
    .map_err(|error| match Error::constraint(&error) {
        Some("applications_active_key") => {
            let text = format!(
                "{} has applied for this job again, and that application is active.",
                held.name
            );
            Error::refused("active_again", text)
        }
        _ => error.into(),
    })?;
    Ok(Done {
        to: stage,
        to_name: stage_name,
        ..Done::there(held, status)
    })
}

/// The stage where an application was, or the nearest before it, or the first, should the plan have lost it meanwhile.
async fn living_stage(
    change: &mut Change<DecideApplications>,
    held: &Held,
) -> Result<(StageId, String)> {
    let company = change.company();
    let stage = sqlx::query!(
        r#"select s.id as "id: StageId", s.name
           from stages s
           join stages former on (former.company_id, former.job_id) = (s.company_id, s.job_id)
           where s.company_id = $1 and s.job_id = $2 and former.id = $3 and (s.deleted_at is null or s.id = former.id)
           order by s.deleted_at is not null, s.id <> former.id, s.position > former.position, abs(s.position - former.position), s.id
           limit 1"#,
        company as _,
        held.job as _,
        held.stage as _,
    )
    .fetch_one(change.db())
    .await?;
    Ok((stage.id, stage.name))
}
