//! The list of what is held, for those who judge it; and what of it is somebody's own.

use super::Reason;
use crate::{
    access::{Actor, Change, Event, permissions::ReadHeld},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CandidateId, CompanyId, HeldId, JobId, PostingId},
        paging::Paged,
    },
    domain::{
        applications::{Submission, attachments::Download},
        files::SentFile,
    },
};
use serde_json::json;
use sqlx::{PgConnection, types::Json};

/// How many a page has.
const PAGE: i64 = 20;

/// A sending that is held.
#[derive(Clone, Debug)]
pub struct Held {
    pub id: HeldId,
    pub at: Time,
    pub reference: String,
    /// The posting's title.
    pub posting: String,
    reasons: Vec<String>,
    pub sent: Json<Submission>,
}

impl Held {
    pub fn reasons(&self) -> impl Iterator<Item = Reason> {
        self.reasons.iter().filter_map(|key| Reason::parse(key))
    }

    /// Answers that whoever decides may see.
    pub fn answers(&self) -> impl Iterator<Item = (&str, &str)> {
        let open = self.sent.answers.iter();
        open.filter(|answer| !answer.question.sensitive)
            .map(|answer| (answer.question.label.as_str(), answer.text.as_str()))
    }
}

/// One page of what is held for jobs whose candidates the viewer sees, newest first.
pub async fn held(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    after: Option<(Time, HeldId)>,
) -> Result<Paged<Held>> {
    let (at, id) = after.unzip();
    let rows = sqlx::query_as!(
        Held,
        r#"select h.id as "id: _", h.held_at as "at: _", b.reference, p.title as posting, h.reasons, h.sent as "sent: _"
           from held_submissions h
           join held_access s on (s.company_id, s.held_id) = (h.company_id, h.id)
           join submissions b on (b.company_id, b.id) = (h.company_id, h.submission_id)
           join postings p on (p.company_id, p.id) = (h.company_id, h.posting_id)
           where h.company_id = $1 and s.company_id = $1 and s.member_id = $2
             and ($3::timestamptz is null or (h.held_at, h.id) < ($3, $4))
           order by h.held_at desc, h.id desc limit $5"#,
        company as _,
        actor.member_id() as _,
        at as _,
        id as _,
        PAGE + 1,
    )
    .fetch_all(db)
    .await?;
    Ok(Paged::new(rows, PAGE as usize, |row| (row.at, row.id)))
}

/// How many wait for the viewer.
pub async fn count(db: &mut PgConnection, company: CompanyId, actor: &Actor) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from held_submissions h
           join held_access s on (s.company_id, s.held_id) = (h.company_id, h.id)
           where h.company_id = $1 and s.company_id = $1 and s.member_id = $2"#,
        company as _,
        actor.member_id() as _,
    )
    .fetch_one(db)
    .await?)
}

/// Gives one of its files out, by its place from 1, and writes down who took it.
pub async fn file(change: &mut Change<ReadHeld>, id: HeldId, place: i64) -> Result<Download> {
    let (company, member) = (change.company(), change.actor().member_id());
    let row = sqlx::query!(
        r#"select h.sent as "sent: Json<Submission>", h.job_id as "job: JobId", h.posting_id as "posting: PostingId"
           from held_submissions h join held_access s on (s.company_id, s.held_id) = (h.company_id, h.id)
           where h.company_id = $1 and h.id = $2 and s.company_id = $1 and s.member_id = $3"#,
        company as _,
        id as _,
        member as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    let before = place.checked_sub(1).and_then(|n| usize::try_from(n).ok());
    let enclosed = before.and_then(|n| row.sent.0.files.into_iter().nth(n));
    let file = enclosed.ok_or(Error::NotFound)?.file;
    let event = Event::new("held_file.downloaded")
        .job(row.job)
        .posting(row.posting)
        .detail(json!({ "held": id, "place": place }));
    change.record(event).await?;
    download(file)
}

/// What is held of somebody, by their addresses: for the copy of their data.
pub(in crate::domain) async fn held_of(
    db: &mut PgConnection,
    company: CompanyId,
    candidate: CandidateId,
) -> Result<Vec<Held>> {
    Ok(sqlx::query_as!(
        Held,
        r#"select h.id as "id: _", h.held_at as "at: _", b.reference, p.title as posting, h.reasons, h.sent as "sent: _"
           from held_submissions h
           join submissions b on (b.company_id, b.id) = (h.company_id, h.submission_id)
           join postings p on (p.company_id, p.id) = (h.company_id, h.posting_id)
           where h.company_id = $1 and h.email in (select email from known_addresses where company_id = $1 and candidate_id = $2)
           order by h.held_at, h.id limit 100"#,
        company as _,
        candidate as _,
    )
    .fetch_all(db)
    .await?)
}

/// A file as it can be sent to somebody.
pub(in crate::domain) fn download(file: SentFile) -> Result<Download> {
    Ok(Download {
        name: file.name,
        kind: file.kind,
        size: i64::try_from(file.stored.size).map_err(anyhow::Error::from)?,
        key: file.stored.key,
        sha256: file.stored.sha256,
    })
}
