//! What belongs to the whole company: its profile, people, plans and how it is divided.

mod company;
mod departments;
mod form;
mod limits;
mod mail;
mod offices;
mod outbox;
mod part;
mod plans;
mod questions;
mod regions;
mod retention;
mod self_identification;
mod site;
mod sources;
mod unmatched;
mod users;

use super::kit::{
    page::{Page, redirect},
    routes::Routes,
};
use crate::{
    access::{
        Actor, Permission, Permit,
        permissions::{ManageCompany, ManageSources, ReadPlans, ReadSettings, UseCompany},
    },
    base::{error::Result, links},
};
use axum::response::Response;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/settings", first)
        .and(company::routes())
        .and(site::routes())
        .and(users::routes())
        .and(plans::routes())
        .and(questions::routes())
        .and(limits::routes())
        .and(mail::routes())
        .and(outbox::routes())
        .and(unmatched::routes())
        .and(departments::routes())
        .and(offices::routes())
        .and(regions::routes())
        .and(retention::routes())
        .and(self_identification::routes())
        .and(sources::routes())
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
const PLACES: [Place; 15] = [
    Place {
        path: "company",
        label: "Company",
        icon: "globe",
        admits: ReadSettings::admits,
    },
    Place {
        path: "site",
        label: "Careers site",
        icon: "external",
        admits: ManageCompany::admits,
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
        path: "questions",
        label: "Questions",
        icon: "message",
        admits: ReadSettings::admits,
    },
    Place {
        path: "limits",
        label: "Application limits",
        icon: "pause",
        admits: ReadSettings::admits,
    },
    Place {
        path: "mail",
        label: "Mail templates",
        icon: "mail",
        admits: ReadSettings::admits,
    },
    Place {
        path: "outbox",
        label: "Outbox",
        icon: "send",
        admits: ReadSettings::admits,
    },
    Place {
        path: "unmatched",
        label: "Unmatched mail",
        icon: "archive",
        admits: ManageCompany::admits,
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
    Place {
        path: "sources",
        label: "Links and sources",
        icon: "link",
        admits: ManageSources::admits,
    },
    Place {
        path: "retention",
        label: "Retention",
        icon: "shield",
        admits: ReadSettings::admits,
    },
    Place {
        path: "self-identification",
        label: "Self-identification",
        icon: "chart",
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
        Some(place) => redirect(&links::settings(&page.company.slug, place.path), None),
        None => redirect(links::ACCOUNT, None),
    })
}
