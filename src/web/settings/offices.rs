//! `/{company}/settings/offices`: the places of a company.

use super::form::{line, name, seen, shown, status_of};
use crate::{
    access::{
        Permit,
        permissions::{ManageCompany, ReadSettings},
    },
    base::{
        countries,
        error::{Error, Errors, Result},
        ids::OfficeId,
        links::{self, Slug},
    },
    domain::companies::{self, Office, OfficeDetails},
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/settings/offices", list)
        .get("/{company}/settings/offices/new", ask_new)
        .post("/{company}/settings/offices/new", add)
        .get("/{company}/settings/offices/{id}", ask_change)
        .post("/{company}/settings/offices/{id}", change)
        .post("/{company}/settings/offices/{id}/deletion", delete)
}

#[derive(Template)]
#[template(path = "settings/offices/list.html")]
struct ListPage {
    page: Page,
    offices: Vec<Office>,
}

#[derive(Template)]
#[template(path = "settings/offices/form.html")]
struct FormPage {
    page: Page,
    /// The one that is changed; none while it is made.
    office: Option<Office>,
    form: OfficeForm,
    errors: Errors,
    refused: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct OfficeForm {
    name: String,
    street: String,
    city: String,
    subdivision: String,
    postal_code: String,
    country: String,
    external_id: String,
    version: String,
}

impl OfficeForm {
    fn of(office: &Office) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let details = &office.details;
        Self {
            name: details.name.clone(),
            street: text(&details.street),
            city: text(&details.city),
            subdivision: text(&details.subdivision),
            postal_code: text(&details.postal_code),
            country: text(&details.country),
            external_id: text(&details.external_id),
            version: office.version.to_string(),
        }
    }

    fn check(&self) -> Result<OfficeDetails, Errors> {
        let mut errors = Errors::default();
        let details = OfficeDetails {
            name: name(&self.name, &mut errors),
            street: line("street", &self.street, 200, &mut errors),
            city: line("city", &self.city, 200, &mut errors),
            subdivision: line("subdivision", &self.subdivision, 200, &mut errors),
            postal_code: line("postal_code", &self.postal_code, 20, &mut errors),
            country: countries::by_code(&self.country).map(|country| country.code.to_owned()),
            external_id: line("external_id", &self.external_id, 100, &mut errors),
        };
        if details.country.is_none() && !self.country.is_empty() {
            errors.add("country", "Choose a country from the list");
        }
        errors.into_result(|| details)
    }
}

async fn list(permit: Permit<ReadSettings>, page: Page) -> Result<Response> {
    let offices = companies::offices(&mut *permit.read().await?, permit.company().id).await?;
    let view = ListPage { page, offices };
    view.page.whole(&Errors::default(), &view)
}

async fn ask_new(permit: Permit<ManageCompany>, page: Page) -> Result<Response> {
    draw(&permit, page, None, None, None).await
}

async fn add(
    permit: Permit<ManageCompany>,
    page: Page,
    Form(form): Form<OfficeForm>,
) -> Result<Response> {
    let added = match form.check() {
        Ok(new) => {
            permit
                .change(async |change| companies::add_office(change, new).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match added {
        Ok(_) => Ok(back(&page, "The office is added")),
        Err(error) => draw(&permit, page, None, Some(form), Some(error)).await,
    }
}

async fn ask_change(
    permit: Permit<ManageCompany>,
    page: Page,
    Path((_, id)): Path<(Slug, OfficeId)>,
) -> Result<Response> {
    draw(&permit, page, Some(id), None, None).await
}

async fn change(
    permit: Permit<ManageCompany>,
    page: Page,
    Path((_, id)): Path<(Slug, OfficeId)>,
    Form(form): Form<OfficeForm>,
) -> Result<Response> {
    let changed = match form.check() {
        Ok(new) => {
            let version = seen(&form.version)?;
            permit
                .change(async |change| companies::change_office(change, id, version, new).await)
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
    Path((_, id)): Path<(Slug, OfficeId)>,
    Form(form): Form<OfficeForm>,
) -> Result<Response> {
    let version = seen(&form.version)?;
    let deleted = permit
        .change(async |change| companies::delete_office(change, id, version).await)
        .await;
    match deleted {
        Ok(()) => Ok(back(&page, "The office is deleted")),
        Err(error) => draw(&permit, page, Some(id), None, Some(error)).await,
    }
}

fn back(page: &Page, text: &str) -> Response {
    page.redirect(
        links::settings(&page.company.slug, "offices"),
        Notice::new(text),
    )
}

async fn draw(
    permit: &Permit<ManageCompany>,
    page: Page,
    id: Option<OfficeId>,
    typed: Option<OfficeForm>,
    refused: Option<Error>,
) -> Result<Response> {
    let (errors, refused) = shown(refused)?;
    let office = match id {
        Some(id) => {
            let offices =
                companies::offices(&mut *permit.read().await?, permit.company().id).await?;
            let found = offices.into_iter().find(|office| office.id == id);
            Some(found.ok_or(Error::NotFound)?)
        }
        None => None,
    };
    let form = match (typed, office.as_ref().map(OfficeForm::of)) {
        // What was typed stays; with the newer version, so that whoever saves again has been told.
        (Some(typed), Some(now)) if refused.is_some() => OfficeForm {
            version: now.version,
            ..typed
        },
        (Some(typed), _) => typed,
        (None, now) => now.unwrap_or_default(),
    };
    let view = FormPage {
        page,
        office,
        form,
        errors,
        refused,
    };
    let answer = view.page.whole(&view.errors, &view)?;
    Ok(status_of(answer, view.refused.as_ref()))
}
