//! Administrators' pages: how a company is divided, and what its plans start as.

mod departments;
mod offices;
mod plans;
mod regions;

use crate::{
    access::{
        Permit,
        permissions::{ReadPlans, ReadSettings, UseCompany},
    },
    base::{
        error::{Error, Errors, Result},
        ids::Version,
        links,
    },
    web::kit::{
        page::{Page, redirect},
        routes::Routes,
    },
};
use axum::{http::StatusCode, response::Response};

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/settings", first)
        .and(plans::routes())
        .and(departments::routes())
        .and(offices::routes())
        .and(regions::routes())
}

/// Leads to the first page of the settings that somebody may see.
async fn first(_permit: Permit<UseCompany>, page: Page) -> Result<Response> {
    let slug = &page.company.slug;
    let to = if page.may::<ReadSettings>() {
        links::settings(slug, "company")
    } else if page.may::<ReadPlans>() {
        links::settings(slug, "plans")
    } else {
        links::ACCOUNT.to_owned()
    };
    Ok(redirect(&to, page.notice.as_ref()))
}

/// What a form can show of a refusal: messages at fields, or why not at all. Anything else goes its way.
fn shown(refused: Option<Error>) -> Result<(Errors, Option<String>)> {
    match refused {
        None => Ok((Errors::default(), None)),
        Some(Error::Invalid(errors)) => Ok((errors, None)),
        Some(Error::Refused { text, .. }) => Ok((Errors::default(), Some(text))),
        Some(other) => Err(other),
    }
}

/// A page that says why not carries the status of it.
fn status_of(mut answer: Response, refused: Option<&String>) -> Response {
    if refused.is_some() {
        *answer.status_mut() = StatusCode::CONFLICT;
    }
    answer
}

/// The version that a form was made against.
fn seen(version: &str) -> Result<Version> {
    version
        .parse()
        .map_err(|_| Error::Malformed("Go back, reload the page and try again.".into()))
}

/// What was typed into a line, up to a length: nothing, when it is blank.
fn line(field: &str, text: &str, most: usize, errors: &mut Errors) -> Option<String> {
    let text = text.trim();
    if text.chars().count() > most {
        errors.add(field, format!("Shorten this to {most} characters"));
    }
    (!text.is_empty()).then(|| text.to_owned())
}

/// A name, which there must be.
fn name(text: &str, errors: &mut Errors) -> String {
    let name = text.trim();
    if !(1..=200).contains(&name.chars().count()) {
        errors.add("name", "Enter a name, in up to 200 characters");
    }
    name.to_owned()
}
