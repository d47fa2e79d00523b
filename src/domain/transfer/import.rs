//! Postings that others wrote, made into drafts. Importing again updates; nothing becomes public by it.

use super::{
    advert::{advert_of, title, tracks},
    reading::{Identity, Reading, Relation, is_text},
    texts,
};
use crate::{
    access::{Actor, Change, Event, permissions::ImportPostings},
    base::{
        clock::{Day, Time},
        error::{Error, Result},
        ids::{JobId, MemberId, PlanTemplateId, PostingId, RegionId, Version},
    },
    domain::{
        jobs::{self, NewJob, Seat},
        postings::{self, advert::Advert},
    },
};
use anyhow::Context;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::types::Json;
use uuid::Uuid;

/// Bytes that a posting may have; adverts have some thousand.
pub const LARGEST: usize = 1 << 20;

/// What became of a file.
#[derive(Clone, Debug, Serialize)]
pub struct Imported {
    pub outcome: Outcome,
    pub posting: PostingId,
    pub job: JobId,
    pub title: String,
    /// It is long past, so it arrived closed.
    pub closed: bool,
}

/// What an import did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A new job with a draft.
    Created,
    /// The draft that an earlier import made says what the file says now.
    Updated,
    /// The very same file was here before.
    Unchanged,
    /// The draft was changed here since; it stays as it is.
    Kept,
}

/// What to do with a draft that was changed here since it was imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    Keep,
    Overwrite,
}

/// A posting that an import made.
struct Earlier {
    posting: PostingId,
    job: JobId,
    title: String,
    /// Whether somebody changed the draft since.
    edited: bool,
}

/// Makes a reading into a job with a draft, or updates the draft that an earlier import of the same posting made.
pub async fn import_posting(
    change: &mut Change<ImportPostings>,
    reading: &Reading,
    edited: Edited,
) -> Result<Imported> {
    if reading.original.len() > LARGEST {
        return Err(Error::TooLarge(
            "A posting may have up to 1 MB; this file has more.".into(),
        ));
    }
    if !is_text(&reading.original) {
        return Err(Error::refused(
            "no_text",
            "It is no text. Save the posting as plain text or Markdown, and import that.",
        ));
    }
    take_turns(change).await?;
    match earlier(change, reading).await? {
        None => create(change, reading).await,
        Some((earlier, relation)) => update(change, reading, earlier, relation, edited).await,
    }
}

/// Imports of a company come one after another, so that two of the same file make one posting.
async fn take_turns(change: &mut Change<ImportPostings>) -> Result<()> {
    let company = change.company();
    sqlx::query!(
        "select id from companies where id = $1 for no key update",
        company as _
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    Ok(())
}

async fn create(change: &mut Change<ImportPostings>, reading: &Reading) -> Result<Imported> {
    let bodies = texts::bodies(change, reading).await?;
    let regions = regions(change).await?;
    let advert = advert_of(reading, bodies, &regions, None);
    let title = advert.title.clone();
    let job = make_job(change, reading).await?;
    let posting = postings::insert(change, job, Uuid::new_v4(), advert).await?;
    if reading.closed.is_some() {
        let at = closed_at(change, reading);
        postings::shelve(change, posting, at).await?;
    }
    keep_original(change, posting, reading, Version(1)).await?;
    let detail = json!({ "file": reading.identity.file_name, "version": 1, "closed": reading.closed.is_some() });
    let event = Event::new("posting.imported");
    change
        .record(event.job(job).posting(posting).detail(detail))
        .await?;
    Ok(Imported {
        outcome: Outcome::Created,
        posting,
        job,
        title,
        closed: reading.closed.is_some(),
    })
}

async fn update(
    change: &mut Change<ImportPostings>,
    reading: &Reading,
    earlier: Earlier,
    relation: Relation,
    edited: Edited,
) -> Result<Imported> {
    let (posting, job) = (earlier.posting, earlier.job);
    let imported = |outcome, title| Imported {
        outcome,
        posting,
        job,
        title,
        closed: reading.closed.is_some(),
    };
    let overwrite = edited == Edited::Overwrite;
    if relation == Relation::Same && !(earlier.edited && overwrite) {
        return Ok(imported(Outcome::Unchanged, earlier.title));
    }
    if earlier.edited && !overwrite {
        return Ok(imported(Outcome::Kept, earlier.title));
    }
    let before = draft(change, posting).await?;
    let bodies = texts::bodies(change, reading).await?;
    let regions = regions(change).await?;
    let advert = advert_of(reading, bodies, &regions, Some(&before));
    let version = postings::rewrite(change, posting, &advert).await?;
    keep_original(change, posting, reading, version).await?;
    // The job got its name from the file, and keeps following it until somebody here names it otherwise.
    jobs::rename(change, job, &before.title, &advert.title).await?;
    let parts = postings::changed_in_draft(&before, &advert);
    let detail = json!({ "file": reading.identity.file_name, "version": version, "parts": parts });
    let event = Event::new("posting.imported");
    change
        .record(event.job(job).posting(posting).detail(detail))
        .await?;
    Ok(imported(Outcome::Updated, advert.title))
}

/// The posting of an earlier import that the reading is, among those that the actor may change.
async fn earlier(
    change: &mut Change<ImportPostings>,
    reading: &Reading,
) -> Result<Option<(Earlier, Relation)>> {
    let company = change.company();
    let member: Option<MemberId> = match change.actor() {
        Actor::System(_) => None,
        Actor::Member(_) | Actor::Visitor | Actor::Candidate(_) => Some(change.actor().member_id()),
    };
    let rows = sqlx::query!(
        r#"select o.posting_id as "posting: PostingId", p.job_id as "job: JobId", p.title,
                  o.reading->'identity' as "identity!: Json<Identity>", d.version <> o.draft_version as "edited!"
           from posting_originals o
           join postings p on (p.company_id, p.id) = (o.company_id, o.posting_id)
           join posting_drafts d on (d.company_id, d.posting_id) = (o.company_id, o.posting_id)
           where o.company_id = $1
             and ($2::bigint is null or exists (
                 select from job_access s where (s.company_id, s.job_id, s.member_id) = (p.company_id, p.job_id, $2) and s.edits))
           order by o.posting_id
           for update of p, d"#,
        company as _,
        member as _,
    )
    .fetch_all(change.db())
    .await?;
    let related = rows.into_iter().filter_map(|row| {
        let relation = reading.identity.relation(&row.identity);
        let likeness = match relation {
            Relation::Other => return None,
            Relation::Same => 2.0,
            Relation::Revised => reading.identity.likeness(&row.identity),
        };
        let earlier = Earlier {
            posting: row.posting,
            job: row.job,
            title: row.title,
            edited: row.edited,
        };
        Some((likeness, earlier, relation))
    });
    Ok(related
        .max_by(|(one, ..), (other, ..)| one.total_cmp(other))
        .map(|(_, earlier, relation)| (earlier, relation)))
}

/// A draft job with the company's first plan, and a planned opening for each track.
async fn make_job(change: &mut Change<ImportPostings>, reading: &Reading) -> Result<JobId> {
    let company = change.company();
    let template = sqlx::query_scalar!(
        r#"select id as "id: PlanTemplateId" from plan_templates where company_id = $1 order by id limit 1"#,
        company as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or_else(|| {
        Error::refused(
            "no_plan",
            "The company has no plan of stages. Make one in the settings, then import.",
        )
    })?;
    let details = jobs::Details {
        name: title(reading),
        requisition_code: None,
        confidential: false,
        notes: String::new(),
        departments: Vec::new(),
        offices: Vec::new(),
    };
    let new = NewJob {
        once: Uuid::new_v4(),
        details,
        template,
        openings: 0,
    };
    let job = jobs::make(change, new).await?;
    let levels = &reading.openings.levels;
    let level = match levels.as_slice() {
        [one] => Some(one.value.chars().take(100).collect::<String>()),
        _ => None,
    };
    let tracks = tracks(reading);
    let seats: Vec<Seat> = if tracks.is_empty() {
        vec![None]
    } else {
        tracks.into_iter().map(Some).collect()
    }
    .into_iter()
    .map(|track| Seat {
        track,
        level: level.clone(),
        ..Seat::default()
    })
    .collect();
    jobs::plan_seats(change, job, &seats).await?;
    Ok(job)
}

/// When a posting that is long past closed: after its last day where it names one; else all that we know is today.
fn closed_at(change: &Change<ImportPostings>, reading: &Reading) -> Time {
    let last = reading
        .closes_on
        .as_ref()
        .and_then(|found| found.value.date)
        .map(Day);
    last.map_or(change.now(), |day| {
        postings::end_of(day, change.company_ref()).min(change.now())
    })
}

async fn draft(change: &mut Change<ImportPostings>, posting: PostingId) -> Result<Advert> {
    let company = change.company();
    let advert = sqlx::query_scalar!(
        r#"select advert as "advert: Json<Advert>" from posting_drafts where company_id = $1 and posting_id = $2"#,
        company as _,
        posting as _,
    )
    .fetch_one(change.db())
    .await?;
    Ok(advert.0)
}

async fn regions(change: &mut Change<ImportPostings>) -> Result<Vec<(RegionId, String)>> {
    let company = change.company();
    let rows = sqlx::query!(
        r#"select id as "id: RegionId", name from regions where company_id = $1"#,
        company as _,
    )
    .fetch_all(change.db())
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Keeps the file byte for byte, and what was found in it. A person looks at it before it goes live.
async fn keep_original(
    change: &mut Change<ImportPostings>,
    posting: PostingId,
    reading: &Reading,
    version: Version,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let found = serde_json::to_value(reading).context("a reading is JSON")?;
    let sha256 = Sha256::digest(&reading.original);
    let kept = sqlx::query!(
        r#"insert into posting_originals (company_id, posting_id, source_key, file_name, bytes, sha256, reading, draft_version, imported_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           on conflict (company_id, posting_id) do update
           set source_key = excluded.source_key, file_name = excluded.file_name, bytes = excluded.bytes, sha256 = excluded.sha256,
               reading = excluded.reading, draft_version = excluded.draft_version, imported_at = excluded.imported_at, reviewed_at = null"#,
        company as _,
        posting as _,
        reading.identity.content,
        reading.identity.file_name,
        reading.original,
        sha256.as_slice(),
        found,
        version as _,
        now as _,
    )
    .execute(change.db())
    .await;
    kept.map(drop)
        .map_err(|error| match Error::constraint(&error) {
            Some("posting_originals_source_key") => Error::refused(
                "imported_elsewhere",
                "This file is part of another posting here, which somebody else has to update.",
            ),
            _ => error.into(),
        })
}
