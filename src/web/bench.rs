//! What `cargo bench --bench goals` compares others with. It is there in builds with the feature `bench` alone: the second page
//! shows a name to whoever asks.

use super::kit::{routes::Routes, seat::Anybody};
use crate::{
    base::{
        error::Result,
        ids::{CandidateId, CompanyId},
    },
    domain::candidates,
};
use askama::Template;
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Response},
};

pub fn routes() -> Routes {
    Routes::default()
        .get("/v0/bench/constant", constant)
        .get("/v0/bench/{company}/candidates/{id}", candidate)
}

/// What the layers around every answer cost.
async fn constant(_: Anybody) -> &'static str {
    "This is always the same."
}

#[derive(Template)]
#[template(
    source = "<!doctype html><title>{{ name }}</title><h1>{{ name }}</h1>",
    ext = "html"
)]
struct Bare {
    name: String,
}

/// One row by its primary key, queried and drawn: as little as a page with a database can do.
async fn candidate(
    visitor: Anybody,
    Path((company, id)): Path<(CompanyId, CandidateId)>,
) -> Result<Response> {
    let name = {
        let mut db = visitor.app.db.read().await?;
        candidates::bare(&mut db, company, id).await?
    };
    Ok(Html(Bare { name }.render()?).into_response())
}
