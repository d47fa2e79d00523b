//! `/{company}/jobs/{id}/limited`: what came over a limit and waits, until somebody takes it in.

use crate::{
    access::{Permit, permissions::EditJobs},
    base::{
        error::{Errors, Result},
        ids::{JobId, LimitedId},
        links::{self, Slug},
        paging::{Paged, decode_cursor},
    },
    domain::{
        applications::limits::held::{self, Held},
        jobs::{self, JobHead, JobStatus},
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
        .get("/{company}/jobs/{id}/limited", show)
        .post("/{company}/jobs/{id}/limited/{sending}/admission", admit)
}

#[derive(Template)]
#[template(path = "recruiting/jobs/limited.html")]
struct LimitedPage {
    page: Page,
    job: JobHead,
    here: &'static str,
    held: Paged<Held>,
    zone: TimeZone,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LimitedQuery {
    after: String,
}

async fn show(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
    Query(query): Query<LimitedQuery>,
) -> Result<Response> {
    let company = permit.company().id;
    let after = decode_cursor(&query.after);
    let mut db = permit.read().await?;
    let job = jobs::head(&mut db, company, permit.actor(), id).await?;
    job.editable()?;
    let held = held::held(&mut db, company, permit.actor(), id, after).await?;
    drop(db);
    let view = LimitedPage {
        zone: page.zone(),
        page,
        job,
        here: "limited",
        held,
    };
    view.page.whole(&Errors::default(), &view)
}

async fn admit(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, job, id)): Path<(Slug, JobId, LimitedId)>,
) -> Result<Response> {
    let application = permit
        .change(async |change| held::admit(change, job, id).await)
        .await?;
    Ok(page.redirect(
        links::application(&page.company.slug, application),
        Notice::new("Taken in. They hear that their application is in"),
    ))
}
