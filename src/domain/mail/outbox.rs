//! The outbox: every mail of a company with its state, for administrators.

use super::{send::SendMail, state::State};
use crate::{
    access::{Actor, Change, Event, permissions::ManageCompany},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CompanyId, MessageId},
        paging::Paged,
    },
};
use serde_json::json;
use sqlx::PgConnection;

/// How many a page has.
const PAGE: i64 = 50;
/// The most that are sent again at once.
pub const AT_ONCE: i64 = 500;

/// A line of the outbox.
#[derive(Clone, Debug)]
pub struct OutboxEntry {
    pub id: MessageId,
    pub state: State,
    pub recipient: String,
    pub subject: String,
    pub send_at: Time,
    pub sent_at: Option<Time>,
    pub last_error: Option<String>,
    pub application: Option<ApplicationId>,
}

impl OutboxEntry {
    /// When it went, or is to go.
    pub fn moment(&self) -> &Time {
        self.sent_at.as_ref().unwrap_or(&self.send_at)
    }
}

/// A mail as its readers here see it: links and codes are masked.
#[derive(Clone, Debug)]
pub struct Shown {
    pub entry: OutboxEntry,
    pub body: String,
    pub attempts: i32,
    pub created_at: Time,
}

/// How many of the mails that did not go yet are in a state.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    pub state: State,
    pub count: i64,
}

/// One page of what went out, newest first; of one state, or all.
pub async fn outbox(
    db: &mut PgConnection,
    company: CompanyId,
    _: &Actor,
    state: Option<State>,
    before: Option<MessageId>,
) -> Result<Paged<OutboxEntry>> {
    let rows = sqlx::query_as!(
        OutboxEntry,
        r#"select id as "id: _", state as "state: _", recipient, subject, send_at as "send_at: _", sent_at as "sent_at: _", last_error,
                  application_id as "application: _"
           from messages
           where company_id = $1 and direction = 'out' and ($2::message_state is null or state = $2) and ($3::bigint is null or id < $3)
           order by id desc limit $4"#,
        company as _,
        state as _,
        before as _,
        PAGE + 1,
    )
    .fetch_all(db)
    .await?;
    Ok(Paged::new(rows, PAGE as usize, |row| row.id))
}

/// How many wait or came to nothing, by state.
pub async fn waiting(db: &mut PgConnection, company: CompanyId, _: &Actor) -> Result<Vec<Waiting>> {
    Ok(sqlx::query_as!(
        Waiting,
        r#"select state as "state: _", count(*) as "count!"
           from messages where company_id = $1 and state in ('held', 'queued', 'kept', 'failed', 'bounced')
           group by state"#,
        company as _,
    )
    .fetch_all(db)
    .await?)
}

/// One mail as administrators may read it.
pub async fn read_message(
    db: &mut PgConnection,
    company: CompanyId,
    _: &Actor,
    id: MessageId,
) -> Result<Shown> {
    let row = sqlx::query!(
        r#"select id as "id: MessageId", state as "state: State", recipient, subject, body, send_at as "send_at: Time", sent_at as "sent_at: Time",
                  last_error, application_id as "application: ApplicationId", attempts, created_at as "created_at: Time"
           from messages where company_id = $1 and id = $2 and direction = 'out'"#,
        company as _,
        id as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(Shown {
        body: masked(&row.body),
        attempts: row.attempts,
        created_at: row.created_at,
        entry: OutboxEntry {
            id: row.id,
            state: row.state,
            recipient: row.recipient,
            subject: row.subject,
            send_at: row.send_at,
            sent_at: row.sent_at,
            last_error: row.last_error,
            application: row.application,
        },
    })
}

/// A text as its own reader sees it on the page that the link leads to.
pub fn masked_for_candidate(body: &str) -> String {
    let parts = body
        .split("\n\n")
        .filter(|part| part.trim() != "{status_link}");
    let body = parts.collect::<Vec<_>>().join("\n\n");
    body.replace("{status_link}", "this page")
        .replace("{own_link}", "[link of this mail]")
        .replace("{code}", "[code]")
}

/// A text with its link and code masked.
pub fn masked(body: &str) -> String {
    body.replace("{status_link}", "[link to their page]")
        .replace("{own_link}", "[link of this mail]")
        .replace("{code}", "[code]")
        .replace("{application_link}", "[link to the application]")
}

/// Tries again what failed, or was kept while there was no mail server. A mail that was tried for three days is tried for
/// three more.
pub async fn send_again(change: &mut Change<ManageCompany>, id: MessageId) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let state = sqlx::query_scalar!(
        r#"select state as "state: State" from messages where company_id = $1 and id = $2 and direction = 'out' for update"#,
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    if !state.stuck() {
        return Err(Error::refused(
            "not_waiting",
            "This mail is not waiting any more.",
        ));
    }
    sqlx::query!(
        r#"update messages set state = 'queued', send_at = $3, attempts = 0, last_error = null, updated_at = $3
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    change
        .record(Event::new("message.queued").detail(json!({ "messages": [id] })))
        .await?;
    change.later(&SendMail { message: id }).await
}

/// Sends what was kept while there was no mail server, the oldest first and so many at once; says how many those are.
pub async fn send_kept(change: &mut Change<ManageCompany>) -> Result<usize> {
    let (company, now) = (change.company(), change.now());
    let messages = sqlx::query_scalar!(
        r#"update messages set state = 'queued', send_at = $2, updated_at = $2
           where company_id = $1 and id in (select id from messages where company_id = $1 and state = 'kept' order by id limit $3)
           returning id as "id: MessageId""#,
        company as _,
        now as _,
        AT_ONCE,
    )
    .fetch_all(change.db())
    .await?;
    for message in &messages {
        change.later(&SendMail { message: *message }).await?;
    }
    if !messages.is_empty() {
        change
            .record(Event::new("message.queued").detail(json!({ "messages": messages })))
            .await?;
    }
    Ok(messages.len())
}
