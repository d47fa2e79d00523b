//! Discarding what is held: by a person, or after its time by the program.

use crate::{
    access::{
        Change, Event,
        permissions::{JudgeHeld, RunTasks},
    },
    base::{
        clock::{Day, Time},
        error::{Error, Result},
        ids::{CompanyId, HeldId, JobId, PostingId},
    },
};
use jiff::{SignedDuration, tz::TimeZone};
use serde_json::json;
use sqlx::PgPool;

/// Days after which what nobody let in is discarded.
pub const KEPT_DAYS: i64 = 30;
/// Files stay a day longer, so that a backup that takes the database first is whole.
const FILES_STAY: SignedDuration = SignedDuration::from_hours(24);

fn before(now: Time) -> Time {
    now.minus(SignedDuration::from_hours(24 * KEPT_DAYS))
}

/// Discards one: the reference stays taken, everything else goes.
pub async fn discard(change: &mut Change<JudgeHeld>, id: HeldId) -> Result<()> {
    let (company, now, member) = (change.company(), change.now(), change.actor().member_id());
    let gone = sqlx::query!(
        r#"with held as (
               delete from held_submissions h using held_access s
               where h.company_id = $1 and h.id = $2 and (s.company_id, s.held_id) = (h.company_id, h.id)
                 and s.company_id = $1 and s.member_id = $3
               returning h.job_id, h.posting_id, h.storage_keys
           ), files as (
               insert into file_removals (storage_key, due_at) select unnest(storage_keys), $4 from held on conflict do nothing
           )
           select job_id as "job: JobId", posting_id as "posting: PostingId" from held"#,
        company as _,
        id as _,
        member as _,
        now.plus(FILES_STAY) as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    record(change, gone.job, gone.posting, id).await
}

/// Discards what a company has held for too long; what came with an address of somebody under a legal hold stays until it ends.
pub async fn discard_old(change: &mut Change<RunTasks>) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let gone = sqlx::query!(
        r#"with held as (
               delete from held_submissions s where s.company_id = $1 and s.held_at < $2
                 and not exists (select from known_addresses e join holds l on (l.company_id, l.candidate_id) = (e.company_id, e.candidate_id)
                                 where e.company_id = $1 and e.email = s.email and l.ends_on >= $4)
               returning id, job_id, posting_id, storage_keys
           ), files as (
               insert into file_removals (storage_key, due_at) select unnest(storage_keys), $3 from held on conflict do nothing
           )
           select id as "id: HeldId", job_id as "job: JobId", posting_id as "posting: PostingId" from held order by id"#,
        company as _,
        before(now) as _,
        now.plus(FILES_STAY) as _,
        Day(now.day(&TimeZone::UTC)) as _,
    )
    .fetch_all(change.db())
    .await?;
    for one in gone {
        record(change, one.job, one.posting, one.id).await?;
    }
    Ok(())
}

async fn record<P>(
    change: &mut Change<P>,
    job: JobId,
    posting: PostingId,
    id: HeldId,
) -> Result<()> {
    let event = Event::new("submission.discarded").job(job).posting(posting);
    change.record(event.detail(json!({ "held": id }))).await?;
    Ok(())
}

/// Companies that hold something for too long.
pub async fn with_old(db: &PgPool, now: Time) -> Result<Vec<CompanyId>> {
    Ok(sqlx::query_scalar!(
        r#"select distinct company_id as "id: CompanyId" from held_submissions where held_at < $1"#,
        before(now) as _,
    )
    .fetch_all(db)
    .await?)
}
