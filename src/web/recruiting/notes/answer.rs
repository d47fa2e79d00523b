//! `/{company}/notes/{id}/answer`: an answer to a note, read by whoever reads the note.

use super::told_of;
use crate::{
    access::{Permit, permissions::WriteNotes},
    base::{
        error::{Error, Errors, Result},
        ids::NoteId,
        links::{self, Slug},
    },
    domain::notes::{self, Body, ReadNote},
    web::{
        kit::{filters, form::Form, page::Page, routes::Routes},
        recruiting::came::Came,
    },
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use serde::Deserialize;
use uuid::Uuid;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/notes/{id}/answer", ask)
        .post("/{company}/notes/{id}/answer", write)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct AnswerForm {
    body: String,
    once: String,
    back: String,
}

#[derive(Template)]
#[template(path = "recruiting/notes/answer.html", blocks = ["form"])]
struct AnswerPage {
    page: Page,
    read: ReadNote,
    form: AnswerForm,
    errors: Errors,
    /// Why the last try was refused.
    refused: Option<String>,
    own: String,
}

async fn ask(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, NoteId)>,
) -> Result<Response> {
    let form = AnswerForm {
        once: Uuid::new_v4().to_string(),
        ..AnswerForm::default()
    };
    draw(&permit, page, id, form, Errors::default(), None).await
}

async fn draw(
    permit: &Permit<WriteNotes>,
    page: Page,
    id: NoteId,
    form: AnswerForm,
    errors: Errors,
    refused: Option<String>,
) -> Result<Response> {
    let company = permit.company();
    let mut db = permit.read().await?;
    let read = notes::readable(&mut db, company.id, permit.actor(), id).await?;
    drop(db);
    let view = AnswerPage {
        own: links::application(&company.slug, read.application),
        page,
        read,
        form,
        errors,
        refused,
    };
    let mut response = view.page.html(&view.errors, &view, view.as_form())?;
    if view.refused.is_some() {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    Ok(response)
}

async fn write(
    permit: Permit<WriteNotes>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, NoteId)>,
    Form(form): Form<AnswerForm>,
) -> Result<Response> {
    let once = form.once.parse().unwrap_or_else(|_| Uuid::new_v4());
    let body = match Body::check(&form.body) {
        Ok(body) => body,
        Err(errors) => return draw(&permit, page, id, form, errors, None).await,
    };
    match permit
        .change(async |change| notes::answer(change, id, once, body).await)
        .await
    {
        Ok((application, told)) => {
            let own = links::application(&page.company.slug, application);
            let back = match form.back.is_empty() {
                true => own,
                false => came.back(&page.company, &form.back, application),
            };
            Ok(page.redirect(back, told_of("The answer is written.", &told)))
        }
        Err(Error::Refused { text, .. }) => {
            draw(&permit, page, id, form, Errors::default(), Some(text)).await
        }
        Err(other) => Err(other),
    }
}
