//! `/{company}/settings/sources`: codes for links, and how many applications each brought.

use super::form::{line, shown, status_of};
use crate::{
    access::{Permit, permissions::ManageSources},
    app::App,
    base::{
        error::{Errors, Result},
        ids::{SourceCodeId, SourceId},
        links::{self, Slug},
    },
    domain::{
        companies,
        sources::{self, Code, NewCode, SourceChoice},
    },
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use jiff::tz::TimeZone;
use serde::Deserialize;

pub fn routes() -> Routes {
    const PATH: &str = "/{company}/settings/sources";
    Routes::default()
        .get(PATH, list)
        .post(PATH, make)
        .post("/{company}/settings/sources/{id}/retirement", retire)
}

#[derive(Template)]
#[template(path = "settings/sources/list.html")]
struct SourcesPage {
    page: Page,
    codes: Vec<Code>,
    sources: Vec<SourceChoice>,
    /// The careers site, whole.
    site: String,
    form: CodeForm,
    errors: Errors,
    refused: Option<String>,
    zone: TimeZone,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct CodeForm {
    code: String,
    source: String,
    medium: String,
    campaign: String,
}

impl CodeForm {
    fn check(&self) -> Result<NewCode, Errors> {
        let mut errors = Errors::default();
        let code = self.code.trim().to_lowercase();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !(3..=40).contains(&code.chars().count()) || !code.chars().all(plain) {
            errors.add(
                "code",
                "Use 3 to 40 letters from a to z, digits and hyphens",
            );
        }
        let source = self.source.parse().map(SourceId);
        if source.is_err() {
            errors.add("source", "Choose a source");
        }
        let medium = line("medium", &self.medium, 100, &mut errors);
        let campaign = line("campaign", &self.campaign, 100, &mut errors);
        errors.into_result(|| NewCode {
            code,
            source: source.unwrap_or(SourceId(0)),
            medium: medium.unwrap_or_default(),
            campaign: campaign.unwrap_or_default(),
        })
    }
}

async fn list(
    permit: Permit<ManageSources>,
    State(app): State<App>,
    page: Page,
) -> Result<Response> {
    draw(&permit, &app, page, CodeForm::default(), None).await
}

async fn make(
    permit: Permit<ManageSources>,
    State(app): State<App>,
    page: Page,
    Form(form): Form<CodeForm>,
) -> Result<Response> {
    let made = match form.check() {
        Ok(new) => {
            permit
                .change(async |change| sources::make_code(change, &new).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match made {
        Ok(()) => Ok(back(&page, "The code is made")),
        Err(error) => draw(&permit, &app, page, form, Some(error)).await,
    }
}

async fn retire(
    permit: Permit<ManageSources>,
    page: Page,
    Path((_, id)): Path<(Slug, SourceCodeId)>,
) -> Result<Response> {
    permit
        .change(async |change| sources::retire_code(change, id).await)
        .await?;
    Ok(back(&page, "The code is retired"))
}

fn back(page: &Page, text: &'static str) -> Response {
    let list = links::settings(&page.company.slug, "sources");
    page.redirect(list, Notice::new(text))
}

async fn draw(
    permit: &Permit<ManageSources>,
    app: &App,
    page: Page,
    form: CodeForm,
    refused: Option<crate::base::error::Error>,
) -> Result<Response> {
    let (errors, refused) = shown(refused)?;
    let (company, actor) = (permit.company(), permit.actor());
    let mut db = permit.read().await?;
    let codes = sources::codes(&mut db, company.id, actor).await?;
    let choices = sources::sources(&mut db, company.id, actor).await?;
    let public = app.config.public_origin();
    let (origin, root) = companies::lives(&mut db, company, &public).await?;
    drop(db);
    let view = SourcesPage {
        zone: page.zone(),
        site: format!("{origin}{}", links::careers(&root)),
        page,
        codes,
        sources: choices,
        form,
        errors,
        refused,
    };
    let answer = view.page.whole(&view.errors, &view)?;
    Ok(status_of(answer, view.refused.as_ref()))
}
