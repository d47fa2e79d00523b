//! The openings of a job: one seat each.

use super::{
    hold::hold,
    status::{JobStatus, OpeningStatus},
};
use crate::{
    access::{Actor, Change, Event, permissions::EditJobs},
    base::{
        clock::{Day, Time},
        error::{Error, Result},
        ids::{ApplicationId, CloseReasonId, CompanyId, EventId, JobId, OpeningId, Version},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::PgConnection;

/// What people type about a seat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// How the company counts it: unique in its job.
    pub code: Option<String>,
    pub track: Option<String>,
    pub level: Option<String>,
    pub place: Option<String>,
    /// By when somebody should sit in it.
    pub target_date: Option<Day>,
}

/// A seat of a job, as the list shows it.
#[derive(Clone, Debug)]
pub struct Opening {
    pub id: OpeningId,
    pub status: OpeningStatus,
    pub seat: Seat,
    pub opened_at: Option<Time>,
    pub closed_at: Option<Time>,
    pub close_reason: Option<String>,
    /// Who filled it.
    pub application: Option<ApplicationId>,
    pub version: Version,
}

/// A job's openings in the order in which they were made, for whoever was given the job's head or holds its row. Who filled
/// one is told to those who see them.
pub async fn openings(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    job: JobId,
) -> Result<Vec<Opening>> {
    Ok(sqlx::query!(
        r#"select o.id as "id: OpeningId", o.status as "status: OpeningStatus", o.code, o.track, o.level, o.place,
                  o.target_date as "target_date: Day", o.opened_at as "opened_at: Time", o.closed_at as "closed_at: Time",
                  r.name as "close_reason?", o.version as "version: Version",
                  (select s.application_id from application_access s
                   where s.company_id = $1 and s.member_id = $3 and s.application_id = o.application_id) as "application: ApplicationId"
           from openings o
           left join close_reasons r on (r.company_id, r.id) = (o.company_id, o.close_reason_id)
           where o.company_id = $1 and o.job_id = $2
           order by o.id
           limit 500"#,
        company as _,
        job as _,
        actor.member_id() as _,
    )
    .map(|row| Opening {
        id: row.id,
        status: row.status,
        seat: Seat {
            code: row.code,
            track: row.track,
            level: row.level,
            place: row.place,
            target_date: row.target_date,
        },
        opened_at: row.opened_at,
        closed_at: row.closed_at,
        close_reason: row.close_reason,
        application: row.application,
        version: row.version,
    })
    .fetch_all(db)
    .await?)
}

/// Why a seat ended empty.
#[derive(Clone, Debug)]
pub struct CloseReason {
    pub id: CloseReasonId,
    pub name: String,
}

/// The company's reasons, by name.
pub async fn close_reasons(db: &mut PgConnection, company: CompanyId) -> Result<Vec<CloseReason>> {
    Ok(sqlx::query_as!(
        CloseReason,
        r#"select id as "id: _", name from close_reasons where company_id = $1 and active order by lower(name), id"#,
        company as _,
    )
    .fetch_all(db)
    .await?)
}

/// Adds a seat: open in an open job, else planned.
pub async fn add_opening(
    change: &mut Change<EditJobs>,
    job: JobId,
    seat: Seat,
) -> Result<OpeningId> {
    let held = hold(change, job).await?;
    let (company, now) = (change.company(), change.now());
    let (status, opened_at) = match held.status {
        JobStatus::Open => (OpeningStatus::Open, Some(now)),
        JobStatus::Draft | JobStatus::Closed => (OpeningStatus::Planned, None),
    };
    let id = sqlx::query_scalar!(
        r#"insert into openings (company_id, job_id, status, code, track, level, place, target_date, opened_at, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
           returning id as "id: OpeningId""#,
        company as _,
        job as _,
        status as _,
        seat.code,
        seat.track,
        seat.level,
        seat.place,
        seat.target_date as _,
        opened_at as _,
        now as _,
    )
    .fetch_one(change.db())
    .await
    .map_err(code_taken)?;
    let detail = json!({ "opening": id, "after": seat });
    change
        .record(Event::new("opening.added").job(job).detail(detail))
        .await?;
    Ok(id)
}

/// Plans seats of a draft that was just made.
pub(in crate::domain) async fn plan_seats<P>(
    change: &mut Change<P>,
    job: JobId,
    seats: &[Seat],
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    for seat in seats {
        sqlx::query!(
            r#"insert into openings (company_id, job_id, status, track, level, created_at, updated_at)
               values ($1, $2, 'planned', $3, $4, $5, $5)"#,
            company as _,
            job as _,
            seat.track,
            seat.level,
            now as _,
        )
        .execute(change.db())
        .await?;
    }
    Ok(())
}

/// Changes what is said about a vacant seat; gives the event that tells it, if it changed anything.
pub async fn change_opening(
    change: &mut Change<EditJobs>,
    job: JobId,
    id: OpeningId,
    seen: Version,
    seat: Seat,
) -> Result<Option<EventId>> {
    let before = vacant(change, job, id, seen).await?.seat;
    if before == seat {
        return Ok(None);
    }
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        "update openings set code = $3, track = $4, level = $5, place = $6, target_date = $7, updated_at = $8, version = version + 1
         where company_id = $1 and id = $2",
        company as _,
        id as _,
        seat.code,
        seat.track,
        seat.level,
        seat.place,
        seat.target_date as _,
        now as _,
    )
    .execute(change.db())
    .await
    .map_err(code_taken)?;
    let detail = json!({ "opening": id, "before": before, "after": seat });
    let event = Event::new("opening.changed").job(job).detail(detail);
    change.record(event).await.map(Some)
}

/// Cancels a vacant seat, with the reason; gives the event that tells it.
pub async fn cancel_opening(
    change: &mut Change<EditJobs>,
    job: JobId,
    id: OpeningId,
    seen: Version,
    reason: CloseReasonId,
) -> Result<EventId> {
    vacant(change, job, id, seen).await?;
    let (company, now) = (change.company(), change.now());
    let cancelled = sqlx::query!(
        "update openings set status = 'cancelled', closed_at = $4, close_reason_id = $3, updated_at = $4, version = version + 1
         where company_id = $1 and id = $2",
        company as _,
        id as _,
        reason as _,
        now as _,
    )
    .execute(change.db())
    .await;
    cancelled.map_err(|error| match Error::constraint(&error) {
        Some("openings_close_reason_fkey") => Error::field("reason", "Choose one of the reasons"),
        _ => error.into(),
    })?;
    let detail = json!({ "opening": id, "reason": reason });
    let event = Event::new("opening.cancelled").job(job).detail(detail);
    change.record(event).await
}

/// Makes what is said about a vacant seat what it was.
pub(in crate::domain) async fn change_opening_back(
    change: &mut Change<EditJobs>,
    job: JobId,
    id: OpeningId,
    seat: Seat,
) -> Result<()> {
    let seen = held(change, job, id).await?.version;
    change_opening(change, job, id, seen, seat).await?;
    Ok(())
}

/// Opens a seat again that was cancelled; one that was planned only, in a job that is not open, is planned again.
pub(in crate::domain) async fn reopen_opening(
    change: &mut Change<EditJobs>,
    job: JobId,
    id: OpeningId,
) -> Result<()> {
    let status = hold(change, job).await?.status;
    let (company, now) = (change.company(), change.now());
    let reopened = sqlx::query!(
        r#"update openings
           set status = case when opened_at is not null or $4 then 'open' else 'planned' end::opening_status,
               opened_at = case when $4 then coalesce(opened_at, $5) else opened_at end,
               closed_at = null, close_reason_id = null, updated_at = $5, version = version + 1
           where company_id = $1 and job_id = $2 and id = $3 and status = 'cancelled'"#,
        company as _,
        job as _,
        id as _,
        status == JobStatus::Open,
        now as _,
    )
    .execute(change.db())
    .await?;
    if reopened.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    let event = Event::new("opening.reopened").job(job);
    change
        .record(event.detail(json!({ "opening": id })))
        .await?;
    Ok(())
}

/// A seat that may change, as it was seen; the job's row is held, and with it all its seats.
async fn vacant(
    change: &mut Change<EditJobs>,
    job: JobId,
    id: OpeningId,
    seen: Version,
) -> Result<Opening> {
    let opening = held(change, job, id).await?;
    opening.status.change()?;
    if opening.version != seen {
        return Err(Error::refused(
            "stale",
            "Somebody changed this opening while you were at it. Look at it once more, then save again.",
        ));
    }
    Ok(opening)
}

async fn held(change: &mut Change<EditJobs>, job: JobId, id: OpeningId) -> Result<Opening> {
    hold(change, job).await?;
    let company = change.company();
    let actor = change.actor().clone();
    let openings = openings(change.db(), company, &actor, job).await?;
    let opening = openings.into_iter().find(|opening| opening.id == id);
    opening.ok_or(Error::NotFound)
}

fn code_taken(error: sqlx::Error) -> Error {
    match Error::constraint(&error) {
        Some("openings_code_key") => {
            Error::field("code", "Another opening of this job has this code")
        }
        _ => error.into(),
    }
}
