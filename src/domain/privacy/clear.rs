//! What is left to do after an erasure: files a day later, and whatever was written while it ran.

use crate::{
    base::{
        clock::Time,
        error::Result,
        ids::{CandidateId, CompanyId},
    },
    domain::files::{Storage, StorageKey},
};
use anyhow::Context;
use jiff::SignedDuration;
use sqlx::PgPool;

/// Files that one sweep deletes at most.
const FILES: i64 = 1_000;
/// So long after an erasure nobody writes about it any more.
const AFTERMATH: SignedDuration = SignedDuration::from_hours(24);
/// A last mail that could not be sent by then is given up, whatever became of its task.
const GOODBYE: SignedDuration = SignedDuration::from_hours(4 * 24);

/// Deletes files whose time has come, details of events that were written while their candidate was erased, and last mails
/// that never went. Meant to run every hour.
pub async fn clear_away(db: &PgPool, storage: &Storage, now: Time) -> Result<()> {
    let due = sqlx::query_scalar!(
        "select storage_key from file_removals where due_at <= $1 order by due_at limit $2",
        now as _,
        FILES,
    )
    .fetch_all(db)
    .await?;
    for key in due {
        if let Some(key) = StorageKey::parse(&key) {
            storage
                .remove(&key)
                .await
                .context("a file of somebody who was erased")?;
        }
        sqlx::query!("delete from file_removals where storage_key = $1", key)
            .execute(db)
            .await?;
    }
    let erased = sqlx::query!(
        r#"select company_id as "company: CompanyId", array_agg(candidate_id) as "candidates!: Vec<CandidateId>"
           from erasures where at > $1 group by company_id"#,
        now.minus(AFTERMATH) as _,
    )
    .fetch_all(db)
    .await?;
    for one in erased {
        sqlx::query!(
            "select erase_event_details($1, $2, '{}')",
            one.company as _,
            &one.candidates as _,
        )
        .execute(db)
        .await?;
    }
    sqlx::query!(
        "delete from messages where kind = 'erased' and candidate_id is null and created_at < $1",
        now.minus(GOODBYE) as _,
    )
    .execute(db)
    .await?;
    Ok(())
}
