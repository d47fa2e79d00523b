//! What stands around notes: what one said before, whom notes can name, and what one deleted.

use crate::{
    access::{
        Permit,
        permissions::{ReadApplications, WriteNotes},
    },
    base::{
        clock::Time,
        error::{Errors, Result},
        ids::{ApplicationId, NoteId},
        links::{self, Slug},
    },
    domain::{
        applications::overview::Visibility,
        notes::{self, Deleted, History, Reader},
    },
    web::{
        kit::{filters, page::Page, routes::Routes},
        recruiting::shown,
    },
};
use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::tz::TimeZone;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/notes/{id}/history", show)
        .get("/{company}/applications/{id}/readers", readers)
        .get("/{company}/applications/{id}/notes", deleted)
}

#[derive(Template)]
#[template(path = "recruiting/notes/history.html")]
struct HistoryPage {
    page: Page,
    history: History,
    own: String,
    now: Time,
    zone: TimeZone,
}

impl HistoryPage {
    fn moment(&self, time: &Time) -> String {
        shown::moment(*time, self.now, &self.zone)
    }
}

async fn show(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, NoteId)>,
) -> Result<Response> {
    let company = permit.company();
    let mut db = permit.read().await?;
    let history = notes::history(&mut db, company.id, permit.actor(), id).await?;
    drop(db);
    let view = HistoryPage {
        own: links::application(&company.slug, history.now.application),
        now: permit.now(),
        zone: page.zone(),
        page,
        history,
    };
    view.page.whole(&Errors::default(), &view)
}

#[derive(Template)]
#[template(path = "recruiting/notes/readers.html", blocks = ["form"])]
struct ReadersPage {
    page: Page,
    readers: Vec<Reader>,
    own: String,
}

async fn readers(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    let company = permit.company();
    let mut db = permit.read().await?;
    let readers = notes::readers(&mut db, company.id, permit.actor(), id).await?;
    drop(db);
    let view = ReadersPage {
        own: links::application(&company.slug, id),
        page,
        readers,
    };
    view.page.html(&Errors::default(), &view, view.as_form())
}

#[derive(Template)]
#[template(path = "recruiting/notes/deleted.html")]
struct DeletedPage {
    page: Page,
    notes: Vec<Deleted>,
    own: String,
    now: Time,
    zone: TimeZone,
}

impl DeletedPage {
    /// Until when it can be brought back.
    fn until(&self, note: &Deleted) -> String {
        shown::day(note.deleted_at.plus(notes::KEPT), self.now, &self.zone)
    }
}

async fn deleted(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    let (company, actor, now) = (permit.company(), permit.actor(), permit.now());
    let mut db = permit.read().await?;
    // Who sees an application is among those who read its notes.
    notes::readers(&mut db, company.id, actor, id).await?;
    let notes = notes::deleted(&mut db, company.id, actor, id, now).await?;
    drop(db);
    let view = DeletedPage {
        own: links::application(&company.slug, id),
        now,
        zone: page.zone(),
        page,
        notes,
    };
    view.page.whole(&Errors::default(), &view)
}
