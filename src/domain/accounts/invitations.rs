//! Invitations: how people come into a company. An administrator makes one for an address and passes the link on.

use super::{
    links::{self, For, Purpose},
    members, sessions,
    sign_in::Visitor,
    users::{self, Email, NewUser},
};
use crate::{
    access::{AccountChange, Role},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CompanyId, UserId},
        links::Slug,
        secret::Token,
    },
};
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
pub async fn invite(
    change: &mut AccountChange,
    company: CompanyId,
    email: &Email,
    role: Role,
) -> Result<Token> {
    let whom = For {
        company: Some(company),
        email: Some(email.as_str().to_owned()),
        role: Some(role),
        user: None,
    };
    let token = links::make(change, Purpose::Invitation, &whom).await?;
    change
        .record(
            "invitation.made",
            None,
            serde_json::json!({ "company": company, "role": role }),
        )
        .await?;
    Ok(token)
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
    let whom = links::spend(change, Purpose::Invitation, token).await?;
    let (Some(company), Some(role), Some(email)) = (whom.company, whom.role, whom.email) else {
        return Err(Error::NotFound);
    };
    let now = change.now();
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
    members::put(change.db(), company, user, role, now).await?;
    change
        .record(
            "invitation.taken",
            Some(user),
            serde_json::json!({ "company": company, "role": role }),
        )
        .await?;
    if !is_new {
        return Ok(None);
    }
    Ok(Some(
        sessions::begin(change.db(), user, now, &from.user_agent, &from.address).await?,
    ))
}
