//! `/{company}/applications/{id}/erasure` and `/hold`: an administrator erases a person, or keeps them from being erased.

use crate::{
    access::{Permit, permissions::EraseCandidates},
    app::App,
    base::{
        clock::Day,
        error::{Error, Errors, Result},
        ids::ApplicationId,
        links::{self, Slug},
    },
    domain::privacy::{self, Hold, Inventory, Keeping},
    web::kit::{
        confirmed::Confirmed, filters, form::Form, notice::Notice, page::Page, routes::Routes,
    },
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;

/// The longest reason of a hold, in characters.
const REASON: usize = 2_000;

pub fn routes() -> Routes {
    const ERASURE: &str = "/{company}/applications/{id}/erasure";
    const HOLD: &str = "/{company}/applications/{id}/hold";
    Routes::default()
        .get(ERASURE, ask_erasure)
        .post(ERASURE, erase)
        .get(HOLD, ask_hold)
        .post(HOLD, hold)
        .post("/{company}/applications/{id}/hold/lifting", lift)
}

#[derive(Template)]
#[template(path = "recruiting/applications/erasure.html")]
struct ErasurePage {
    page: Page,
    /// The application's address.
    own: String,
    there: Inventory,
    keeping: Keeping,
    form: ErasureForm,
    errors: Errors,
    refused: Option<String>,
}

#[derive(Template)]
#[template(path = "recruiting/applications/hold.html")]
struct HoldPage {
    page: Page,
    own: String,
    there: Inventory,
    keeping: Keeping,
    form: HoldForm,
    errors: Errors,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ErasureForm {
    name: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct HoldForm {
    reason: String,
    ends_on: String,
}

impl HoldForm {
    fn check(&self) -> Result<Hold, Errors> {
        let mut errors = Errors::default();
        let reason = self.reason.trim().to_owned();
        match reason.chars().count() {
            0 => errors.add("reason", "Say why they must not be erased"),
            n if n > REASON => errors.add("reason", "Shorten it to 2,000 characters"),
            _ => {}
        }
        match self.ends_on.parse() {
            Ok(ends_on) if errors.is_empty() => Ok(Hold {
                reason,
                ends_on: Day(ends_on),
            }),
            Ok(_) => Err(errors),
            Err(_) => {
                errors.add("ends_on", "Choose the last day");
                Err(errors)
            }
        }
    }
}

/// What both pages show of an application's candidate.
async fn look(permit: &Permit<EraseCandidates>, id: ApplicationId) -> Result<(Inventory, Keeping)> {
    let (company, now) = (permit.company().id, permit.now());
    let mut db = permit.read().await?;
    let there = privacy::inventory(&mut db, company, permit.actor(), id).await?;
    let keeping = privacy::keeping(&mut db, company, there.candidate, now).await?;
    Ok((there, keeping))
}

async fn ask_erasure(
    permit: Permit<EraseCandidates>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    draw_erasure(&permit, page, id, ErasureForm::default(), None).await
}

async fn erase(
    permit: Permit<EraseCandidates>,
    page: Page,
    State(app): State<App>,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Confirmed(form): Confirmed<ErasureForm>,
) -> Result<Response> {
    let erased = permit
        .change(async |change| privacy::erase_by_hand(change, &app.erasures, id, &form.name).await)
        .await;
    if let Err(error) = erased {
        return draw_erasure(&permit, page, id, form, Some(error)).await;
    }
    let notice = Notice::new("They are erased. Their files follow in a day.");
    Ok(page.redirect(links::jobs(&page.company.slug), notice))
}

async fn draw_erasure(
    permit: &Permit<EraseCandidates>,
    page: Page,
    id: ApplicationId,
    form: ErasureForm,
    error: Option<Error>,
) -> Result<Response> {
    let (errors, refused) = match error {
        None => (Errors::default(), None),
        Some(Error::Invalid(errors)) => (errors, None),
        Some(Error::Refused { text, .. }) => (Errors::default(), Some(text)),
        Some(other) => return Err(other),
    };
    let (there, keeping) = look(permit, id).await?;
    let view = ErasurePage {
        own: links::application(&page.company.slug, id),
        page,
        there,
        keeping,
        form,
        errors,
        refused,
    };
    let mut answer = view.page.whole(&view.errors, &view)?;
    if view.refused.is_some() {
        *answer.status_mut() = StatusCode::CONFLICT;
    }
    Ok(answer)
}

async fn ask_hold(
    permit: Permit<EraseCandidates>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    let (_, keeping) = look(&permit, id).await?;
    let form = HoldForm {
        reason: keeping.held_for.unwrap_or_default(),
        ends_on: keeping
            .held_until
            .map(|day| day.0.to_string())
            .unwrap_or_default(),
    };
    draw_hold(&permit, page, id, form, Errors::default()).await
}

async fn hold(
    permit: Permit<EraseCandidates>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Form(form): Form<HoldForm>,
) -> Result<Response> {
    let (there, _) = look(&permit, id).await?;
    let held = match form.check() {
        Ok(hold) => {
            permit
                .change(async |change| privacy::set_hold(change, there.candidate, &hold).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match held {
        Ok(()) => {
            let notice = Notice::new(format!("{} is on hold", there.name));
            Ok(page.redirect(links::application(&page.company.slug, id), notice))
        }
        Err(Error::Invalid(errors)) => draw_hold(&permit, page, id, form, errors).await,
        Err(other) => Err(other),
    }
}

async fn lift(
    permit: Permit<EraseCandidates>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    let (there, _) = look(&permit, id).await?;
    permit
        .change(async |change| privacy::lift_hold(change, there.candidate).await)
        .await?;
    let notice = Notice::new(format!("{} is not on hold any more", there.name));
    Ok(page.redirect(links::application(&page.company.slug, id), notice))
}

async fn draw_hold(
    permit: &Permit<EraseCandidates>,
    page: Page,
    id: ApplicationId,
    form: HoldForm,
    errors: Errors,
) -> Result<Response> {
    let (there, keeping) = look(permit, id).await?;
    let view = HoldPage {
        own: links::application(&page.company.slug, id),
        page,
        there,
        keeping,
        form,
        errors,
    };
    view.page.whole(&view.errors, &view)
}
