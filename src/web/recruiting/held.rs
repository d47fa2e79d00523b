//! `/{company}/held`: sendings of the form that look like abuse, for people to judge.

use crate::{
    access::{
        Permit,
        permissions::{JudgeHeld, ManageProspects, ReadHeld},
    },
    app::App,
    base::{
        clock::Time,
        error::{Errors, Result},
        ids::{HeldId, ProspectId},
        links::{self, Slug},
        paging::{Paged, decode_cursor},
    },
    domain::{
        intake::{self, Held, KEPT_DAYS},
        prospects::{self, HELD_SHOWN, HeldIntroduction},
    },
    web::kit::{download::send, filters, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use jiff::{SignedDuration, tz::TimeZone};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/held", list)
        .get("/{company}/held/{id}/files/{place}", download)
        .post("/{company}/held/{id}/admission", let_in)
        .post("/{company}/held/{id}/discarding", discard)
        .post(
            "/{company}/held/introductions/{id}/admission",
            let_introduction_in,
        )
        .post(
            "/{company}/held/introductions/{id}/discarding",
            discard_introduction,
        )
}

#[derive(Template)]
#[template(path = "recruiting/held.html")]
struct HeldPage {
    page: Page,
    held: Paged<Held>,
    /// On the first page only.
    introductions: Vec<HeldIntroduction>,
    zone: TimeZone,
}

impl HeldPage {
    /// When it goes by itself.
    fn goes(&self, at: &Time) -> Time {
        at.plus(SignedDuration::from_hours(24 * KEPT_DAYS))
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct HeldQuery {
    after: String,
}

async fn list(
    permit: Permit<ReadHeld>,
    page: Page,
    Query(query): Query<HeldQuery>,
) -> Result<Response> {
    let after: Option<(Time, HeldId)> = decode_cursor(&query.after);
    let (company, actor) = (permit.company().id, permit.actor());
    let mut db = permit.read().await?;
    let held = intake::held(&mut db, company, actor, after).await?;
    let introductions = match after.is_none() && page.may::<ManageProspects>() {
        true => prospects::held_introductions(&mut db, company, actor).await?,
        false => Vec::new(),
    };
    drop(db);
    let view = HeldPage {
        zone: page.zone(),
        page,
        held,
        introductions,
    };
    view.page.whole(&Errors::default(), &view)
}

async fn download(
    permit: Permit<ReadHeld>,
    State(app): State<App>,
    Path((_, id, place)): Path<(Slug, HeldId, i64)>,
) -> Result<Response> {
    let file = permit
        .change(async |change| intake::file(change, id, place).await)
        .await?;
    send(&app.storage, file, &format!("held sending {id}")).await
}

async fn let_in(
    permit: Permit<JudgeHeld>,
    page: Page,
    Path((_, id)): Path<(Slug, HeldId)>,
) -> Result<Response> {
    let application = permit
        .change(async |change| intake::let_in(change, id).await)
        .await?;
    let Some(application) = application else {
        let notice = Notice::new(
            "They have reached a limit: it waits with the job’s other applications over one.",
        );
        return Ok(page.redirect(links::held(&page.company.slug), notice));
    };
    let to = links::application(&page.company.slug, application);
    let notice =
        Notice::new("It is in, as of the time when it was sent. They have been written to.");
    Ok(page.redirect(to, notice))
}

async fn discard(
    permit: Permit<JudgeHeld>,
    page: Page,
    Path((_, id)): Path<(Slug, HeldId)>,
) -> Result<Response> {
    permit
        .change(async |change| intake::discard(change, id).await)
        .await?;
    let to = links::held(&page.company.slug);
    Ok(page.redirect(to, Notice::new("It is discarded.")))
}

async fn let_introduction_in(
    permit: Permit<ManageProspects>,
    page: Page,
    Path((_, id)): Path<(Slug, ProspectId)>,
) -> Result<Response> {
    permit
        .change(async |change| prospects::let_in(change, id).await)
        .await?;
    let to = links::held(&page.company.slug);
    let notice = Notice::new("It is in: we ask the address whether it was them.");
    Ok(page.redirect(to, notice))
}

async fn discard_introduction(
    permit: Permit<ManageProspects>,
    page: Page,
    Path((_, id)): Path<(Slug, ProspectId)>,
) -> Result<Response> {
    permit
        .change(async |change| prospects::discard(change, id).await)
        .await?;
    let to = links::held(&page.company.slug);
    Ok(page.redirect(to, Notice::new("It is discarded.")))
}
