//! Everything that is held about somebody, as far as it is theirs: to be seen on a page, and taken along.
//!
//! It comes from what they gave, what they were told and what they agreed to. Decisions that they were not told, notes and
//! private reasons are not in any table that is read here.

use super::{
    kept::{
        HeldAlert, HeldEvent, HeldProspect, HeldTouch, Joined, events, job_alerts, joined,
        talent_pool,
    },
    outcome::Outcome,
    person::{Person, person},
    sheet::applicant,
    waiting::{HeldSending, Waiting, held, waiting},
};
use crate::{
    access::{Change, Event, permissions::OwnApplication},
    base::{
        clock::Time,
        error::Result,
        ids::{AttachmentId, CandidateId, CompanyId},
        key::InstallationKey,
    },
    domain::{
        applications::{attachments::Download, consent::Purpose},
        files::{FileKind, StorageKey},
        interviews::Way,
        jobs::Milestone,
        mail,
        self_identification::{self, Said},
    },
};
use anyhow::Context;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, types::Json};

/// The most rows of a table in a copy: more than anybody has, so that no copy takes all memory.
pub(super) const MOST: i64 = 2_000;

/// A copy of one's data.
#[derive(Clone, Debug, Serialize)]
pub struct Copy {
    pub made_at: Time,
    pub held_by: String,
    pub person: Person,
    /// Records that were made into one, as they were before.
    pub joined: Vec<Joined>,
    pub applications: Vec<Considered>,
    /// What came over a limit, and waits unread.
    pub waiting: Vec<Waiting>,
    /// What somebody looks at before it is an application.
    pub held: Vec<HeldSending>,
    pub files: Vec<HeldFile>,
    pub messages: Vec<HeldMessage>,
    pub consents: Vec<HeldConsent>,
    /// What they said about themselves.
    pub self_identification: Vec<Said>,
    /// That they may be thought of for other roles.
    pub talent_pool: Option<HeldProspect>,
    /// What they want to hear of.
    pub job_alerts: Vec<HeldAlert>,
    /// What they did, as it was written down.
    pub events: Vec<HeldEvent>,
}

/// An application, as they were told.
#[derive(Clone, Debug, Serialize)]
pub struct Considered {
    pub role: String,
    pub applied_at: Time,
    pub milestone: Milestone,
    pub answer_promised_by: Option<Time>,
    pub outcome: Option<Outcome>,
    pub told_at: Option<Time>,
    pub answers: Json<Vec<HeldAnswer>>,
    /// What they need to take part fairly.
    pub adjustments: Option<String>,
    /// Those that they were invited to.
    pub interviews: Json<Vec<HeldInterview>>,
    /// Each time that the form was sent.
    pub sendings: Json<Vec<Sending>>,
    pub came_through: Json<Vec<HeldTouch>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HeldAnswer {
    pub question: String,
    pub answer: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sending {
    pub reference: String,
    pub at: Time,
    /// What a later sending answered; the first one's answers are the application's.
    pub answers: Vec<HeldAnswer>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HeldInterview {
    pub name: String,
    pub starts_at: Time,
    pub minutes: i16,
    pub way: Way,
    pub place: String,
    pub words: String,
    /// Given names.
    pub people: Vec<String>,
    pub cancelled_at: Option<Time>,
}

#[derive(Clone, Debug, Serialize)]
pub struct HeldFile {
    #[serde(skip)]
    pub id: AttachmentId,
    /// Where it lies in the archive.
    pub path: String,
    pub name: String,
    pub media_type: &'static str,
    /// In bytes.
    pub size: i64,
    pub sha256: String,
    pub sent_at: Time,
    /// The role that it was sent for.
    pub role: Option<String>,
    #[serde(skip)]
    pub stored: Download,
}

#[derive(Clone, Debug, Serialize)]
pub struct HeldMessage {
    pub at: Time,
    pub from_us: bool,
    /// The address that they wrote from; empty where we did.
    pub from: String,
    /// The address that we wrote to; empty where they did.
    pub to: String,
    pub subject: String,
    pub body: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct HeldConsent {
    pub purpose: Purpose,
    pub text: String,
    pub text_version: String,
    pub given_at: Time,
    pub withdrawn_at: Option<Time>,
}

/// Puts a copy together.
pub async fn copy(
    db: &mut PgConnection,
    company: CompanyId,
    name: &str,
    key: &InstallationKey,
    candidate: CandidateId,
    now: Time,
) -> Result<Copy> {
    Ok(Copy {
        made_at: now,
        held_by: name.to_owned(),
        person: person(db, company, candidate).await?,
        joined: joined(db, company, candidate).await?,
        applications: applications(db, company, candidate).await?,
        waiting: waiting(db, company, candidate).await?,
        held: held(db, company, candidate).await?,
        files: files(db, company, candidate).await?,
        messages: messages(db, company, candidate).await?,
        consents: consents(db, company, candidate).await?,
        self_identification: self_identification::said(db, key, company, candidate).await?,
        talent_pool: talent_pool(db, company, candidate).await?,
        job_alerts: job_alerts(db, company, candidate).await?,
        events: events(db, company, candidate).await?,
    })
}

/// Writes down that a copy was taken, and in which form.
pub async fn take_copy(change: &mut Change<OwnApplication>, format: &'static str) -> Result<()> {
    let applicant = applicant(change)?;
    let event = Event::new("copy.taken")
        .candidate(applicant.candidate)
        .application(applicant.application)
        .detail(json!({ "format": format }));
    change.record(event).await?;
    Ok(())
}

async fn applications(
    db: &mut PgConnection,
    company: CompanyId,
    candidate: CandidateId,
) -> Result<Vec<Considered>> {
    let rows = sqlx::query!(
        r#"select coalesce(p.title, j.name) as "role!", t.applied_at as "applied_at!: Time", t.milestone as "milestone!: Milestone",
                  t.promised_by as "promised_by: Time", t.outcome, t.told_at as "told_at: Time",
                  (select coalesce(jsonb_agg(jsonb_build_object('question', w.question->>'label', 'answer', w.text) order by w.position, w.id), '[]')
                   from answers w where w.company_id = $1 and w.application_id = t.id) as "answers!: Json<Vec<HeldAnswer>>",
                  (select body from adjustment_requests r where r.company_id = $1 and r.application_id = t.id) as adjustments,
                  (select coalesce(jsonb_agg(jsonb_build_object('name', v.name, 'starts_at', v.starts_at, 'minutes', v.minutes, 'way', v.way,
                              'place', v.place, 'words', v.words, 'cancelled_at', v.cancelled_at, 'people',
                              array(select u.given_name from interviewers i
                                    join memberships m on (m.company_id, m.id) = (i.company_id, i.member_id)
                                    join users u on u.id = m.user_id
                                    where i.company_id = $1 and i.interview_id = v.id order by lower(u.given_name), m.id)) order by v.id), '[]')
                   from scheduled_interviews v where v.company_id = $1 and v.application_id = t.id) as "interviews!: Json<Vec<HeldInterview>>",
                  (select coalesce(jsonb_agg(jsonb_build_object('reference', b.reference, 'at', b.created_at, 'answers',
                              (select coalesce(jsonb_agg(jsonb_build_object('question', w->'question'->>'label', 'answer', w->>'text') order by n), '[]')
                               from jsonb_array_elements(b.answers) with ordinality as w (w, n))) order by b.id), '[]')
                   from submissions b where b.company_id = $1 and b.application_id = t.id) as "sendings!: Json<Vec<Sending>>",
                  (select coalesce(jsonb_agg(to_jsonb(w) order by w.place), '[]')
                   from touches w where w.company_id = $1 and w.application_id = t.id) as "came_through!: Json<Vec<HeldTouch>>"
           from told_applications t
           join jobs j on (j.company_id, j.id) = (t.company_id, t.job_id)
           left join postings p on (p.company_id, p.id) = (t.company_id, t.posting_id)
           where t.company_id = $1 and t.candidate_id = $2 order by t.applied_at, t.id limit $3"#,
        company as _,
        candidate as _,
        MOST,
    )
    .fetch_all(db)
    .await?;
    let considered = rows.into_iter().map(|row| Considered {
        role: row.role,
        applied_at: row.applied_at,
        milestone: row.milestone,
        answer_promised_by: row.promised_by,
        outcome: row.outcome.as_deref().and_then(Outcome::parse),
        told_at: row.told_at,
        answers: row.answers,
        adjustments: row.adjustments,
        interviews: row.interviews,
        sendings: row.sendings,
        came_through: row.came_through,
    });
    Ok(considered.collect())
}

async fn files(
    db: &mut PgConnection,
    company: CompanyId,
    candidate: CandidateId,
) -> Result<Vec<HeldFile>> {
    let rows = sqlx::query!(
        r#"select a.id as "id: AttachmentId", f.name, f.kind as "kind: FileKind", f.size, f.storage_key, f.sha256,
                  a.created_at as "sent_at: Time", coalesce(p.title, j.name) as role
           from attachments a
           join files f on (f.company_id, f.id) = (a.company_id, a.file_id)
           left join told_applications t on (t.company_id, t.id) = (a.company_id, a.application_id)
           left join jobs j on (j.company_id, j.id) = (t.company_id, t.job_id)
           left join postings p on (p.company_id, p.id) = (t.company_id, t.posting_id)
           where a.company_id = $1 and a.candidate_id = $2 order by a.id limit $3"#,
        company as _,
        candidate as _,
        MOST,
    )
    .fetch_all(db)
    .await?;
    let held = rows.into_iter().zip(1_u32..).map(|(row, number)| {
        let sha256: [u8; 32] = row
            .sha256
            .try_into()
            .ok()
            .context("a SHA-256 has 32 bytes")?;
        let key = StorageKey::parse(&row.storage_key).context("a row names a storage key")?;
        Ok(HeldFile {
            id: row.id,
            path: format!("files/{number:02} {}", row.name),
            name: row.name.clone(),
            media_type: row.kind.media_type(),
            size: row.size,
            sha256: sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
            sent_at: row.sent_at,
            role: row.role,
            stored: Download {
                name: row.name,
                kind: row.kind,
                size: row.size,
                key,
                sha256,
            },
        })
    });
    held.collect()
}

/// What went out, and what came from them. Mail that waits is not theirs yet.
async fn messages(
    db: &mut PgConnection,
    company: CompanyId,
    candidate: CandidateId,
) -> Result<Vec<HeldMessage>> {
    let rows = sqlx::query!(
        r#"select coalesce(sent_at, send_at) as "at!: Time", direction = 'out' as "from_us!", recipient, sender, subject,
                  case when quoted = '' then body else body || E'\n\n' || quoted end as "body!"
           from messages
           where company_id = $1 and candidate_id = $2 and state in ('sent', 'kept', 'bounced', 'received')
           order by id limit $3"#,
        company as _,
        candidate as _,
        MOST,
    )
    .fetch_all(db)
    .await?;
    let held = rows.into_iter().map(|row| HeldMessage {
        at: row.at,
        from_us: row.from_us,
        to: row.recipient,
        from: row.sender,
        subject: row.subject,
        body: mail::masked_for_candidate(&row.body),
    });
    Ok(held.collect())
}

async fn consents(
    db: &mut PgConnection,
    company: CompanyId,
    candidate: CandidateId,
) -> Result<Vec<HeldConsent>> {
    Ok(sqlx::query_as!(
        HeldConsent,
        r#"select purpose as "purpose: _", text, text_version, given_at as "given_at: _", withdrawn_at as "withdrawn_at: _"
           from consents where company_id = $1 and candidate_id = $2 order by id limit $3"#,
        company as _,
        candidate as _,
        MOST,
    )
    .fetch_all(db)
    .await?)
}
