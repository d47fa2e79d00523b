//! Cross-site request forgery: a change counts only when one of our own pages, or no browser, asked for it.
//!
//! GET and HEAD change nothing, so they pass. For the rest, tower-http's layer reads `Sec-Fetch-Site`, else
//! `Origin`. It lets pass what carries neither, as programs do; but a program has no business with a
//! session cookie, so such a request with our cookie is refused here.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower_http::csrf::{ConfigError, CsrfLayer, ProtectionError};
use url::Url;

use super::problem::Problem;

/// Whether a path takes no cookies and is left alone: those of programs, which bring their own leave.
pub type Cookieless = fn(&str) -> bool;

type Refuse = fn(ProtectionError) -> Response<Body>;

/// The library's layer, trusting the public address.
pub(super) fn library(
    public: &Url,
    cookieless: Cookieless,
) -> Result<CsrfLayer<Refuse>, ConfigError> {
    let layer = CsrfLayer::new()
        .add_trusted_origin(public.origin().ascii_serialization())?
        .with_insecure_bypass(move |_, uri| cookieless(uri.path()))
        .with_rejection_response(refuse as Refuse);
    Ok(layer)
}

/// Refuses a change that carries our session cookie and no word of where it comes from.
pub(super) fn check(
    request: &Request,
    session_cookie: &str,
    cookieless: Cookieless,
) -> Result<(), Problem> {
    let changes = !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let headers = request.headers();
    let silent = !said(headers, "sec-fetch-site") && !said(headers, header::ORIGIN.as_str());
    let outside = cookieless(request.uri().path());
    if changes && silent && !outside && carries(headers, session_cookie) {
        return Err(problem());
    }
    Ok(())
}

/// Empty counts as absent, as it does in the library.
fn said(headers: &HeaderMap, name: &str) -> bool {
    headers.get(name).is_some_and(|value| !value.is_empty())
}

fn carries(headers: &HeaderMap, cookie: &str) -> bool {
    let lines = headers.get_all(header::COOKIE).iter();
    let mut pairs = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
    pairs.any(|pair| {
        let name = pair.split(|byte| *byte == b'=').next().unwrap_or_default();
        name.trim_ascii() == cookie.as_bytes()
    })
}

fn refuse(_: ProtectionError) -> Response<Body> {
    problem().into_response()
}

fn problem() -> Problem {
    let detail = "This did not come from one of our own pages. Please open the page again and repeat it there.";
    Problem::new(StatusCode::FORBIDDEN, "cross_site", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(method: &str, path: &str, headers: &[(&str, &str)]) -> bool {
        let request = Request::builder().method(method).uri(path);
        let request = headers.iter().fold(request, |request, (name, value)| {
            request.header(*name, *value)
        });
        check(
            &request.body(Body::empty()).unwrap(),
            "__Host-session",
            |path| path.starts_with("/v1/"),
        )
        .is_ok()
    }

    #[test]
    fn our_cookie_needs_a_word_of_origin() {
        let cookie = ("cookie", "theme=dark; __Host-session=abc");
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            assert!(!passes(method, "/acme/jobs", &[cookie]), "{method}");
            assert!(
                !passes(method, "/acme/jobs", &[cookie, ("origin", "")]),
                "{method}"
            );
            assert!(
                passes(
                    method,
                    "/acme/jobs",
                    &[cookie, ("origin", "https://a.example")]
                ),
                "{method}"
            );
            assert!(
                passes(
                    method,
                    "/acme/jobs",
                    &[cookie, ("sec-fetch-site", "same-origin")]
                ),
                "{method}"
            );
        }
        assert!(passes("GET", "/acme/jobs", &[cookie]));
    }

    #[test]
    fn others_have_nothing_to_forge_with() {
        assert!(passes("POST", "/acme/jobs", &[]));
        assert!(passes(
            "POST",
            "/acme/jobs",
            &[("cookie", "x__Host-session=1; a=__Host-session")]
        ));
        assert!(passes(
            "POST",
            "/v1/jobs",
            &[("cookie", "__Host-session=abc")]
        ));
        let second_line = [("cookie", "a=1"), ("cookie", "__Host-session=abc")];
        assert!(!passes("POST", "/acme/jobs", &second_line));
    }
}
