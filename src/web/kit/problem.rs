//! What went wrong, as an answer: a page for people, problem details (RFC 9457) for programs.
//!
//! Whoever refuses answers with a [`Problem`] in the response's extensions; [`draw`], the outermost layer of the site,
//! makes the page. So every refusal looks the same, wherever it comes from.

use super::{filters, request_id};
use crate::base::{
    error::Error,
    links::{self, Slug},
};
use askama::Template;
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use std::borrow::Cow;
use url::{Position, Url};

/// A refusal, for people and programs.
#[derive(Clone, Debug)]
pub struct Problem {
    pub status: StatusCode,
    /// A word for programs, as `stale` or `not_found`.
    pub code: &'static str,
    /// What to do about it, for people. Never a cause, a path or an address of ours.
    pub detail: Cow<'static, str>,
}

/// What was chosen cannot be done as it is, though nobody else did anything.
const CHOOSE: [&str; 3] = ["nobody", "one_job", "too_many"];

impl Problem {
    pub fn new(
        status: StatusCode,
        code: &'static str,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
        }
    }

    fn title(&self) -> &'static str {
        match self.status.as_u16() {
            400 => "That request makes no sense to us",
            401 => "Please sign in",
            403 => "You cannot do this here",
            404 => "We cannot find that page",
            405 => "That is not how this page is used",
            408 => "That took too long",
            410 => "This is gone",
            409 if CHOOSE.contains(&self.code) => "Something needs another look",
            409 => "Something changed meanwhile",
            413 => "That is too large",
            414 | 431 => "That address is too long",
            415 => "We cannot read that kind of file",
            421 => "This is not that website",
            422 => "Something needs another look",
            429 => "Too many tries",
            503 => "We are busy for a moment",
            _ => "Something went wrong on our side",
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.detail.clone().into_owned()).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let wait = match &self {
            Error::TooMany { wait } | Error::Busy { wait, .. } => Some(wait.as_secs().max(1)),
            _ => None,
        };
        let problem = match self {
            Error::NotFound => Problem::new(
                StatusCode::NOT_FOUND,
                "not_found",
                "The link may be old, or the person’s data may have been deleted as they asked. If you followed a link in a mail from us, it still works from that mail.",
            ),
            Error::Gone(text) => Problem::new(StatusCode::GONE, "gone", text),
            Error::SignedOut => {
                Problem::new(StatusCode::UNAUTHORIZED, "signed_out", "Sign in to go on.")
            }
            Error::Forbidden(text) => Problem::new(StatusCode::FORBIDDEN, "forbidden", text),
            Error::Refused { code, text } => Problem::new(StatusCode::CONFLICT, code, text),
            Error::Invalid(errors) => {
                let text: Vec<_> = errors
                    .iter()
                    .map(|(_, message)| message.to_owned())
                    .collect();
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", text.join(" "))
            }
            Error::Malformed(text) => Problem::new(StatusCode::BAD_REQUEST, "malformed", text),
            Error::TooLarge(text) => Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", text),
            Error::Unsupported(text) => {
                Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported", text)
            }
            Error::TooMany { wait } => Problem::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too_many",
                format!("Please wait {} and try again.", filters::duration(wait)),
            ),
            Error::Busy { cause, .. } => {
                tracing::warn!(cause, "busy");
                Problem::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "busy",
                    "Nothing is lost. Please try again in a few seconds.",
                )
            }
            Error::Unexpected(cause) => {
                tracing::error!(cause = format!("{cause:#}"), "unexpected");
                Problem::new(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "unexpected",
                    "We have been told about it. Please try again; if it stays, name the number below to whoever runs this site.",
                )
            }
        };
        let mut response = problem.into_response();
        if let Some(seconds) = wait {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Unexpected(error.into())
    }
}

/// Answers a method that a route does not have; axum adds `Allow`.
pub async fn method_not_allowed() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        "Go back and use the buttons of the page.",
    )
}

/// Answers an address that is nobody's.
pub async fn not_found() -> Error {
    Error::NotFound
}

#[derive(Template)]
#[template(path = "problems/problem.html")]
struct ProblemPage<'a> {
    problem: &'a Problem,
    title: &'a str,
    request_id: &'a str,
    /// Ways on, the likeliest first: no page is a dead end.
    ways: Vec<Way>,
}

/// A link away from a refusal.
struct Way {
    label: &'static str,
    to: String,
}

impl Way {
    fn new(label: &'static str, to: impl Into<String>) -> Self {
        Self {
            label,
            to: to.into(),
        }
    }
}

/// Where to go from a refusal. `back` is the page that a form was on; `again` the page itself, if it was only looked at.
fn ways(status: StatusCode, path: &str, again: Option<&str>, back: Option<&str>) -> Vec<Way> {
    let passes = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
    let first = match (again, back) {
        (Some(again), _) if passes => Some(Way::new("Try again", again)),
        (_, Some(back)) if status == StatusCode::CONFLICT => Some(Way::new("Look again", back)),
        (_, Some(back)) if status == StatusCode::PAYLOAD_TOO_LARGE => {
            Some(Way::new("Back to the form", back))
        }
        _ => None,
    };
    let token = path
        .strip_prefix("/a/")
        .and_then(|rest| rest.split(['/', '?']).next());
    let left = [StatusCode::NOT_FOUND, StatusCode::GONE].contains(&status);
    if let Some(token) = token.filter(|_| !left) {
        let own = Way::new("Your application", format!("/a/{token}"));
        return first.into_iter().chain([own]).collect();
    }
    let careers = path.strip_prefix("/careers");
    let company = careers.and_then(|rest| Slug::parse(rest.split('/').nth(1)?));
    let roles = match company {
        Some(company) if status != StatusCode::NOT_FOUND => links::careers(&company),
        _ => "/careers".to_owned(),
    };
    let mut ways = Vec::from_iter(first);
    if careers.is_none() && token.is_none() {
        ways.push(Way::new("Home", "/"));
    }
    if careers.is_some() || token.is_some() || status == StatusCode::NOT_FOUND {
        ways.push(Way::new("Open roles", roles));
    }
    ways
}

/// The path of a page of ours that a request came from.
fn came_from(headers: &HeaderMap) -> Option<String> {
    let header = |name| headers.get(name)?.to_str().ok();
    let from: Url = header(header::REFERER)?.parse().ok()?;
    let host = header(header::HOST)?;
    let ours = format!("{}://{host}", from.scheme());
    let path = &from[Position::BeforePath..Position::AfterQuery];
    (from.origin().ascii_serialization() == ours && links::local(path)).then(|| path.to_owned())
}

#[derive(Template)]
#[template(path = "problems/part.html")]
struct ProblemPart<'a> {
    problem: &'a Problem,
    title: &'a str,
}

/// Draws every answer that carries a [`Problem`]: a redirect to sign-in, a part for htmx, JSON for programs, or a page.
pub async fn draw(request: Request, next: Next) -> Response {
    let wants_json = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("json") && !accept.contains("text/html"));
    let part = request.headers().contains_key("hx-request")
        && !request.headers().contains_key("hx-boosted");
    let (method, target) = (
        request.method().clone(),
        request.uri().path_and_query().map(ToString::to_string),
    );
    let request_id = request.headers().get(request_id::HEADER).cloned();
    let came_from = came_from(request.headers());
    let mut response = next.run(request).await;
    let Some(problem) = response.extensions_mut().remove::<Problem>() else {
        return response;
    };
    let own_host = response.extensions().get::<super::hosts::OwnHost>();
    let own_host = own_host.is_some();
    let signed_out_page = problem.status == StatusCode::UNAUTHORIZED && !part && !wants_json;
    if signed_out_page {
        let back = target.filter(|_| method.is_safe()).unwrap_or_default();
        return Redirect::to(&links::sign_in_and_back(&back)).into_response();
    }
    let request_id = request_id.as_ref().and_then(|id| id.to_str().ok());
    let title = problem.title();
    let (body, kind) = if wants_json {
        let body = serde_json::json!({
            "type": "about:blank", "title": title, "status": problem.status.as_u16(), "detail": problem.detail, "code": problem.code,
        });
        (body.to_string(), "application/problem+json")
    } else if part {
        (
            ProblemPart {
                problem: &problem,
                title,
            }
            .render()
            .unwrap_or_default(),
            "text/html; charset=utf-8",
        )
    } else {
        let target = target.unwrap_or_default();
        let again = method.is_safe().then_some(target.as_str());
        (
            ProblemPage {
                problem: &problem,
                title,
                request_id: request_id.unwrap_or_default(),
                ways: match own_host {
                    // There is nothing but one careers site.
                    true => vec![Way::new("Open roles", "/")],
                    false => ways(problem.status, &target, again, came_from.as_deref()),
                },
            }
            .render()
            .unwrap_or_default(),
            "text/html; charset=utf-8",
        )
    };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts
        .headers
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    parts
        .headers
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Response::from_parts(parts, body.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(status: u16, path: &str, again: Option<&str>, back: Option<&str>) -> Vec<String> {
        let status = StatusCode::from_u16(status).unwrap();
        ways(status, path, again, back)
            .into_iter()
            .map(|way| format!("{} {}", way.label, way.to))
            .collect()
    }

    #[test]
    fn every_refusal_has_a_way_on() {
        let heron = Some("/heron/jobs");
        assert_eq!(labels(403, "/heron/jobs", heron, None), ["Home /"]);
        assert_eq!(
            labels(404, "/heron/jobs", heron, None),
            ["Home /", "Open roles /careers"]
        );
        assert_eq!(
            labels(503, "/heron/jobs", heron, None),
            ["Try again /heron/jobs", "Home /"]
        );
        assert_eq!(labels(503, "/heron/jobs", None, heron), ["Home /"]);
        assert_eq!(
            labels(409, "/heron/jobs/1/end", None, heron),
            ["Look again /heron/jobs", "Home /"]
        );
        assert_eq!(
            labels(429, "/careers/heron", None, None),
            ["Open roles /careers/heron"]
        );
        assert_eq!(
            labels(
                413,
                "/careers/heron/jobs/1/apply",
                None,
                Some("/careers/heron/jobs/1/apply")
            ),
            [
                "Back to the form /careers/heron/jobs/1/apply",
                "Open roles /careers/heron"
            ]
        );
        assert_eq!(
            labels(409, "/a/TOKEN/withdrawal", None, None),
            ["Your application /a/TOKEN"]
        );
        assert_eq!(
            labels(410, "/a/TOKEN", Some("/a/TOKEN"), None),
            ["Open roles /careers"]
        );
        assert_eq!(
            labels(404, "/careers/gone/jobs/1", None, None),
            ["Open roles /careers"]
        );
    }

    #[test]
    fn only_our_own_pages_lead_back() {
        let from = |referer: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("localhost:8080"));
            headers.insert(header::REFERER, HeaderValue::from_static(referer));
            came_from(&headers)
        };
        assert_eq!(
            from("http://localhost:8080/heron?x=1").as_deref(),
            Some("/heron?x=1")
        );
        assert_eq!(
            from("http://localhost:8080//evil.example/").as_deref(),
            None
        );
        assert_eq!(from("https://evil.example/heron"), None);
        assert_eq!(from("nonsense"), None);
    }
}
