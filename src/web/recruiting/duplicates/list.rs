//! Proposals, with the evidence side by side.

use super::{merge_path, page_of};
use crate::{
    access::{Permit, permissions::MergeCandidates},
    base::{
        clock::Time,
        error::{Errors, Result},
        ids::{CandidateId, DuplicateId},
        links::{self, Slug},
        paging::{Paged, decode_cursor},
    },
    domain::duplicates::{self, Likeness, Proposal, Record},
    web::{
        kit::{filters, notice::Notice, page::Page, routes::Routes},
        recruiting::shown,
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use jiff::tz::TimeZone;
use serde::Deserialize;

pub fn routes() -> Routes {
    const ONE: &str = "/{company}/candidates/duplicates/{id}/dismissal";
    Routes::default()
        .get("/{company}/candidates/duplicates", list)
        .post(ONE, dismiss)
        .post(
            "/{company}/candidates/duplicates/{id}/dismissal/undo",
            restore,
        )
}

/// Two people side by side.
struct Pair {
    proposal: Proposal,
    one: Record,
    other: Record,
}

impl Pair {
    /// Each with the other one.
    fn sides(&self) -> [(&Record, &Record); 2] {
        [(&self.one, &self.other), (&self.other, &self.one)]
    }

    fn same_file(&self) -> bool {
        self.proposal.evidence.contains(&Likeness::File)
    }

    fn words(&self) -> String {
        let words: Vec<&str> = self.proposal.evidence.iter().map(|it| it.words()).collect();
        words.join(", ")
    }
}

#[derive(Template)]
#[template(path = "recruiting/duplicates/list.html")]
struct ListPage {
    page: Page,
    pairs: Vec<Pair>,
    next: Option<String>,
    dismissed: bool,
    now: Time,
    zone: TimeZone,
}

impl ListPage {
    fn own_path(&self) -> String {
        format!("{}/duplicates", links::candidates(&self.page.company.slug))
    }

    fn merge_path(&self, pair: &Pair) -> String {
        merge_path(&self.page.company.slug, pair.one.id, pair.other.id)
    }

    fn page_of(&self, record: &Record) -> String {
        page_of(&self.page.company.slug, record)
    }

    fn day(&self, time: &Time) -> String {
        shown::day(*time, self.now, &self.zone)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ListQuery {
    show: String,
    after: String,
}

async fn list(
    permit: Permit<MergeCandidates>,
    page: Page,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let (company, actor, now) = (permit.company().id, permit.actor(), permit.now());
    let dismissed = query.show == "dismissed";
    let before: Option<duplicates::Place> = decode_cursor(&query.after);
    let mut db = permit.read().await?;
    let Paged { rows, next } =
        duplicates::proposals(&mut db, company, actor, dismissed, before, now).await?;
    let ids: Vec<CandidateId> = rows.iter().flat_map(|it| [it.one, it.other]).collect();
    let records = duplicates::records(&mut db, company, actor, &ids, now).await?;
    drop(db);
    let record = |id| records.iter().find(|it| it.id == id).cloned();
    let pairs = rows.into_iter().filter_map(|proposal| {
        Some(Pair {
            one: record(proposal.one)?,
            other: record(proposal.other)?,
            proposal,
        })
    });
    let view = ListPage {
        pairs: pairs.collect(),
        next,
        dismissed,
        now,
        zone: page.zone(),
        page,
    };
    view.page.whole(&Errors::default(), &view)
}

async fn dismiss(
    permit: Permit<MergeCandidates>,
    page: Page,
    Path((slug, id)): Path<(Slug, DuplicateId)>,
) -> Result<Response> {
    permit
        .change(async |change| duplicates::dismiss(change, id).await)
        .await?;
    let list = format!("{}/duplicates", links::candidates(&slug));
    let undo = format!("{list}/{id}/dismissal/undo");
    let notice = Notice::new("They are two people.").with_undo(undo, 0);
    Ok(page.redirect(list, notice))
}

async fn restore(
    permit: Permit<MergeCandidates>,
    page: Page,
    Path((slug, id)): Path<(Slug, DuplicateId)>,
) -> Result<Response> {
    permit
        .change(async |change| duplicates::restore(change, id).await)
        .await?;
    let list = format!("{}/duplicates", links::candidates(&slug));
    Ok(page.redirect(list, Notice::new("They may be one person again.")))
}
