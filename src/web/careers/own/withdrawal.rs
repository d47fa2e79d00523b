//! `/a/{token}/withdrawal`: asking whether they mean it, doing it, and taking it back.

use super::frame::Own;
use crate::{
    access::{Permit, permissions::OwnApplication},
    base::error::{Error, Errors, Result},
    domain::own::{self, Standing, Withdrawal},
    web::{
        careers::frame::{Frame, private},
        kit::{form::Form, notice::Notice, page::redirect, routes::Routes},
    },
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use serde::Deserialize;

/// The longest reason, in characters.
const REASON: usize = 2_000;

pub fn routes() -> Routes {
    const PATH: &str = "/a/{token}/withdrawal";
    Routes::default()
        .get(PATH, ask)
        .post(PATH, withdraw)
        .post("/a/{token}/withdrawal/undo", undo)
}

#[derive(Template)]
#[template(path = "careers/own/withdraw.html")]
struct WithdrawPage {
    frame: Frame,
    own: Own,
    standing: Standing,
    form: WithdrawForm,
    errors: Errors,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct WithdrawForm {
    reason: String,
}

async fn ask(permit: Permit<OwnApplication>, own: Own) -> Result<Response> {
    draw(&permit, own, WithdrawForm::default(), Errors::default()).await
}

async fn draw(
    permit: &Permit<OwnApplication>,
    own: Own,
    form: WithdrawForm,
    errors: Errors,
) -> Result<Response> {
    let applicant = permit.actor().applicant().ok_or(Error::NotFound)?;
    let company = permit.company();
    let standing = own::standing(&mut *permit.read().await?, company.id, applicant).await?;
    if standing.outcome.is_some() {
        return Ok(redirect(&own.link(""), None));
    }
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = WithdrawPage {
        frame: own.around(&company.slug)?.frame,
        own,
        standing,
        form,
        errors,
    };
    private(status, &page)
}

async fn withdraw(
    permit: Permit<OwnApplication>,
    own: Own,
    Form(form): Form<WithdrawForm>,
) -> Result<Response> {
    if form.reason.chars().count() > REASON {
        let mut errors = Errors::default();
        errors.add("reason", "Shorten it to 2,000 characters");
        return draw(&permit, own, form, errors).await;
    }
    let withdrawal = Withdrawal {
        reason: form.reason.trim().to_owned(),
    };
    permit
        .change(async |change| own::withdraw(change, &withdrawal).await)
        .await?;
    let notice = Notice::new("Your application is withdrawn.");
    Ok(redirect(&own.link(""), Some(&notice)))
}

async fn undo(permit: Permit<OwnApplication>, own: Own) -> Result<Response> {
    permit
        .change(async |change| own::take_back(change).await)
        .await?;
    let notice = Notice::new(
        "Your application is back where it was. Interviews that were cancelled have to be set anew.",
    );
    Ok(redirect(&own.link(""), Some(&notice)))
}
