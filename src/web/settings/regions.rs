//! `/{company}/settings/regions`: the parts of the world from which people may work.

use super::form::{name, seen, shown, status_of};
use crate::{
    access::{
        Permit,
        permissions::{ManageCompany, ReadSettings},
    },
    base::{
        countries,
        error::{Error, Errors, Result},
        ids::RegionId,
        links::{self, Slug},
    },
    domain::companies::{self, Region, RegionDetails},
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/settings/regions", list)
        .get("/{company}/settings/regions/new", ask_new)
        .post("/{company}/settings/regions/new", add)
        .get("/{company}/settings/regions/{id}", ask_change)
        .post("/{company}/settings/regions/{id}", change)
        .post("/{company}/settings/regions/{id}/deletion", delete)
}

#[derive(Template)]
#[template(path = "settings/regions/list.html")]
struct ListPage {
    page: Page,
    regions: Vec<Region>,
}

#[derive(Template)]
#[template(path = "settings/regions/form.html")]
struct FormPage {
    page: Page,
    /// The one that is changed; none while it is made.
    region: Option<Region>,
    form: RegionForm,
    errors: Errors,
    refused: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RegionForm {
    name: String,
    countries: Vec<String>,
    version: String,
}

impl RegionForm {
    fn of(region: &Region) -> Self {
        Self {
            name: region.details.name.clone(),
            countries: region.details.countries.clone(),
            version: region.version.to_string(),
        }
    }

    fn has(&self, country: &countries::Country) -> bool {
        self.countries.iter().any(|code| code == country.code)
    }

    fn check(&self) -> Result<RegionDetails, Errors> {
        let mut errors = Errors::default();
        let name = name(&self.name, &mut errors);
        // In the order of our list, each once; what is no country of it is none.
        let known = countries::ALL.iter().filter(|country| self.has(country));
        let countries: Vec<_> = known.map(|country| country.code.to_owned()).collect();
        if countries.is_empty() {
            errors.add("countries", "Choose at least one country");
        }
        errors.into_result(|| RegionDetails { name, countries })
    }
}

async fn list(permit: Permit<ReadSettings>, page: Page) -> Result<Response> {
    let regions = companies::regions(&mut *permit.read().await?, permit.company().id).await?;
    let view = ListPage { page, regions };
    view.page.whole(&Errors::default(), &view)
}

async fn ask_new(permit: Permit<ManageCompany>, page: Page) -> Result<Response> {
    draw(&permit, page, None, None, None).await
}

async fn add(
    permit: Permit<ManageCompany>,
    page: Page,
    Form(form): Form<RegionForm>,
) -> Result<Response> {
    let added = match form.check() {
        Ok(new) => {
            permit
                .change(async |change| companies::add_region(change, new).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match added {
        Ok(_) => Ok(back(&page, "The region is added")),
        Err(error) => draw(&permit, page, None, Some(form), Some(error)).await,
    }
}

async fn ask_change(
    permit: Permit<ManageCompany>,
    page: Page,
    Path((_, id)): Path<(Slug, RegionId)>,
) -> Result<Response> {
    draw(&permit, page, Some(id), None, None).await
}

async fn change(
    permit: Permit<ManageCompany>,
    page: Page,
    Path((_, id)): Path<(Slug, RegionId)>,
    Form(form): Form<RegionForm>,
) -> Result<Response> {
    let changed = match form.check() {
        Ok(new) => {
            let version = seen(&form.version)?;
            permit
                .change(async |change| companies::change_region(change, id, version, new).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match changed {
        Ok(()) => Ok(back(&page, "Saved")),
        Err(error) => draw(&permit, page, Some(id), Some(form), Some(error)).await,
    }
}

async fn delete(
    permit: Permit<ManageCompany>,
    page: Page,
    Path((_, id)): Path<(Slug, RegionId)>,
    Form(form): Form<RegionForm>,
) -> Result<Response> {
    let version = seen(&form.version)?;
    let deleted = permit
        .change(async |change| companies::delete_region(change, id, version).await)
        .await;
    match deleted {
        Ok(()) => Ok(back(&page, "The region is deleted")),
        Err(error) => draw(&permit, page, Some(id), None, Some(error)).await,
    }
}

fn back(page: &Page, text: &str) -> Response {
    page.redirect(
        links::settings(&page.company.slug, "regions"),
        Notice::new(text),
    )
}

async fn draw(
    permit: &Permit<ManageCompany>,
    page: Page,
    id: Option<RegionId>,
    typed: Option<RegionForm>,
    refused: Option<Error>,
) -> Result<Response> {
    let (errors, refused) = shown(refused)?;
    let region = match id {
        Some(id) => {
            let regions =
                companies::regions(&mut *permit.read().await?, permit.company().id).await?;
            let found = regions.into_iter().find(|region| region.id == id);
            Some(found.ok_or(Error::NotFound)?)
        }
        None => None,
    };
    let form = match (typed, region.as_ref().map(RegionForm::of)) {
        // What was typed stays; with the newer version, so that whoever saves again has been told.
        (Some(typed), Some(now)) if refused.is_some() => RegionForm {
            version: now.version,
            ..typed
        },
        (Some(typed), _) => typed,
        (None, now) => now.unwrap_or_default(),
    };
    let view = FormPage {
        page,
        region,
        form,
        errors,
        refused,
    };
    let answer = view.page.whole(&view.errors, &view)?;
    Ok(status_of(answer, view.refused.as_ref()))
}
