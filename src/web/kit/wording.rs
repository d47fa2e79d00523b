//! Words for refusals that no code of ours has worded: the library's, and the edge's own by their status.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;

const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// Says that a response in plain text is meant to stay as it is: [`mark`] leaves it alone.
#[derive(Clone, Copy, Debug)]
pub struct Finished;

/// What a bare status means.
pub(super) fn of(status: StatusCode) -> Problem {
    let (code, detail) = match status {
        StatusCode::NOT_FOUND => ("not_found", "There is nothing at this address."),
        StatusCode::METHOD_NOT_ALLOWED => (
            "method_not_allowed",
            "This address does not take that kind of request.",
        ),
        StatusCode::REQUEST_TIMEOUT => (
            "request_timeout",
            "The request took too long to arrive. Please try again.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "What was sent is more than we take here."),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            "unsupported",
            "What was sent is of a kind that is not taken here.",
        ),
        StatusCode::SERVICE_UNAVAILABLE => (
            "busy",
            "This took us too long. Please try again in a few seconds.",
        ),
        other if other.is_server_error() => (
            "unexpected",
            "Please try again; if it stays, name the number below to whoever runs this site.",
        ),
        _ => ("malformed", "This request could not be understood."),
    };
    Problem::new(status, code, detail)
}

/// A refusal that will pass, with the seconds after which trying again makes sense.
pub(super) fn later(problem: Problem, seconds: u16) -> Response {
    let mut response = problem.into_response();
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// Rewords failures that no code of ours has worded: a bad path parameter, an unknown address, a wrong
/// method, a form that does not parse. The library's texts name fields and types, which is nobody's business.
pub async fn mark(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    if !failed || worded(&response) {
        return response;
    }
    let problem = of(status);
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, TEXT);
    let body = Body::from(problem.detail.clone().into_owned());
    parts.extensions.insert(problem);
    Response::from_parts(parts, body)
}

/// Whether code of ours has worded this answer.
pub(super) fn worded(response: &Response) -> bool {
    let extensions = response.extensions();
    let plain = match response.headers().get(header::CONTENT_TYPE) {
        Some(kind) => kind.as_bytes().starts_with(b"text/plain"),
        None => true,
    };
    !plain || extensions.get::<Problem>().is_some() || extensions.get::<Finished>().is_some()
}
