//! `/a/{token}/about-you`: what somebody says about themselves, if they want to. It is counted, and never read by those who
//! hire.

use super::frame::Own;
use crate::{
    access::{Permit, permissions::OwnApplication},
    base::error::{Error, Result},
    domain::self_identification::{self, Sheet},
    web::{
        careers::frame::{Frame, private},
        kit::{form::Form, notice::Notice, page::redirect, routes::Routes},
    },
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use std::collections::BTreeMap;

pub fn routes() -> Routes {
    const PATH: &str = "/a/{token}/about-you";
    Routes::default()
        .get(PATH, ask)
        .post(PATH, answer)
        .post("/a/{token}/about-you/deletion", forget)
}

#[derive(Template)]
#[template(path = "careers/own/about_you.html")]
struct AboutYouPage {
    frame: Frame,
    own: Own,
    company: String,
    sheet: Sheet,
}

async fn ask(permit: Permit<OwnApplication>, own: Own) -> Result<Response> {
    let applicant = permit.actor().applicant().ok_or(Error::NotFound)?;
    let company = permit.company();
    let sheet = {
        let mut db = permit.read().await?;
        self_identification::sheet(&mut db, permit.key(), company.id, applicant).await?
    };
    let page = AboutYouPage {
        frame: own.around(&company.slug)?.frame,
        own,
        company: company.name.clone(),
        sheet: sheet.ok_or(Error::NotFound)?,
    };
    private(StatusCode::OK, &page)
}

async fn answer(
    permit: Permit<OwnApplication>,
    own: Own,
    Form(mut given): Form<BTreeMap<String, String>>,
) -> Result<Response> {
    given.retain(|_, option| !option.is_empty());
    permit
        .change(async |change| self_identification::answer(change, given).await)
        .await?;
    Ok(back(
        &own,
        "Thank you. You can change or delete this at any time.",
    ))
}

async fn forget(permit: Permit<OwnApplication>, own: Own) -> Result<Response> {
    permit
        .change(async |change| self_identification::forget(change).await)
        .await?;
    Ok(back(&own, "What you said about yourself is deleted."))
}

fn back(own: &Own, said: &str) -> Response {
    redirect(&own.link(""), Some(&Notice::new(said)))
}
