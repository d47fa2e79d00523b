//! The files of an application: its résumé to read, and any of them to take away.

use super::overview::Note;
use crate::{
    access::{Actor, Change, Event, permissions::ReadApplications},
    base::{
        error::{Error, Result},
        ids::{ApplicationId, AttachmentId, CandidateId, CompanyId, JobId},
    },
    domain::files::{FileKind, StorageKey},
};
use anyhow::Context;
use serde_json::json;
use sqlx::{PgConnection, types::Json};

/// The newest résumé of an application, with what could be read of it, and the notes beside it.
#[derive(Clone, Debug)]
pub struct Resume {
    pub file: Option<ResumeFile>,
    pub notes: Json<Vec<Note>>,
}

#[derive(Clone, Debug, serde::Deserialize)]
pub struct ResumeFile {
    pub id: AttachmentId,
    pub name: String,
    pub pdf: bool,
    pub text: Text,
}

/// What is known of a file's text.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Text {
    /// It is being read.
    Pending,
    Ready {
        text: String,
    },
    /// Why it cannot be read.
    Unreadable {
        reason: Option<String>,
    },
}

/// The résumé of an application, in one statement, if the viewer sees it.
pub async fn resume(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: ApplicationId,
) -> Result<Resume> {
    let row = sqlx::query!(
        r#"select (select jsonb_build_object('id', t.id, 'name', f.name, 'pdf', f.kind = 'pdf', 'text', jsonb_build_object(
                              'state', coalesce(x.state, 'pending'), 'text', case when x.state = 'ready' then x.text end, 'reason', x.reason))
                   from attachments t
                   join files f on (f.company_id, f.id) = (t.company_id, t.file_id)
                   left join file_texts x on (x.company_id, x.file_id) = (f.company_id, f.id)
                   where t.company_id = $1 and t.application_id = s.application_id and t.kind = 'resume'
                   order by t.id desc limit 1) as "file: Json<ResumeFile>",
                  (select coalesce(jsonb_agg(n order by n.thread_id, n.id), '[]') from readable_notes n
                   where n.company_id = $1 and n.application_id = s.application_id and n.reader_id = $3 and n.deleted_at is null) as "notes!: Json<Vec<Note>>"
           from application_access s
           where s.company_id = $1 and s.application_id = $2 and s.member_id = $3"#,
        company as _,
        id as _,
        actor.member_id() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(Resume {
        file: row.file.map(|file| file.0),
        notes: row.notes,
    })
}

/// A file that may be sent to whoever asked, and where its bytes lie.
#[derive(Clone, Debug)]
pub struct Download {
    pub name: String,
    pub kind: FileKind,
    /// In bytes.
    pub size: i64,
    pub key: StorageKey,
    pub sha256: [u8; 32],
}

/// Gives a file out, and writes down who took it.
pub async fn download(change: &mut Change<ReadApplications>, id: AttachmentId) -> Result<Download> {
    let (company, member) = (change.company(), change.actor().member_id());
    let row = sqlx::query!(
        r#"select f.name, f.kind as "kind: FileKind", f.size, f.storage_key, f.sha256,
                  t.application_id as "application!: ApplicationId", t.candidate_id as "candidate: CandidateId", a.job_id as "job: JobId"
           from attachment_access s
           join attachments t on (t.company_id, t.id) = (s.company_id, s.attachment_id)
           join applications a on (a.company_id, a.id) = (t.company_id, t.application_id)
           join files f on (f.company_id, f.id) = (t.company_id, t.file_id)
           where s.company_id = $1 and s.attachment_id = $2 and s.member_id = $3"#,
        company as _,
        id as _,
        member as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    change
        .record(
            Event::new("file.downloaded")
                .job(row.job)
                .candidate(row.candidate)
                .application(row.application)
                .detail(json!({ "attachment": id, "name": row.name })),
        )
        .await?;
    Ok(Download {
        name: row.name,
        kind: row.kind,
        size: row.size,
        key: StorageKey::parse(&row.storage_key).context("a row names a storage key")?,
        sha256: row
            .sha256
            .try_into()
            .ok()
            .context("a SHA-256 has 32 bytes")?,
    })
}
