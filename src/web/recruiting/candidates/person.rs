//! `/{company}/candidates/{id}`: one person, with everything of theirs that one sees.

use super::shown::step_class;
use crate::{
    access::{Permit, permissions::ReadApplications},
    base::{
        clock::Time,
        error::{Errors, Result},
        ids::CandidateId,
        links::Slug,
    },
    domain::applications::person::{self, Applied, Person},
    web::{
        kit::{filters, page::Page, routes::Routes},
        recruiting::{
            applications::{dialled, web_link},
            shown,
        },
    },
};
use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::tz::TimeZone;

pub fn routes() -> Routes {
    Routes::default().get("/{company}/candidates/{id}", show)
}

#[derive(Template)]
#[template(path = "recruiting/candidates/person.html")]
struct PersonPage {
    page: Page,
    person: Person,
    now: Time,
    zone: TimeZone,
}

impl PersonPage {
    fn day(&self, time: &Time) -> String {
        shown::day(*time, self.now, &self.zone)
    }

    fn mark(&self, applied: &Applied, n: &i64) -> &'static str {
        step_class(applied.status, applied.step, *n)
    }
}

async fn show(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, CandidateId)>,
) -> Result<Response> {
    let company = permit.company().id;
    let person = {
        let mut db = permit.read().await?;
        person::person(&mut db, company, permit.actor(), id).await?
    };
    let view = PersonPage {
        now: permit.now(),
        zone: page.zone(),
        page,
        person,
    };
    view.page.whole(&Errors::default(), &view)
}
