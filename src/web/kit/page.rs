//! What every staff page shows around its own: the company, who is signed in, the side, a notice.

use super::{notice::Notice, seat};
use crate::{
    access::{Actor, CompanyRef, Member, Permission},
    app::App,
    base::{
        error::{Error, Errors, Result},
        ids::JobId,
    },
    domain::accounts::{seat::FollowedJob, sessions::Session},
};
use askama::Template;
use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Response},
};
use axum_extra::extract::CookieJar;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// The frame of a staff page. Stands after the permit in a handler's arguments: the permit decides, the page only shows.
#[derive(Clone)]
pub struct Page {
    pub company: Arc<CompanyRef>,
    pub member: Member,
    pub session: Session,
    pub followed: Vec<FollowedJob>,
    pub notice: Option<Notice>,
    /// The path that was asked for, to mark where one is.
    pub path: String,
    /// Whether htmx asked for a part.
    pub part: bool,
}

impl FromRequestParts<App> for Page {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let entered = parts
            .extensions
            .get::<seat::Entered>()
            .cloned()
            .ok_or(Error::SignedOut)?;
        let Actor::Member(member) = entered.actor.as_ref() else {
            return Err(Error::SignedOut);
        };
        let seat = seat::seat(parts, app).await?.ok_or(Error::SignedOut)?;
        let part = part(parts);
        let shown = parts.method.is_safe() && !part;
        Ok(Self {
            company: entered.company.clone(),
            member: member.clone(),
            session: seat.session.clone(),
            followed: seat.followed.clone(),
            notice: if shown {
                Notice::take(&CookieJar::from_headers(&parts.headers))
            } else {
                None
            },
            path: parts.uri.path().to_owned(),
            part,
        })
    }
}

/// Whether htmx asks for a part of a page.
fn part(parts: &Parts) -> bool {
    let header = |name| parts.headers.contains_key(name);
    header("hx-request") && !header("hx-boosted") && !header("hx-history-restore-request")
}

/// Whether what is asked for has a side. A review fills the screen, and has none.
pub(super) fn has_side(parts: &Parts) -> bool {
    let query = parts.uri.query().unwrap_or_default();
    let review = parts.uri.path().ends_with("/review") && query.contains("at=");
    !review && !part(parts)
}

impl Page {
    /// The page, or for htmx its named part; 422 when there are errors.
    pub fn html(
        &self,
        errors: &Errors,
        whole: &impl Template,
        part: impl Template,
    ) -> Result<Response> {
        let status = if errors.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        let body = if self.part {
            part.render()?
        } else {
            whole.render()?
        };
        Ok(self.finish((status, Html(body)).into_response()))
    }

    /// A page that has no parts.
    pub fn whole(&self, errors: &Errors, whole: &impl Template) -> Result<Response> {
        let status = if errors.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        Ok(self.finish((status, Html(whole.render()?)).into_response()))
    }

    /// Parts of pages that htmx puts in their places, with a status of their own.
    pub fn parts(&self, status: StatusCode, parts: String) -> Response {
        self.finish((status, Html(parts)).into_response())
    }

    /// 303 to where the result shows, which then says the notice. A script would follow that by itself and take the page
    /// for a part, so htmx is told to go there.
    pub fn redirect(&self, to: impl AsRef<str>, notice: Notice) -> Response {
        let mut response = redirect(to.as_ref(), Some(&notice));
        if self.part
            && let Some(location) = response.headers_mut().remove(header::LOCATION)
        {
            *response.status_mut() = StatusCode::OK;
            response.headers_mut().insert("hx-redirect", location);
        }
        response
    }

    /// The job on whose pages one is.
    pub fn job(&self) -> Option<JobId> {
        let rest = self
            .path
            .strip_prefix(&format!("/{}/jobs/", self.company.slug))?;
        rest.split('/').next()?.parse().ok()
    }

    /// Whether a link of the side leads to where one is.
    pub fn at(&self, below: &str) -> bool {
        let path = self
            .path
            .strip_prefix(&format!("/{}", self.company.slug))
            .unwrap_or(&self.path);
        if below.is_empty() {
            path.is_empty()
        } else {
            path.starts_with(below)
        }
    }

    /// Whether a permission is this member's in the whole company: for links and buttons, which are only a courtesy.
    pub fn may<P: Permission>(&self) -> bool {
        P::ROLES.contains(&self.member.role)
    }

    /// The zone in which this reader sees times.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.session.time_zone).unwrap_or(TimeZone::UTC)
    }

    fn finish(&self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::VARY, HeaderValue::from_static("HX-Request"));
        if self.notice.is_some() {
            headers.append(header::SET_COOKIE, Notice::spent());
        }
        response
    }
}

/// 303 to a page of ours, with what it shall say.
pub fn redirect(to: &str, notice: Option<&Notice>) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let location = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, location);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(cookie) = notice.and_then(Notice::cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
