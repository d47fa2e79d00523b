//! Notes: what people write to each other about an application. Its candidate never sees them, but may ask for a copy.
//!
//! A note is its author's to edit and to delete; what it said before stays in the history.

use super::applications::{
    hold,
    overview::{Note, Visibility},
};
use crate::{
    access::{Actor, Change, Event, permissions::WriteNotes},
    base::{
        clock::Time,
        error::{Error, Errors, Result},
        ids::{ApplicationId, CandidateId, CompanyId, JobId, MemberId, NoteId, Version},
    },
};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

/// The longest note, in characters.
const LONGEST: usize = 20_000;

/// What a note says, and to whom.
#[derive(Clone, Debug)]
pub struct Wording {
    body: String,
    visibility: Visibility,
}

impl Wording {
    /// A note that may be written, or what is wrong with it.
    pub fn check(body: &str, visibility: &str) -> Result<Self, Errors> {
        let mut errors = Errors::default();
        let body = body.trim();
        match body.chars().count() {
            0 => errors.add("body", "Write something first"),
            1..=LONGEST => {}
            _ => errors.add("body", "Shorten the note to 20,000 characters"),
        }
        let visibility = Visibility::parse(visibility);
        if visibility.is_none() {
            errors.add("visibility", "Choose who may read the note");
        }
        match visibility {
            Some(visibility) if errors.is_empty() => Ok(Self {
                body: body.to_owned(),
                visibility,
            }),
            _ => Err(errors),
        }
    }
}

/// Writes a note; the same one-time key again writes nothing. Writing counts as reading.
pub async fn write(
    change: &mut Change<WriteNotes>,
    application: ApplicationId,
    once: Uuid,
    wording: Wording,
) -> Result<()> {
    write_with(change, application, once, wording).await
}

/// The same as part of another act.
pub(in crate::domain) async fn write_with<P>(
    change: &mut Change<P>,
    application: ApplicationId,
    once: Uuid,
    wording: Wording,
) -> Result<()> {
    let (company, member, now) = (change.company(), change.actor().member_id(), change.now());
    let row = sqlx::query!(
        r#"select a.job_id as "job: JobId", a.candidate_id as "candidate: CandidateId", s.writes_notes as "writes_notes!"
           from applications a
           join application_access s on (s.company_id, s.application_id) = (a.company_id, a.id)
           where a.company_id = $1 and a.id = $2 and s.company_id = $1 and s.application_id = $2 and s.member_id = $3"#,
        company as _,
        application as _,
        member as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    if !row.writes_notes {
        return Err(may_not_write());
    }
    let id: Option<NoteId> = sqlx::query_scalar!(
        r#"insert into notes (company_id, candidate_id, application_id, member_id, body, visibility, once, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
           on conflict on constraint notes_once_key do nothing
           returning id as "id: _""#,
        company as _,
        row.candidate as _,
        application as _,
        member as _,
        wording.body,
        wording.visibility as _,
        once,
        now as _,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(id) = id else { return Ok(()) };
    hold::read(change.db(), company, application, member, now).await?;
    change
        .record(
            Event::new("note.written")
                .job(row.job)
                .candidate(row.candidate)
                .application(application)
                .detail(json!({ "note": id })),
        )
        .await?;
    Ok(())
}

/// The refusal of writing to somebody who sees the application.
fn may_not_write() -> Error {
    Error::Forbidden(
        "Only administrators, recruiters, coordinators and this job's team write notes.".into(),
    )
}

/// A note of the viewer's own, to be edited, and the application that it is about.
#[derive(Clone, Debug)]
pub struct OwnNote {
    pub note: Note,
    pub application: ApplicationId,
    pub name: String,
}

/// A note that its author may edit. One that somebody else wrote is forbidden, one that cannot be read is not there.
pub async fn own(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: NoteId,
) -> Result<OwnNote> {
    let row = sqlx::query!(
        r#"select n.id as "id!: NoteId", n.author_id as "author_id!: MemberId", n.author as "author!", n.body as "body!", n.visibility as "visibility!: Visibility",
                  n.created_at as "created_at!: Time", n.version as "version!: Version", a.id as "application: ApplicationId", a.name
           from readable_notes n
           join applications a on (a.company_id, a.id) = (n.company_id, n.application_id)
           where n.company_id = $1 and n.id = $2 and n.reader_id = $3 and n.deleted_at is null"#,
        company as _,
        id as _,
        actor.member_id() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    let note = Note {
        id: row.id,
        author_id: row.author_id,
        author: row.author,
        body: row.body,
        visibility: row.visibility,
        created_at: row.created_at,
        version: row.version,
    };
    if note.author_id != actor.member_id() {
        return Err(not_yours(&note.author));
    }
    Ok(OwnNote {
        note,
        application: row.application,
        name: row.name,
    })
}

fn not_yours(author: &str) -> Error {
    Error::Forbidden(format!("This note is {author}'s: only they can change it.").into())
}

/// Changes what a note says; what it said before goes into the history.
pub async fn edit(
    change: &mut Change<WriteNotes>,
    id: NoteId,
    seen: Version,
    wording: Wording,
) -> Result<ApplicationId> {
    let held = hold_own(change, id, seen, false).await?;
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        "update notes set body = $3, visibility = $4, updated_at = $5, version = version + 1 where company_id = $1 and id = $2",
        company as _,
        id as _,
        wording.body,
        wording.visibility as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    let detail = json!({
        "note": id,
        "before": { "body": held.body, "visibility": held.visibility },
        "after": { "body": wording.body, "visibility": wording.visibility },
    });
    record(change, &held, "note.edited", detail).await
}

/// Deletes a note: nobody sees it any more, and its author can take that back.
pub async fn delete(
    change: &mut Change<WriteNotes>,
    id: NoteId,
    seen: Version,
) -> Result<ApplicationId> {
    let held = hold_own(change, id, seen, false).await?;
    set_deleted(change, id, true).await?;
    record(change, &held, "note.deleted", json!({ "note": id })).await
}

/// Brings a deleted note back.
pub async fn restore(
    change: &mut Change<WriteNotes>,
    id: NoteId,
    seen: Version,
) -> Result<ApplicationId> {
    let held = hold_own(change, id, seen, true).await?;
    set_deleted(change, id, false).await?;
    record(change, &held, "note.restored", json!({ "note": id })).await
}

async fn set_deleted(change: &mut Change<WriteNotes>, id: NoteId, deleted: bool) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        r#"update notes set deleted_at = case when $3 then $4::timestamptz end, updated_at = $4, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        deleted,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// A note of the actor's own that nobody else can change until the transaction ends.
struct HeldNote {
    application: ApplicationId,
    candidate: CandidateId,
    job: JobId,
    body: String,
    visibility: Visibility,
}

async fn hold_own(
    change: &mut Change<WriteNotes>,
    id: NoteId,
    seen: Version,
    deleted: bool,
) -> Result<HeldNote> {
    let (company, member) = (change.company(), change.actor().member_id());
    let row = sqlx::query!(
        r#"select n.application_id as "application!: ApplicationId", n.candidate_id as "candidate: CandidateId", a.job_id as "job: JobId",
                  n.body, n.visibility as "visibility: Visibility", n.version as "version: Version", n.member_id = $3 as "own!",
                  r.author as "author!", s.writes_notes as "writes_notes!"
           from notes n
           join applications a on (a.company_id, a.id) = (n.company_id, n.application_id)
           join application_access s on (s.company_id, s.application_id) = (n.company_id, n.application_id)
           join readable_notes r on (r.company_id, r.id) = (n.company_id, n.id)
           where n.company_id = $1 and n.id = $2 and (n.deleted_at is not null) = $4
             and s.company_id = $1 and s.member_id = $3 and r.company_id = $1 and r.id = $2 and r.reader_id = $3
           for update of n"#,
        company as _,
        id as _,
        member as _,
        deleted,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    if !row.own {
        return Err(not_yours(&row.author));
    }
    if !row.writes_notes {
        return Err(may_not_write());
    }
    if row.version != seen {
        return Err(Error::refused(
            hold::STALE,
            "You changed this note in another window meanwhile. Look at it again.",
        ));
    }
    Ok(HeldNote {
        application: row.application,
        candidate: row.candidate,
        job: row.job,
        body: row.body,
        visibility: row.visibility,
    })
}

async fn record(
    change: &mut Change<WriteNotes>,
    held: &HeldNote,
    kind: &'static str,
    detail: Value,
) -> Result<ApplicationId> {
    change
        .record(
            Event::new(kind)
                .job(held.job)
                .candidate(held.candidate)
                .application(held.application)
                .detail(detail),
        )
        .await?;
    Ok(held.application)
}
