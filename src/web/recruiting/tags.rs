//! `/{company}/applications/{id}/tags`: the tags of its candidate.

use crate::{
    access::{Permit, permissions::WriteNotes},
    base::{
        error::{Error, Errors, Result},
        ids::{ApplicationId, EventId},
        links::{self, Slug},
    },
    domain::{
        applications::{
            hold, overview,
            profile::{self, Profile},
        },
        tags::{self, LENGTH, TagName},
    },
    web::{
        kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
        recruiting::history::undo_of,
    },
};
use askama::Template;
use axum::{extract::Path, response::Response};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/applications/{id}/tags", ask)
        .post("/{company}/applications/{id}/tags", add)
        .post("/{company}/applications/{id}/tags/removal", remove)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct TagForm {
    tag: String,
}

#[derive(Template)]
#[template(path = "recruiting/applications/tags.html", blocks = ["form"])]
struct TagsPage {
    page: Page,
    profile: Profile,
    /// Those that the candidate has, and those that the company knows.
    has: Vec<String>,
    known: Vec<String>,
    form: TagForm,
    errors: Errors,
    own: String,
}

async fn ask(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    draw(&permit, page, id, TagForm::default(), Errors::default()).await
}

async fn draw(
    permit: &Permit<WriteNotes>,
    page: Page,
    id: ApplicationId,
    form: TagForm,
    errors: Errors,
) -> Result<Response> {
    let (company, actor) = (permit.company(), permit.actor());
    let mut db = permit.read().await?;
    let profile = profile::profile(&mut db, company.id, actor, id).await?;
    if !profile.writes_notes {
        return Err(hold::may_not_write());
    }
    let has = overview::overview(&mut db, company.id, actor, id)
        .await?
        .tags;
    let known = tags::tags(&mut db, company.id, actor).await?;
    drop(db);
    let view = TagsPage {
        own: links::application(&company.slug, id),
        page,
        profile,
        has,
        known,
        form,
        errors,
    };
    view.page.html(&view.errors, &view, view.as_form())
}

async fn add(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Form(form): Form<TagForm>,
) -> Result<Response> {
    let done = match TagName::parse(&form.tag) {
        Ok(name) => {
            permit
                .change(async |change| tags::tag(change, id, &name).await)
                .await
        }
        Err(text) => Err(Error::field("tag", text)),
    };
    match done {
        Ok(done) => Ok(tagged(
            &page,
            id,
            format!("Tagged: {}.", done.tag),
            done.event,
        )),
        Err(Error::Invalid(errors)) => draw(&permit, page, id, form, errors).await,
        Err(Error::Refused { text, .. }) => {
            let mut errors = Errors::default();
            errors.add("tag", text);
            draw(&permit, page, id, form, errors).await
        }
        Err(other) => Err(other),
    }
}

async fn remove(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Form(form): Form<TagForm>,
) -> Result<Response> {
    let name = match TagName::parse(&form.tag) {
        Ok(name) => name,
        Err(text) => {
            let mut errors = Errors::default();
            errors.add("tag", text);
            return draw(&permit, page, id, form, errors).await;
        }
    };
    let done = permit
        .change(async |change| tags::untag(change, id, &name, None).await)
        .await?;
    Ok(tagged(
        &page,
        id,
        format!("Taken off: {}.", done.tag),
        done.event,
    ))
}

/// Back to the application, with a way to take it back: a tag asks for no version.
fn tagged(page: &Page, id: ApplicationId, text: String, event: EventId) -> Response {
    let undo = undo_of(&page.company.slug, id, event);
    let own = links::application(&page.company.slug, id);
    page.redirect(own, Notice::new(text).with_undo(undo, 0))
}
