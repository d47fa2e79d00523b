//! What they sent: their files, to take along.

use crate::{
    access::{Actor, Applicant, Change, Event, permissions::OwnApplication},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, AttachmentId, CandidateId, CompanyId, JobId},
    },
    domain::{
        applications::attachments::Download,
        files::{FileKind, StorageKey},
    },
};
use anyhow::Context;
use serde_json::json;
use sqlx::PgConnection;

/// A file that they sent.
#[derive(Clone, Debug, serde::Serialize)]
pub struct OwnFile {
    #[serde(skip)]
    pub id: AttachmentId,
    pub name: String,
    pub sent_at: Time,
}

/// Their files, newest first.
pub async fn files(
    db: &mut PgConnection,
    company: CompanyId,
    applicant: Applicant,
) -> Result<Vec<OwnFile>> {
    Ok(sqlx::query_as!(
        OwnFile,
        r#"select t.id as "id: _", f.name, t.created_at as "sent_at: _"
           from attachments t join files f on (f.company_id, f.id) = (t.company_id, t.file_id)
           where t.company_id = $1 and t.application_id = $2 and t.candidate_id = $3
           order by t.id desc limit 100"#,
        company as _,
        applicant.application as _,
        applicant.candidate as _,
    )
    .fetch_all(db)
    .await?)
}

/// The applicant of a change that only applicants make.
pub(super) fn applicant<P>(change: &Change<P>) -> Result<Applicant> {
    match change.actor() {
        Actor::Candidate(applicant) => Ok(*applicant),
        Actor::Member(_) | Actor::Visitor | Actor::System(_) => Err(Error::NotFound),
    }
}

/// Gives one of their files out, and writes it down.
pub async fn open_file(change: &mut Change<OwnApplication>, id: AttachmentId) -> Result<Download> {
    let (company, applicant) = (change.company(), applicant(change)?);
    let row = sqlx::query!(
        r#"select f.name, f.kind as "kind: FileKind", f.size, f.storage_key, f.sha256,
                  a.id as "application: ApplicationId", a.candidate_id as "candidate: CandidateId", a.job_id as "job: JobId"
           from attachments t
           join files f on (f.company_id, f.id) = (t.company_id, t.file_id)
           join applications a on (a.company_id, a.id) = (t.company_id, t.application_id)
           where t.company_id = $1 and t.id = $2 and t.application_id = $3 and t.candidate_id = $4"#,
        company as _,
        id as _,
        applicant.application as _,
        applicant.candidate as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    let event = Event::new("file.downloaded")
        .job(row.job)
        .candidate(row.candidate)
        .application(row.application)
        .detail(json!({ "attachment": id, "name": row.name }));
    change.record(event).await?;
    let key = StorageKey::parse(&row.storage_key).context("a row names a storage key")?;
    let sha256 = row
        .sha256
        .try_into()
        .ok()
        .context("a SHA-256 has 32 bytes")?;
    Ok(Download {
        name: row.name,
        kind: row.kind,
        size: row.size,
        key,
        sha256,
    })
}
