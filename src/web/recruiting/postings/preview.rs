//! `/{company}/postings/{id}/preview`: the draft, as candidates would read it.

use crate::{
    access::{Permit, permissions::ReadJobs},
    base::{
        clock::Day,
        error::{Errors, Result},
        ids::PostingId,
        links::{self, Slug},
    },
    domain::postings::{self, published::Published},
    web::kit::{filters, page::Page, routes::Routes},
};
use askama::Template;
use axum::{extract::Path, response::Response};

pub fn routes() -> Routes {
    Routes::default().get("/{company}/postings/{id}/preview", preview)
}

#[derive(Template)]
#[template(path = "recruiting/postings/preview.html")]
struct PreviewPage {
    page: Page,
    content: Published,
    posted: Option<Day>,
    /// The posting's own page: the editor, for those who may edit.
    url: String,
    edits: bool,
}

async fn preview(
    permit: Permit<ReadJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, PostingId)>,
) -> Result<Response> {
    let mut db = permit.read().await?;
    let company = permit.company().id;
    // As candidates read it.
    let zone = permit.company().zone();
    let editing = postings::editing(&mut db, company, permit.actor(), id).await?;
    let content = editing.resolved(&mut db, company).await?;
    drop(db);
    let view = PreviewPage {
        content,
        posted: editing.first_published_at.map(|at| Day(at.day(&zone))),
        url: links::posting(&page.company.slug, id),
        edits: editing.edits,
        page,
    };
    view.page.whole(&Errors::default(), &view)
}
