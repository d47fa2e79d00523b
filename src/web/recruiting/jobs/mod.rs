//! Jobs: the list, and the pages of one: its details, plan, hiring team and openings.

mod form;
mod limited;
mod list;
mod openings;
mod plan;
mod stage;
mod status;
mod team;

use crate::{
    base::{
        error::{Error, Errors, Result},
        ids::Version,
    },
    web::kit::routes::Routes,
};
use axum::{http::StatusCode, response::Response};

pub fn routes() -> Routes {
    list::routes()
        .and(form::routes())
        .and(limited::routes())
        .and(status::routes())
        .and(team::routes())
        .and(plan::routes())
        .and(stage::routes())
        .and(openings::routes())
}

/// A form that is drawn again because somebody else was quicker.
fn conflict(mut response: Response) -> Response {
    *response.status_mut() = StatusCode::CONFLICT;
    response
}

/// What was typed into a line: nothing, when it is blank.
fn line(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The version that a form was made against.
fn seen(version: &str) -> Result<Version> {
    version
        .parse()
        .map_err(|_| Error::Malformed("Go back, reload the page and try again.".into()))
}

/// What a form can show of a refusal: messages at fields, or who was quicker. Anything else goes its way.
fn shown(error: Error) -> Result<(Errors, Option<String>)> {
    match error {
        Error::Invalid(errors) => Ok((errors, None)),
        Error::Refused {
            code: "stale",
            text,
        } => Ok((Errors::default(), Some(text))),
        other => Err(other),
    }
}
