//! Mail that names no application: kept for administrators, who file it or delete it; after thirty days it goes.

use super::{
    filing::{file, keep},
    reading::{Mail, read},
    receive::{Received, permit},
};
use crate::{
    access::{Actor, Change, Event, permissions::ManageCompany},
    base::{
        clock::Time,
        db::Db,
        error::{Error, Result},
        ids::{ApplicationId, CompanyId, DeletedId, UnmatchedId},
        paging::Paged,
    },
    domain::{
        correspondence::Refused,
        deleted::{self, Kind, Thing},
        files::Storage,
    },
};
use anyhow::Context;
use serde_json::json;
use sqlx::PgConnection;
use std::sync::Arc;

/// How many a page has.
const PAGE: usize = 50;

/// A line of the list.
#[derive(Clone, Debug)]
pub struct UnmatchedEntry {
    pub id: UnmatchedId,
    pub sender: String,
    pub subject: String,
    pub received_at: Time,
}

/// Such a mail, read.
#[derive(Clone, Debug)]
pub struct UnmatchedMail {
    pub entry: UnmatchedEntry,
    pub said: String,
    pub quoted: String,
    /// The names of its files.
    pub files: Vec<String>,
    /// Whether it can be filed: what is built to do harm is not taken apart.
    pub readable: bool,
    /// Applications of whoever has this address, newest first.
    pub likely: Vec<Likely>,
}

/// An application that a mail may be about.
#[derive(Clone, Debug)]
pub struct Likely {
    pub id: ApplicationId,
    pub name: String,
    pub job: String,
}

/// Keeps a mail that belongs nowhere: with the company that knows its sender, else the one whose address it was sent to, else
/// the oldest, whose administrators look after the installation.
pub(super) async fn set_aside(db: &Db, raw: &Arc<[u8]>, mail: &Mail) -> Result<Received> {
    let company = sqlx::query_scalar!(
        r#"select coalesce(
               (select a.company_id from candidate_emails e join applications a on (a.company_id, a.candidate_id) = (e.company_id, e.candidate_id)
                where e.email = $1 order by a.last_activity_at desc limit 1),
               (select id from companies where lower(contact_email) = any($2) or lower(sender_email) = any($2) order by id limit 1),
               (select min(id) from companies)) as "id: CompanyId""#,
        mail.from,
        &mail.recipients.iter().map(|to| to.to_lowercase()).collect::<Vec<_>>(),
    )
    .fetch_one(db.work())
    .await?
    .context("mail came before there is a company")?;
    let kept = permit(db, company)
        .await?
        .change(async |change| {
            let now = change.now();
            let kept = sqlx::query!(
                r#"insert into unmatched_mail (company_id, fingerprint, sender, subject, raw, received_at)
                   select $1, $2, $3, $4, $5, $6
                   where not exists (select from messages where company_id = $1 and message_id = $7)
                   on conflict do nothing"#,
                company as _,
                &mail.fingerprint[..],
                mail.from,
                mail.subject,
                &raw[..],
                now as _,
                mail.id(),
            )
            .execute(change.db())
            .await?
            .rows_affected();
            if kept > 0 {
                change.record(Event::new("mail.unmatched")).await?;
            }
            Ok(kept)
        })
        .await?;
    Ok(match kept {
        0 => Received::Known,
        _ => Received::Unmatched,
    })
}

/// One page of them, newest first.
pub async fn unmatched(
    db: &mut PgConnection,
    company: CompanyId,
    _: &Actor,
    before: Option<UnmatchedId>,
) -> Result<Paged<UnmatchedEntry>> {
    let rows = sqlx::query_as!(
        UnmatchedEntry,
        r#"select id as "id: _", sender, subject, received_at as "received_at: _" from unmatched_mail
           where company_id = $1 and deleted_at is null and ($2::bigint is null or id < $2) order by id desc limit $3"#,
        company as _,
        before as _,
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?;
    Ok(Paged::new(rows, PAGE, |row| row.id))
}

/// One of them, as those who file it read it.
pub async fn read_unmatched(
    db: &mut PgConnection,
    company: CompanyId,
    _: &Actor,
    id: UnmatchedId,
) -> Result<UnmatchedMail> {
    let (entry, raw) = held(db, company, id).await?;
    let mail = read(raw).await;
    let likely = sqlx::query_as!(
        Likely,
        r#"select a.id as "id: _", a.name, coalesce(p.title, j.name) as "job!"
           from candidate_emails e
           join applications a on (a.company_id, a.candidate_id) = (e.company_id, e.candidate_id)
           join jobs j on (j.company_id, j.id) = (a.company_id, a.job_id)
           left join postings p on (p.company_id, p.id) = (a.company_id, a.posting_id)
           where e.company_id = $1 and e.email = $2 order by a.id desc limit 10"#,
        company as _,
        entry.sender,
    )
    .fetch_all(db)
    .await?;
    Ok(UnmatchedMail {
        entry,
        said: mail.said,
        quoted: mail.quoted,
        files: mail.attachments.into_iter().map(|it| it.name).collect(),
        readable: mail.readable,
        likely,
    })
}

async fn held(
    db: &mut PgConnection,
    company: CompanyId,
    id: UnmatchedId,
) -> Result<(UnmatchedEntry, Arc<[u8]>)> {
    let row = sqlx::query!(
        r#"select sender, subject, received_at as "received_at: Time", raw from unmatched_mail
           where company_id = $1 and id = $2 and deleted_at is null"#,
        company as _,
        id as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    let entry = UnmatchedEntry {
        id,
        sender: row.sender,
        subject: row.subject,
        received_at: row.received_at,
    };
    Ok((entry, row.raw.into()))
}

/// Files one under an application.
pub async fn file_unmatched(
    change: &mut Change<ManageCompany>,
    storage: &Storage,
    id: UnmatchedId,
    application: ApplicationId,
) -> Result<Vec<Refused>> {
    let company = change.company();
    let (_, raw) = held(change.db(), company, id).await?;
    let mail = read(raw).await;
    if !mail.readable {
        return Err(Error::refused(
            "unreadable",
            "This mail is built so that it cannot be read. Delete it.",
        ));
    }
    let enclosures = keep(storage, &mail.attachments).await?;
    let filed = file(change, application, &mail, &enclosures).await;
    filed.map_err(|error| match error {
        Error::NotFound => Error::field("application", "There is no such application"),
        error => error,
    })?;
    sqlx::query!(
        "delete from unmatched_mail where company_id = $1 and id = $2",
        company as _,
        id as _,
    )
    .execute(change.db())
    .await?;
    Ok(enclosures.refused)
}

/// Throws one away. It can be restored for as long as it would have been kept.
pub async fn delete_unmatched(
    change: &mut Change<ManageCompany>,
    id: UnmatchedId,
) -> Result<DeletedId> {
    let (company, now) = (change.company(), change.now());
    let gone = sqlx::query!(
        "update unmatched_mail set deleted_at = $3 where company_id = $1 and id = $2 and deleted_at is null",
        company as _,
        id as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    if gone.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    let kept = deleted::keep(change, Thing::of_company(Kind::Mail, id.0, "Mail")).await?;
    change
        .record(Event::new("mail.unmatched_deleted").detail(json!({ "mail": id })))
        .await?;
    Ok(kept)
}

/// Brings one back that was thrown away.
pub async fn restore_unmatched(change: &mut Change<ManageCompany>, id: UnmatchedId) -> Result<()> {
    let company = change.company();
    let back = sqlx::query!(
        "update unmatched_mail set deleted_at = null where company_id = $1 and id = $2 and deleted_at is not null",
        company as _,
        id as _,
    )
    .execute(change.db())
    .await?;
    if back.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    deleted::forget(change, Kind::Mail, id.0).await?;
    let event = Event::new(Kind::Mail.restored());
    change.record(event.detail(json!({ "mail": id }))).await?;
    Ok(())
}
