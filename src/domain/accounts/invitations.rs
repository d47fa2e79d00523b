//! Invitations: how people come into a company. An administrator makes one for an address and passes the link on.

use super::{
    links::{self, For, Purpose},
    members, sessions,
    sign_in::Visitor,
    users::{self, Email, NewUser},
};
use crate::{
    access::{AccountChange, Change, Event, Role, permissions::ManageUsers},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{InvitationId, UserId},
        links::Slug,
        secret::Token,
    },
};
use serde_json::json;
use sqlx::PgConnection;

/// An invitation that still works.
#[derive(Clone, Debug)]
pub struct Invitation {
    pub email: String,
    pub role: Role,
    pub slug: Slug,
    pub company_name: String,
    /// The user with that address, if there is one.
    pub user: Option<UserId>,
}

/// Who takes an invitation up.
pub enum Joining {
    Known(UserId),
    New {
        given_name: String,
        family_name: String,
        password_hash: String,
    },
}

/// Makes the link for an address; an earlier one for the same address stops working.
pub async fn invite(change: &mut Change<ManageUsers>, email: &Email, role: Role) -> Result<Token> {
    let (company, now) = (change.company(), change.now());
    let member = sqlx::query_scalar!(
        r#"select trim(u.given_name || ' ' || u.family_name) as "name!"
           from users u join memberships m on m.user_id = u.id
           where m.company_id = $1 and u.email = $2 and m.ended_at is null"#,
        company as _,
        email as _,
    )
    .fetch_optional(change.db())
    .await?;
    if let Some(name) = member {
        return Err(Error::field(
            "email",
            format!("{name} is a member already. Change their role in the list"),
        ));
    }
    let whom = For {
        company: Some(company),
        email: Some(email.as_str().to_owned()),
        role: Some(role),
        user: None,
    };
    let token = links::make(change.db(), Purpose::Invitation, &whom, now).await?;
    let detail = json!({ "email": email.as_str(), "role": role });
    change
        .record(Event::new("invitation.made").detail(detail))
        .await?;
    let detail = json!({ "company": company, "role": role });
    change
        .record_account("invitation.made", None, detail)
        .await?;
    Ok(token)
}

/// Takes an invitation back: its link stops working.
pub async fn cancel(change: &mut Change<ManageUsers>, id: InvitationId) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let email = sqlx::query_scalar!(
        r#"update account_links set used_at = $3
           where company_id = $1 and id = $2 and purpose = 'invitation' and used_at is null and expires_at > $3
           returning email as "email!""#,
        company as _,
        id as _,
        now as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    let detail = json!({ "email": email });
    change
        .record(Event::new("invitation.cancelled").detail(detail))
        .await?;
    change
        .record_account("invitation.cancelled", None, json!({ "company": company }))
        .await
}

/// The invitation behind a link. Looking uses nothing up.
pub async fn look(db: &mut PgConnection, token: &Token, now: Time) -> Result<Invitation> {
    sqlx::query_as!(
        Invitation,
        r#"select l.email as "email!", l.role as "role!: _", c.slug as "slug: _", c.name as company_name, u.id as "user?: _"
           from account_links l
           join companies c on c.id = l.company_id
           left join users u on u.email = l.email
           where l.purpose = 'invitation' and l.token_hash = $1 and l.used_at is null and l.expires_at > $2
             and l.email is not null and l.role is not null"#,
        &token.hash() as _,
        now as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}

/// Uses an invitation up: the person is a member, and a new one is signed in.
pub async fn join(
    change: &mut AccountChange,
    token: &Token,
    joining: Joining,
    from: &Visitor,
) -> Result<Option<Token>> {
    let now = change.now();
    let whom = links::spend(change.db(), Purpose::Invitation, token, now).await?;
    let (Some(company), Some(role), Some(email)) = (whom.company, whom.role, whom.email) else {
        return Err(Error::NotFound);
    };
    let (user, is_new) = match joining {
        Joining::Known(user) => (user, false),
        Joining::New {
            given_name,
            family_name,
            password_hash,
        } => {
            let email = Email::parse(&email).ok_or(Error::NotFound)?;
            let new = NewUser {
                email,
                given_name,
                family_name,
                password_hash: Some(password_hash),
                operator: false,
            };
            (users::create(change, new).await?, true)
        }
    };
    if members::is_one(change.db(), company, user).await? {
        return Err(Error::refused(
            "member_already",
            "You are a member already, so there is nothing to join.",
        ));
    }
    let member = members::put(change.db(), company, user, role, now).await?;
    let event = Event::new("member.joined").detail(json!({ "member": member, "role": role }));
    change.record_in(company, member, event).await?;
    change
        .record(
            "invitation.taken",
            Some(user),
            json!({ "company": company, "role": role }),
        )
        .await?;
    if !is_new {
        return Ok(None);
    }
    Ok(Some(
        sessions::begin(change.db(), user, now, &from.user_agent, &from.address).await?,
    ))
}
