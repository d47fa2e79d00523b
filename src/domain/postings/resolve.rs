//! From a draft to what candidates would see: text blocks and places looked up, Markdown made into clean HTML.

use super::{
    advert::{Advert, Body, Place, Workplace},
    markdown,
    published::{Published, PublishedPlace, PublishedSection},
    texts,
};
use crate::base::{
    countries,
    error::Result,
    ids::{CompanyId, JobId, OfficeId, RegionId},
};
use sqlx::PgConnection;
use std::collections::HashMap;

/// The draft as it would be published now. What it refers to and is gone is left out; the checks say so.
pub(super) async fn resolve(
    db: &mut PgConnection,
    company: CompanyId,
    job: JobId,
    advert: &Advert,
) -> Result<Published> {
    let quoted = texts::quoted(db, company, advert.quotes()).await?;
    let quote = |id, number| {
        quoted
            .iter()
            .find(|quote| quote.id == id && quote.pinned == number)
    };
    let section = |section: &super::advert::Section| {
        let block = match &section.body {
            Body::Text(source) => {
                return Some(PublishedSection {
                    kind: section.kind,
                    heading: section.heading.clone(),
                    source: source.clone(),
                    html: markdown::to_html(source),
                    block: None,
                });
            }
            Body::Block(id) => quote(*id, None)?,
            Body::BlockVersion(id, number) => quote(*id, Some(*number))?,
        };
        Some(PublishedSection {
            kind: section.kind,
            heading: match section.heading.as_str() {
                "" => block.heading.clone(),
                own => own.to_owned(),
            },
            source: block.source.clone(),
            html: markdown::to_html(&block.source),
            block: Some((block.id, block.number)),
        })
    };
    Ok(Published {
        title: advert.title.clone(),
        summary: advert.summary.clone(),
        sections: advert.sections.iter().filter_map(section).collect(),
        workplace: advert.workplace,
        places: places(db, company, advert).await?,
        employment_type: advert.employment_type,
        pay: advert.pay.clone(),
        travel: advert.travel.clone(),
        languages: advert.languages.clone(),
        reports_to: advert.reports_to.clone(),
        tracks: advert.tracks.clone(),
        departments: departments(db, company, job).await?,
        closes_on: advert.closes_on,
        external_apply_url: advert.external_apply_url.clone(),
        questions: advert.questions.clone(),
        language: advert.language.clone(),
        visibility: advert.visibility,
        promise_after_applying: advert.promise_after_applying,
        promise_after_interview: advert.promise_after_interview,
    })
}

/// The places of an advert; one that is gone is left out.
pub(super) async fn places(
    db: &mut PgConnection,
    company: CompanyId,
    advert: &Advert,
) -> Result<Vec<PublishedPlace>> {
    let offices = offices(db, company, advert).await?;
    let regions = regions(db, company, advert).await?;
    let remote = advert.workplace == Workplace::Remote;
    let place = |place: &Place| match place {
        Place::Office(id) => offices.get(id).map(|office| office.place(*id, remote)),
        Place::Region(id) => regions.get(id).map(|region| region.place(*id, remote)),
        Place::Country(code) => Some(PublishedPlace {
            countries: vec![code.clone()],
            ..named(countries::name(code), remote)
        }),
        Place::Named { name, country } => Some(PublishedPlace {
            city: (!remote).then(|| name.clone()),
            countries: country.iter().cloned().collect(),
            ..named(name, remote)
        }),
    };
    Ok(advert.places.iter().filter_map(place).collect())
}

/// A place that is known by its name only; remote work says so before it.
fn named(name: &str, remote: bool) -> PublishedPlace {
    PublishedPlace {
        name: if remote {
            format!("Remote, {name}")
        } else {
            name.to_owned()
        },
        remote,
        office: None,
        region: None,
        street: None,
        city: None,
        subdivision: None,
        postal_code: None,
        countries: Vec::new(),
    }
}

struct Office {
    name: String,
    street: Option<String>,
    city: Option<String>,
    subdivision: Option<String>,
    postal_code: Option<String>,
    country: Option<String>,
}

impl Office {
    fn place(&self, id: OfficeId, remote: bool) -> PublishedPlace {
        let mut name = self.city.clone().unwrap_or_else(|| self.name.clone());
        if let Some(country) = &self.country {
            name = format!("{name}, {}", countries::name(country));
        }
        PublishedPlace {
            office: Some(id),
            street: self.street.clone(),
            city: self.city.clone(),
            subdivision: self.subdivision.clone(),
            postal_code: self.postal_code.clone(),
            countries: self.country.iter().cloned().collect(),
            ..named(&name, remote)
        }
    }
}

async fn offices(
    db: &mut PgConnection,
    company: CompanyId,
    advert: &Advert,
) -> Result<HashMap<OfficeId, Office>> {
    let ids: Vec<OfficeId> = advert
        .places
        .iter()
        .filter_map(|place| match place {
            Place::Office(id) => Some(*id),
            _ => None,
        })
        .collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query!(
        r#"select id as "id: OfficeId", name, street, city, subdivision, postal_code, country
           from offices where company_id = $1 and id = any($2)"#,
        company as _,
        &ids as _,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let office = Office {
                name: row.name,
                street: row.street,
                city: row.city,
                subdivision: row.subdivision,
                postal_code: row.postal_code,
                country: row.country,
            };
            (row.id, office)
        })
        .collect())
}

struct Region {
    name: String,
    countries: Vec<String>,
}

impl Region {
    fn place(&self, id: RegionId, remote: bool) -> PublishedPlace {
        PublishedPlace {
            region: Some(id),
            countries: self.countries.clone(),
            ..named(&self.name, remote)
        }
    }
}

async fn regions(
    db: &mut PgConnection,
    company: CompanyId,
    advert: &Advert,
) -> Result<HashMap<RegionId, Region>> {
    let ids: Vec<RegionId> = advert
        .places
        .iter()
        .filter_map(|place| match place {
            Place::Region(id) => Some(*id),
            _ => None,
        })
        .collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query!(
        r#"select id as "id: RegionId", name, countries from regions where company_id = $1 and id = any($2)"#,
        company as _,
        &ids as _,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let region = Region {
                name: row.name,
                countries: row.countries,
            };
            (row.id, region)
        })
        .collect())
}

async fn departments(db: &mut PgConnection, company: CompanyId, job: JobId) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        r#"select d.name from job_departments j
           join departments d on (d.company_id, d.id) = (j.company_id, j.department_id)
           where j.company_id = $1 and j.job_id = $2
           order by lower(d.name)"#,
        company as _,
        job as _,
    )
    .fetch_all(db)
    .await?)
}
