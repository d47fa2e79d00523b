//! Mail with a candidate about their application, as the people who hire read and write it.

mod sample;
mod writing;

pub use sample::{Sample, sample};
pub(in crate::domain) use writing::write_for;
pub use writing::{Start, UNDO, hold_back, start, write};

use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::Result,
        ids::{ApplicationId, AttachmentId, CompanyId, MessageId},
    },
    domain::mail::{self, Kind, State},
};
use jiff::SignedDuration;
use sqlx::{PgConnection, types::Json};

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
    /// What else there is of a mail that came; none of one that goes.
    pub came: Option<Came>,
    /// When it went or came, else when it is to go.
    pub at: Time,
    /// What the mail server said.
    pub error: Option<String>,
    /// Whether whoever may write can still hold it back.
    pub fresh: bool,
}

/// What there is of a mail from a candidate beside its text.
#[derive(Clone, Debug)]
pub struct Came {
    /// Written by a program, while they are away.
    pub automatic: bool,
    /// The address that it came from, where that is none of theirs.
    pub from_another: Option<String>,
    /// The older mail below the answer.
    pub quoted: String,
    pub files: Vec<CameFile>,
    /// What was not taken, and why.
    pub refused: Vec<Refused>,
}

/// A file that came with a mail.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct CameFile {
    pub id: AttachmentId,
    pub name: String,
}

/// A file in a mail that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Refused {
    pub name: String,
    pub why: String,
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
                  m.state = 'queued' and m.kind = $4 and m.send_at > $5 as "fresh!",
                  m.direction = 'in' as "came!", m.kind = 'automatic' as "automatic!", m.sender, m.from_another, m.quoted,
                  m.refused as "refused: Json<Vec<Refused>>",
                  (select jsonb_agg(jsonb_build_object('id', t.id, 'name', f.name) order by t.id)
                   from attachments t join files f on (f.company_id, f.id) = (t.company_id, t.file_id)
                   where t.company_id = $1 and t.message_id = m.id) as "files: Json<Vec<CameFile>>"
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
        came: row.came.then(|| Came {
            automatic: row.automatic,
            from_another: row.from_another.then_some(row.sender),
            quoted: row.quoted,
            files: row.files.map(|files| files.0).unwrap_or_default(),
            refused: row.refused.0,
        }),
        at: row.at,
        error: row.last_error,
        fresh: row.fresh,
    });
    Ok(said.collect())
}
