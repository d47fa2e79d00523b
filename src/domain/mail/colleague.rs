//! Mail to somebody of the company, about an application.

use super::{Invitation, kind::Kind, letter::signature, send::SendMail, wording::worded};
use crate::{
    access::Change,
    base::{
        error::Result,
        ids::{ApplicationId, MemberId, MessageId},
    },
};
use anyhow::Context;
use uuid::Uuid;

/// A mail to a member. It is the application's, and goes with it, but no candidate's: nobody else's page shows it.
#[derive(Clone, Debug)]
pub struct Memo<'a> {
    pub kind: Kind,
    pub to: MemberId,
    pub application: ApplicationId,
    /// What stands for the words in braces, beside the reader's name, the company and the signature.
    pub values: &'a [(&'a str, &'a str)],
    /// For their calendar.
    pub invitation: Option<Invitation>,
}

/// Writes a mail to a member, sent at once. Their address goes into the invitation.
pub async fn write_to_member<P>(change: &mut Change<P>, memo: Memo<'_>) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let (template, language) = worded(change.db(), company, memo.kind, None).await?;
    let member = sqlx::query!(
        r#"select u.given_name, u.email, trim(u.given_name || ' ' || u.family_name) as "name!"
           from memberships m join users u on u.id = m.user_id
           where m.company_id = $1 and m.id = $2 and m.ended_at is null"#,
        company as _,
        memo.to as _,
    )
    .fetch_optional(change.db())
    .await?;
    // Whoever has left is not written to.
    let Some(member) = member else { return Ok(()) };
    let company_name = change.company_ref().name.clone();
    let signature = signature(change.actor(), &company_name);
    let mut values = memo.values.to_vec();
    values.extend([
        ("first_name", member.given_name.as_str()),
        ("company", company_name.as_str()),
        ("signature", signature.as_str()),
    ]);
    let filled = template.filled(&values);
    let invitation = memo.invitation.map(|mut invitation| {
        invitation.attendee = Some((member.name, member.email.clone()));
        serde_json::to_value(invitation)
    });
    let invitation = invitation.transpose().context("an invitation is JSON")?;
    // What the program says by itself is in no search: that a note names somebody is for those who read the note.
    let author = change.actor().member().map(|member| member.id);
    let author = author.filter(|_| memo.kind != Kind::Mentioned);
    let id = sqlx::query_scalar!(
        r#"insert into messages (company_id, state, kind, application_id, member_id, recipient, subject, body, invitation,
                                 message_id, send_at, created_at, updated_at, locale)
           values ($1, 'queued', $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $10, $11)
           returning id as "id: MessageId""#,
        company as _,
        memo.kind.key(),
        memo.application as _,
        author as _,
        member.email,
        filled.subject,
        filled.body,
        invitation,
        format!("<{}@candor>", Uuid::new_v4().simple()),
        now as _,
        language.key(),
    )
    .fetch_one(change.db())
    .await?;
    change.later(&SendMail { message: id }).await
}

/// Puts an invitation into a mail that was just written to a candidate.
pub async fn invite<P>(
    change: &mut Change<P>,
    message: MessageId,
    mut invitation: Invitation,
    name: &str,
) -> Result<()> {
    let company = change.company();
    let to = sqlx::query_scalar!(
        "select recipient from messages where company_id = $1 and id = $2",
        company as _,
        message as _,
    )
    .fetch_one(change.db())
    .await?;
    invitation.attendee = Some((name.to_owned(), to));
    let invitation = serde_json::to_value(invitation).context("an invitation is JSON")?;
    sqlx::query!(
        "update messages set invitation = $3 where company_id = $1 and id = $2",
        company as _,
        message as _,
        invitation,
    )
    .execute(change.db())
    .await?;
    Ok(())
}
