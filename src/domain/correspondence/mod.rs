//! Mail with a candidate about their application, as the people who hire read and write it.

mod sample;
mod writing;

pub use sample::{Sample, sample};
pub use writing::{Start, UNDO, hold_back, start, write};

use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::Result,
        ids::{ApplicationId, CompanyId, MessageId},
    },
    domain::mail::{self, Kind, State},
};
use jiff::SignedDuration;
use sqlx::PgConnection;

/// The most that a page shows: the newest.
const MOST: i64 = 200;
/// So long before its time a mail can no longer be held back: the worker may have it in hand.
const MARGIN: SignedDuration = SignedDuration::from_secs(2);

/// A mail about an application. Its link and codes are masked.
#[derive(Clone, Debug)]
pub struct Said {
    pub id: MessageId,
    pub state: State,
    /// The member who wrote it, or on whose decision it was written; nobody for the program's own.
    pub member: Option<String>,
    pub subject: String,
    pub body: String,
    /// When it went or came, else when it is to go.
    pub at: Time,
    /// What the mail server said.
    pub error: Option<String>,
    /// Whether whoever may write can still hold it back.
    pub fresh: bool,
}

impl Said {
    /// Whether it is still to go.
    pub fn waits(&self) -> bool {
        matches!(self.state, State::Held | State::Queued)
    }
}

/// The mail about an application, oldest first, as far as the viewer sees the application.
pub async fn correspondence(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    application: ApplicationId,
    now: Time,
) -> Result<Vec<Said>> {
    let rows = sqlx::query!(
        r#"select m.id as "id: MessageId", m.state as "state: State", trim(u.given_name || ' ' || u.family_name) as member, m.subject, m.body,
                  coalesce(m.sent_at, m.send_at) as "at!: Time", m.last_error,
                  m.state = 'queued' and m.kind = $4 and m.send_at > $5 as "fresh!"
           from messages m
           join application_access s on (s.company_id, s.application_id) = (m.company_id, m.application_id)
           left join memberships p on (p.company_id, p.id) = (m.company_id, m.member_id)
           left join users u on u.id = p.user_id
           where m.company_id = $1 and m.application_id = $2 and m.candidate_id is not null and s.company_id = $1 and s.application_id = $2 and s.member_id = $3
           order by m.id desc limit $6"#,
        company as _,
        application as _,
        actor.member_id() as _,
        Kind::Written.key(),
        now.plus(MARGIN) as _,
        MOST,
    )
    .fetch_all(db)
    .await?;
    let said = rows.into_iter().rev().map(|row| Said {
        id: row.id,
        state: row.state,
        member: row.member,
        subject: row.subject,
        body: mail::masked(&row.body),
        at: row.at,
        error: row.last_error,
        fresh: row.fresh,
    });
    Ok(said.collect())
}
