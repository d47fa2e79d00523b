//! Sending a mail to oneself, to see what others get.

use super::{
    language::Language,
    send::SendMail,
    state::State,
    template::{SUBJECT, Template},
};
use crate::{
    access::{Change, Event, permissions::ManageCompany},
    base::error::{Error, Result},
};
use jiff::SignedDuration;
use serde_json::json;
use std::time::Duration;
use uuid::Uuid;

/// So many somebody may send themselves in so long.
const MOST: i64 = 10;
const WHILE: SignedDuration = SignedDuration::from_hours(1);

/// Sends a mail to whoever asks, as it is, and says to which address. Too many at once are refused.
pub async fn send_test(
    change: &mut Change<ManageCompany>,
    language: &Language,
    mail: &Template,
) -> Result<String> {
    let (company, member, now) = (change.company(), change.actor().member_id(), change.now());
    let to = sqlx::query!(
        r#"select u.email, (select count(*) from messages t where t.company_id = $1 and t.member_id = m.id and t.kind = 'test'
                            and t.created_at > $3) as "lately!"
           from memberships m join users u on u.id = m.user_id
           where m.company_id = $1 and m.id = $2 for update of m"#,
        company as _,
        member as _,
        now.minus(WHILE) as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    if to.lately >= MOST {
        return Err(Error::TooMany {
            wait: Duration::from_secs(WHILE.as_secs().unsigned_abs()),
        });
    }
    let subject: String = format!("[Test] {}", mail.subject)
        .chars()
        .take(SUBJECT)
        .collect();
    let message = sqlx::query_scalar!(
        r#"insert into messages (company_id, state, kind, member_id, recipient, subject, body, locale, message_id, send_at, created_at, updated_at)
           values ($1, $2, 'test', $3, $4, $5, $6, $7, $8, $9, $9, $9) returning id as "id: _""#,
        company as _,
        State::Queued as _,
        member as _,
        to.email,
        subject,
        mail.body,
        language.key(),
        format!("<{}@candor>", Uuid::new_v4().simple()),
        now as _,
    )
    .fetch_one(change.db())
    .await?;
    change
        .record(Event::new("mail.tested").detail(json!({ "message": message })))
        .await?;
    change.later(&SendMail { message }).await?;
    Ok(to.email)
}
