//! `/{company}/candidates/{id}`: one person, with everything of theirs that one sees.

use super::shown::step_class;
use crate::{
    access::{Permit, permissions::ReadApplications},
    base::{
        clock::Time,
        error::{Error, Errors, Result},
        ids::CandidateId,
        links::{self, Slug},
    },
    domain::{
        applications::person::{self, Applied, Person},
        duplicates::{self, Alike, Made},
    },
    web::{
        kit::{
            filters,
            page::{Page, redirect},
            routes::Routes,
        },
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
    alike: Vec<Alike>,
    /// The merges that made them.
    made: Vec<Made>,
    now: Time,
    zone: TimeZone,
}

impl PersonPage {
    fn candidate(&self) -> CandidateId {
        self.person.id
    }

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
    let (company, actor, now) = (permit.company().id, permit.actor(), permit.now());
    let mut db = permit.read().await?;
    let person = match person::person(&mut db, company, actor, id).await {
        // Whoever was merged is shown as the one who stayed.
        Err(Error::NotFound) => {
            let survivor = duplicates::into(&mut db, company, actor, id, now).await?;
            let survivor = survivor.ok_or(Error::NotFound)?;
            return Ok(redirect(
                &links::candidate(&page.company.slug, survivor),
                None,
            ));
        }
        person => person?,
    };
    let alike = duplicates::alike(&mut db, company, actor, id, now).await?;
    let made = duplicates::made_of(&mut db, company, id).await?;
    drop(db);
    let view = PersonPage {
        now,
        zone: page.zone(),
        page,
        person,
        alike,
        made,
    };
    view.page.whole(&Errors::default(), &view)
}
