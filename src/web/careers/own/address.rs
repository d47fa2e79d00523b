//! `/a/{token}/address`: another address to be reached at, and the code that was mailed there.

use super::frame::Own;
use crate::{
    access::{Permit, permissions::OwnApplication},
    base::error::{Error, Errors, Result},
    domain::{
        accounts::users::{EMAIL_HELP, Email},
        own::{self, AddressAsked, AddressReply, Sent},
    },
    web::{
        careers::frame::{Frame, private},
        kit::{filters, form::Form, notice::Notice, page::redirect, routes::Routes},
    },
};
use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::Response,
};
use jiff::tz::TimeZone;
use serde::Deserialize;

pub fn routes() -> Routes {
    const PATH: &str = "/a/{token}/address";
    Routes::default()
        .get(PATH, show)
        .post(PATH, confirm)
        .post("/a/{token}/address/code", send_code)
}

#[derive(Template)]
#[template(path = "careers/own/address.html")]
struct AddressPage {
    frame: Frame,
    own: Own,
    zone: TimeZone,
    sent: Sent,
    asked: Option<AddressAsked>,
    /// An address of somebody else's here, which they have proved to read.
    taken: Option<String>,
    form: AddressForm,
    errors: Errors,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct AddressForm {
    email: String,
    code: String,
}

async fn show(permit: Permit<OwnApplication>, own: Own) -> Result<Response> {
    let form = AddressForm::default();
    draw(&permit, own, form, Errors::default(), None).await
}

async fn draw(
    permit: &Permit<OwnApplication>,
    own: Own,
    form: AddressForm,
    errors: Errors,
    taken: Option<String>,
) -> Result<Response> {
    let applicant = permit.actor().applicant().ok_or(Error::NotFound)?;
    let company = permit.company();
    let mut db = permit.read().await?;
    let sent = own::sent(&mut db, company.id, applicant).await?;
    let asked = own::asked_address(&mut db, company.id, applicant, own.now).await?;
    drop(db);
    let around = own.around(&company.slug)?;
    let status = match (errors.is_empty(), &taken) {
        (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (true, Some(_)) => StatusCode::CONFLICT,
        (true, None) => StatusCode::OK,
    };
    let had_notice = own.notice.is_some();
    let page = AddressPage {
        frame: around.frame,
        zone: around.zone,
        own,
        sent,
        asked,
        taken,
        form,
        errors,
    };
    let mut response = private(status, &page)?;
    if had_notice {
        let headers = response.headers_mut();
        headers.append(header::SET_COOKIE, Notice::spent());
    }
    Ok(response)
}

async fn send_code(
    permit: Permit<OwnApplication>,
    own: Own,
    Form(form): Form<AddressForm>,
) -> Result<Response> {
    let asked = match Email::parse(&form.email) {
        Some(email) => {
            permit
                .change(async |change| own::ask_for_address(change, &email).await)
                .await
        }
        None => Err(Error::field("email", EMAIL_HELP)),
    };
    match asked {
        Ok(()) => {
            let notice = Notice::new("The code is on its way to the new address.");
            Ok(redirect(&own.link("address"), Some(&notice)))
        }
        Err(Error::Invalid(errors)) => draw(&permit, own, form, errors, None).await,
        Err(other) => Err(other),
    }
}

async fn confirm(
    permit: Permit<OwnApplication>,
    own: Own,
    Form(form): Form<AddressForm>,
) -> Result<Response> {
    let reply = permit
        .change(async |change| own::confirm_address(change, &form.code).await)
        .await?;
    let wrong = match reply {
        AddressReply::Changed => {
            let notice = Notice::new("From now on we write to you at the new address.");
            return Ok(redirect(&own.link(""), Some(&notice)));
        }
        AddressReply::Taken(email) => {
            return draw(&permit, own, form, Errors::default(), Some(email)).await;
        }
        AddressReply::Wrong(1) => {
            "This is not the code that we sent. One more try is left.".to_owned()
        }
        AddressReply::Wrong(left) => {
            format!("This is not the code that we sent. {left} more tries are left.")
        }
        AddressReply::Spent => "This code is not good any more. Ask for another.".to_owned(),
    };
    let mut errors = Errors::default();
    errors.add("code", wrong);
    draw(&permit, own, form, errors, None).await
}
