//! Writing to a candidate by hand, and holding that back while it has not gone.

use super::MARGIN;
use crate::{
    access::{Actor, Change, Event, permissions::WriteMail},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, CompanyId, JobId, MessageId},
    },
    domain::{
        applications::hold,
        mail::{self, Kind, Letter, Template},
    },
};
use jiff::SignedDuration;
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

/// How long a mail that somebody wrote waits, so that they can take it back.
pub const UNDO: SignedDuration = SignedDuration::from_mins(2);

/// What a form to write with begins with.
#[derive(Clone, Debug)]
pub struct Start {
    pub template: Template,
    /// Whether there is an address, and they want mail.
    pub reachable: bool,
}

/// The company's wording with the candidate's and the writer's names in it, or a mail that was held back, to be written anew.
pub async fn start(
    db: &mut PgConnection,
    company: (CompanyId, &str),
    actor: &Actor,
    application: ApplicationId,
    again: Option<MessageId>,
) -> Result<Start> {
    let (company, company_name) = company;
    let row = sqlx::query!(
        r#"select c.given_name, coalesce(p.title, j.name) as "posting!", m.subject as "subject?", m.body as "body?",
                  c.can_mail and exists (select from candidate_emails e where e.company_id = $1 and e.candidate_id = c.id) as "reachable!"
           from applications a
           join application_access s on (s.company_id, s.application_id) = (a.company_id, a.id)
           join candidates c on (c.company_id, c.id) = (a.company_id, a.candidate_id)
           join jobs j on (j.company_id, j.id) = (a.company_id, a.job_id)
           left join postings p on (p.company_id, p.id) = (a.company_id, a.posting_id)
           left join messages m on m.company_id = $1 and m.application_id = a.id and m.id = $4 and m.kind = $5 and m.state = 'cancelled'
           where a.company_id = $1 and a.id = $2 and s.company_id = $1 and s.application_id = $2 and s.member_id = $3"#,
        company as _,
        application as _,
        actor.member_id() as _,
        again as _,
        Kind::Written.key(),
    )
    .fetch_optional(&mut *db)
    .await?
    .ok_or(Error::NotFound)?;
    let template = match row.subject.zip(row.body) {
        Some((subject, body)) => Template { subject, body },
        None => {
            let (wording, _) = mail::worded(db, company, Kind::Written, Some(application)).await?;
            let signature = mail::signature(actor, company_name);
            wording.filled(&[
                ("first_name", mail::greeting(&row.given_name)),
                ("posting", &row.posting),
                ("company", company_name),
                ("signature", &signature),
            ])
        }
    };
    Ok(Start {
        template,
        reachable: row.reachable,
    })
}

/// Writes to a candidate; the same one-time key again writes nothing. It goes once the minutes have passed in which it can be
/// held back, and says which mail that is. Writing counts as reading.
pub async fn write(
    change: &mut Change<WriteMail>,
    application: ApplicationId,
    once: Uuid,
    template: &Template,
) -> Result<MessageId> {
    let send_at = change.now().plus(UNDO);
    write_for(change, application, once, template, send_at).await
}

/// Like [`write`], for a time of its own.
pub(in crate::domain) async fn write_for(
    change: &mut Change<WriteMail>,
    application: ApplicationId,
    once: Uuid,
    template: &Template,
    send_at: Time,
) -> Result<MessageId> {
    let (company, member, now) = (change.company(), change.actor().member_id(), change.now());
    let row = sqlx::query!(
        r#"select a.job_id as "job: JobId", a.candidate_id as "candidate: CandidateId", a.name, s.mails as "mails!",
                  coalesce(p.title, j.name) as "posting!"
           from applications a
           join application_access s on (s.company_id, s.application_id) = (a.company_id, a.id)
           join jobs j on (j.company_id, j.id) = (a.company_id, a.job_id)
           left join postings p on (p.company_id, p.id) = (a.company_id, a.posting_id)
           where a.company_id = $1 and a.id = $2 and s.company_id = $1 and s.application_id = $2 and s.member_id = $3"#,
        company as _,
        application as _,
        member as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    if !row.mails {
        return Err(may_not_mail());
    }
    let link = mail::newest_link(change, application).await?;
    let letter = Letter {
        kind: Kind::Written,
        candidate: row.candidate,
        application: Some(application),
        to: None,
        link: Some(link),
        code: None,
        values: &[("posting", &row.posting)],
        send_at,
        held: false,
    };
    let posted = mail::write_as(change, letter, template, once)
        .await?
        .ok_or_else(|| {
            let text = format!("{} has no address that we may write to.", row.name);
            Error::refused("unreachable", text)
        })?;
    if posted.first {
        hold::read(change.db(), company, application, member, now).await?;
        let event = Event::new("message.written")
            .job(row.job)
            .candidate(row.candidate)
            .application(application)
            .detail(json!({ "message": posted.id, "subject": template.subject }));
        change.record(event).await?;
    }
    Ok(posted.id)
}

/// Holds back a mail that somebody wrote, as long as it has not gone.
pub async fn hold_back(change: &mut Change<WriteMail>, id: MessageId) -> Result<ApplicationId> {
    let (company, member, now) = (change.company(), change.actor().member_id(), change.now());
    let row = sqlx::query!(
        r#"select m.subject, a.id as "application: ApplicationId", a.job_id as "job: JobId", a.candidate_id as "candidate: CandidateId",
                  s.mails as "mails!", m.state = 'queued' and m.kind = $4 and m.send_at > $5 as "fresh!"
           from messages m
           join applications a on (a.company_id, a.id) = (m.company_id, m.application_id)
           join application_access s on (s.company_id, s.application_id) = (a.company_id, a.id)
           where m.company_id = $1 and m.id = $2 and s.company_id = $1 and s.member_id = $3
           for update of m"#,
        company as _,
        id as _,
        member as _,
        Kind::Written.key(),
        now.plus(MARGIN) as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    if !row.mails {
        return Err(may_not_mail());
    }
    if !row.fresh {
        return Err(Error::refused(
            "gone",
            "This mail can no longer be held back: it has gone, or somebody held it back already.",
        ));
    }
    sqlx::query!(
        "update messages set state = 'cancelled', updated_at = $3 where company_id = $1 and id = $2",
        company as _,
        id as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    let event = Event::new("message.held_back")
        .job(row.job)
        .candidate(row.candidate)
        .application(row.application)
        .detail(json!({ "message": id, "subject": row.subject }));
    change.record(event).await?;
    Ok(row.application)
}

/// The refusal of writing to somebody who sees the application.
fn may_not_mail() -> Error {
    Error::Forbidden("Only administrators, recruiters and coordinators write to candidates.".into())
}
