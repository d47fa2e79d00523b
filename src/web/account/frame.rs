//! What the pages of one's own account show around their own.

use crate::{
    base::error::{Error, Result},
    domain::accounts::members::{self, Place},
    web::kit::{notice::Notice, seat::SignedIn},
};
use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

/// Whose account it is, their companies, and what was just done.
pub(super) struct Frame {
    pub session: crate::domain::accounts::sessions::Session,
    pub places: Vec<Place>,
    pub notice: Option<Notice>,
}

impl Frame {
    pub async fn of(visitor: &SignedIn) -> Result<Self> {
        let places =
            members::places(&mut *visitor.app.db.read().await?, visitor.session.user).await?;
        Ok(Self {
            session: visitor.session.clone(),
            places,
            notice: visitor.notice.clone(),
        })
    }
}

/// A page of an account; never kept by anybody on the way.
pub(super) fn draw(status: StatusCode, page: &impl Template, notice: bool) -> Result<Response> {
    let mut response = (status, Html(page.render()?)).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if notice {
        response
            .headers_mut()
            .append(header::SET_COOKIE, Notice::spent());
    }
    Ok(response)
}

/// 422 for the errors of a form; anything else goes its way.
pub(super) fn errors_of(error: Error) -> Result<crate::base::error::Errors> {
    match error {
        Error::Invalid(errors) => Ok(errors),
        other => Err(other),
    }
}
