//! `/{company}/postings/{id}/revisions`: what candidates saw and when, and what differed between any two.

use super::compare::Comparison;
use crate::{
    access::{Permit, permissions::ReadJobs},
    base::{
        error::{Error, Errors, Result},
        ids::PostingId,
        links::{self, Slug},
    },
    domain::postings::{self, Editing, RevisionRow},
    web::kit::{filters, page::Page, routes::Routes},
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use jiff::tz::TimeZone;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default().get("/{company}/postings/{id}/revisions", revisions)
}

#[derive(Template)]
#[template(path = "recruiting/postings/revisions.html")]
struct RevisionsPage {
    page: Page,
    editing: Editing,
    revisions: Vec<RevisionRow>,
    /// The numbers that are compared, older first.
    between: Option<(i32, i32)>,
    comparison: Option<Comparison>,
    zone: TimeZone,
}

#[derive(Default, Deserialize)]
struct Between {
    from: Option<i32>,
    to: Option<i32>,
}

async fn revisions(
    permit: Permit<ReadJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, PostingId)>,
    Query(query): Query<Between>,
) -> Result<Response> {
    let mut db = permit.read().await?;
    let (company, actor) = (permit.company().id, permit.actor());
    let editing = postings::editing(&mut db, company, actor, id).await?;
    let rows = postings::revisions(&mut db, company, actor, id).await?;
    let newest = rows.first().map(|row| row.number);
    let between = match (query.from, query.to.or(newest)) {
        (Some(a), Some(b)) => Some((a.min(b), a.max(b))),
        (None, Some(newest)) if newest > 1 => Some((newest - 1, newest)),
        (None, _) => None,
        (Some(_), None) => return Err(Error::NotFound),
    };
    let comparison = match between {
        Some((older, newer)) => {
            let before = postings::revision(&mut db, company, actor, id, older).await?;
            let after = postings::revision(&mut db, company, actor, id, newer).await?;
            Some(Comparison::of(&before, &after))
        }
        None => None,
    };
    drop(db);
    let view = RevisionsPage {
        editing,
        revisions: rows,
        between,
        comparison,
        zone: page.zone(),
        page,
    };
    view.page.whole(&Errors::default(), &view)
}

impl RevisionsPage {
    fn url(&self) -> String {
        links::posting(&self.page.company.slug, self.editing.id)
    }

    fn is_older(&self, number: &i32) -> bool {
        self.between.is_some_and(|(older, _)| older == *number)
    }

    fn is_newer(&self, number: &i32) -> bool {
        self.between.is_some_and(|(_, newer)| newer == *number)
    }
}
