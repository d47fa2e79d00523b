//! Lists of postings for the people who work with them.

use super::{
    advert::{Language, Visibility},
    held::reach,
    status::Status,
};
use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CompanyId, JobId, PostingId},
        paging::{Paged, decode_cursor},
    },
};
use sqlx::PgConnection;

/// Postings on a page of the list.
const PAGE: usize = 50;

/// A posting in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: PostingId,
    pub job: JobId,
    pub job_name: String,
    pub title: String,
    pub status: Status,
    pub visibility: Visibility,
    pub language: Language,
    /// Places of the live text, as candidates read them.
    pub places: Vec<String>,
    pub scheduled_for: Option<Time>,
    pub published_at: Option<Time>,
    pub closed_at: Option<Time>,
    pub updated_at: Time,
    /// The draft was saved since it was published last.
    pub unpublished_changes: bool,
    pub imported: bool,
    /// Whether this viewer may change it.
    pub edits: bool,
}

/// Which postings of a company: of a status, of a job, or all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    pub status: Option<Status>,
    pub job: Option<JobId>,
}

/// How many postings of each status the actor sees.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub live: i64,
    pub draft: i64,
    pub scheduled: i64,
    pub closed: i64,
}

impl Counts {
    pub fn of(&self, status: Status) -> i64 {
        match status {
            Status::Live => self.live,
            Status::Draft => self.draft,
            Status::Scheduled => self.scheduled,
            Status::Closed => self.closed,
        }
    }

    pub fn all(&self) -> i64 {
        self.live + self.draft + self.scheduled + self.closed
    }
}

/// A page of the postings within the actor's reach, newest first.
pub async fn list(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    filter: Filter,
    after: Option<&str>,
) -> Result<Paged<Listed>> {
    let after: Option<PostingId> = match after {
        Some(cursor) => Some(decode_cursor(cursor).ok_or(Error::NotFound)?),
        None => None,
    };
    let rows = sqlx::query!(
        r#"select p.id as "id: PostingId", p.job_id as "job: JobId", j.name as job_name, p.title, p.status as "status: Status",
                  p.visibility as "visibility: Visibility", p.language, p.scheduled_for as "scheduled_for: Time",
                  p.published_at as "published_at: Time", p.closed_at as "closed_at: Time",
                  greatest(p.updated_at, d.updated_at) as "updated_at!: Time",
                  coalesce(d.updated_at > r.published_at, false) as "unpublished_changes!",
                  exists (select from posting_originals o where (o.company_id, o.posting_id) = (p.company_id, p.id)) as "imported!",
                  coalesce(s.edits, $2::bigint is null) as "edits!",
                  array(select l.name from posting_places l where (l.company_id, l.posting_id) = (p.company_id, p.id) order by l.position) as "places!"
           from postings p
           join jobs j on (j.company_id, j.id) = (p.company_id, p.job_id)
           join posting_drafts d on (d.company_id, d.posting_id) = (p.company_id, p.id)
           left join posting_revisions r on (r.company_id, r.posting_id, r.id) = (p.company_id, p.id, p.live_revision_id)
           left join job_access s on (s.company_id, s.job_id, s.member_id) = (p.company_id, p.job_id, $2)
           where p.company_id = $1 and ($2::bigint is null or s.member_id is not null)
             and ($3::posting_status is null or p.status = $3)
             and ($4::bigint is null or p.job_id = $4)
             and ($5::bigint is null or p.id < $5)
           order by p.id desc
           limit $6"#,
        company as _,
        reach(actor) as _,
        filter.status as _,
        filter.job as _,
        after as _,
        PAGE as i64 + 1,
    )
    .fetch_all(db)
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| Listed {
            id: row.id,
            job: row.job,
            job_name: row.job_name,
            title: row.title,
            status: row.status,
            visibility: row.visibility,
            language: Language(row.language),
            places: row.places,
            scheduled_for: row.scheduled_for,
            published_at: row.published_at,
            closed_at: row.closed_at,
            updated_at: row.updated_at,
            unpublished_changes: row.unpublished_changes,
            imported: row.imported,
            edits: row.edits,
        })
        .collect();
    Ok(Paged::new(rows, PAGE, |row| row.id))
}

/// Counts of the postings within the actor's reach; a company has hundreds of them, not millions.
pub async fn counts(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    job: Option<JobId>,
) -> Result<Counts> {
    Ok(sqlx::query_as!(
        Counts,
        r#"select count(*) filter (where p.status = 'live') as "live!", count(*) filter (where p.status = 'draft') as "draft!",
                  count(*) filter (where p.status = 'scheduled') as "scheduled!", count(*) filter (where p.status = 'closed') as "closed!"
           from postings p
           where p.company_id = $1 and ($3::bigint is null or p.job_id = $3)
             and ($2::bigint is null or exists (
                 select from job_access s where (s.company_id, s.job_id, s.member_id) = (p.company_id, p.job_id, $2)))"#,
        company as _,
        reach(actor) as _,
        job as _,
    )
    .fetch_one(db)
    .await?)
}
