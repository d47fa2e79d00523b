//! What was brought and not taken in is not kept: nobody knows of it, and nobody needs it.

use crate::base::{clock::Time, error::Result, ids::CompanyId};
use jiff::SignedDuration;
use sqlx::PgPool;

/// Lists of what was brought stay so long, with what was never taken in.
const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Forgets old lists, and the files of theirs that are nobody's.
pub async fn forget(db: &PgPool, now: Time) -> Result<()> {
    let mut change = db.begin().await?;
    let files = sqlx::query!(
        r#"with old as (select company_id, id from arrivals where created_at <= $1),
                gone as (
                    delete from arrival_rows r using old where (r.company_id, r.arrival_id) = (old.company_id, old.id)
                    returning r.company_id, r.file_id
                )
           select g.company_id as "company: CompanyId", g.file_id as "file!" from gone g
           where g.file_id is not null
             and not exists (select from attachments t where (t.company_id, t.file_id) = (g.company_id, g.file_id))"#,
        now.minus(FORGOTTEN_AFTER) as _,
    )
    .fetch_all(&mut *change)
    .await?;
    for one in files {
        sqlx::query!(
            r#"with texts as (delete from file_texts where company_id = $1 and file_id = $2),
                    file as (delete from files where company_id = $1 and id = $2 returning storage_key)
               insert into file_removals (storage_key, due_at)
               select storage_key, $3::timestamptz + interval '24 hours' from file on conflict do nothing"#,
            one.company as _,
            one.file,
            now as _,
        )
        .execute(&mut *change)
        .await?;
    }
    sqlx::query!(
        "delete from arrivals where created_at <= $1",
        now.minus(FORGOTTEN_AFTER) as _,
    )
    .execute(&mut *change)
    .await?;
    Ok(change.commit().await?)
}
