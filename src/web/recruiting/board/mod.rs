//! `/{company}/jobs/{id}`: who is in which stage of a job, as columns and as a list.

mod list;
mod narrowing;
mod query;
pub mod tabs;

pub use query::{BoardQuery, ListQuery};

use super::{
    bulk::{self, Select},
    shown::{self, Wait},
};
use crate::{
    access::{Permit, permissions::ReadApplications},
    base::{
        clock::Time,
        error::{Error, Errors, Result},
        ids::{JobId, StageId},
        links::{self, Slug},
    },
    domain::applications::{
        Status,
        board::{self, Board, Column},
        choices::{self, Names},
    },
    web::kit::{
        filters,
        page::{self, Page},
        routes::Routes,
    },
};
use askama::Template;
use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use narrowing::Chip;
use tabs::Tabs;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/jobs/{id}", show)
        .get("/{company}/jobs/{id}/list", list::show)
        .get("/{company}/jobs/{id}/filter", narrowing::ask)
}

/// A board, ready to be drawn.
pub struct Shown {
    pub board: Board,
    /// What the filter's numbers are called.
    names: Names,
    query: BoardQuery,
    now: Time,
    /// The path of the board.
    base: String,
}

impl Shown {
    /// Looks at a board.
    pub async fn look(
        permit: &Permit<impl crate::access::Permission>,
        job: JobId,
        mut query: BoardQuery,
    ) -> Result<Self> {
        let now = permit.now();
        let mut db = permit.read().await?;
        let company = permit.company();
        let view = query.view();
        let board = board::board(&mut db, company.id, permit.actor(), job, &view, now).await?;
        let names = choices::names(&mut db, company.id, job, &query.filter).await?;
        query.all |= board.views.iter().any(|view| view.first);
        Ok(Self {
            board,
            names,
            query,
            now,
            base: links::job(&company.slug, job),
        })
    }

    fn wait(&self, since: &Time, stale_after: &Option<i16>) -> Wait {
        shown::wait(self.now, *since, *stale_after)
    }

    fn late(&self, answer_by: &Option<Time>) -> Option<String> {
        shown::late(self.now, *answer_by)
    }

    /// "51 people".
    fn people(&self) -> String {
        bulk::people(self.board.columns.iter().map(|column| column.count).sum())
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
        narrowing::form_at(
            &self.base,
            "board",
            &self.query.at_top().path(""),
            self.query.all,
        )
    }

    /// The views of the job.
    fn tabs(&self) -> Tabs {
        let here = ListQuery::of(&self.query, Status::Active);
        Tabs::new(&self.board.views, &here, &self.base, false)
    }

    /// For acts on those who are ticked.
    fn select(&self, page: &Page) -> Select {
        Select::new(
            page,
            &self.board.job,
            &self.query.at_top().path(&self.base),
            self.people(),
        )
    }

    /// The board with one column going on after its last card.
    fn more(&self, column: &Column, next: &str) -> String {
        self.query
            .after(column.stage.id, Some(next))
            .path(&self.base)
    }

    /// The board with one column at its top again.
    fn top(&self, stage: &StageId) -> String {
        self.query.after(*stage, None).path(&self.base)
    }

    /// What htmx fetches instead: the cards of that column alone.
    fn more_part(&self, column: &Column, next: &str) -> String {
        self.query
            .after(column.stage.id, Some(next))
            .only(column.stage.id)
            .path(&self.base)
    }

    fn toggled(&self, filter: &str) -> String {
        self.query.toggled(filter).path(&self.base)
    }

    /// The review of the same people, of the first stage that has any.
    fn review(&self) -> String {
        let first = self.board.columns.iter().find(|column| column.count > 0);
        self.query
            .review(&self.base, first.map(|column| column.stage.id))
    }

    /// The list of the same people.
    fn list(&self) -> String {
        self.query.list(&self.base, Status::Active)
    }

    /// Each status that is decided, with the address of its list and how many there are.
    fn decided(&self) -> impl Iterator<Item = (Status, String, i64)> {
        [Status::Hired, Status::Rejected, Status::Withdrawn]
            .into_iter()
            .map(|status| {
                let list = self.query.list(&self.base, status);
                (status, list, self.board.decided.of(status))
            })
    }
}

#[derive(Template)]
#[template(path = "recruiting/board/board.html")]
struct BoardPage {
    page: Page,
    shown: Shown,
    oob: bool,
}

/// The cards of one column, and what follows them.
#[derive(Template)]
#[template(path = "recruiting/board/cards.html")]
struct Cards<'a> {
    page: &'a Page,
    shown: &'a Shown,
    column: &'a Column,
}

/// All columns, to replace those on a page.
#[derive(Template)]
#[template(path = "recruiting/board/columns.html")]
pub struct Columns<'a> {
    pub page: &'a Page,
    pub shown: &'a Shown,
    pub oob: bool,
}

/// One column, to replace the one on a page.
#[derive(Template)]
#[template(path = "recruiting/board/column.html")]
pub struct ColumnPart<'a> {
    pub page: &'a Page,
    pub shown: &'a Shown,
    pub column: &'a Column,
    pub oob: bool,
}

/// The head of a column, to replace the one on a page.
#[derive(Template)]
#[template(path = "recruiting/board/head.html")]
pub struct ColumnHead<'a> {
    pub shown: &'a Shown,
    pub column: &'a Column,
    pub oob: bool,
}

/// The columns that are shut: how many were hired, rejected, or withdrew.
#[derive(Template)]
#[template(path = "recruiting/board/shut.html")]
pub struct Shut<'a> {
    pub shown: &'a Shown,
    pub oob: bool,
}

/// How many people the columns hold, for the place above them.
#[derive(Template)]
#[template(path = "recruiting/board/people.html")]
pub struct People<'a> {
    pub shown: &'a Shown,
}

async fn show(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
    RawQuery(query): RawQuery,
) -> Result<Response> {
    let typed = query.unwrap_or_default();
    let shown = match Shown::look(&permit, id, BoardQuery::read(&typed)).await {
        // Its address is the job's own. Whoever sees the job, but not its candidates, is shown who works on it.
        Err(Error::Forbidden(_)) if !page.part => {
            let team = links::job_page(&page.company.slug, id, "team");
            return Ok(page::redirect(&team, None));
        }
        shown => shown?,
    };
    if let Some(first) = tabs::first(&shown.board.views, &typed, &shown.base, false) {
        return Ok(page::redirect(&first, None));
    }
    let view = BoardPage {
        page,
        shown,
        oob: false,
    };
    let (page, shown) = (&view.page, &view.shown);
    match shown.board.columns.as_slice() {
        [column] if page.part => page.whole(
            &Errors::default(),
            &Cards {
                page,
                shown,
                column,
            },
        ),
        _ => page.whole(&Errors::default(), &view),
    }
}
