//! `/{company}/settings/regions`: the parts of the world from which people may work.

use super::{
    form::name,
    part::{self, Part, Shown, Typed},
};
use crate::{
    access::{Change, permissions::ManageCompany},
    base::{
        countries,
        error::{Errors, Result},
        ids::{CompanyId, DeletedId, RegionId, Version},
    },
    domain::companies::{self, Region, RegionDetails},
    web::kit::{filters, page::Page, routes::Routes},
};
use askama::Template;
use axum::response::Response;
use serde::Deserialize;
use sqlx::PgConnection;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/settings/regions", part::list::<Region>)
        .get("/{company}/settings/regions/new", part::ask_new::<Region>)
        .post("/{company}/settings/regions/new", part::add::<Region>)
        .get(
            "/{company}/settings/regions/{id}",
            part::ask_change::<Region>,
        )
        .post("/{company}/settings/regions/{id}", part::change::<Region>)
        .post(
            "/{company}/settings/regions/{id}/deletion",
            part::delete::<Region>,
        )
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
pub(super) struct RegionForm {
    name: String,
    countries: Vec<String>,
    version: String,
}

impl Typed for RegionForm {
    type Part = Region;

    fn of(region: &Region) -> Self {
        Self {
            name: region.details.name.clone(),
            countries: region.details.countries.clone(),
            version: region.version.to_string(),
        }
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
    fn version(&mut self) -> &mut String {
        &mut self.version
    }
}

impl RegionForm {
    fn has(&self, country: &countries::Country) -> bool {
        self.countries.iter().any(|code| code == country.code)
    }
}

impl Part for Region {
    type Id = RegionId;
    type Typed = RegionForm;
    type Details = RegionDetails;
    type Beside = ();

    const PLACE: &'static str = "regions";
    const WORD: &'static str = "region";

    fn id(&self) -> RegionId {
        self.id
    }

    async fn all(db: &mut PgConnection, company: CompanyId) -> Result<Vec<Self>> {
        companies::regions(db, company).await
    }

    async fn add(change: &mut Change<ManageCompany>, new: RegionDetails) -> Result<()> {
        companies::add_region(change, new).await.map(drop)
    }

    async fn change(
        change: &mut Change<ManageCompany>,
        id: RegionId,
        seen: Version,
        new: RegionDetails,
    ) -> Result<()> {
        companies::change_region(change, id, seen, new).await
    }

    async fn delete(
        change: &mut Change<ManageCompany>,
        id: RegionId,
        seen: Version,
    ) -> Result<Option<DeletedId>> {
        Ok(Some(companies::delete_region(change, id, seen).await?))
    }

    fn list_page(page: Page, regions: Vec<Self>, (): ()) -> Result<Response> {
        let view = ListPage { page, regions };
        view.page.whole(&Errors::default(), &view)
    }

    fn form_page(shown: Shown<Self>) -> Result<Response> {
        let view = FormPage {
            page: shown.page,
            region: shown.part,
            form: shown.form,
            errors: shown.errors,
            refused: shown.refused,
        };
        view.page.whole(&view.errors, &view)
    }
}
