//! `/{company}/candidates/{id}`: one person, with everything of theirs that one sees.

use super::shown::step_class;
use crate::{
    access::{
        Permit,
        permissions::{ManageProspects, ReadApplications},
    },
    base::{
        clock::Time,
        error::{Error, Errors, Result},
        ids::CandidateId,
        links::{self, Slug},
        paging::decode_cursor,
    },
    domain::{
        applications::person::{self, Applied, Person},
        duplicates::{self, Alike, Made},
        reversal,
        timeline::{self, Show, Whose},
    },
    web::{
        kit::{
            filters,
            page::{Page, redirect},
            routes::Routes,
        },
        recruiting::{
            applications::{dialled, web_link},
            feed::Feed,
            shown,
        },
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use jiff::tz::TimeZone;
use serde::Deserialize;

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
    /// What happened, over all their applications.
    feed: Feed,
    show: Show,
    now: Time,
    zone: TimeZone,
}

impl PersonPage {
    fn candidate(&self) -> CandidateId {
        self.person.id
    }

    fn own_path(&self) -> String {
        links::candidate(&self.page.company.slug, self.person.id)
    }

    fn day(&self, time: &Time) -> String {
        shown::day(*time, self.now, &self.zone)
    }

    fn mark(&self, applied: &Applied, n: &i64) -> &'static str {
        step_class(applied.status, applied.step, *n)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PersonQuery {
    show: String,
    after: String,
}

async fn show(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, CandidateId)>,
    Query(query): Query<PersonQuery>,
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
    let alike = match person.has_alike {
        true => duplicates::alike(&mut db, company, actor, id, now).await?,
        false => Vec::new(),
    };
    let made = match person.merged {
        true => duplicates::made_of(&mut db, company, id).await?,
        false => Vec::new(),
    };
    let show = Show::parse(&query.show).unwrap_or_default();
    let after = decode_cursor(&query.after);
    let theirs: Vec<_> = person.applications.iter().map(|it| it.id).collect();
    let whose = Whose::Person(id, &theirs);
    let entries = timeline::timeline(&mut db, company, actor, whose, show, after).await?;
    let reversible = reversal::reversible_of_person(&mut db, company, actor, id, &theirs).await?;
    drop(db);
    let feed = Feed {
        entries,
        reversible,
        company: page.company.slug.clone(),
        candidate: id,
        name: person.name.clone(),
        across: true,
        writes: person.writes,
        sorts_pool: page.may::<ManageProspects>(),
        now,
        zone: page.zone(),
    };
    let view = PersonPage {
        now,
        zone: page.zone(),
        page,
        person,
        alike,
        made,
        feed,
        show,
    };
    view.page.whole(&Errors::default(), &view)
}
