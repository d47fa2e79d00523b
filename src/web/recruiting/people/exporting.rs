//! `/{company}/exports`: lists of people as CSV and XLSX, made while they are sent. Who takes
//! them along gives their password, if it was given longer ago than 15 minutes.

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
        transfer::people::export::{self, Listed},
    },
    web::{
        kit::{
            confirmed::Confirmed,
            download::download_headers,
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
use serde::Deserialize;
use std::sync::Arc;

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
    Confirmed(form): Confirmed<BulkForm>,
) -> Result<Response> {
    send(
        permit,
        Listed::Applications(form.applications_only()?),
        query.format(),
    )
    .await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct FoundForm {
    query: String,
    format: String,
}

/// Everybody whom a search finds, each with the application that fits best.
async fn candidates(
    permit: Permit<ExportPeople>,
    State(app): State<App>,
    Confirmed(form): Confirmed<FoundForm>,
) -> Result<Response> {
    let asked = ListQuery::read(&form.query).asked()?;
    let viewer = Viewer::of(permit.company().id, permit.actor(), permit.now());
    let mut db = permit.search().await?;
    let known = app.frequencies.known(&mut db, permit.now()).await?;
    let search = Search::begin(&mut db, viewer, &asked, known).await?;
    // One more than is taken, so that too many are told and not cut.
    let mut found = search.everybody(&mut db, export::MOST + 1).await?;
    drop(db);
    found.sort_unstable();
    let format = Format::parse(&form.format).unwrap_or(Format::Csv);
    send(permit, Listed::Applications(Whom::Picked(found)), format).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PoolForm {
    pool: String,
    format: String,
}

async fn pool(
    permit: Permit<ExportPeople>,
    Confirmed(form): Confirmed<PoolForm>,
) -> Result<Response> {
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
    let zone = permit.company().zone();
    let day = permit.now().day(&zone);
    let name = format!("people-{day}.{extension}");
    let headings = listed.headings();
    let listed = Arc::new(listed);
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
    listed: Arc<Listed>,
    after: i64,
) -> Result<(Vec<Vec<String>>, Option<i64>)> {
    let mut db = permit.read().await?;
    let who = (permit.company().id, permit.actor());
    export::page(&mut db, who, &listed, after, permit.now()).await
}
