//! Forms that could lock others out: they ask for the password again when it was given more than 15 minutes ago.

use super::{
    came::came_from,
    form::{Form, Posted},
    seat,
};
use crate::{
    access::AccountPermit,
    app::App,
    base::{
        error::{Error, Errors},
        links::local,
    },
    domain::accounts::{proof, sessions::Session},
};
use askama::Template;
use axum::{
    extract::{FromRequest, Request},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// The fields that the page below adds to the form: the password, and the page that the form was on.
const PASSWORD: &str = "confirm_password";
const BACK: &str = "confirm_back";

/// A posted form of somebody who has lately given their password. A handler that takes this in place of [`Form`] is asked
/// only then: else the answer is a page that wants the password and carries all that was typed, so nothing is lost.
pub struct Confirmed<T>(pub T);

#[derive(Template)]
#[template(path = "problems/confirm.html")]
struct ConfirmPage<'a> {
    errors: Errors,
    session: &'a Session,
    action: &'a str,
    /// What was posted.
    fields: Vec<(String, String)>,
    /// Where the form was: whoever takes something along stays on this page while it comes.
    back: &'a str,
}

impl<T: DeserializeOwned> FromRequest<App> for Confirmed<T> {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let seat = seat::seat(&mut parts, app)
            .await
            .and_then(|seat| seat.ok_or(Error::SignedOut));
        let seat = seat.map_err(Error::into_response)?;
        let action = parts.uri.path_and_query().map(ToString::to_string);
        let (action, address) = (action.unwrap_or_default(), seat::address(&parts));
        let came_from = came_from(&parts.headers).unwrap_or_default();
        let permit = AccountPermit::new(&app.db, seat::request_id(&parts));
        let posted = Posted::from_request(Request::from_parts(parts, body), app)
            .await
            .map_err(Error::into_response)?;
        if !seat.session.confirmed(permit.now()) {
            let (ours, fields): (Vec<_>, Vec<_>) = posted
                .fields()
                .partition(|(name, _)| name == PASSWORD || name == BACK);
            let mut ours: BTreeMap<String, String> = ours.into_iter().collect();
            let given = ours.remove(PASSWORD);
            let back = ours.remove(BACK).unwrap_or(came_from);
            let ask = |errors| ConfirmPage {
                errors,
                session: &seat.session,
                action: &action,
                fields,
                back: Some(back.as_str())
                    .filter(|back| local(back))
                    .unwrap_or_default(),
            };
            let Some(password) = given else {
                return Err(draw(StatusCode::FORBIDDEN, &ask(Errors::default())));
            };
            let right = proof::prove(&permit, &app.passwords, &seat.session, password, &address);
            if !right.await.map_err(Error::into_response)? {
                let mut errors = Errors::default();
                errors.add(PASSWORD, proof::WRONG);
                return Err(draw(StatusCode::UNPROCESSABLE_ENTITY, &ask(errors)));
            }
        }
        let Form(form) = posted.read().await.map_err(Error::into_response)?;
        Ok(Self(form))
    }
}

fn draw(status: StatusCode, page: &ConfirmPage<'_>) -> Response {
    match page.render() {
        Ok(body) => (status, [(header::CACHE_CONTROL, "no-store")], Html(body)).into_response(),
        Err(error) => Error::from(error).into_response(),
    }
}
