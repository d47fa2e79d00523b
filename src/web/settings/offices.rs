//! `/{company}/settings/offices`: the places of a company.

use super::{
    form::{line, name},
    part::{self, Part, Shown, Typed},
};
use crate::{
    access::{Change, permissions::ManageCompany},
    base::{
        countries,
        error::{Errors, Result},
        ids::{CompanyId, DeletedId, OfficeId, Version},
    },
    domain::companies::{self, Office, OfficeDetails},
    web::kit::{filters, page::Page, routes::Routes},
};
use askama::Template;
use axum::response::Response;
use serde::Deserialize;
use sqlx::PgConnection;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/settings/offices", part::list::<Office>)
        .get("/{company}/settings/offices/new", part::ask_new::<Office>)
        .post("/{company}/settings/offices/new", part::add::<Office>)
        .get(
            "/{company}/settings/offices/{id}",
            part::ask_change::<Office>,
        )
        .post("/{company}/settings/offices/{id}", part::change::<Office>)
        .post(
            "/{company}/settings/offices/{id}/deletion",
            part::delete::<Office>,
        )
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
pub(super) struct OfficeForm {
    name: String,
    street: String,
    city: String,
    subdivision: String,
    postal_code: String,
    country: String,
    external_id: String,
    version: String,
}

impl Typed for OfficeForm {
    type Part = Office;

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
    fn version(&mut self) -> &mut String {
        &mut self.version
    }
}

impl Part for Office {
    type Id = OfficeId;
    type Typed = OfficeForm;
    type Details = OfficeDetails;
    type Beside = ();

    const PLACE: &'static str = "offices";
    const WORD: &'static str = "office";

    fn id(&self) -> OfficeId {
        self.id
    }

    async fn all(db: &mut PgConnection, company: CompanyId) -> Result<Vec<Self>> {
        companies::offices(db, company).await
    }

    async fn add(change: &mut Change<ManageCompany>, new: OfficeDetails) -> Result<()> {
        companies::add_office(change, new).await.map(drop)
    }

    async fn change(
        change: &mut Change<ManageCompany>,
        id: OfficeId,
        seen: Version,
        new: OfficeDetails,
    ) -> Result<()> {
        companies::change_office(change, id, seen, new).await
    }

    async fn delete(
        change: &mut Change<ManageCompany>,
        id: OfficeId,
        seen: Version,
    ) -> Result<Option<DeletedId>> {
        Ok(Some(companies::delete_office(change, id, seen).await?))
    }

    fn list_page(page: Page, offices: Vec<Self>, (): ()) -> Result<Response> {
        let view = ListPage { page, offices };
        view.page.whole(&Errors::default(), &view)
    }

    fn form_page(shown: Shown<Self>) -> Result<Response> {
        let view = FormPage {
            page: shown.page,
            office: shown.part,
            form: shown.form,
            errors: shown.errors,
            refused: shown.refused,
        };
        view.page.whole(&view.errors, &view)
    }
}
