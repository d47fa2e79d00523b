//! `/a/{token}/erasure`: asking for a code by mail, typing it, and everything is gone.

use super::frame::Own;
use crate::{
    access::{Permit, permissions::OwnApplication},
    app::App,
    base::error::{Error, Errors, Result},
    domain::privacy::{self, Asked, Reply},
    web::{
        careers::frame::{Frame, private},
        kit::{filters, form::Form, notice::Notice, page::redirect, routes::Routes},
    },
};
use askama::Template;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::Response,
};
use jiff::tz::TimeZone;
use serde::Deserialize;

pub fn routes() -> Routes {
    const PATH: &str = "/a/{token}/erasure";
    Routes::default()
        .get(PATH, ask)
        .post(PATH, erase)
        .post("/a/{token}/erasure/code", send_code)
}

#[derive(Template)]
#[template(path = "careers/own/erasure.html")]
struct ErasurePage {
    frame: Frame,
    own: Own,
    zone: TimeZone,
    asked: Asked,
    errors: Errors,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct CodeForm {
    code: String,
}

async fn ask(permit: Permit<OwnApplication>, own: Own) -> Result<Response> {
    draw(&permit, own, Errors::default()).await
}

async fn draw(permit: &Permit<OwnApplication>, own: Own, errors: Errors) -> Result<Response> {
    let applicant = permit.actor().applicant().ok_or(Error::NotFound)?;
    let company = permit.company();
    let mut db = permit.read().await?;
    let asked = privacy::asked(&mut db, company.id, applicant, own.now).await?;
    drop(db);
    let around = own.around(&company.slug)?;
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let had_notice = own.notice.is_some();
    let page = ErasurePage {
        frame: around.frame,
        zone: around.zone,
        own,
        asked,
        errors,
    };
    let mut response = private(status, &page)?;
    if had_notice {
        let headers = response.headers_mut();
        headers.append(header::SET_COOKIE, Notice::spent());
    }
    Ok(response)
}

async fn send_code(permit: Permit<OwnApplication>, own: Own) -> Result<Response> {
    permit
        .change(async |change| privacy::ask_for_code(change).await)
        .await?;
    let notice = Notice::new("The code is on its way to the address that you applied with.");
    Ok(redirect(&own.link("erasure"), Some(&notice)))
}

async fn erase(
    permit: Permit<OwnApplication>,
    own: Own,
    State(app): State<App>,
    Form(form): Form<CodeForm>,
) -> Result<Response> {
    let reply = permit
        .change(async |change| privacy::confirm(change, &app.erasures, &form.code).await)
        .await?;
    let wrong = match reply {
        Reply::Erased => return Ok(redirect(&own.link(""), None)),
        Reply::Waits(_) => return Ok(redirect(&own.link("erasure"), None)),
        Reply::Wrong(1) => "This is not the code that we sent. One more try is left.".to_owned(),
        Reply::Wrong(left) => {
            format!("This is not the code that we sent. {left} more tries are left.")
        }
        Reply::Spent => "This code is not good any more. Ask for another.".to_owned(),
    };
    let mut errors = Errors::default();
    errors.add("code", wrong);
    draw(&permit, own, errors).await
}
