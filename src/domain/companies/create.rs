//! A new company, whole from its first moment.

use super::defaults::{CLOSE_REASONS, REJECTION_REASONS, SOURCES, STANDARD_PLAN};
use crate::base::{
    clock::Time,
    countries::{self, Area, Country},
    error::{Error, Errors, Result},
    ids::CompanyId,
    links::Slug,
};
use jiff::tz::TimeZone;
use sqlx::PgConnection;

/// A company to be made.
#[derive(Clone, Debug)]
pub struct NewCompany {
    pub slug: Slug,
    pub name: String,
    /// An IANA name, as `Europe/Tallinn`.
    pub time_zone: String,
}

impl NewCompany {
    /// What is wrong with it, at the fields `name` and `time_zone`.
    fn check(&self) -> std::result::Result<(), Errors> {
        let mut errors = Errors::default();
        if !(1..=200).contains(&self.name.trim().chars().count()) {
            errors.add("name", "Enter the company’s name, up to 200 characters");
        }
        if TimeZone::get(&self.time_zone).is_err() {
            errors.add("time_zone", "Choose a time zone, like Europe/Tallinn");
        }
        errors.into_result(|| ())
    }
}

/// Makes a company with its calendar, a standard plan, reasons, sources and regions.
///
/// These rows belong to later rooms from then on; here they begin together, so that no company is ever half made. Call it
/// inside a transaction, which also tells the history of accounts. Fails with [`Error::Invalid`] at `slug` when another
/// company has it.
pub async fn create(db: &mut PgConnection, new: NewCompany, now: Time) -> Result<CompanyId> {
    new.check()?;
    let id: Result<CompanyId, sqlx::Error> = sqlx::query_scalar!(
        r#"insert into companies (slug, name, time_zone, created_at, updated_at) values ($1, $2, $3, $4, $4)
           returning id as "id: _""#,
        new.slug as _,
        new.name.trim(),
        new.time_zone,
        now as _,
    )
    .fetch_one(&mut *db)
    .await;
    let id = id.map_err(|error| match Error::constraint(&error) {
        Some("companies_slug_key" | "companies_slug_free") => Error::field(
            "slug",
            "Another company has this address. Choose a different one",
        ),
        _ => error.into(),
    })?;
    sqlx::query!(
        "insert into calendars (company_id, name, updated_at) values ($1, 'Working days', $2)",
        id as _,
        now as _,
    )
    .execute(&mut *db)
    .await?;
    plan(db, id, now).await?;
    lists(db, id).await?;
    for (name, area) in [
        ("EMEA", Area::Emea),
        ("Americas", Area::Americas),
        ("APAC", Area::Apac),
    ] {
        region(db, id, name, countries::of(area), now).await?;
    }
    Ok(id)
}

async fn plan(db: &mut PgConnection, company: CompanyId, now: Time) -> Result<()> {
    let names: Vec<&str> = STANDARD_PLAN.iter().map(|stage| stage.0).collect();
    let kinds: Vec<&str> = STANDARD_PLAN.iter().map(|stage| stage.1).collect();
    let milestones: Vec<&str> = STANDARD_PLAN.iter().map(|stage| stage.2).collect();
    let stale: Vec<i16> = STANDARD_PLAN.iter().map(|stage| stage.3).collect();
    sqlx::query!(
        r#"with template as (
               insert into plan_templates (company_id, name, created_at, updated_at) values ($1, 'Standard', $2, $2)
               returning company_id, id
           )
           insert into template_stages (company_id, template_id, name, kind, milestone, position, stale_after_days)
           select t.company_id, t.id, s.name, s.kind::stage_kind, s.milestone::milestone, s.position - 1, s.stale
           from template t,
                unnest($3::text[], $4::text[], $5::text[], $6::smallint[]) with ordinality as s (name, kind, milestone, stale, position)"#,
        company as _,
        now as _,
        &names as _,
        &kinds as _,
        &milestones as _,
        &stale,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Reasons and sources.
async fn lists(db: &mut PgConnection, company: CompanyId) -> Result<()> {
    let (reasons, whose): (Vec<&str>, Vec<&str>) = REJECTION_REASONS.into_iter().unzip();
    let (sources, kinds): (Vec<&str>, Vec<&str>) = SOURCES.into_iter().unzip();
    sqlx::query!(
        r#"with reasons as (
               insert into rejection_reasons (company_id, name, kind, position)
               select $1, r.name, r.kind::reason_kind, r.position - 1
               from unnest($2::text[], $3::text[]) with ordinality as r (name, kind, position)
           ), sources as (
               insert into sources (company_id, name, kind)
               select $1, s.name, s.kind::source_kind from unnest($4::text[], $5::text[]) as s (name, kind)
           )
           insert into close_reasons (company_id, name) select $1, unnest($6::text[])"#,
        company as _,
        &reasons as _,
        &whose as _,
        &sources as _,
        &kinds as _,
        &CLOSE_REASONS as _,
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn region(
    db: &mut PgConnection,
    company: CompanyId,
    name: &str,
    countries: impl Iterator<Item = &Country>,
    now: Time,
) -> Result<()> {
    let codes: Vec<&str> = countries.map(|country| country.code).collect();
    sqlx::query!(
        "insert into regions (company_id, name, countries, created_at, updated_at) values ($1, $2, $3, $4, $4)",
        company as _,
        name,
        &codes as _,
        now as _,
    )
    .execute(db)
    .await?;
    Ok(())
}
