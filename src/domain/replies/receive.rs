//! A mail comes in: it is filed under the application that its address names, or kept for somebody to look at.

use super::{
    bounce::Bounce,
    filing::{file, keep},
    reading::{MAIL, Mail, Nature, read},
    unmatched::set_aside,
};
use crate::{
    access::{Actor, Change, Event, Permit, Through, permissions::RunTasks},
    base::{
        db::Db,
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, CompanyId, JobId, MessageId},
    },
    domain::{
        companies,
        files::Storage,
        mail::{self, State},
    },
};
use anyhow::Context;
use serde_json::json;
use std::sync::Arc;

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// It is on the application's page.
    Filed,
    /// A mail of ours came back, and is marked.
    Bounced,
    /// It had come before.
    Known,
    /// It names no application: administrators see it.
    Unmatched,
    /// It is larger than any that is taken.
    TooLarge,
}

/// Takes a mail in. `to` is the address of the envelope, where whoever hands it over knows that. The same mail again does
/// nothing; on an error it may be handed over again.
pub async fn receive(
    db: &Db,
    storage: &Storage,
    raw: Vec<u8>,
    to: Option<&str>,
) -> Result<Received> {
    if raw.len() > MAIL {
        return Ok(Received::TooLarge);
    }
    let raw: Arc<[u8]> = raw.into();
    let mail = read(raw.clone()).await;
    if mail.readable
        && let Some((company, application)) = named(db, to, &mail).await?
    {
        let done = deliver(db, storage, company, application, &mail).await?;
        if let Some(done) = done {
            return Ok(done);
        }
    }
    set_aside(db, &raw, &mail).await
}

/// The application that one of a mail's addresses names.
async fn named(
    db: &Db,
    to: Option<&str>,
    mail: &Mail,
) -> Result<Option<(CompanyId, ApplicationId)>> {
    let mut connection = db.work().acquire().await?;
    let recipients = mail.recipients.iter().map(String::as_str);
    for address in to.into_iter().chain(recipients) {
        let Some(token) = mail::token_in(address) else {
            continue;
        };
        let found = mail::answered(&mut connection, &token).await?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Does with a mail what it is for; none when there is nothing that it belongs to.
async fn deliver(
    db: &Db,
    storage: &Storage,
    company: CompanyId,
    application: ApplicationId,
    mail: &Mail,
) -> Result<Option<Received>> {
    let permit = permit(db, company).await?;
    if let Nature::Bounce(bounce) = &mail.nature
        && bounce.failed
    {
        return permit
            .change(async |change| come_back(change, application, bounce).await)
            .await;
    }
    let enclosures = keep(storage, &mail.attachments).await?;
    let filed = permit
        .change(async |change| file(change, application, mail, &enclosures).await)
        .await;
    match filed {
        Ok(true) => Ok(Some(Received::Filed)),
        Ok(false) => Ok(Some(Received::Known)),
        // Erased just now.
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What the program itself may do in a company.
pub(super) async fn permit(db: &Db, company: CompanyId) -> Result<Permit<RunTasks>> {
    let company = companies::by_id(&mut *db.work().acquire().await?, company).await?;
    Permit::issue(
        db,
        Arc::new(company),
        Arc::new(Actor::System(Through::Task)),
        None,
    )
}

/// Marks a mail of ours that came back: the one that it names, else the last that went to them. None when there is none.
async fn come_back(
    change: &mut Change<RunTasks>,
    application: ApplicationId,
    bounce: &Bounce,
) -> Result<Option<Received>> {
    let (company, now) = (change.company(), change.now());
    let row = sqlx::query!(
        r#"select m.id as "id: MessageId", m.state as "state: State", m.subject, a.job_id as "job: JobId",
                  a.candidate_id as "candidate: CandidateId"
           from messages m
           join applications a on (a.company_id, a.id) = (m.company_id, m.application_id)
           where m.company_id = $1 and m.application_id = $2 and m.direction = 'out' and m.state in ('sent', 'bounced')
             and (m.message_id = any($3) or $3 = '{}')
           order by m.id desc limit 1 for update of m"#,
        company as _,
        application as _,
        &bounce.ours,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(row) = row else { return Ok(None) };
    if row.state == State::Bounced {
        return Ok(Some(Received::Known));
    }
    sqlx::query!(
        "update messages set state = 'bounced', last_error = $3, updated_at = $4 where company_id = $1 and id = $2",
        company as _,
        row.id as _,
        bounce.why,
        now as _,
    )
    .execute(change.db())
    .await
    .context("a mail that came back")?;
    let event = Event::new("message.bounced")
        .job(row.job)
        .candidate(row.candidate)
        .application(application)
        .detail(json!({ "message": row.id, "subject": row.subject, "why": bounce.why }));
    change.record(event).await?;
    Ok(Some(Received::Bounced))
}
