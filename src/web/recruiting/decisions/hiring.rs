//! `/{company}/applications/{id}/hire`: one opening, and back.

use super::{Seen, about, answer, drawn_again, form, take_back, version};
use crate::{
    access::{Permit, permissions::DecideApplications},
    base::{
        error::{Error, Errors, Result},
        ids::{ApplicationId, OpeningId},
        links::{self, Slug},
    },
    domain::{
        applications::profile::Profile,
        decisions::{self, Act, Hire, OpenOpening},
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
#[template(path = "recruiting/decisions/hire.html", blocks = ["form"])]
struct HirePage {
    page: Page,
    profile: Profile,
    openings: Vec<OpenOpening>,
    /// The opening that was chosen.
    chosen: Option<OpeningId>,
    errors: Errors,
    /// Why the last try was refused.
    refused: Option<String>,
    back: String,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(super) struct HireForm {
    opening: String,
    version: String,
    back: String,
}

pub(super) async fn ask(
    permit: Permit<DecideApplications>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    let back = came.back(&page.company, "", id);
    go_on(&permit, page, id, back).await
}

/// The form, from its own address or from the choice of a stage.
pub(super) async fn go_on(
    permit: &Permit<DecideApplications>,
    page: Page,
    id: ApplicationId,
    back: String,
) -> Result<Response> {
    draw(permit, page, id, back, None, (Errors::default(), None)).await
}

async fn draw(
    permit: &Permit<DecideApplications>,
    page: Page,
    id: ApplicationId,
    back: String,
    chosen: Option<OpeningId>,
    (errors, refused): (Errors, Option<String>),
) -> Result<Response> {
    let profile = about(permit, id, Act::Hire).await?;
    let mut db = permit.read().await?;
    let openings =
        decisions::open_openings(&mut db, permit.company().id, permit.actor(), id).await?;
    drop(db);
    let view = HirePage {
        chosen: chosen.or(match openings.as_slice() {
            [only] => Some(only.id),
            _ => None,
        }),
        page,
        profile,
        openings,
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

pub(super) async fn hire(
    permit: Permit<DecideApplications>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Form(typed): Form<HireForm>,
) -> Result<Response> {
    let back = came.back(&page.company, &typed.back, id);
    let chosen = typed.opening.parse().ok();
    let hire = Hire {
        version: version(&typed.version),
        opening: chosen.unwrap_or(OpeningId(0)),
    };
    let hired = permit
        .change(async |change| decisions::hire(change, id, hire).await)
        .await;
    match hired {
        Ok(done) => {
            let own = links::application(&page.company.slug, id);
            let notice = Notice::new(format!("{} is hired.", done.name))
                .with_undo(format!("{own}/hire/undo"), done.version.0);
            answer(&permit, page, &back, &done, notice).await
        }
        Err(Error::Invalid(errors)) => draw(&permit, page, id, back, chosen, (errors, None)).await,
        Err(Error::Refused { code, text }) => {
            let refused = (Errors::default(), Some(text.clone()));
            let drawn = draw(&permit, page.clone(), id, back.clone(), chosen, refused).await;
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
        async |change| decisions::unhire(change, id, seen).await,
        |done| {
            Notice::new(format!(
                "{} is back in {}. The opening is open again.",
                done.name, done.to_name
            ))
        },
    )
    .await
}
