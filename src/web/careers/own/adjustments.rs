//! `/a/{token}/adjustments`: what they need to take part fairly.

use super::frame::Own;
use crate::{
    access::{Permit, permissions::OwnApplication},
    base::error::{Error, Errors, Result},
    domain::{applications::adjustments::LONGEST, own},
    web::{
        careers::frame::{Frame, private},
        kit::{form::Form, notice::Notice, page::redirect, routes::Routes},
    },
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use serde::Deserialize;

pub fn routes() -> Routes {
    const PATH: &str = "/a/{token}/adjustments";
    Routes::default().get(PATH, ask).post(PATH, save)
}

#[derive(Template)]
#[template(path = "careers/own/adjustments.html")]
struct AdjustmentsPage {
    frame: Frame,
    own: Own,
    form: AdjustmentsForm,
    errors: Errors,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct AdjustmentsForm {
    adjustments: String,
}

async fn ask(permit: Permit<OwnApplication>, own: Own) -> Result<Response> {
    let applicant = permit.actor().applicant().ok_or(Error::NotFound)?;
    let asked =
        own::adjustments(&mut *permit.read().await?, permit.company().id, applicant).await?;
    let form = AdjustmentsForm {
        adjustments: asked.unwrap_or_default(),
    };
    draw(&permit, own, form, Errors::default())
}

fn draw(
    permit: &Permit<OwnApplication>,
    own: Own,
    form: AdjustmentsForm,
    errors: Errors,
) -> Result<Response> {
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = AdjustmentsPage {
        frame: own.around(&permit.company().slug)?.frame,
        own,
        form,
        errors,
    };
    private(status, &page)
}

async fn save(
    permit: Permit<OwnApplication>,
    own: Own,
    Form(form): Form<AdjustmentsForm>,
) -> Result<Response> {
    let asked = form.adjustments.replace("\r\n", "\n").trim().to_owned();
    if asked.chars().count() > LONGEST {
        let mut errors = Errors::default();
        errors.add("adjustments", "Use at most 2,000 characters");
        return draw(&permit, own, form, errors);
    }
    let asked = Some(asked).filter(|asked| !asked.is_empty());
    permit
        .change(async |change| own::ask_for_adjustments(change, asked.as_deref()).await)
        .await?;
    let notice = match asked {
        Some(_) => "Whoever plans with you sees what you need.",
        None => "You ask for nothing any more.",
    };
    Ok(redirect(&own.link(""), Some(&Notice::new(notice))))
}
