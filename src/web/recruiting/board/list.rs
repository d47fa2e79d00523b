//! `/{company}/jobs/{id}/list`: the same people as a table, those of one status.

use super::{
    narrowing::{self, Chip},
    query::ListQuery,
    tabs::{self, Tabs},
};
use crate::{
    access::{Permit, permissions::ReadApplications},
    base::{
        clock::Time,
        error::{Errors, Result},
        ids::{JobId, StageId},
        links::{self, Slug},
        paging::decode_cursor,
    },
    domain::applications::{
        Filter, Status, Telling,
        choices::{self, Names},
        list::{self, ListView, Listing},
    },
    web::{
        kit::{
            filters,
            page::{self, Page},
        },
        recruiting::{
            bulk::{self, Select},
            shown::{self, Wait},
        },
    },
};
use askama::Template;
use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use jiff::tz::TimeZone;

#[derive(Template)]
#[template(path = "recruiting/board/list.html")]
struct ListPage {
    page: Page,
    listing: Listing,
    names: Names,
    query: ListQuery,
    now: Time,
    zone: TimeZone,
    /// The path of the board.
    base: String,
}

impl ListPage {
    fn wait(&self, since: &Time, stale_after: &Option<i16>) -> Wait {
        shown::wait(self.now, *since, *stale_after)
    }

    fn late(&self, answer_by: &Option<Time>) -> Option<String> {
        shown::late(self.now, *answer_by)
    }

    fn day(&self, time: &Time) -> String {
        shown::day(*time, self.now, &self.zone)
    }

    /// The filters that are on, but for those that have a place of their own.
    fn chips(&self) -> Vec<Chip> {
        narrowing::chips(&self.query.filter, &self.names, |which| self.toggled(which))
    }

    /// What the form that finds a name keeps.
    fn kept(&self) -> Vec<(&'static str, String)> {
        narrowing::kept(&self.query.filter)
    }

    /// The form with every filter.
    fn filter_form(&self) -> String {
        narrowing::form_at(&self.base, "list", &self.top(), self.query.all)
    }

    /// The views of the job.
    fn views(&self) -> Tabs {
        Tabs::new(&self.listing.views, &self.query, &self.base, true)
    }

    /// The review of the same people.
    fn review(&self) -> String {
        self.query.review(&self.base)
    }

    /// "51 people".
    fn people(&self) -> String {
        bulk::people(self.listing.fitting)
    }

    /// For acts on those who are ticked.
    fn select(&self) -> Select {
        Select::new(&self.page, &self.listing.job, &self.top(), self.people())
    }

    /// The filter, as the page's address has it.
    fn filter_text(&self) -> String {
        let top = self.top();
        top.split_once('?')
            .map_or("", |(_, query)| query)
            .to_owned()
    }

    /// The ids of the rows that are shown.
    fn shown(&self) -> String {
        let ids = self.listing.rows.rows.iter().map(|row| row.id.to_string());
        ids.collect::<Vec<_>>().join(",")
    }

    fn board(&self) -> String {
        self.query.board(&self.base)
    }

    /// The top of the list, of whichever status it is.
    fn top(&self) -> String {
        self.with_status(self.query.status)
    }

    /// The list without filters.
    fn bare(&self) -> String {
        ListQuery {
            filter: Filter::default(),
            after: None,
            ..self.query.clone()
        }
        .path(&self.base)
    }

    fn with_status(&self, status: Status) -> String {
        ListQuery {
            status,
            after: None,
            ..self.query.clone()
        }
        .path(&self.base)
    }

    /// Each status with its address and how many there are.
    fn tabs(&self) -> impl Iterator<Item = (Status, String, i64)> {
        Status::ALL.into_iter().map(|status| {
            (
                status,
                self.with_status(status),
                self.listing.counts.of(status),
            )
        })
    }

    fn toggled(&self, filter: &str) -> String {
        self.query.toggled(filter).path(&self.base)
    }

    fn next(&self, cursor: &str) -> String {
        ListQuery {
            after: decode_cursor(cursor),
            ..self.query.clone()
        }
        .path(&self.base)
    }

    /// The number of a stage, from 0; of one that the plan lost, nothing.
    fn step(&self, stage: &StageId) -> Option<usize> {
        self.listing.stages.iter().position(|one| one.id == *stage)
    }
}

pub(super) async fn show(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
    RawQuery(query): RawQuery,
) -> Result<Response> {
    let typed = query.unwrap_or_default();
    let mut query = ListQuery::read(&typed);
    let (company, now) = (permit.company(), permit.now());
    let view = ListView {
        status: query.status,
        filter: query.filter.clone(),
        after: query.after,
    };
    let mut db = permit.read().await?;
    let listing = list::list(&mut db, company.id, permit.actor(), id, &view, now).await?;
    let names = choices::names(&mut db, company.id, id, &query.filter).await?;
    drop(db);
    let base = links::job(&company.slug, id);
    if let Some(first) = tabs::first(&listing.views, &typed, &base, true) {
        return Ok(page::redirect(&first, None));
    }
    query.all |= listing.views.iter().any(|view| view.first);
    let view = ListPage {
        base,
        zone: page.zone(),
        page,
        listing,
        names,
        query,
        now,
    };
    view.page.whole(&Errors::default(), &view)
}
