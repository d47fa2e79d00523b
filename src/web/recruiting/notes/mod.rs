//! Notes on an application: written on its page, edited and deleted by whoever wrote them.

mod answer;
mod history;

use super::came::Came;
use crate::{
    access::{Permit, permissions::WriteNotes},
    base::{
        error::{Error, Errors, Result},
        ids::{ApplicationId, NoteId, Version},
        links::{self, Slug},
    },
    domain::{
        applications::overview::Visibility,
        mail::Language,
        notes::{self, ReadNote, Wording},
    },
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use serde::Deserialize;
use uuid::Uuid;

pub fn routes() -> Routes {
    Routes::default()
        .post("/{company}/applications/{id}/notes", write)
        .get("/{company}/notes/{id}", ask)
        .post("/{company}/notes/{id}", edit)
        .post("/{company}/notes/{id}/deletion", delete)
        .post("/{company}/notes/{id}/deletion/undo", restore)
        .and(answer::routes())
        .and(history::routes())
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct NoteForm {
    body: String,
    visibility: String,
    /// The one-time key of a new note.
    once: String,
    version: String,
    back: String,
}

/// A note that was refused, with all that was typed.
#[derive(Template)]
#[template(path = "recruiting/notes/new.html")]
struct NewPage {
    page: Page,
    application: ApplicationId,
    form: NoteForm,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "recruiting/notes/edit.html")]
struct EditPage {
    page: Page,
    own: ReadNote,
    form: NoteForm,
    errors: Errors,
    /// Why the last try was refused.
    refused: Option<String>,
}

async fn write(
    permit: Permit<WriteNotes>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Form(form): Form<NoteForm>,
) -> Result<Response> {
    let once = form.once.parse().unwrap_or_else(|_| Uuid::new_v4());
    let written = match Wording::check(&form.body, &form.visibility) {
        Ok(wording) => {
            permit
                .change(async |change| notes::write(change, id, once, wording).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match written {
        Ok(told) => {
            let back = came.back(&page.company, &form.back, id);
            Ok(page.redirect(back, told_of("The note is written.", &told)))
        }
        Err(Error::Invalid(errors)) => {
            let once = Uuid::new_v4().to_string();
            let view = NewPage {
                page,
                application: id,
                form: NoteForm { once, ..form },
                errors,
            };
            view.page.whole(&view.errors, &view)
        }
        Err(other) => Err(other),
    }
}

async fn ask(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, NoteId)>,
) -> Result<Response> {
    draw(&permit, page, id, None, Errors::default(), None).await
}

/// The form with what was typed, or with the note as it is.
async fn draw(
    permit: &Permit<WriteNotes>,
    page: Page,
    id: NoteId,
    typed: Option<NoteForm>,
    errors: Errors,
    refused: Option<String>,
) -> Result<Response> {
    let mut db = permit.read().await?;
    let own = notes::own(&mut db, permit.company().id, permit.actor(), id).await?;
    drop(db);
    let form = typed.unwrap_or_else(|| NoteForm {
        body: own.note.body.clone(),
        visibility: own.note.visibility.key().to_owned(),
        ..NoteForm::default()
    });
    let view = EditPage {
        page,
        own,
        form,
        errors,
        refused,
    };
    let mut response = view.page.whole(&view.errors, &view)?;
    if view.refused.is_some() {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    Ok(response)
}

async fn edit(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, NoteId)>,
    Form(form): Form<NoteForm>,
) -> Result<Response> {
    let wording = match Wording::check(&form.body, &form.visibility) {
        Ok(wording) => wording,
        Err(errors) => return draw(&permit, page, id, Some(form), errors, None).await,
    };
    let seen = version(&form);
    match permit
        .change(async |change| notes::edit(change, id, seen, wording).await)
        .await
    {
        Ok((application, told)) => {
            let own = links::application(&page.company.slug, application);
            Ok(page.redirect(own, told_of("The note is changed.", &told)))
        }
        Err(Error::Invalid(errors)) => draw(&permit, page, id, Some(form), errors, None).await,
        Err(Error::Refused { text, .. }) => {
            draw(&permit, page, id, Some(form), Errors::default(), Some(text)).await
        }
        Err(other) => Err(other),
    }
}

async fn delete(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, NoteId)>,
    Form(form): Form<NoteForm>,
) -> Result<Response> {
    let seen = version(&form);
    let application = permit
        .change(async |change| notes::delete(change, id, seen).await)
        .await?;
    let undo = format!("/{}/notes/{id}/deletion/undo", page.company.slug);
    let notice = Notice::new("The note is deleted.").with_undo(undo, seen.0 + 1);
    Ok(page.redirect(links::application(&page.company.slug, application), notice))
}

async fn restore(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, NoteId)>,
    Form(form): Form<NoteForm>,
) -> Result<Response> {
    let seen = version(&form);
    let application = permit
        .change(async |change| notes::restore(change, id, seen).await)
        .await?;
    let own = links::application(&page.company.slug, application);
    Ok(page.redirect(own, Notice::new("The note is back.")))
}

/// That it is done, and who gets a mail because the note names them.
fn told_of(done: &str, told: &[String]) -> Notice {
    match told {
        [] => Notice::new(done),
        names => Notice::new(format!(
            "{done} {} will hear of it.",
            Language::english().listed(names)
        )),
    }
}

fn version(form: &NoteForm) -> Version {
    form.version.parse().unwrap_or(Version(0))
}
