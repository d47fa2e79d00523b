//! Offices: the places where a company's people work.

use super::stale;
use crate::{
    access::{Change, Event, permissions::ManageCompany},
    base::{
        countries,
        error::{Error, Result},
        ids::{CompanyId, DeletedId, OfficeId, Version},
    },
    domain::deleted::{self, Kind, Thing},
};
use serde::Serialize;
use serde_json::json;
use sqlx::PgConnection;

/// What people type about an office.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OfficeDetails {
    pub name: String,
    pub street: Option<String>,
    pub city: Option<String>,
    /// State, province or county, as the country writes it in addresses.
    pub subdivision: Option<String>,
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Its id in another system.
    pub external_id: Option<String>,
}

impl OfficeDetails {
    /// Where it is, in a line: "Pirita tee 4, 10127 Tallinn, Estonia".
    pub fn address(&self) -> String {
        let town = [&self.postal_code, &self.city]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ");
        let parts = [
            self.street.as_deref(),
            Some(town.as_str()),
            self.subdivision.as_deref(),
            self.country.as_deref().map(countries::name),
        ];
        parts
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// A place of the company.
#[derive(Clone, Debug)]
pub struct Office {
    pub id: OfficeId,
    pub details: OfficeDetails,
    pub version: Version,
}

/// The offices by name.
pub async fn offices(db: &mut PgConnection, company: CompanyId) -> Result<Vec<Office>> {
    Ok(sqlx::query!(
        r#"select id as "id: OfficeId", name, street, city, subdivision, postal_code, country, external_id, version as "version: Version"
           from offices where company_id = $1 order by lower(name), id"#,
        company as _,
    )
    .map(|row| Office {
        id: row.id,
        details: OfficeDetails {
            name: row.name,
            street: row.street,
            city: row.city,
            subdivision: row.subdivision,
            postal_code: row.postal_code,
            country: row.country,
            external_id: row.external_id,
        },
        version: row.version,
    })
    .fetch_all(db)
    .await?)
}

pub async fn add_office(
    change: &mut Change<ManageCompany>,
    new: OfficeDetails,
) -> Result<OfficeId> {
    let (company, now) = (change.company(), change.now());
    let id = sqlx::query_scalar!(
        r#"insert into offices (company_id, name, street, city, subdivision, postal_code, country, external_id, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
           returning id as "id: OfficeId""#,
        company as _,
        new.name,
        new.street,
        new.city,
        new.subdivision,
        new.postal_code,
        new.country,
        new.external_id,
        now as _,
    )
    .fetch_one(change.db())
    .await
    .map_err(explain)?;
    let detail = json!({ "office": id, "after": new });
    change
        .record(Event::new("office.added").detail(detail))
        .await?;
    Ok(id)
}

/// Changes an office. What was published with the old address keeps it.
pub async fn change_office(
    change: &mut Change<ManageCompany>,
    id: OfficeId,
    seen: Version,
    new: OfficeDetails,
) -> Result<()> {
    let before = hold(change, id, seen).await?;
    if before == new {
        return Ok(());
    }
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        "update offices set name = $3, street = $4, city = $5, subdivision = $6, postal_code = $7, country = $8, external_id = $9,
                updated_at = $10, version = version + 1
         where company_id = $1 and id = $2",
        company as _,
        id as _,
        new.name,
        new.street,
        new.city,
        new.subdivision,
        new.postal_code,
        new.country,
        new.external_id,
        now as _,
    )
    .execute(change.db())
    .await
    .map_err(explain)?;
    let detail = json!({ "office": id, "before": before, "after": new });
    change
        .record(Event::new("office.changed").detail(detail))
        .await?;
    Ok(())
}

/// Deletes an office that nothing uses.
pub async fn delete_office(
    change: &mut Change<ManageCompany>,
    id: OfficeId,
    seen: Version,
) -> Result<DeletedId> {
    let before = hold(change, id, seen).await?;
    let company = change.company();
    let kept = deleted::keep(change, Thing::of_company(Kind::Office, id.0, &before.name)).await?;
    sqlx::query!(
        "delete from offices where company_id = $1 and id = $2",
        company as _,
        id as _
    )
    .execute(change.db())
    .await
    .map_err(explain)?;
    let detail = json!({ "office": id, "before": before });
    change
        .record(Event::new("office.deleted").detail(detail))
        .await?;
    Ok(kept)
}

/// Holds an office as it was seen.
async fn hold(
    change: &mut Change<ManageCompany>,
    id: OfficeId,
    seen: Version,
) -> Result<OfficeDetails> {
    let company = change.company();
    sqlx::query!(
        "select id from offices where company_id = $1 and id = $2 for update",
        company as _,
        id as _
    )
    .fetch_optional(change.db())
    .await?;
    let office = offices(change.db(), company)
        .await?
        .into_iter()
        .find(|office| office.id == id)
        .ok_or(Error::NotFound)?;
    if office.version == seen {
        Ok(office.details)
    } else {
        Err(stale("office"))
    }
}

fn explain(error: sqlx::Error) -> Error {
    match Error::constraint(&error) {
        Some("offices_name_key") => Error::field("name", "Another office has this name"),
        Some("job_offices_office_fkey") => {
            Error::refused("in_use", "Jobs use this office, so it stays.")
        }
        Some("posting_places_office_fkey") => {
            Error::refused("in_use", "Postings name this office, so it stays.")
        }
        Some("offices_parent_fkey") => {
            Error::refused("in_use", "Other offices are part of this one, so it stays.")
        }
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_line() {
        let some = |text: &str| Some(text.to_owned());
        let office = OfficeDetails {
            street: some("Pirita tee 4"),
            city: some("Tallinn"),
            postal_code: some("10127"),
            country: some("EE"),
            ..OfficeDetails::default()
        };
        assert_eq!(office.address(), "Pirita tee 4, 10127 Tallinn, Estonia");
        assert_eq!(OfficeDetails::default().address(), "");
    }
}
