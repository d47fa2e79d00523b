//! `/{company}/exports`: lists of people as CSV and XLSX, made while they are sent.

use crate::{
    access::{Permit, permissions::ExportPeople},
    app::App,
    base::{
        error::{Error, Result},
        ids::PoolId,
    },
    domain::{
        bulk::Whom,
        search::{Search, Viewer},
        transfer::people::export::{self, FOUND, Listed},
    },
    web::{
        kit::{
            download::download_headers,
            form::Form,
            routes::Routes,
            table::{self, Format},
        },
        recruiting::{bulk::BulkForm, candidates::ListQuery},
    },
};
use anyhow::Context;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use jiff::tz::TimeZone;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .post("/{company}/exports/applications", applications)
        .post("/{company}/exports/candidates", candidates)
        .post("/{company}/exports/pool", pool)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct As {
    format: String,
}

impl As {
    fn format(&self) -> Format {
        Format::parse(&self.format).unwrap_or(Format::Csv)
    }
}

/// Those of a job who were ticked, or all that fit its filter.
async fn applications(
    permit: Permit<ExportPeople>,
    Query(query): Query<As>,
    Form(form): Form<BulkForm>,
) -> Result<Response> {
    send(permit, Listed::Applications(form.whom()?), query.format()).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct FoundForm {
    query: String,
    format: String,
}

/// The first thousand whom a search finds.
async fn candidates(
    permit: Permit<ExportPeople>,
    State(app): State<App>,
    Form(form): Form<FoundForm>,
) -> Result<Response> {
    let query = ListQuery::read(&form.query);
    let asked = query.asked()?;
    let viewer = Viewer::of(permit.company().id, permit.actor(), permit.now());
    let mut db = permit.search().await?;
    let known = app.frequencies.known(&mut db, permit.now()).await?;
    let search = Search::begin(&mut db, viewer, &asked, known).await?;
    let (mut found, mut after) = (Vec::new(), None);
    while found.len() < FOUND {
        let page = search.people(&mut db, after).await?;
        found.extend(page.rows.iter().map(|hit| hit.application));
        match page
            .next
            .as_deref()
            .and_then(crate::base::paging::decode_cursor)
        {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    drop(db);
    let format = Format::parse(&form.format).unwrap_or(Format::Csv);
    send(permit, Listed::Applications(Whom::Picked(found)), format).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PoolForm {
    pool: String,
    format: String,
}

async fn pool(permit: Permit<ExportPeople>, Form(form): Form<PoolForm>) -> Result<Response> {
    let pool = match form.pool.as_str() {
        "" => None,
        id => Some(PoolId(id.parse().map_err(|_| Error::NotFound)?)),
    };
    let format = Format::parse(&form.format).unwrap_or(Format::Csv);
    send(permit, Listed::Pool(pool), format).await
}

async fn send(permit: Permit<ExportPeople>, listed: Listed, format: Format) -> Result<Response> {
    let extension = format.extension();
    permit
        .change(async |change| export::begin(change, &listed, extension).await)
        .await?;
    let zone = TimeZone::get(&permit.company().time_zone).unwrap_or(TimeZone::UTC);
    let day = permit.now().day(&zone);
    let name = format!("people-{day}.{extension}");
    let headings = listed.headings();
    let body = table::body(format, headings, 0, move |after| {
        page(permit.clone(), listed.clone(), after)
    });
    let body = body.context("a table")?;
    let headers = download_headers(&name, format.media_type());
    Ok((headers, body).into_response())
}

/// A page of the table, and where the next begins.
async fn page(
    permit: Permit<ExportPeople>,
    listed: Listed,
    after: i64,
) -> Result<(Vec<Vec<String>>, Option<i64>)> {
    let mut db = permit.read().await?;
    let who = (permit.company().id, permit.actor());
    export::page(&mut db, who, &listed, after, permit.now()).await
}
