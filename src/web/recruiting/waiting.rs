//! `/{company}/waiting`: the lists that home leads to.

use super::{came::Came, shown};
use crate::{
    access::{
        Permit,
        permissions::{ReadApplications, UseCompany},
    },
    base::{
        clock::Time,
        error::{Errors, Result},
        ids::ApplicationId,
        links::{self, Slug},
        paging::{Paged, decode_cursor},
    },
    domain::{
        applications::hold,
        waiting::{self, Item, Kind},
    },
    web::kit::{filters, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use jiff::tz::TimeZone;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/waiting", list)
        .post("/{company}/applications/{id}/seen", seen)
}

#[derive(Template)]
#[template(path = "recruiting/waiting.html")]
struct WaitingPage {
    page: Page,
    kind: Kind,
    items: Paged<Item>,
    now: Time,
    zone: TimeZone,
}

impl WaitingPage {
    fn title(&self) -> &'static str {
        match self.kind {
            Kind::Late => "Late answers",
            Kind::Replies => "Unanswered replies",
            Kind::Mentions => "Notes that name you",
            Kind::Untold => "Rejected and not told",
            Kind::Adjustments => "Adjustments asked for",
            Kind::Snoozed => "Snoozed by you",
        }
    }

    /// What the list is, under its title.
    fn lead(&self) -> &'static str {
        match self.kind {
            Kind::Late => "Past the day that they were promised an answer by.",
            Kind::Replies => "They wrote, you have not read it, and nobody has written back.",
            Kind::Mentions => "Until you look at the application.",
            Kind::Untold => "They hear of it once somebody lets it go.",
            Kind::Adjustments => {
                "What people need to take part fairly. Only coordinators see this."
            }
            Kind::Snoozed => "They come back by themselves on the day, or when they write.",
        }
    }

    /// Where an item leads.
    fn at(&self, item: &Item) -> String {
        let own = links::application(&self.page.company.slug, item.application);
        match self.kind {
            Kind::Late | Kind::Untold | Kind::Snoozed => own,
            Kind::Replies => format!("{own}/mail"),
            Kind::Mentions => format!("{own}#note-{}", item.number),
            Kind::Adjustments => format!("{own}#needs"),
        }
    }

    /// How long it has waited.
    fn age(&self, item: &Item) -> String {
        filters::age(self.now, item.at)
    }

    fn day(&self, item: &Item) -> String {
        shown::day(item.at, self.now, &self.zone)
    }

    fn own(&self, item: &Item) -> String {
        links::application(&self.page.company.slug, item.application)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    r#for: String,
    after: String,
}

async fn list(
    permit: Permit<UseCompany>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let kind = Kind::parse(&asked.r#for).unwrap_or_default();
    let (company, now) = (permit.company().id, permit.now());
    let after = decode_cursor(&asked.after);
    let mut db = permit.read().await?;
    let items = waiting::list(&mut db, company, permit.actor(), kind, now, after).await?;
    drop(db);
    let view = WaitingPage {
        zone: page.zone(),
        page,
        kind,
        items,
        now,
    };
    view.page.whole(&Errors::default(), &view)
}

/// Says that one has seen what is new about an application, without opening it.
async fn seen(
    permit: Permit<ReadApplications>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    permit
        .change(async |change| hold::mark_read(change, id).await)
        .await?;
    let back = came.or(&page.company, &links::application(&page.company.slug, id));
    Ok(page.redirect(back, Notice::new("Marked as read.")))
}
