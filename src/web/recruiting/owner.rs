//! `/{company}/applications/{id}/owner`: which colleague sees to it.

use crate::{
    access::{Permit, permissions::WriteNotes},
    base::{
        error::{Error, Errors, Result},
        ids::{ApplicationId, MemberId, Version},
        links::{self, Slug},
    },
    domain::applications::{
        hold,
        owner::{self, Colleague},
        profile::{self, Profile},
    },
    web::{
        kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
        recruiting::history::undo_of,
    },
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/applications/{id}/owner", ask)
        .post("/{company}/applications/{id}/owner", assign)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct OwnerForm {
    /// A member's id, or "nobody".
    owner: String,
    version: String,
}

impl OwnerForm {
    fn check(&self) -> Result<Option<MemberId>, Errors> {
        match self.owner.as_str() {
            "nobody" => Ok(None),
            id => id.parse().map(Some).map_err(|_| {
                let mut errors = Errors::default();
                errors.add("owner", "Choose an owner, or nobody");
                errors
            }),
        }
    }
}

#[derive(Template)]
#[template(path = "recruiting/applications/owner.html", blocks = ["form"])]
struct OwnerPage {
    page: Page,
    profile: Profile,
    owners: Vec<Colleague>,
    form: OwnerForm,
    errors: Errors,
    /// Why the last try was refused.
    refused: Option<String>,
    own: String,
}

async fn ask(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    let form = OwnerForm::default();
    draw(&permit, page, id, form, Errors::default(), None).await
}

async fn draw(
    permit: &Permit<WriteNotes>,
    page: Page,
    id: ApplicationId,
    form: OwnerForm,
    errors: Errors,
    refused: Option<String>,
) -> Result<Response> {
    let (company, actor) = (permit.company(), permit.actor());
    let mut db = permit.read().await?;
    let profile = profile::profile(&mut db, company.id, actor, id).await?;
    if !profile.writes_notes {
        return Err(hold::may_not_write());
    }
    let (job, confidential) = (profile.job, profile.confidential);
    let owners = owner::possible_owners(&mut db, company.id, actor, job, confidential).await?;
    drop(db);
    let view = OwnerPage {
        own: links::application(&company.slug, id),
        page,
        profile,
        owners,
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

async fn assign(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Form(form): Form<OwnerForm>,
) -> Result<Response> {
    // Without a version nobody has seen anything, so that it is stale.
    let seen = form.version.parse().unwrap_or(Version(0));
    let done = match form.check() {
        Ok(owner) => {
            permit
                .change(async |change| owner::assign(change, id, seen, owner).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match done {
        Ok(done) => {
            let own = links::application(&page.company.slug, id);
            let undo = undo_of(&page.company.slug, id, done.event);
            let notice = Notice::new("The owner is changed.").with_undo(undo, done.version.0);
            Ok(page.redirect(own, notice))
        }
        Err(Error::Invalid(errors)) => draw(&permit, page, id, form, errors, None).await,
        Err(Error::Refused { text, .. }) => {
            draw(&permit, page, id, form, Errors::default(), Some(text)).await
        }
        Err(other) => Err(other),
    }
}
