//! Writing a note, or an answer to one.

use super::{
    Body, Wording, may_not_write,
    mention::{Written, mention},
};
use crate::{
    access::{Change, Event, permissions::WriteNotes},
    base::{
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, JobId, MemberId, NoteId},
    },
    domain::applications::{hold, overview::Visibility},
};
use serde_json::json;
use uuid::Uuid;

/// What a new note is about, and where it belongs.
struct About {
    application: ApplicationId,
    job: JobId,
    candidate: CandidateId,
    writes_notes: bool,
}

/// Writes a note; the same one-time key again writes nothing, and with another note is refused. Writing counts as reading.
/// Gives the names of those who were told, because it names them.
pub async fn write(
    change: &mut Change<WriteNotes>,
    application: ApplicationId,
    once: Uuid,
    wording: Wording,
) -> Result<Vec<String>> {
    write_with(change, application, once, wording).await
}

/// The same as part of another act.
pub(in crate::domain) async fn write_with<P>(
    change: &mut Change<P>,
    application: ApplicationId,
    once: Uuid,
    wording: Wording,
) -> Result<Vec<String>> {
    let about = about(change, application).await?;
    let author = change.actor().member_id();
    insert(change, &about, None, once, wording, author).await
}

/// Answers a note: for whoever reads it. Gives the application, and the names of those who were told.
pub async fn answer(
    change: &mut Change<WriteNotes>,
    note: NoteId,
    once: Uuid,
    Body(body): Body,
) -> Result<(ApplicationId, Vec<String>)> {
    let (company, member) = (change.company(), change.actor().member_id());
    let row = sqlx::query!(
        r#"select first.application_id as "application!: ApplicationId", first.id as "thread: NoteId", first.member_id as "author: MemberId",
                  first.visibility as "visibility: Visibility", first.deleted_at is not null as "gone!"
           from readable_notes r
           join notes first on first.company_id = r.company_id and first.id = r.thread_id
           where r.company_id = $1 and r.reader_id = $2 and r.id = $3 and r.deleted_at is null
           for share of first"#,
        company as _,
        member as _,
        note as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    let about = about(change, row.application).await?;
    if row.gone {
        return Err(Error::refused(
            "gone",
            "The note that began this was deleted. Write a new one.",
        ));
    }
    let wording = Wording {
        body,
        visibility: row.visibility,
    };
    let told = insert(change, &about, Some(row.thread), once, wording, row.author).await?;
    Ok((row.application, told))
}

/// What is written on, if the actor may.
async fn about<P>(change: &mut Change<P>, application: ApplicationId) -> Result<About> {
    let (company, member) = (change.company(), change.actor().member_id());
    let about = sqlx::query_as!(
        About,
        r#"select a.id as "application: _", a.job_id as "job: _", a.candidate_id as "candidate: _", s.writes_notes as "writes_notes!"
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
    match about.writes_notes {
        true => Ok(about),
        false => Err(may_not_write()),
    }
}

async fn insert<P>(
    change: &mut Change<P>,
    about: &About,
    parent: Option<NoteId>,
    once: Uuid,
    wording: Wording,
    begun_by: MemberId,
) -> Result<Vec<String>> {
    let (company, member, now) = (change.company(), change.actor().member_id(), change.now());
    let id: Option<NoteId> = sqlx::query_scalar!(
        r#"insert into notes (company_id, candidate_id, application_id, member_id, parent_id, body, visibility, once, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
           on conflict on constraint notes_once_key do nothing
           returning id as "id: _""#,
        company as _,
        about.candidate as _,
        about.application as _,
        member as _,
        parent as _,
        wording.body,
        wording.visibility as _,
        once,
        now as _,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(id) = id else {
        let same = sqlx::query_scalar!(
            r#"select n.application_id = $4 and n.parent_id is not distinct from $5 and n.body = $6 as "same!"
               from notes n where n.company_id = $1 and n.member_id = $2 and n.once = $3"#,
            company as _,
            member as _,
            once,
            about.application as _,
            parent as _,
            wording.body,
        )
        .fetch_one(change.db())
        .await?;
        return match same {
            true => Ok(Vec::new()),
            false => Err(Error::field(
                "body",
                "This form has sent another note already. Send it again to write this one too",
            )),
        };
    };
    hold::read(change.db(), company, about.application, member, now).await?;
    let event = Event::new("note.written")
        .job(about.job)
        .candidate(about.candidate)
        .application(about.application)
        .detail(json!({ "note": id }));
    change.record(event).await?;
    let written = Written {
        id,
        application: about.application,
        body: &wording.body,
        visibility: wording.visibility,
        begun_by,
    };
    mention(change, written).await
}
