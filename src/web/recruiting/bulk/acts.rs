//! How far an act is, and what became of each; the acts of the last time; and taking one back.

use super::people;
use crate::{
    access::{Permit, permissions::ActInBulk},
    base::{
        clock::Time,
        error::{Errors, Result},
        ids::BulkActId,
        links::{self, Slug},
        paging::{Paged, decode_cursor},
    },
    domain::bulk::{self, Act, Recent, TargetRow, TargetState},
    web::{
        kit::{filters, notice::Notice, page::Page},
        recruiting::shown,
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "recruiting/bulk/act.html", blocks = ["progress"])]
struct ActPage {
    page: Page,
    act: Act,
    rows: Paged<TargetRow>,
    show: Option<TargetState>,
    now: Time,
    /// The path of the page.
    own: String,
}

impl ActPage {
    fn title(&self) -> String {
        self.act.deed.0.title(&people(self.act.total.into()))
    }

    fn moment(&self, time: &Time) -> String {
        shown::moment(*time, self.now, &self.page.zone())
    }

    /// How many are in each state, those states with somebody in them.
    fn states(&self) -> Vec<(TargetState, i32)> {
        let act = &self.act;
        let taken = act.undone + act.left_alone;
        let states = [
            (TargetState::Waiting, act.total - act.done - act.skipped),
            (TargetState::Done, act.done - taken),
            (TargetState::Skipped, act.skipped),
            (TargetState::Undone, act.undone),
            (TargetState::Left, act.left_alone),
        ];
        states.into_iter().filter(|(_, n)| *n > 0).collect()
    }

    /// Where to go from here: the board that it began on.
    fn back(&self) -> Option<String> {
        let job = self.act.job?;
        Some(links::job(&self.page.company.slug, job))
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ActQuery {
    show: String,
    after: String,
}

pub(super) async fn show(
    permit: Permit<ActInBulk>,
    page: Page,
    Path((_, id)): Path<(Slug, BulkActId)>,
    Query(query): Query<ActQuery>,
) -> Result<Response> {
    let (company, actor, now) = (permit.company().id, permit.actor(), permit.now());
    let show = TargetState::parse(&query.show);
    let after = decode_cursor(&query.after);
    let mut db = permit.read().await?;
    let act = bulk::act(&mut db, company, actor, id).await?;
    let rows = bulk::targets(&mut db, company, actor, &act, (show, after), now).await?;
    drop(db);
    let view = ActPage {
        own: format!("/{}/bulk/{id}", page.company.slug),
        page,
        act,
        rows,
        show,
        now,
    };
    view.page
        .html(&Errors::default(), &view, view.as_progress())
}

#[derive(Template)]
#[template(path = "recruiting/bulk/list.html")]
struct ListPage {
    page: Page,
    acts: Paged<Recent>,
    now: Time,
}

impl ListPage {
    fn moment(&self, time: &Time) -> String {
        shown::moment(*time, self.now, &self.page.zone())
    }

    fn title(&self, act: &Recent) -> String {
        act.deed.0.title(&people(act.total.into()))
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ListQuery {
    after: String,
}

pub(super) async fn list(
    permit: Permit<ActInBulk>,
    page: Page,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let mut db = permit.read().await?;
    let (company, actor) = (permit.company().id, permit.actor());
    let acts = bulk::recent(&mut db, company, actor, decode_cursor(&query.after)).await?;
    drop(db);
    let view = ListPage {
        page,
        acts,
        now: permit.now(),
    };
    view.page.whole(&Errors::default(), &view)
}

pub(super) async fn undo(
    permit: Permit<ActInBulk>,
    page: Page,
    Path((_, id)): Path<(Slug, BulkActId)>,
) -> Result<Response> {
    permit
        .change(async |change| bulk::ask_to_undo(change, id).await)
        .await?;
    let own = format!("/{}/bulk/{id}", page.company.slug);
    Ok(page.redirect(own, Notice::new("It is being taken back.")))
}
