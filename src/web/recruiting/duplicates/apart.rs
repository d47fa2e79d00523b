//! `/{company}/candidates/merges/{id}`: what goes where when two records are taken apart.

use crate::{
    access::{Permit, permissions::MergeCandidates},
    base::{
        clock::Time,
        error::{Errors, Result},
        ids::MergeId,
        links::{self, Slug},
    },
    domain::duplicates::{self, Going, Since, Standing},
    web::{
        kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
        recruiting::shown,
    },
};
use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::tz::TimeZone;
use serde::Deserialize;

pub fn routes() -> Routes {
    const MERGE: &str = "/{company}/candidates/merges/{id}";
    Routes::default().get(MERGE, ask).post(MERGE, take_apart)
}

#[derive(Template)]
#[template(path = "recruiting/duplicates/apart.html")]
struct ApartPage {
    page: Page,
    merge: Standing,
    since: Vec<Since>,
    now: Time,
    zone: TimeZone,
}

impl ApartPage {
    fn day(&self, time: &Time) -> String {
        shown::day(*time, self.now, &self.zone)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ApartForm {
    /// What goes with the lesser record; everything else stays.
    goes: Vec<String>,
}

async fn ask(
    permit: Permit<MergeCandidates>,
    page: Page,
    Path((_, id)): Path<(Slug, MergeId)>,
) -> Result<Response> {
    let (company, actor, now) = (permit.company().id, permit.actor(), permit.now());
    let mut db = permit.read().await?;
    let merge = duplicates::standing(&mut db, company, actor, id, now).await?;
    let since = duplicates::since(&mut db, company, actor, &merge).await?;
    drop(db);
    let view = ApartPage {
        merge,
        since,
        now,
        zone: page.zone(),
        page,
    };
    view.page.whole(&Errors::default(), &view)
}

async fn take_apart(
    permit: Permit<MergeCandidates>,
    page: Page,
    Path((slug, id)): Path<(Slug, MergeId)>,
    Form(form): Form<ApartForm>,
) -> Result<Response> {
    let going: Vec<Going> = form.goes.iter().filter_map(|it| it.parse().ok()).collect();
    let lesser = permit
        .change(async |change| duplicates::take_apart(change, id, &going).await)
        .await?;
    let notice = Notice::new("They are two people again. This is the one who came back.");
    Ok(page.redirect(links::candidate(&slug, lesser), notice))
}
