//! What every page of a candidate's own stands on: the company's site around it, and the link under which it is.

use crate::{
    app::App,
    base::{
        clock::Time,
        error::{Error, Result},
        links::{self, Slug},
        secret::Token,
    },
    web::{
        careers::{frame::Frame, visit::VisitAll},
        kit::{notice::Notice, seat::link_token},
    },
};
use axum::{extract::FromRequestParts, http::request::Parts};
use axum_extra::extract::CookieJar;
use jiff::tz::TimeZone;

/// The frame of a candidate's page. Stands after the permit, which decides.
pub struct Own {
    pub token: Token,
    pub now: Time,
    pub notice: Option<Notice>,
    shown: VisitAll,
}

/// A company's name and colours around a page, and its zone.
pub struct Around {
    pub frame: Frame,
    pub zone: TimeZone,
}

impl Own {
    /// A page of this candidate.
    pub fn link(&self, page: &str) -> String {
        links::own(&self.token, page)
    }

    /// The company's own frame.
    pub fn around(&self, company: &Slug) -> Result<Around> {
        let site = self.shown.site(company)?;
        Ok(Around {
            frame: Frame {
                again: None,
                ..Frame::of(site)
            },
            zone: site.profile().zone(),
        })
    }

    /// Where a posting is, if candidates may read it.
    pub fn posting(
        &self,
        company: &Slug,
        id: Option<crate::base::ids::PostingId>,
    ) -> Option<String> {
        let site = self.shown.site(company).ok()?;
        site.posting(id?).map(|posting| posting.path(site.root()))
    }
}

impl FromRequestParts<App> for Own {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let token = link_token(parts.uri.path()).ok_or(Error::NotFound)?;
        let notice = match parts.method.is_safe() {
            true => Notice::take(&CookieJar::from_headers(&parts.headers)),
            false => None,
        };
        Ok(Self {
            token,
            now: app.db.clock.now(),
            notice,
            shown: VisitAll::from_request_parts(parts, app).await?,
        })
    }
}
