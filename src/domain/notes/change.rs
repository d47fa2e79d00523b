//! Editing, deleting and bringing back, which only an author does; and the end of what was deleted.

use super::{
    KEPT, Wording, may_not_write,
    mention::{Written, mention},
    not_yours,
};
use crate::{
    access::{Change, Event, permissions::WriteNotes},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, JobId, MemberId, NoteId, Version},
    },
    domain::applications::{hold, overview::Visibility},
};
use serde_json::json;
use sqlx::PgPool;

/// Changes what a note says; what it said before is kept. Who reads an answer is settled by the note that it answers, and who
/// reads a note that others have answered stays. Gives the names of those who were told, because it names them now.
pub async fn edit(
    change: &mut Change<WriteNotes>,
    id: NoteId,
    seen: Version,
    wording: Wording,
) -> Result<(ApplicationId, Vec<String>)> {
    let held = hold_own(change, id, seen, false).await?;
    let (company, now) = (change.company(), change.now());
    let visibility = match held.parent {
        Some(_) => held.visibility,
        None => wording.visibility,
    };
    if visibility != held.visibility {
        if held.answered {
            return Err(Error::field(
                "visibility",
                "Others have answered this note, so who may read it stays",
            ));
        }
        sqlx::query!(
            "update notes set visibility = $3 where company_id = $1 and parent_id = $2",
            company as _,
            id as _,
            visibility as _,
        )
        .execute(change.db())
        .await?;
    }
    sqlx::query!(
        r#"insert into note_wordings (company_id, note_id, version, body, visibility, replaced_at) values ($1, $2, $3, $4, $5, $6)"#,
        company as _,
        id as _,
        seen as _,
        held.body,
        held.visibility as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    sqlx::query!(
        "update notes set body = $3, visibility = $4, updated_at = $5, version = version + 1 where company_id = $1 and id = $2",
        company as _,
        id as _,
        wording.body,
        visibility as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    record(change, &held, "note.edited", id).await?;
    let written = Written {
        id,
        application: held.application,
        body: &wording.body,
        visibility,
        begun_by: held.begun_by,
    };
    let told = mention(change, written).await?;
    Ok((held.application, told))
}

/// Deletes a note: nobody sees it any more, and its author can take that back for thirty days.
pub async fn delete(
    change: &mut Change<WriteNotes>,
    id: NoteId,
    seen: Version,
) -> Result<ApplicationId> {
    let held = hold_own(change, id, seen, false).await?;
    set_deleted(change, id, true).await?;
    record(change, &held, "note.deleted", id).await
}

/// Brings a deleted note back.
pub async fn restore(
    change: &mut Change<WriteNotes>,
    id: NoteId,
    seen: Version,
) -> Result<ApplicationId> {
    let held = hold_own(change, id, seen, true).await?;
    set_deleted(change, id, false).await?;
    record(change, &held, "note.restored", id).await
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
    parent: Option<NoteId>,
    /// Who began the conversation.
    begun_by: MemberId,
    /// Whether somebody else has answered it.
    answered: bool,
}

async fn hold_own(
    change: &mut Change<WriteNotes>,
    id: NoteId,
    seen: Version,
    deleted: bool,
) -> Result<HeldNote> {
    let (company, member, now) = (change.company(), change.actor().member_id(), change.now());
    let row = sqlx::query!(
        r#"select n.application_id as "application!: ApplicationId", n.candidate_id as "candidate: CandidateId", a.job_id as "job: JobId",
                  n.body, n.visibility as "visibility: Visibility", n.version as "version: Version", n.member_id = $3 as "own!",
                  n.parent_id as "parent: NoteId", r.author as "author!", s.writes_notes as "writes_notes!",
                  (select first.member_id from notes first where first.company_id = $1 and first.id = r.thread_id) as "begun_by!: MemberId",
                  exists (select from notes o where o.company_id = $1 and o.parent_id = n.id and o.member_id <> n.member_id) as "answered!"
           from notes n
           join applications a on (a.company_id, a.id) = (n.company_id, n.application_id)
           join application_access s on (s.company_id, s.application_id) = (n.company_id, n.application_id)
           join readable_notes r on (r.company_id, r.id) = (n.company_id, n.id)
           where n.company_id = $1 and n.id = $2 and (n.deleted_at is not null) = $4 and (n.deleted_at is null or n.deleted_at > $5)
             and s.company_id = $1 and s.member_id = $3 and r.company_id = $1 and r.id = $2 and r.reader_id = $3
           for update of n"#,
        company as _,
        id as _,
        member as _,
        deleted,
        now.minus(KEPT) as _,
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
        parent: row.parent,
        begun_by: row.begun_by,
        answered: row.answered,
    })
}

async fn record(
    change: &mut Change<WriteNotes>,
    held: &HeldNote,
    kind: &'static str,
    id: NoteId,
) -> Result<ApplicationId> {
    let event = Event::new(kind)
        .job(held.job)
        .candidate(held.candidate)
        .application(held.application)
        .detail(json!({ "note": id }));
    change.record(event).await?;
    Ok(held.application)
}

/// Takes out what was deleted so long ago that nobody brings it back, with all that it ever said. Answers to it that are still
/// there stand for themselves from then on.
pub async fn purge(pool: &PgPool, now: Time) -> Result<()> {
    sqlx::query!(
        r#"with old as (
               select company_id, id from notes where deleted_at <= $1
           ), unnamed as (
               delete from mentions m using old where (m.company_id, m.note_id) = (old.company_id, old.id)
           ), forgotten as (
               delete from note_wordings w using old where (w.company_id, w.note_id) = (old.company_id, old.id)
           ), freed as (
               update notes n set parent_id = null from old
               where (n.company_id, n.parent_id) = (old.company_id, old.id) and (n.deleted_at is null or n.deleted_at > $1)
           )
           delete from notes n using old where (n.company_id, n.id) = (old.company_id, old.id)"#,
        now.minus(KEPT) as _,
    )
    .execute(pool)
    .await?;
    Ok(())
}
