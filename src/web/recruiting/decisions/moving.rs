//! `/{company}/applications/{id}/move`: to another stage, and back.

use super::{Seen, about, answer, drawn_again, form, hiring, take_back, version};
use crate::{
    access::{Permit, permissions::DecideApplications},
    base::{
        error::{Error, Errors, Result},
        ids::{ApplicationId, StageId},
        links::{self, Slug},
    },
    domain::{
        applications::profile::{Profile, Step},
        decisions::{self, Act},
    },
    web::{
        kit::{filters, form::Form, notice::Notice, page::Page},
        recruiting::came::Came,
    },
};
use askama::Template;
use axum::{extract::Path, response::Response};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "recruiting/decisions/move.html", blocks = ["form"])]
struct MovePage {
    page: Page,
    profile: Profile,
    errors: Errors,
    /// Why the last try was refused.
    refused: Option<String>,
    back: String,
}

impl MovePage {
    fn is_next(&self, step: &Step) -> bool {
        self.profile
            .next_stage()
            .is_some_and(|next| next.id == step.id)
    }
}

#[derive(Deserialize)]
pub(super) struct MoveForm {
    /// A stage's id, or "hired".
    #[serde(default)]
    stage: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    back: String,
}

pub(super) async fn ask(
    permit: Permit<DecideApplications>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    let back = came.back(&page.company, "", id);
    draw(&permit, page, id, back, Errors::default(), None).await
}

async fn draw(
    permit: &Permit<DecideApplications>,
    page: Page,
    id: ApplicationId,
    back: String,
    errors: Errors,
    refused: Option<String>,
) -> Result<Response> {
    let view = MovePage {
        profile: about(permit, id, Act::Move).await?,
        page,
        errors,
        refused,
        back,
    };
    let response = view.page.html(&view.errors, &view, view.as_form())?;
    form(
        permit,
        &view.page,
        &view.back,
        view.refused.as_deref(),
        response,
        || view.as_form().render(),
    )
    .await
}

pub(super) async fn move_to(
    permit: Permit<DecideApplications>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Form(typed): Form<MoveForm>,
) -> Result<Response> {
    let back = came.back(&page.company, &typed.back, id);
    if typed.stage == "hired" {
        return hiring::go_on(&permit, page, id, back).await;
    }
    let stage = typed.stage.parse().unwrap_or(StageId(0));
    let seen = version(&typed.version);
    let moved = permit
        .change(async |change| decisions::move_to(change, id, seen, stage).await)
        .await;
    match moved {
        Ok(done) => {
            let undo = format!("{}/move/undo", links::application(&page.company.slug, id));
            let notice = Notice::new(format!("{} moved to {}.", done.name, done.to_name))
                .with_undo(undo, done.version.0);
            answer(&permit, page, &back, &done, notice).await
        }
        Err(Error::Invalid(errors)) => draw(&permit, page, id, back, errors, None).await,
        Err(Error::Refused { code, text }) => {
            let refused = Some(text.clone());
            let none = Errors::default();
            let drawn = draw(&permit, page.clone(), id, back.clone(), none, refused).await;
            let refusal = Error::Refused { code, text };
            drawn_again(&permit, &page, &back, refusal, drawn).await
        }
        Err(other) => Err(other),
    }
}

pub(super) async fn undo(
    permit: Permit<DecideApplications>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Form(typed): Form<Seen>,
) -> Result<Response> {
    let seen = version(&typed.version);
    take_back(
        permit,
        page,
        came,
        id,
        async |change| decisions::take_back_move(change, id, seen).await,
        |done| Notice::new(format!("{} is back in {}.", done.name, done.to_name)),
    )
    .await
}
