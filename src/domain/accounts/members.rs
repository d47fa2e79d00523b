//! Members: a user's place in one company, and what they are there.

use crate::{
    access::Role,
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CompanyId, MemberId, UserId},
        links::Slug,
    },
};
use sqlx::PgConnection;

/// Gives a user a place in a company, or changes the role in the place they have. Part of a larger change, which records it.
pub async fn put(
    db: &mut PgConnection,
    company: CompanyId,
    user: UserId,
    role: Role,
    now: Time,
) -> Result<MemberId> {
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

/// The company with a slug, for the command line.
pub async fn company(db: &mut PgConnection, slug: &Slug) -> Result<CompanyId> {
    sqlx::query_scalar!(
        r#"select id as "id: _" from companies where slug = $1"#,
        slug as _
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}
