//! Regions: named lists of countries from which people may work.

use super::stale;
use crate::{
    access::{Change, Event, permissions::ManageCompany},
    base::{
        countries,
        error::{Error, Result},
        ids::{CompanyId, DeletedId, RegionId, Version},
    },
    domain::deleted::{self, Kind, Thing},
};
use serde::Serialize;
use serde_json::json;
use sqlx::PgConnection;

/// What people choose for a region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RegionDetails {
    pub name: String,
    /// ISO 3166-1 alpha-2, at least one.
    pub countries: Vec<String>,
}

impl RegionDetails {
    /// The names of its countries.
    pub fn names(&self) -> Vec<&str> {
        self.countries
            .iter()
            .map(|code| countries::name(code))
            .collect()
    }
}

/// A named list of countries.
#[derive(Clone, Debug)]
pub struct Region {
    pub id: RegionId,
    pub details: RegionDetails,
    pub version: Version,
}

/// The regions by name.
pub async fn regions(db: &mut PgConnection, company: CompanyId) -> Result<Vec<Region>> {
    Ok(sqlx::query!(
        r#"select id as "id: RegionId", name, countries, version as "version: Version"
           from regions where company_id = $1 order by lower(name), id"#,
        company as _,
    )
    .map(|row| Region {
        id: row.id,
        details: RegionDetails {
            name: row.name,
            countries: row.countries,
        },
        version: row.version,
    })
    .fetch_all(db)
    .await?)
}

pub async fn add_region(
    change: &mut Change<ManageCompany>,
    new: RegionDetails,
) -> Result<RegionId> {
    let (company, now) = (change.company(), change.now());
    let id = sqlx::query_scalar!(
        r#"insert into regions (company_id, name, countries, created_at, updated_at) values ($1, $2, $3, $4, $4)
           returning id as "id: RegionId""#,
        company as _,
        new.name,
        &new.countries,
        now as _,
    )
    .fetch_one(change.db())
    .await
    .map_err(explain)?;
    let detail = json!({ "region": id, "after": new });
    change
        .record(Event::new("region.added").detail(detail))
        .await?;
    Ok(id)
}

/// Changes a region. What was published keeps the countries that it was published with.
pub async fn change_region(
    change: &mut Change<ManageCompany>,
    id: RegionId,
    seen: Version,
    new: RegionDetails,
) -> Result<()> {
    let before = hold(change, id, seen).await?;
    if before == new {
        return Ok(());
    }
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        "update regions set name = $3, countries = $4, updated_at = $5, version = version + 1 where company_id = $1 and id = $2",
        company as _,
        id as _,
        new.name,
        &new.countries,
        now as _,
    )
    .execute(change.db())
    .await
    .map_err(explain)?;
    let detail = json!({ "region": id, "before": before, "after": new });
    change
        .record(Event::new("region.changed").detail(detail))
        .await?;
    Ok(())
}

/// Deletes a region that nothing uses.
pub async fn delete_region(
    change: &mut Change<ManageCompany>,
    id: RegionId,
    seen: Version,
) -> Result<DeletedId> {
    let before = hold(change, id, seen).await?;
    let company = change.company();
    let kept = deleted::keep(change, Thing::of_company(Kind::Region, id.0, &before.name)).await?;
    sqlx::query!(
        "delete from regions where company_id = $1 and id = $2",
        company as _,
        id as _
    )
    .execute(change.db())
    .await
    .map_err(explain)?;
    let detail = json!({ "region": id, "before": before });
    change
        .record(Event::new("region.deleted").detail(detail))
        .await?;
    Ok(kept)
}

/// Holds a region as it was seen.
async fn hold(
    change: &mut Change<ManageCompany>,
    id: RegionId,
    seen: Version,
) -> Result<RegionDetails> {
    let company = change.company();
    sqlx::query!(
        "select id from regions where company_id = $1 and id = $2 for update",
        company as _,
        id as _
    )
    .fetch_optional(change.db())
    .await?;
    let region = regions(change.db(), company)
        .await?
        .into_iter()
        .find(|region| region.id == id)
        .ok_or(Error::NotFound)?;
    if region.version == seen {
        Ok(region.details)
    } else {
        Err(stale("region"))
    }
}

fn explain(error: sqlx::Error) -> Error {
    match Error::constraint(&error) {
        Some("regions_name_key") => Error::field("name", "Another region has this name"),
        Some("posting_places_region_fkey") => {
            Error::refused("in_use", "Postings name this region, so it stays.")
        }
        _ => error.into(),
    }
}
