//! What the forms of the settings have in common.

use crate::base::{
    error::{Error, Errors, Result},
    ids::Version,
};
use axum::{http::StatusCode, response::Response};

/// What a form can show of a refusal: messages at fields, or why not at all. Anything else goes its way.
pub(super) fn shown(refused: Option<Error>) -> Result<(Errors, Option<String>)> {
    match refused {
        None => Ok((Errors::default(), None)),
        Some(Error::Invalid(errors)) => Ok((errors, None)),
        Some(Error::Refused { text, .. }) => Ok((Errors::default(), Some(text))),
        Some(other) => Err(other),
    }
}

/// A page that says why not carries the status of it.
pub(super) fn status_of(mut answer: Response, refused: Option<&String>) -> Response {
    if refused.is_some() {
        *answer.status_mut() = StatusCode::CONFLICT;
    }
    answer
}

/// The version that a form was made against.
pub(super) fn seen(version: &str) -> Result<Version> {
    version
        .parse()
        .map_err(|_| Error::Malformed("Go back, reload the page and try again.".into()))
}

/// What was typed into a line, up to a length: nothing, when it is blank.
pub(super) fn line(field: &str, text: &str, most: usize, errors: &mut Errors) -> Option<String> {
    let text = text.trim();
    if text.chars().count() > most {
        errors.add(field, format!("Shorten this to {most} characters"));
    }
    (!text.is_empty()).then(|| text.to_owned())
}

/// A name, which there must be.
pub(super) fn name(text: &str, errors: &mut Errors) -> String {
    let name = text.trim();
    if !(1..=200).contains(&name.chars().count()) {
        errors.add("name", "Enter a name, in up to 200 characters");
    }
    name.to_owned()
}
