//! Members: a user's place in one company, and what they are there. A member who left keeps the row, so that the history
//! still names them; each company always has an administrator.

mod change;
mod list;

pub use change::{appoint, bring_back, change_role, end};
pub use list::{Entry, Former, One, Standing, count, former, one, people};

use crate::{
    access::Role,
    base::{
        clock::Time,
        error::Result,
        ids::{CompanyId, MemberId, UserId},
        links::Slug,
    },
};
use sqlx::PgConnection;

/// Gives a user a place in a company, also one who was there before. Part of a larger change, which records it.
pub async fn put(
    db: &mut PgConnection,
    company: CompanyId,
    user: UserId,
    role: Role,
    now: Time,
) -> Result<MemberId> {
    // A link for a new password that an administrator elsewhere made when the account was theirs alone to mend.
    sqlx::query!(
        "update account_links set used_at = $2 where purpose = 'reset' and user_id = $1 and company_id is not null and used_at is null",
        user as _,
        now as _,
    )
    .execute(&mut *db)
    .await?;
    Ok(sqlx::query_scalar!(
        r#"insert into memberships (company_id, user_id, role, created_at, updated_at) values ($1, $2, $3, $4, $4)
           on conflict (company_id, user_id) do update
           set role = excluded.role, ended_at = null, updated_at = excluded.updated_at, version = memberships.version + 1
           returning id as "id: _""#,
        company as _,
        user as _,
        role as _,
        now as _,
    )
    .fetch_one(db)
    .await?)
}

/// Whether a user is a member of a company now. Holds the membership, if there ever was one, until the change is done.
pub(super) async fn is_one(
    db: &mut PgConnection,
    company: CompanyId,
    user: UserId,
) -> Result<bool> {
    let active = sqlx::query_scalar!(
        r#"select ended_at is null as "active!" from memberships where company_id = $1 and user_id = $2 for no key update"#,
        company as _,
        user as _,
    )
    .fetch_optional(db)
    .await?;
    Ok(active.unwrap_or(false))
}

/// A company that a user belongs to.
#[derive(Clone, Debug)]
pub struct Place {
    pub company: CompanyId,
    pub slug: Slug,
    pub name: String,
    pub role: Role,
}

/// A user's companies, by name.
pub async fn places(db: &mut PgConnection, user: UserId) -> Result<Vec<Place>> {
    Ok(sqlx::query_as!(
        Place,
        r#"select c.id as "company: _", c.slug as "slug: _", c.name, m.role as "role: _"
           from memberships m join companies c on c.id = m.company_id
           where m.user_id = $1 and m.ended_at is null
           order by lower(c.name), c.id"#,
        user as _,
    )
    .fetch_all(db)
    .await?)
}
