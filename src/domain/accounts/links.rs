//! One-time links: used once, decided by a conditional update, kept only as a hash.

use crate::{
    access::Role,
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CompanyId, UserId},
        secret::Token,
    },
};
use jiff::SignedDuration;
use sqlx::PgConnection;

/// What a link is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, sqlx::Type)]
#[sqlx(type_name = "link_purpose", rename_all = "snake_case")]
pub enum Purpose {
    /// Making the first administrator and company.
    SetUp,
    /// Joining a company.
    Invitation,
    /// Choosing a new password.
    Reset,
}

impl Purpose {
    /// How long such a link works. The one for set-up ends with the next start.
    fn lifetime(self) -> Option<SignedDuration> {
        match self {
            Self::SetUp => None,
            Self::Invitation => Some(SignedDuration::from_hours(72)),
            Self::Reset => Some(SignedDuration::from_mins(30)),
        }
    }
}

/// Whom a link is for.
#[derive(Clone, Debug, Default)]
pub struct For {
    pub user: Option<UserId>,
    pub company: Option<CompanyId>,
    pub email: Option<String>,
    pub role: Option<Role>,
}

/// Makes a link; earlier ones for the same purpose and person stop working. Part of a change, which records it.
pub(super) async fn make(
    db: &mut PgConnection,
    purpose: Purpose,
    whom: &For,
    now: Time,
) -> Result<Token> {
    let token = Token::random();
    sqlx::query!(
        r#"update account_links set used_at = $5
           where purpose = $1 and used_at is null
             and user_id is not distinct from $2 and company_id is not distinct from $3 and email is not distinct from $4"#,
        purpose as _,
        whom.user as _,
        whom.company as _,
        whom.email,
        now as _,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"insert into account_links (purpose, token_hash, user_id, company_id, email, role, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)"#,
        purpose as _,
        &token.hash() as _,
        whom.user as _,
        whom.company as _,
        whom.email,
        whom.role as _,
        now as _,
        purpose.lifetime().map(|lifetime| now.plus(lifetime)) as _,
    )
    .execute(db)
    .await?;
    Ok(token)
}

/// Whom a link is for, if it still works. Looking uses nothing up: mail scanners open links.
pub async fn look(
    db: &mut PgConnection,
    purpose: Purpose,
    token: &Token,
    now: Time,
) -> Result<For> {
    sqlx::query_as!(
        For,
        r#"select user_id as "user: _", company_id as "company: _", email, role as "role: _" from account_links
           where purpose = $1 and token_hash = $2 and used_at is null and (expires_at is null or expires_at > $3)"#,
        purpose as _,
        &token.hash() as _,
        now as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}

/// Uses a link up. Of two at once, one gets [`Error::NotFound`].
pub(super) async fn spend(
    db: &mut PgConnection,
    purpose: Purpose,
    token: &Token,
    now: Time,
) -> Result<For> {
    sqlx::query_as!(
        For,
        r#"update account_links set used_at = $3
           where purpose = $1 and token_hash = $2 and used_at is null and (expires_at is null or expires_at > $3)
           returning user_id as "user: _", company_id as "company: _", email, role as "role: _""#,
        purpose as _,
        &token.hash() as _,
        now as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}
