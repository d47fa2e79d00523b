//! Transferring: an application goes to the first stage of another job. It stays the same application, with its history,
//! answers, files, promise and the posting that it was made against, which is what its candidate goes on seeing.

use super::{Done, begin, rule::Act, take_back};
use crate::{
    access::{Actor, Change, permissions::DecideApplications},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CompanyId, JobId, StageId, Version},
    },
    domain::{
        applications::{Status, hold::Held},
        candidates,
    },
};
use anyhow::Context;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::PgConnection;

/// Where an application was, as the event of its transfer keeps it.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Left {
    job: JobId,
    stage: StageId,
    entered_at: Time,
}

/// A job that an application goes to.
struct There {
    job: JobId,
    job_name: String,
    stage: StageId,
    stage_name: String,
    entered_at: Time,
    /// Whether the actor sees confidential people there.
    sees_private: bool,
}

impl There {
    /// Refuses to put somebody where the actor would not see them any more.
    fn of(self, held: &Held) -> Result<Self> {
        match held.confidential && !self.sees_private {
            true => Err(Error::field("job", candidates::NOT_THERE)),
            false => Ok(self),
        }
    }
}

/// A job that applications can go to.
#[derive(Clone, Debug)]
pub struct Destination {
    pub id: JobId,
    pub name: String,
}

/// The open jobs on whose applications the viewer decides, by name: the first 500.
pub async fn destinations(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
) -> Result<Vec<Destination>> {
    Ok(sqlx::query_as!(
        Destination,
        r#"select j.id as "id: _", j.name
           from jobs j
           join job_access s on (s.company_id, s.job_id) = (j.company_id, j.id)
           where j.company_id = $1 and j.status = 'open' and s.company_id = $1 and s.member_id = $2 and s.decides
           order by lower(j.name), j.id limit 500"#,
        company as _,
        actor.member_id() as _,
    )
    .fetch_all(db)
    .await?)
}

/// Puts an application into the first stage of another job, where the actor decides as well.
pub async fn transfer(
    change: &mut Change<DecideApplications>,
    id: ApplicationId,
    seen: Version,
    job: JobId,
) -> Result<Done> {
    let (held, _) = begin(change, id, seen, Act::Move).await?;
    if job == held.job {
        let text = format!("{} is in that job already", held.name);
        return Err(Error::field("job", text));
    }
    let now = change.now();
    let there = way(change, job, None, now).await?.of(&held)?;
    put(change, held, there, false).await
}

/// Takes a transfer back, if nothing was decided since: the application is where it was, for as long as it was.
pub async fn take_back_transfer(
    change: &mut Change<DecideApplications>,
    id: ApplicationId,
    seen: Version,
) -> Result<Done> {
    let (held, _) = begin(change, id, seen, Act::Move).await?;
    let transferred = take_back(change, id, "application.transferred").await?;
    let left = transferred.and_then(|mut moved| moved.detail.get_mut("left").map(Value::take));
    let Some(left) = left else {
        let text = format!("There is no transfer of {} to take back.", held.name);
        return Err(Error::refused("not_transferred", text));
    };
    let left: Left = serde_json::from_value(left).context("the event says from where")?;
    let there = way(change, left.job, Some(left.stage), left.entered_at)
        .await?
        .of(&held)?;
    put(change, held, there, true).await
}

/// A job that is open to the actor's decisions, and the stage in it: a certain one, or the first.
async fn way(
    change: &mut Change<DecideApplications>,
    job: JobId,
    stage: Option<StageId>,
    entered_at: Time,
) -> Result<There> {
    let (company, member) = (change.company(), change.actor().member_id());
    // Shared, so that nobody deletes the stage before the application is in it.
    let row = sqlx::query!(
        r#"select j.name, j.status = 'open' as "open!", s.id as "stage: StageId", s.name as stage_name,
                  access.sees_private as "sees_private!"
           from job_access access
           join jobs j on (j.company_id, j.id) = (access.company_id, access.job_id)
           join stages s on (s.company_id, s.job_id) = (j.company_id, j.id) and s.deleted_at is null
           where access.company_id = $1 and access.job_id = $2 and access.member_id = $3 and access.decides
             and ($4::bigint is null or s.id = $4)
           order by s.position, s.id limit 1
           for share of s"#,
        company as _,
        job as _,
        member as _,
        stage as _,
    )
    .fetch_optional(change.db())
    .await?;
    match row {
        Some(row) if row.open || stage.is_some() => Ok(There {
            job,
            job_name: row.name,
            stage: row.stage,
            stage_name: row.stage_name,
            entered_at,
            sees_private: row.sees_private,
        }),
        _ => Err(Error::field(
            "job",
            "Choose an open job with stages, on whose applications you decide",
        )),
    }
}

async fn put(
    change: &mut Change<DecideApplications>,
    held: Held,
    there: There,
    back: bool,
) -> Result<Done> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        r#"update applications set job_id = $3, stage_id = $4, stage_entered_at = $5, last_activity_at = $6, updated_at = $6, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        held.id as _,
        there.job as _,
        there.stage as _,
        there.entered_at as _,
        now as _,
    )
    .execute(change.db())
    .await
    .map_err(|error| match Error::constraint(&error) {
        Some("applications_active_key") => {
            let text = format!("{} has an active application for that job.", held.name);
            Error::refused("active_there", text)
        }
        _ => error.into(),
    })?;
    // Whoever is to interview them goes on seeing them.
    sqlx::query!(
        "update interviewers set job_id = $3 where company_id = $1 and application_id = $2",
        company as _,
        held.id as _,
        there.job as _,
    )
    .execute(change.db())
    .await?;
    let left = Left {
        job: held.job,
        stage: held.stage,
        entered_at: held.stage_entered_at,
    };
    // The job that was left may be confidential: whoever sees the application now is told its number, and no name.
    let detail = json!({ "left": left, "to": { "id": there.job, "name": there.job_name, "stage": there.stage_name }, "back": back });
    change
        .record(held.event("application.transferred", detail))
        .await?;
    Ok(Done {
        from: held.stage,
        to: there.stage,
        to_name: there.stage_name,
        ..Done::there(held, Status::Active)
    })
}
