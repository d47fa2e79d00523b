//! What the careers site shows: read whole, kept in memory, read again when the channel `postings` says so.

use super::published::{LivePosting, Published};
use crate::base::{
    clock::Time,
    error::Result,
    ids::{CompanyId, JobId, PostingId, RevisionId},
};
use sqlx::{PgConnection, types::Json};

pub use crate::domain::companies::CHANNEL;

/// Every posting of a company that candidates may read, newest first: live ones, and those that were live once. Postings
/// for the company's own people are not among them.
pub async fn live(db: &mut PgConnection, company: CompanyId) -> Result<Vec<LivePosting>> {
    read(db, company, None).await
}

/// One posting as candidates read it, or nothing when it never was public.
pub async fn published(
    db: &mut PgConnection,
    company: CompanyId,
    posting: PostingId,
) -> Result<Option<LivePosting>> {
    Ok(read(db, company, Some(posting)).await?.pop())
}

async fn read(
    db: &mut PgConnection,
    company: CompanyId,
    posting: Option<PostingId>,
) -> Result<Vec<LivePosting>> {
    let rows = sqlx::query!(
        r#"select p.id as "id: PostingId", p.uuid, p.job_id as "job: JobId", p.language, p.status = 'live' as "live!",
                  p.visibility = 'unlisted' as "unlisted!", p.closed_at as "closed_at: Time",
                  p.first_published_at as "first_published_at!: Time", r.published_at as "updated_at: Time",
                  coalesce(p.promise_after_applying, c.promise_after_applying) as "promise_after_applying!",
                  r.id as "revision: RevisionId", r.advert as "advert: Json<Published>"
           from postings p
           join companies c on c.id = p.company_id
           join posting_revisions r on (r.company_id, r.posting_id, r.id) = (p.company_id, p.id, p.live_revision_id)
           where p.company_id = $1 and ($2::bigint is null or p.id = $2) and p.visibility <> 'internal'
           order by p.first_published_at desc, p.id desc"#,
        company as _,
        posting as _,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| LivePosting {
            id: row.id,
            uuid: row.uuid,
            job: row.job,
            revision: row.revision,
            language: row.language,
            live: row.live,
            unlisted: row.unlisted,
            first_published_at: row.first_published_at,
            updated_at: row.updated_at,
            closed_at: row.closed_at,
            promise_after_applying: row.promise_after_applying,
            content: row.advert.0,
        })
        .collect())
}
