//! What belongs to the whole company: its profile, people, plans and how it is divided.

mod company;
mod users;

use crate::{
    access::{
        Actor, Permission, Permit,
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
        .and(company::routes())
        .and(users::routes())
}

/// A page of settings, as the navigation shows it (`parts/settings_nav.html`).
#[derive(Debug)]
pub struct Place {
    /// Behind `/{company}/settings/`.
    pub path: &'static str,
    pub label: &'static str,
    pub icon: &'static str,
    /// Whether the page lets somebody in: the rule of its route.
    admits: fn(&Actor) -> bool,
}

impl Place {
    /// Whether one is on this page, or below it.
    pub fn holds(&self, page: &Page) -> bool {
        page.at(&format!("/settings/{}", self.path))
    }
}

/// Every page, in the order of the navigation.
const PLACES: [Place; 6] = [
    Place {
        path: "company",
        label: "Company",
        icon: "globe",
        admits: ReadSettings::admits,
    },
    Place {
        path: "users",
        label: "Users and roles",
        icon: "users",
        admits: ReadSettings::admits,
    },
    Place {
        path: "plans",
        label: "Plans",
        icon: "track",
        admits: ReadPlans::admits,
    },
    Place {
        path: "departments",
        label: "Departments",
        icon: "columns",
        admits: ReadSettings::admits,
    },
    Place {
        path: "offices",
        label: "Offices",
        icon: "building",
        admits: ReadSettings::admits,
    },
    Place {
        path: "regions",
        label: "Regions",
        icon: "pin",
        admits: ReadSettings::admits,
    },
];

/// The pages of settings that whoever reads `page` may see.
pub fn places(page: &Page) -> Vec<&'static Place> {
    let actor = Actor::Member(page.member.clone());
    PLACES
        .iter()
        .filter(|place| (place.admits)(&actor))
        .collect()
}

/// Leads to the first page of settings that one may see; without any, to one's own account.
async fn first(_permit: Permit<UseCompany>, page: Page) -> Result<Response> {
    Ok(match places(&page).first() {
        Some(place) => redirect(
            &links::settings(&page.company.slug, place.path),
            page.notice.as_ref(),
        ),
        None => redirect(links::ACCOUNT, page.notice.as_ref()),
    })
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
