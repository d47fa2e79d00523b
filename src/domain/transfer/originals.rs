//! The files that postings were read from.

use super::reading::{self, Reading};
use crate::{
    access::{Actor, Change, Event, permissions::EditJobs},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CompanyId, JobId, MemberId, PostingId},
    },
    domain::postings,
};
use jiff::civil::Date;
use sqlx::PgConnection;

/// A file as it came, and whether somebody compared it with what was read.
#[derive(Clone, Debug)]
pub struct Original {
    pub file_name: String,
    pub bytes: Vec<u8>,
    pub imported_at: Time,
    pub reviewed_at: Option<Time>,
    /// The draft was changed here since.
    pub edited: bool,
}

impl Original {
    /// What was found in it, with every place and reason.
    pub fn read(&self, today: Date) -> Reading {
        reading::read(&self.file_name, &self.bytes, today)
    }
}

/// The file that a posting within the actor's reach was read from.
pub async fn original(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    posting: PostingId,
) -> Result<Original> {
    let member: Option<MemberId> = match actor {
        Actor::System(_) => None,
        Actor::Member(_) | Actor::Visitor | Actor::Candidate(_) => Some(actor.member_id()),
    };
    sqlx::query_as!(
        Original,
        r#"select o.file_name, o.bytes, o.imported_at as "imported_at: _", o.reviewed_at as "reviewed_at: _", d.version <> o.draft_version as "edited!"
           from posting_originals o
           join postings p on (p.company_id, p.id) = (o.company_id, o.posting_id)
           join posting_drafts d on (d.company_id, d.posting_id) = (o.company_id, o.posting_id)
           where o.company_id = $1 and o.posting_id = $2
             and ($3::bigint is null or exists (
                 select from job_access s where (s.company_id, s.job_id, s.member_id) = (p.company_id, p.job_id, $3)))"#,
        company as _,
        posting as _,
        member as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}

/// Notes that a person compared the draft with its original; it may go live now.
pub async fn review(change: &mut Change<EditJobs>, posting: PostingId) -> Result<()> {
    let job: JobId = postings::held_job(change, posting).await?;
    let (company, now) = (change.company(), change.now());
    let first = sqlx::query!(
        "update posting_originals set reviewed_at = $3 where company_id = $1 and posting_id = $2 and reviewed_at is null",
        company as _,
        posting as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    if first.rows_affected() > 0 {
        let event = Event::new("posting.reviewed").job(job).posting(posting);
        change.record(event).await?;
    }
    Ok(())
}
