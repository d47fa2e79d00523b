//! Telling: the moment in which a candidate is informed, apart from the decision.

use super::Done;
use crate::{
    access::{
        Change, Event, Task,
        permissions::{DecideApplications, RunTasks},
    },
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, JobId, Version},
    },
    domain::{
        applications::{Status, Telling, hold::hold},
        interviews, mail,
    },
};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// How long a rejection that is told "now" can be undone before the candidate knows.
pub const TELL_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// When to ask again whether a decision that is being taken back still stands.
const AGAIN: SignedDuration = SignedDuration::from_secs(30);

/// Informs a candidate of a decision, if that very decision still stands and is not held.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TellDecision {
    pub application: ApplicationId,
    pub decided_at: Time,
}

impl Task for TellDecision {
    const KIND: &'static str = "tell_decision";
}

/// Does the task: what the candidate can see changes, and the mail that says so goes. A decision that was taken back, made
/// anew, or held meanwhile is left alone.
pub async fn tell(change: &mut Change<RunTasks>, task: TellDecision) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    if being_taken_back(change, task.application).await? {
        return change.later_at(now.plus(AGAIN), &task).await;
    }
    let told = sqlx::query!(
        r#"update applications set told_at = $4, last_activity_at = $4, updated_at = $4, version = version + 1
           where company_id = $1 and id = $2 and decided_at = $3 and told_at is null
             and (status = 'hired' or (status = 'rejected' and (telling = 'now' or (telling = 'later' and tell_at <= $4))))
           returning job_id as "job: JobId", candidate_id as "candidate: CandidateId", status as "status: Status""#,
        company as _,
        task.application as _,
        task.decided_at as _,
        now as _,
    )
    .fetch_optional(change.db())
    .await?;
    if let Some(told) = told {
        mail::release(change, task.application, now).await?;
        change
            .record(
                Event::new("application.told")
                    .job(told.job)
                    .candidate(told.candidate)
                    .application(task.application)
                    .detail(json!({ "decided_at": task.decided_at })),
            )
            .await?;
        if told.status == Status::Rejected {
            interviews::call_off(change, task.application, true).await?;
        }
    }
    Ok(())
}

/// Whether somebody asked to take back what was done to it with many others, and the worker has not come to it yet.
async fn being_taken_back(change: &mut Change<RunTasks>, id: ApplicationId) -> Result<bool> {
    let company = change.company();
    Ok(sqlx::query_scalar!(
        r#"select exists (
               select from bulk_targets t
               join bulk_acts b on (b.company_id, b.id) = (t.company_id, t.act_id)
               where t.company_id = $1 and t.application_id = $2 and t.state = 'done'
                 and b.undo_asked_at is not null and b.undo_finished_at is null) as "so!""#,
        company as _,
        id as _,
    )
    .fetch_one(change.db())
    .await?)
}

/// Lets a held rejection go: the candidate is told after the minutes in which it can be undone.
pub async fn let_go(
    change: &mut Change<DecideApplications>,
    id: ApplicationId,
    seen: Version,
) -> Result<Done> {
    let held = hold(change, id, seen).await?;
    let (company, now) = (change.company(), change.now());
    let changed = sqlx::query!(
        r#"update applications set telling = $3, last_activity_at = $4, updated_at = $4, version = version + 1
           where company_id = $1 and id = $2 and status = $5 and telling = $6 and told_at is null"#,
        company as _,
        id as _,
        Telling::Now as _,
        now as _,
        Status::Rejected as _,
        Telling::Held as _,
    )
    .execute(change.db())
    .await?;
    let Some(decided_at) = held.decided_at.filter(|_| changed.rows_affected() > 0) else {
        let text = format!("No held rejection of {} waits to be told.", held.name);
        return Err(Error::refused("not_held", text));
    };
    change
        .record(held.event("application.let_go", json!({})))
        .await?;
    let task = TellDecision {
        application: id,
        decided_at,
    };
    change.later_at(now.plus(TELL_AFTER), &task).await?;
    Ok(Done::there(held, Status::Rejected))
}
