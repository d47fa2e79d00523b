//! The task that sends a mail.

use super::{
    AboutAddress, Invitation, Outreach,
    code::one_time_code,
    kind::Kind,
    language::Language,
    link::status_path,
    mailing::own_token,
    page::member_footer,
    state::State,
    transport::{Delivery, Mail, Mailer},
};
use crate::{
    access::{Change, Event, Permit, Task, permissions::RunTasks},
    base::{
        clock::Time,
        error::Result,
        ids::{ApplicationId, CandidateId, JobId, MessageId},
        links,
    },
};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use sqlx::types::Json;

/// After this long without success a mail has failed.
const PATIENCE: SignedDuration = SignedDuration::from_hours(72);

/// Sends one message of the task's company, if its time has come and nobody took it back.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SendMail {
    pub message: MessageId,
}

impl Task for SendMail {
    const KIND: &'static str = "send_mail";
}

/// Does the task. Whatever the server says is written down; a mail that could not go now gets a new task.
pub async fn send(permit: &Permit<RunTasks>, mailer: &Mailer, task: SendMail) -> Result<()> {
    let (company, now) = (permit.company().id, permit.now());
    let row = sqlx::query!(
        r#"select m.kind, m.recipient, m.subject, m.body, m.message_id, m.created_at as "written_at: Time", m.send_at as "send_at: Time",
                  m.attempts, m.candidate_id as "candidate: CandidateId", m.application_id as "application: ApplicationId",
                  a.job_id as "job?: JobId", m.member_id is null as "automatic!", l.nonce as "nonce?", m.code_nonce, m.own_path, m.own_nonce, m.one_click, m.locale,
                  p.title as "posting?", c.sender_name, c.sender_email, c.contact_email, c.accent_hue, m.invitation as "invitation: Json<Invitation>",
                  (select h.host from company_hosts h where h.company_id = c.id order by h.position limit 1) as host
           from messages m
           join companies c on c.id = m.company_id
           left join application_links l on (l.company_id, l.id) = (m.company_id, m.link_id) and l.revoked_at is null
           left join applications a on (a.company_id, a.id) = (m.company_id, m.application_id)
           left join postings p on (p.company_id, p.id) = (a.company_id, a.posting_id)
           where m.company_id = $1 and m.id = $2 and m.state = 'queued' and m.send_at <= $3"#,
        company as _,
        task.message as _,
        now as _,
    )
    .fetch_optional(&mut *permit.read().await?)
    .await?;
    // Taken back, erased, sent by an earlier run, or its time was moved: then another task is there.
    let Some(row) = row else { return Ok(()) };
    let origin = match &row.host {
        Some(host) => links::origin_at(mailer.origin(), host),
        None => mailer.origin().to_owned(),
    };
    let link = row
        .nonce
        .map(|nonce| format!("{origin}{}", status_path(permit.key(), &nonce)));
    let code = row
        .code_nonce
        .map(|nonce| one_time_code(permit.key(), &nonce));
    let name = &permit.company().name;
    let language = Language::of(&row.locale);
    let own = row.own_path.zip(row.own_nonce).map(|(path, nonce)| {
        let token = own_token(permit.key(), &nonce);
        format!("{origin}{}", path.replace("{token}", token.reveal()))
    });
    let one_click = own.clone().filter(|_| row.one_click);
    let footer = match (&own, Kind::parse(&row.kind)) {
        (Some(_), _) => language.mailing_footer(name, one_click.as_deref()),
        (None, Some(kind)) if kind.is_for_members() => member_footer(name),
        // Whoever reads it need be nobody whom we know, or never wrote to us.
        (None, Some(Kind::Address(AboutAddress::Code) | Kind::Outreach(Outreach::Unapplied))) => {
            language.mailing_footer(name, None)
        }
        (None, _) => language.footer(name, row.posting.as_deref(), link.as_deref()),
    };
    let application = row
        .application
        .map(|id| links::application(&permit.company().slug, id));
    let application = application.map(|path| format!("{}{path}", mailer.origin()));
    let body = row
        .body
        .replace("{status_link}", link.as_deref().unwrap_or(""))
        .replace("{own_link}", own.as_deref().unwrap_or(""))
        .replace("{code}", code.as_deref().unwrap_or(""))
        .replace("{application_link}", application.as_deref().unwrap_or(""));
    let mail = Mail {
        message_id: row.message_id,
        written_at: row.written_at,
        from_name: if row.sender_name.is_empty() {
            name.clone()
        } else {
            row.sender_name
        },
        from: row.sender_email,
        answers: mailer
            .replies()
            // What colleagues answer is no candidate's.
            .zip(row.candidate.and(row.application))
            .map(|(replies, application)| replies.of(permit.key(), company, application)),
        reply_to: row.contact_email,
        to: row.recipient,
        subject: row.subject.clone(),
        body,
        button: match own {
            Some(_) => language.own_button(),
            None => language.status_button(),
        },
        language,
        footer,
        hue: row.accent_hue,
        one_click,
        invitation: row.invitation.map(|invitation| invitation.0),
        automatic: row.automatic,
    };
    let delivery = mailer.deliver(&mail).await;
    let given_up = now.since(row.send_at) >= PATIENCE;
    let (state, error) = match delivery {
        Delivery::Sent => (State::Sent, None),
        Delivery::Kept => (State::Kept, None),
        Delivery::Refused(why) => (State::Failed, Some(why)),
        Delivery::Later(why) if given_up => (State::Failed, Some(why)),
        Delivery::Later(why) => (State::Queued, Some(why)),
    };
    permit
        .change(async |change| {
            let now = change.now();
            // The last mail to somebody who is erased is the last that we hold of them.
            if row.kind == Kind::Erased.key() && state != State::Queued {
                return forget(change, task.message).await;
            }
            let sent_at = (state == State::Sent).then_some(now);
            // What was taken back while it was on its way, and went, was sent all the same.
            let there = sqlx::query!(
                r#"update messages set state = $3, sent_at = $4, attempts = attempts + 1, last_error = $5, updated_at = $6
                   where company_id = $1 and id = $2 and (state = 'queued' or (state = 'cancelled' and $4::timestamptz is not null))"#,
                company as _,
                task.message as _,
                state as _,
                sent_at as _,
                error,
                now as _,
            )
            .execute(change.db())
            .await?
            .rows_affected()
                > 0;
            // Taken back in time, or erased while it was on its way: there is nothing to write down.
            if !there {
                return Ok(());
            }
            let kind = match state {
                State::Queued => return change.later_at(now.plus(wait(row.attempts)), &task).await,
                State::Sent => "message.sent",
                State::Kept => "message.kept",
                _ => "message.failed",
            };
            let mut event = Event::new(kind).detail(serde_json::json!({ "message": task.message, "kind": row.kind, "subject": row.subject, "why": error }));
            if let Some(job) = row.job {
                event = event.job(job);
            }
            if let Some(candidate) = row.candidate {
                event = event.candidate(candidate);
            }
            if let Some(application) = row.application {
                event = event.application(application);
            }
            change.record(event).await?;
            Ok(())
        })
        .await
}

/// Lets go of a mail that has nobody any more, whatever became of it.
async fn forget(change: &mut Change<RunTasks>, message: MessageId) -> Result<()> {
    let company = change.company();
    sqlx::query!(
        "delete from messages where company_id = $1 and id = $2",
        company as _,
        message as _
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// A minute after the first try, then twice as long each time, up to four hours.
fn wait(attempts: i32) -> SignedDuration {
    SignedDuration::from_mins((1_i64 << attempts.clamp(0, 8)).min(240))
}
