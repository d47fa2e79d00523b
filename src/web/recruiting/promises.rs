//! `/{company}/promises`: how often promises of an answer were kept.

use crate::{
    access::{Permit, permissions::ReadApplications},
    base::error::{Errors, Result},
    domain::promises::{self, Kept, Report},
    web::kit::{filters, page::Page, routes::Routes},
};
use askama::Template;
use axum::{extract::Query, response::Response};
use jiff::SignedDuration;
use serde::Deserialize;

/// Periods that can be looked at, in days.
const PERIODS: [(i64, &str); 3] = [
    (30, "30 days"),
    (90, "90 days"),
    (promises::YEAR, "12 months"),
];
/// Jobs that are listed.
const JOBS: usize = 200;

pub fn routes() -> Routes {
    Routes::default().get("/{company}/promises", show)
}

#[derive(Template)]
#[template(path = "recruiting/promises.html")]
struct PromisesPage {
    page: Page,
    days: i64,
    report: Report,
}

impl PromisesPage {
    fn percent(&self, kept: &Kept) -> String {
        let percent = kept.percent();
        percent.map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"))
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    days: String,
}

async fn show(
    permit: Permit<ReadApplications>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let days = asked.days.parse().ok();
    let days = days.filter(|days| PERIODS.iter().any(|(known, _)| known == days));
    let (days, now) = (days.unwrap_or(promises::YEAR), permit.now());
    let since = now.minus(SignedDuration::from_hours(24 * days));
    let report = {
        let mut db = permit.read().await?;
        promises::report(&mut db, permit.company().id, permit.actor(), since, now).await?
    };
    let view = PromisesPage { page, days, report };
    view.page.whole(&Errors::default(), &view)
}
