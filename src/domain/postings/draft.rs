//! The working draft: made, read for its editor, saved whole.

use super::{
    advert::{Advert, Question},
    changed, checks,
    held::{hold, not_theirs, reach},
    published::Published,
    resolve::{places, resolve},
    shown_if::faults,
    status::{Standing, Status},
};
use crate::{
    access::{Actor, Change, Event, permissions::EditJobs},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CompanyId, JobId, PostingId, QuestionId, RevisionId, Version},
    },
};
use serde_json::json;
use sqlx::{PgConnection, types::Json};
use std::collections::HashMap;
use uuid::Uuid;

/// A posting with its draft, as whoever sees the job sees it.
#[derive(Clone, Debug)]
pub struct Editing {
    pub id: PostingId,
    pub job: JobId,
    pub job_name: String,
    /// The draft's version: a save names it.
    pub version: Version,
    pub saved_at: Time,
    pub advert: Advert,
    pub standing: Standing,
    pub live_revision: Option<RevisionId>,
    pub scheduled_for: Option<Time>,
    pub first_published_at: Option<Time>,
    pub closed_at: Option<Time>,
    /// It was read from a file that we keep.
    pub imported: bool,
    /// Nobody has compared it with that file.
    pub unreviewed: bool,
    /// Whether this viewer may change it.
    pub edits: bool,
}

/// A posting, if its job is within the actor's reach.
pub async fn editing(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: PostingId,
) -> Result<Editing> {
    let row = sqlx::query!(
        r#"select p.job_id as "job: JobId", j.name as job_name, p.status as "status: Status",
                  p.live_revision_id as "live_revision: RevisionId", p.scheduled_for as "scheduled_for: Time",
                  p.first_published_at as "first_published_at: Time", p.closed_at as "closed_at: Time",
                  d.advert as "advert: Json<Advert>", d.version as "version: Version", d.updated_at as "saved_at: Time",
                  o.posting_id is not null as "imported!", o.posting_id is not null and o.reviewed_at is null as "unreviewed!",
                  coalesce(s.edits, $3::bigint is null) as "edits!"
           from postings p
           join jobs j on (j.company_id, j.id) = (p.company_id, p.job_id)
           join posting_drafts d on (d.company_id, d.posting_id) = (p.company_id, p.id)
           left join posting_originals o on (o.company_id, o.posting_id) = (p.company_id, p.id)
           left join job_access s on (s.company_id, s.job_id, s.member_id) = (p.company_id, p.job_id, $3)
           where p.company_id = $1 and p.id = $2 and ($3::bigint is null or s.member_id is not null)"#,
        company as _,
        id as _,
        reach(actor) as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(Editing {
        id,
        job: row.job,
        job_name: row.job_name,
        version: row.version,
        saved_at: row.saved_at,
        advert: row.advert.0,
        standing: Standing {
            status: row.status,
            published: row.live_revision.is_some(),
            closed: row.closed_at.is_some(),
        },
        live_revision: row.live_revision,
        scheduled_for: row.scheduled_for,
        first_published_at: row.first_published_at,
        closed_at: row.closed_at,
        imported: row.imported,
        unreviewed: row.unreviewed,
        edits: row.edits,
    })
}

impl Editing {
    /// The same, or [`Error::Forbidden`] for somebody who may look only.
    pub fn to_edit(self) -> Result<Self> {
        if self.edits {
            Ok(self)
        } else {
            Err(not_theirs())
        }
    }

    /// The draft as candidates would see it now.
    pub async fn resolved(&self, db: &mut PgConnection, company: CompanyId) -> Result<Published> {
        resolve(db, company, self.job, &self.advert).await
    }
}

/// Makes a posting of a job. `once` comes from the form: the same again gives the same posting.
pub async fn create(
    change: &mut Change<EditJobs>,
    job: JobId,
    once: Uuid,
    advert: Advert,
) -> Result<PostingId> {
    let company = change.company();
    let member = reach(change.actor());
    let edits = sqlx::query_scalar!(
        r#"select coalesce(s.edits, $3::bigint is null) as "edits!"
           from jobs j
           left join job_access s on (s.company_id, s.job_id, s.member_id) = (j.company_id, j.id, $3)
           where j.company_id = $1 and j.id = $2 and ($3::bigint is null or s.member_id is not null)"#,
        company as _,
        job as _,
        member as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    if !edits {
        return Err(not_theirs());
    }
    let there = sqlx::query_scalar!(
        r#"select id as "id: PostingId" from postings where company_id = $1 and job_id = $2 and uuid = $3"#,
        company as _,
        job as _,
        once,
    )
    .fetch_optional(change.db())
    .await?;
    match there {
        Some(id) => Ok(id),
        None => {
            let id = insert(change, job, once, advert).await?;
            change
                .record(Event::new("posting.created").job(job).posting(id))
                .await?;
            Ok(id)
        }
    }
}

/// Writes a new posting with its draft. Whoever calls has looked at the job, and records why.
pub(in crate::domain) async fn insert<P>(
    change: &mut Change<P>,
    job: JobId,
    uuid: Uuid,
    advert: Advert,
) -> Result<PostingId> {
    let (company, now) = (change.company(), change.now());
    let id: PostingId = sqlx::query_scalar!(
        r#"insert into postings (company_id, uuid, job_id, title, language, visibility, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $7)
           returning id as "id: _""#,
        company as _,
        uuid,
        job as _,
        advert.title,
        advert.language.0,
        advert.visibility as _,
        now as _,
    )
    .fetch_one(change.db())
    .await?;
    let advert = identified(change, id, &[], advert).await?;
    let member = change.actor().member().map(|member| member.id);
    sqlx::query!(
        "insert into posting_drafts (company_id, posting_id, advert, updated_at, member_id) values ($1, $2, $3, $4, $5)",
        company as _,
        id as _,
        Json(advert) as _,
        now as _,
        member as _,
    )
    .execute(change.db())
    .await?;
    Ok(id)
}

/// Saves the draft over the version that was seen, and gives the new version. Nothing public changes. A place that is
/// gone is [`Error::Invalid`] at its field, and so is a question that depends on an answer which cannot be given before it.
pub async fn save(
    change: &mut Change<EditJobs>,
    id: PostingId,
    seen: Version,
    advert: Advert,
) -> Result<Version> {
    let held = hold(change, id).await?.unchanged_since(seen)?;
    let advert = identified(change, id, &held.advert.questions, advert).await?;
    let parts = changed::in_draft(&held.advert, &advert);
    if parts.is_empty() {
        return Ok(held.version);
    }
    let company = change.company();
    if places(change.db(), company, &advert).await?.len() < advert.places.len() {
        return Err(Error::field("new_place", checks::PLACE_GONE));
    }
    if let Some((n, fault)) = faults(&advert.questions).into_iter().next() {
        return Err(Error::field(format!("question-{n}-shown"), fault));
    }
    let version = rewrite(change, id, &advert).await?;
    let detail = json!({ "parts": parts, "version": version });
    change
        .record(
            Event::new("posting.saved")
                .job(held.job)
                .posting(id)
                .detail(detail),
        )
        .await?;
    Ok(version)
}

/// Writes the draft over the one that is there, whose row the caller holds.
pub(in crate::domain) async fn rewrite<P>(
    change: &mut Change<P>,
    id: PostingId,
    advert: &Advert,
) -> Result<Version> {
    let (company, now) = (change.company(), change.now());
    let member = change.actor().member().map(|member| member.id);
    // Lists show the title of what is live; before that, the draft's.
    Ok(sqlx::query_scalar!(
        r#"with titled as (
               update postings set title = $6, updated_at = $4
               where company_id = $1 and id = $2 and live_revision_id is null
           )
           update posting_drafts set advert = $3, updated_at = $4, member_id = $5, version = version + 1
           where company_id = $1 and posting_id = $2
           returning version as "version: _""#,
        company as _,
        id as _,
        Json(advert) as _,
        now as _,
        member as _,
        advert.title,
    )
    .fetch_one(change.db())
    .await?)
}

/// Makes another posting of the same job with the same draft; questions are asked anew, so they get ids of their own.
pub async fn duplicate(
    change: &mut Change<EditJobs>,
    id: PostingId,
    once: Uuid,
) -> Result<PostingId> {
    let held = hold(change, id).await?;
    let mut advert = held.advert;
    advert.title = copy_title(&advert.title);
    advert.closes_on = None;
    // Numbers that no question has, so that conditions still find theirs.
    for question in &mut advert.questions {
        question.id = QuestionId(-question.id.0);
        if let Some(condition) = &mut question.shown_if {
            condition.question = QuestionId(-condition.question.0);
        }
    }
    create(change, held.job, once, advert).await
}

/// "Miller (copy)", within the length of a title.
fn copy_title(title: &str) -> String {
    let short: String = title.chars().take(192).collect();
    format!("{} (copy)", short.trim_end())
}

/// The id of a question that nobody has saved yet. Where another question depends on it, any negative number does the same.
pub const NEW_QUESTION: QuestionId = QuestionId(0);

/// The draft, each question with an id of its own. An id stays with its question for good: it is kept where the draft had
/// it already, and the published question under it asked for the same kind of answer; otherwise it is a new one.
async fn identified<P>(
    change: &mut Change<P>,
    id: PostingId,
    drafted: &[Question],
    mut advert: Advert,
) -> Result<Advert> {
    let company = change.company();
    let published = sqlx::query!(
        r#"select id as "id: QuestionId", kind as "kind: super::advert::QuestionKind" from questions where company_id = $1 and posting_id = $2"#,
        company as _,
        id as _,
    )
    .fetch_all(change.db())
    .await?;
    let mut taken = Vec::new();
    let mut given = HashMap::new();
    for question in &mut advert.questions {
        let before = question.id;
        let known = drafted.iter().any(|drafted| drafted.id == question.id)
            || published.iter().any(|row| row.id == question.id);
        let same = published
            .iter()
            .find(|row| row.id == question.id)
            .is_none_or(|row| row.kind == question.kind);
        if !known || !same || taken.contains(&question.id) {
            question.id = sqlx::query_scalar!(
                r#"select nextval(pg_get_serial_sequence('questions', 'id')) as "id!: QuestionId""#
            )
            .fetch_one(change.db())
            .await?;
        }
        taken.push(question.id);
        given.entry(before).or_insert(question.id);
    }
    let conditions = advert
        .questions
        .iter_mut()
        .filter_map(|question| question.shown_if.as_mut());
    for condition in conditions {
        if let Some(id) = given.get(&condition.question) {
            condition.question = *id;
        }
    }
    Ok(advert)
}

/// One save of a draft, as the history has it.
#[derive(Clone, Debug)]
pub struct Saving {
    pub who: String,
    pub at: Time,
    /// "title", "pay", …
    pub parts: Vec<String>,
}

/// Who saved what since a version of the draft, oldest first.
pub async fn saved_since(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: PostingId,
    seen: Version,
) -> Result<Vec<Saving>> {
    let rows = sqlx::query!(
        r#"select e.at as "at: Time", d.detail->'parts' as "parts: Json<Vec<String>>",
                  (select trim(u.given_name || ' ' || u.family_name) from memberships m join users u on u.id = m.user_id
                   where (m.company_id, m.id) = (e.company_id, e.member_id)) as who
           from events e
           join event_details d on (d.company_id, d.event_id) = (e.company_id, e.id)
           where e.company_id = $1 and e.posting_id = $2 and e.kind in ('posting.saved', 'posting.imported')
             and (d.detail->>'version')::bigint > $3
             and ($4::bigint is null or exists (
                 select from job_access s where (s.company_id, s.job_id, s.member_id) = (e.company_id, e.job_id, $4)))
           order by e.id
           limit 20"#,
        company as _,
        id as _,
        seen as _,
        reach(actor) as _,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Saving {
            who: row.who.unwrap_or_else(|| "Candor".to_owned()),
            at: row.at,
            parts: row.parts.map(|parts| parts.0).unwrap_or_default(),
        })
        .collect())
}
