//! SQL that looks at companies.

use crate::{
    access::CompanyRef,
    base::{
        error::{Error, Result},
        ids::CompanyId,
        links::Slug,
    },
};
use sqlx::PgConnection;

/// The company with a slug, for pages that need no sign-in.
pub async fn by_slug(db: &mut PgConnection, slug: &Slug) -> Result<Option<CompanyRef>> {
    Ok(sqlx::query_as!(
        CompanyRef,
        r#"select id as "id: _", slug as "slug: _", name, time_zone, accent_hue from companies where slug = $1"#,
        slug as _,
    )
    .fetch_optional(db)
    .await?)
}

/// Every company of the installation, by name: for its operator.
pub async fn all(db: &mut PgConnection) -> Result<Vec<CompanyRef>> {
    Ok(sqlx::query_as!(
        CompanyRef,
        r#"select id as "id: _", slug as "slug: _", name, time_zone, accent_hue from companies order by lower(name), id"#,
    )
    .fetch_all(db)
    .await?)
}

/// The company with an id, for background work.
pub async fn by_id(db: &mut PgConnection, id: CompanyId) -> Result<CompanyRef> {
    sqlx::query_as!(
        CompanyRef,
        r#"select id as "id: _", slug as "slug: _", name, time_zone, accent_hue from companies where id = $1"#,
        id as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}
