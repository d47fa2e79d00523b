//! What a page says once, after something was done: kept in a cookie for the next page.

use crate::{access::CompanyRef, base::ids::DeletedId};
use axum::http::HeaderValue;
use axum_extra::extract::cookie::{Cookie, SameSite};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

const COOKIE: &str = "__Host-notice";

/// A message that follows a redirect, with a way back where there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub text: String,
    /// A POST that takes the act back: its address, and the version that the act made.
    pub undo: Option<Undo>,
}

/// The form behind "Undo".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    pub action: String,
    pub version: i64,
}

impl Notice {
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            undo: None,
        }
    }

    pub fn with_undo(mut self, action: impl Into<String>, version: i64) -> Self {
        self.undo = Some(Undo {
            action: action.into(),
            version,
        });
        self
    }

    /// With a way to take it back, if there is one, where no version is asked for.
    pub fn with_undo_at(self, action: Option<String>) -> Self {
        match action {
            Some(action) => self.with_undo(action, 0),
            None => self,
        }
    }

    /// With a way to restore what was deleted, if it can be.
    pub fn restoring(self, company: &CompanyRef, deleted: Option<DeletedId>) -> Self {
        match deleted {
            Some(id) => self.with_undo(format!("/{}/deleted/{id}/restoration", company.slug), 0),
            None => self,
        }
    }

    /// The cookie that carries it to the next page.
    pub fn cookie(&self) -> Option<HeaderValue> {
        let value = BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).ok()?);
        let cookie = Cookie::build((COOKIE, value))
            .path("/")
            .secure(true)
            .http_only(true)
            .same_site(SameSite::Lax);
        HeaderValue::from_str(&cookie.build().to_string()).ok()
    }

    /// The cookie that takes it away again.
    pub fn spent() -> HeaderValue {
        HeaderValue::from_static(
            "__Host-notice=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0",
        )
    }

    /// What the last page left for this one. The text is shown escaped; an action elsewhere is dropped.
    pub fn take(cookies: &axum_extra::extract::CookieJar) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD
            .decode(cookies.get(COOKIE)?.value())
            .ok()?;
        let mut notice: Self = serde_json::from_slice(&bytes).ok()?;
        notice.undo = notice
            .undo
            .filter(|undo| crate::base::links::local(&undo.action));
        Some(notice)
    }
}
