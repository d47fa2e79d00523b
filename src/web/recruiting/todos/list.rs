//! `/{company}/todos`: what the reader has to do, by when it is due.

use super::page_of;
use crate::{
    access::{
        Permit,
        permissions::{UseCompany, WriteNotes},
    },
    base::{
        clock::Day,
        error::{Errors, Result},
        ids::TodoId,
        links::{self, Slug},
        paging::{Paged, decode_cursor},
    },
    domain::todos::{self, Counts, Show, Todo},
    web::{
        kit::{filters, notice::Notice, page::Page, routes::Routes},
        recruiting::{
            came::Came,
            shown::{self, Due},
        },
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/todos", list)
        .post("/{company}/todos/{id}/done", tick_off)
        .post("/{company}/todos/{id}/done/undo", reopen)
}

#[derive(Template)]
#[template(path = "recruiting/todos/list.html")]
struct ListPage {
    page: Page,
    show: Show,
    counts: Counts,
    todos: Paged<Todo>,
    today: Day,
}

impl ListPage {
    fn due(&self, todo: &Todo) -> Due {
        shown::due(todo.due_on, self.today)
    }

    fn about(&self, todo: &Todo) -> String {
        page_of(&self.page.company.slug, todo.subject)
    }

    /// The address of a list.
    fn at(&self, show: &Show) -> String {
        format!(
            "{}?show={}",
            links::todos(&self.page.company.slug),
            show.key()
        )
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    show: String,
    after: String,
}

async fn list(
    permit: Permit<UseCompany>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let show = Show::parse(&asked.show).unwrap_or_default();
    let (company, actor) = (permit.company(), permit.actor());
    let today = todos::today(company, permit.now());
    let after = decode_cursor(&asked.after);
    let mut db = permit.read().await?;
    let counts = todos::counts(&mut db, company.id, actor, today).await?;
    let todos = todos::mine(&mut db, company.id, actor, show, today, after).await?;
    drop(db);
    let view = ListPage {
        page,
        show,
        counts,
        todos,
        today,
    };
    view.page.whole(&Errors::default(), &view)
}

async fn tick_off(
    permit: Permit<WriteNotes>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, TodoId)>,
) -> Result<Response> {
    let todo = permit
        .change(async |change| todos::set_done(change, id, true).await)
        .await?;
    let undo = format!("{}/{id}/done/undo", links::todos(&page.company.slug));
    let back = came.or(&page.company, &page_of(&page.company.slug, todo.subject));
    let notice = Notice::new(format!("Done: {}", todo.body)).with_undo(undo, 0);
    Ok(page.redirect(back, notice))
}

async fn reopen(
    permit: Permit<WriteNotes>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, TodoId)>,
) -> Result<Response> {
    let todo = permit
        .change(async |change| todos::set_done(change, id, false).await)
        .await?;
    let back = came.or(&page.company, &page_of(&page.company.slug, todo.subject));
    Ok(page.redirect(
        back,
        Notice::new(format!("To be done again: {}", todo.body)),
    ))
}
