//! A new password for somebody who lost theirs: a link that works once, for half an hour, passed on by a person.
//!
//! Whoever makes such a link could use it. So an administrator makes one only for an account that has never belonged
//! anywhere else, and that does not run the installation: else they could walk into another company with it. For everybody
//! else it is made on the command line.

use super::{
    links::{self, For, Purpose},
    users,
};
use crate::{
    access::{AccountChange, Change, Event, permissions::ManageUsers},
    base::{
        error::{Error, Result},
        ids::{MemberId, UserId},
        secret::Token,
    },
};
use serde_json::json;

/// Makes a link for any user: for whoever runs the installation.
pub async fn link(change: &mut AccountChange, user: UserId) -> Result<Token> {
    let whom = For {
        user: Some(user),
        ..For::default()
    };
    let now = change.now();
    let token = links::make(change.db(), Purpose::Reset, &whom, now).await?;
    change.record("reset.made", Some(user), json!({})).await?;
    Ok(token)
}

/// Makes a link for a member whose account belongs to this company alone.
pub async fn link_for(change: &mut Change<ManageUsers>, id: MemberId) -> Result<Token> {
    let (company, now) = (change.company(), change.now());
    // Holding the user keeps them from joining another company meanwhile.
    let row = sqlx::query!(
        r#"select u.id as "user: UserId", trim(u.given_name || ' ' || u.family_name) as "name!", u.operator
           from memberships m join users u on u.id = m.user_id
           where m.company_id = $1 and m.id = $2 and m.ended_at is null and u.disabled_at is null
           for update of u"#,
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    let elsewhere = sqlx::query_scalar!(
        r#"select exists (select from memberships where user_id = $1 and company_id <> $2) as "elsewhere!""#,
        row.user as _,
        company as _,
    )
    .fetch_one(change.db())
    .await?;
    if row.operator || elsewhere {
        return Err(Error::refused(
            "shared_account",
            format!(
                "The account of {} reaches beyond this company, so a new password for it is not yours to give. Whoever runs \
                 this installation can make the link.",
                row.name
            ),
        ));
    }
    let whom = For {
        user: Some(row.user),
        company: Some(company),
        ..For::default()
    };
    let token = links::make(change.db(), Purpose::Reset, &whom, now).await?;
    let detail = json!({ "member": id, "name": row.name });
    change
        .record(Event::new("member.reset_made").detail(detail))
        .await?;
    change
        .record_account("reset.made", Some(row.user), json!({ "company": company }))
        .await?;
    Ok(token)
}

/// Uses a link up: the new password holds, and every session of the user has ended.
pub async fn choose(change: &mut AccountChange, token: &Token, hash: &str) -> Result<()> {
    let now = change.now();
    let whom = links::spend(change.db(), Purpose::Reset, token, now).await?;
    let user = whom.user.ok_or(Error::NotFound)?;
    users::set_password(change, user, hash).await
}
