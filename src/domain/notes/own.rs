//! Single notes: one's own to be edited, one to be answered, what one said before, and what one deleted.

use super::{KEPT, not_yours};
use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CompanyId, NoteId, Version},
    },
    domain::applications::overview::{Note, Visibility},
};
use sqlx::{PgConnection, types::Json};

/// A note that the viewer reads, and the application that it is about.
#[derive(Clone, Debug)]
pub struct ReadNote {
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
) -> Result<ReadNote> {
    let one = readable(db, company, actor, id).await?;
    match one.note.author_id == actor.member_id() {
        true => Ok(one),
        false => Err(not_yours(&one.note.author)),
    }
}

/// A note that the viewer reads.
pub async fn readable(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: NoteId,
) -> Result<ReadNote> {
    let row = sqlx::query!(
        r#"select to_jsonb(n) as "note!: Json<Note>", a.id as "application: ApplicationId", a.name
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
    Ok(ReadNote {
        note: row.note.0,
        application: row.application,
        name: row.name,
    })
}

/// What a note says, and what it said before.
#[derive(Clone, Debug)]
pub struct History {
    pub now: ReadNote,
    /// The latest first.
    pub earlier: Vec<Earlier>,
}

/// What a note said once.
#[derive(Clone, Debug)]
pub struct Earlier {
    pub body: String,
    pub visibility: Visibility,
    /// When it was edited.
    pub until: Time,
}

/// What a note said before, to whoever reads it now, as far as they could read it then.
pub async fn history(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: NoteId,
) -> Result<History> {
    let now = readable(db, company, actor, id).await?;
    let earlier = sqlx::query_as!(
        Earlier,
        r#"select w.body, w.visibility as "visibility: _", w.replaced_at as "until: _"
           from note_wordings w
           join notes n on (n.company_id, n.id) = (w.company_id, w.note_id)
           join application_access s on (s.company_id, s.application_id) = (n.company_id, n.application_id)
           join memberships m on (m.company_id, m.id) = (s.company_id, s.member_id)
           where w.company_id = $1 and w.note_id = $2 and s.company_id = $1 and s.member_id = $3
             and (w.visibility = 'team' or n.member_id = $3
                  or (w.visibility = 'recruiters' and (s.edits or m.role in ('coordinator', 'auditor'))))
           order by w.version desc"#,
        company as _,
        id as _,
        actor.member_id() as _,
    )
    .fetch_all(db)
    .await?;
    Ok(History { now, earlier })
}

/// A note that its author deleted, and can still bring back.
#[derive(Clone, Debug)]
pub struct Deleted {
    pub id: NoteId,
    pub body: String,
    pub deleted_at: Time,
    pub version: Version,
}

/// What the viewer deleted on an application in the last thirty days, the latest first.
pub async fn deleted(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    application: ApplicationId,
    now: Time,
) -> Result<Vec<Deleted>> {
    Ok(sqlx::query_as!(
        Deleted,
        r#"select id as "id!: _", body as "body!", deleted_at as "deleted_at!: _", version as "version!: _"
           from readable_notes
           where company_id = $1 and application_id = $2 and reader_id = $3 and author_id = $3 and deleted_at > $4
           order by deleted_at desc, id desc"#,
        company as _,
        application as _,
        actor.member_id() as _,
        now.minus(KEPT) as _,
    )
    .fetch_all(db)
    .await?)
}
