//! `/{company}/settings/company`: what a company says of itself, its days and its promises.

mod form;

use super::form::{seen, shown, status_of};
use crate::{
    access::{
        Permission, Permit,
        permissions::{ManageCompany, ReadSettings},
    },
    base::{
        error::{Error, Errors, Result},
        links,
    },
    domain::companies,
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::response::Response;
use form::{CompanyForm, WEEK};

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/settings/company", show)
        .post("/{company}/settings/company", save)
}

#[derive(Template)]
#[template(path = "settings/company/edit.html")]
struct CompanyPage {
    page: Page,
    form: CompanyForm,
    errors: Errors,
    refused: Option<String>,
    /// What differs between what was typed and what somebody else has saved meanwhile.
    differing: Vec<&'static str>,
    /// Whether the reader may change anything.
    manages: bool,
}

async fn show(permit: Permit<ReadSettings>, page: Page) -> Result<Response> {
    draw(&permit, page, None, None).await
}

async fn save(
    permit: Permit<ManageCompany>,
    page: Page,
    Form(form): Form<CompanyForm>,
) -> Result<Response> {
    let saved = match form.check() {
        Ok(settings) => {
            let version = seen(&form.version)?;
            permit
                .change(async |change| companies::change_settings(change, version, settings).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match saved {
        Ok(()) => Ok(page.redirect(
            links::settings(&page.company.slug, "company"),
            Notice::new("Saved"),
        )),
        Err(error) => draw(&permit, page, Some(form), Some(error)).await,
    }
}

/// Draws what was typed, else what is. What was typed against an older version gets the newer one: whoever saves again has
/// been told what differs.
async fn draw<P: Permission>(
    permit: &Permit<P>,
    page: Page,
    typed: Option<CompanyForm>,
    refused: Option<Error>,
) -> Result<Response> {
    let (errors, refused) = shown(refused)?;
    let (settings, version) =
        companies::settings(&mut *permit.read().await?, permit.company().id).await?;
    let now = CompanyForm::of(settings, version);
    let mut form = typed.unwrap_or_else(|| now.clone());
    let mut differing = Vec::new();
    if refused.is_some() {
        differing = form.differing(&now);
        form.version = now.version;
    }
    let view = CompanyPage {
        manages: page.may::<ManageCompany>(),
        page,
        form,
        errors,
        refused,
        differing,
    };
    let answer = view.page.whole(&view.errors, &view)?;
    Ok(status_of(answer, view.refused.as_ref()))
}
