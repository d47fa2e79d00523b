//! `/{company}/applications/{id}/adjustments`: a coordinator takes note of what somebody needs.

use crate::{
    access::{Permit, permissions::ReadAdjustments},
    base::{
        error::{Error, Result},
        ids::{ApplicationId, Version},
        links::{self, Slug},
    },
    domain::applications::adjustments,
    web::kit::{form::Form, notice::Notice, page::Page, routes::Routes},
};
use axum::{extract::Path, response::Response};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default().post("/{company}/applications/{id}/adjustments", note)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct NotedForm {
    version: String,
}

async fn note(
    permit: Permit<ReadAdjustments>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Form(form): Form<NotedForm>,
) -> Result<Response> {
    let seen: Version = form
        .version
        .parse()
        .map_err(|_| Error::Malformed("Go back, reload the page and try again.".into()))?;
    permit
        .change(async |change| adjustments::note(change, id, seen).await)
        .await?;
    let there = links::application(&page.company.slug, id);
    Ok(page.redirect(there, Notice::new("You took note of what they need")))
}
