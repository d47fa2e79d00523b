//! How much a request may ask for: time, bytes, and uploads at once.
//!
//! Every request gets the small allowance; a route that takes files raises it for itself with
//! [`upload`], and a route that forgets stays on the safe side.

use std::net::Ipv4Addr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

use super::client::ClientAddress;
use super::crowd::Crowd;
use super::metered::Metered;
use super::panics;
use super::problem::Problem;
use super::wording;

/// Bytes of a body that a page or form may send.
pub const BODY: u64 = 1 << 20;

/// Bytes of an upload: files of 10 MiB together, and 64 KiB for the fields beside them.
pub const UPLOAD: u64 = (10 << 20) + (64 << 10);

/// Characters of a query.
const QUERY: usize = 2_000;

/// Seconds after which trying again makes sense, for an upload without a place or a page that took too long.
const AGAIN: u16 = 2;

/// What a request may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From the head until the answer's head.
    pub time: Duration,
    /// Bytes of the body.
    pub body: u64,
    /// The slowest that a body may arrive.
    pub pace: Option<Pace>,
}

/// Bytes a second on average, judged once `grace` has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    pub per_second: u64,
    pub grace: Duration,
}

impl Limits {
    /// For pages and forms.
    pub const PAGE: Self = Self {
        time: Duration::from_secs(30),
        body: BODY,
        pace: None,
    };

    /// For files: long enough for a poor line, too short to hold a place for nothing.
    pub const FILES: Self = Self {
        time: Duration::from_secs(120),
        body: UPLOAD,
        pace: Some(Pace {
            per_second: 1 << 10,
            grace: Duration::from_secs(10),
        }),
    };
}

/// A request's limits, and what became of them: shared by the layer that watches, the layer that raises
/// them, and the body.
#[derive(Clone)]
pub(super) struct Allowance(Arc<Shared>);

struct Shared {
    usual: Limits,
    raised: OnceLock<Limits>,
    arrived: AtomicBool,
    broken: AtomicU8,
}

/// How a body broke its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Breach {
    TooLarge = 1,
    TooSlow = 2,
}

impl Allowance {
    fn new(usual: Limits, arrived: bool) -> Self {
        let (raised, arrived) = (OnceLock::new(), AtomicBool::new(arrived));
        Self(Arc::new(Shared {
            usual,
            raised,
            arrived,
            broken: AtomicU8::new(0),
        }))
    }

    pub(super) fn limits(&self) -> Limits {
        *self.0.raised.get().unwrap_or(&self.0.usual)
    }

    /// The body has arrived whole.
    pub(super) fn arrived(&self) {
        self.0.arrived.store(true, Ordering::Relaxed);
    }

    pub(super) fn broke(&self, breach: Breach) {
        self.0.broken.store(breach as u8, Ordering::Relaxed);
    }

    fn breach(&self) -> Option<Problem> {
        match self.0.broken.load(Ordering::Relaxed) {
            code if code == Breach::TooLarge as u8 => {
                Some(wording::of(StatusCode::PAYLOAD_TOO_LARGE))
            }
            code if code == Breach::TooSlow as u8 => Some(wording::of(StatusCode::REQUEST_TIMEOUT)),
            _ => None,
        }
    }

    /// Out of time: either the request has not arrived yet, or we were too slow.
    fn late(&self) -> Response {
        if self.0.arrived.load(Ordering::Relaxed) {
            wording::later(wording::of(StatusCode::SERVICE_UNAVAILABLE), AGAIN)
        } else {
            wording::of(StatusCode::REQUEST_TIMEOUT).into_response()
        }
    }
}

/// The layer that holds a request to its limits. What panics below it becomes a plain 500.
pub(super) async fn keep(State(usual): State<Limits>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let empty = request.body().is_end_stream();
    let allowance = Allowance::new(usual, empty);
    let mut request = match empty {
        true => request,
        false => request.map(|body| Body::new(Metered::new(body, allowance.clone()))),
    };
    request.extensions_mut().insert(allowance.clone());
    let mut answer = pin!(panics::caught(next.run(request)));
    loop {
        let time = allowance.limits().time;
        match timeout_at(started + time, &mut answer).await {
            Ok(response) => return judged(response, &allowance),
            Err(_) if allowance.limits().time > time => {} // raised meanwhile
            Err(_) => return allowance.late(),
        }
    }
}

/// A handler whose body was cut takes it for a broken form, or did not look at it at all; the truth is said
/// instead, unless the handler says it itself, in a page of its own.
fn judged(response: Response, allowance: &Allowance) -> Response {
    match allowance.breach() {
        Some(problem) if response.status() != problem.status || !wording::worded(&response) => {
            problem.into_response()
        }
        _ => response,
    }
}

/// Refuses an address that no page of ours would make: a query that is too long, or U+0000 anywhere, which Postgres
/// takes in no text.
pub(super) fn check_target(uri: &Uri) -> Result<(), Problem> {
    if uri.path().contains("%00") || uri.query().is_some_and(|query| query.contains("%00")) {
        let detail = "The address is broken. Go back and try again.";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "malformed", detail));
    }
    match uri.query() {
        Some(query) if query.len() > QUERY => {
            let detail = "The address is too long.";
            Err(Problem::new(
                StatusCode::URI_TOO_LONG,
                "query_too_long",
                detail,
            ))
        }
        _ => Ok(()),
    }
}

/// Places for uploads: how many at once, and what each may use. A place is held until the answer is made.
///
/// One address gets half of the places at most, so that nobody can keep all others from applying.
#[derive(Clone, Debug)]
pub struct Uploads {
    places: Arc<Semaphore>,
    crowd: Crowd,
    limits: Limits,
}

impl Uploads {
    /// As many at once as `places`; beyond it 503, to be tried again after two seconds.
    pub fn new(places: usize, limits: Limits) -> Self {
        let crowd = Crowd::new(places.div_ceil(2));
        Self {
            places: Arc::new(Semaphore::new(places)),
            crowd,
            limits,
        }
    }
}

/// The layer of a route that takes uploads, with `from_fn_with_state` and its [`Uploads`]. Looking at the
/// route's form needs no place.
pub async fn upload(State(uploads): State<Uploads>, request: Request, next: Next) -> Response {
    if matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    ) {
        return next.run(request).await;
    }
    let client = request.extensions().get::<ClientAddress>();
    let address = client.map_or(Ipv4Addr::UNSPECIFIED.into(), |client| client.ip);
    let (Ok(_place), Some(_counted)) = (uploads.places.try_acquire(), uploads.crowd.join(address))
    else {
        let detail = "Many people are sending files just now. Please send yours again in a moment.";
        let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "uploads_busy", detail);
        return wording::later(problem, AGAIN);
    };
    if let Some(allowance) = request.extensions().get::<Allowance>() {
        let _ = allowance.0.raised.set(uploads.limits); // a second layer around the same route changes nothing
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_ends_at_two_thousand_characters() {
        let uri = |length: usize| format!("/?{}", "q".repeat(length)).parse::<Uri>().unwrap();
        assert!(check_target(&uri(2_000)).is_ok());
        assert_eq!(
            check_target(&uri(2_001)).unwrap_err().status,
            StatusCode::URI_TOO_LONG
        );
        assert!(check_target(&Uri::from_static("/")).is_ok());
    }

    #[test]
    fn no_address_has_an_invisible_character() {
        for target in ["/a/%00", "/a?q=x%00"] {
            let refused = check_target(&Uri::from_static(target)).unwrap_err();
            assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        }
        assert!(check_target(&Uri::from_static("/100%25?q=%2500")).is_ok());
    }
}
