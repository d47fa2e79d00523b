//! Signing in, and one's own account.

mod companies;
mod frame;
mod links;
mod own;
mod set_up;
mod sign_in;

use super::kit::routes::Routes;
use crate::{base::secret::Token, domain::accounts::sessions};
use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use axum_extra::extract::cookie::{Cookie, SameSite};

pub fn routes() -> Routes {
    sign_in::routes()
        .and(set_up::routes())
        .and(own::routes())
        .and(links::routes())
        .and(companies::routes())
}

/// Puts a new session into the browser. The cookie ends with the browser; the session ends by itself.
fn with_session(mut response: Response, token: &Token) -> Response {
    let cookie = Cookie::build((sessions::COOKIE, token.reveal()))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax);
    if let Ok(value) = HeaderValue::from_str(&cookie.build().to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// The browser's own name, for the list of sessions.
fn user_agent(headers: &HeaderMap) -> String {
    headers
        .get(header::USER_AGENT)
        .and_then(|agent| agent.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}
