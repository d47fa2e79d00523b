//! All the layers around a router, in their one right order.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower::ServiceBuilder;
use tower_http::csrf::ConfigError;
use tracing::Instrument;
use url::Url;

use super::client::{ClientAddress, Proxies};
use super::hosts::{CompanyHost, Hosts};
use super::limits::{self, Limits};
use super::listen::TooMany;
use super::log::Line;
use super::origin::Cookieless;
use super::problem::Problem;
use super::request_id::RequestId;
use super::{compress, headers, health, origin, panics, wording};

/// Seconds after which a client should knock again when the house is full.
const KNOCK_AGAIN: u16 = 2;

/// What the edge needs to know.
#[derive(Clone)]
pub struct EdgeSettings {
    /// The address that people use, as configured; links and checks are made from it.
    pub public_url: Url,
    /// Companies' own host names, where there are any.
    pub company_host: Option<CompanyHost>,
    /// Proxies that are believed.
    pub proxies: Proxies,
    /// The name of our session cookie.
    pub session_cookie: &'static str,
    /// Which paths take no cookies.
    pub cookieless: Cookieless,
    /// What a request may use, unless its route takes uploads.
    pub limits: Limits,
}

impl EdgeSettings {
    /// The usual settings for this public address and session cookie.
    pub fn new(public_url: Url, session_cookie: &'static str) -> Self {
        Self {
            public_url,
            company_host: None,
            proxies: Proxies::default(),
            session_cookie,
            cookieless: |_| false,
            limits: Limits::PAGE,
        }
    }
}

/// Puts the edge around a router whose state is already given. `drawn` adds the layer that turns a
/// [`Problem`] into a page; it sits where it sees every refusal, and where its pages get all headers.
///
/// Fails when the public address has no origin that a browser could send.
pub fn around(
    router: Router,
    settings: EdgeSettings,
    drawn: impl FnOnce(Router) -> Router,
) -> Result<Router, ConfigError> {
    let forgery = origin::library(&settings.public_url, settings.cookieless)?;
    let edge = Arc::new(Edge::new(settings));
    let inside = ServiceBuilder::new()
        // Words for what the library and handlers leave unworded, theirs and ours.
        .layer(from_fn(wording::mark))
        // Who should not be here is told so before anything is read.
        .layer(from_fn_with_state(edge.clone(), admit))
        .layer(forgery)
        // From here on a handler is at work: in time, within its bytes, and if it panics, alone.
        .layer(from_fn_with_state(edge.settings.limits, limits::keep))
        // Ours is the limit on bodies; the library's own would cut uploads short.
        .layer(DefaultBodyLimit::disable());
    let outside = ServiceBuilder::new()
        // Outermost, so that each request has an id, a line in the log and all headers whatever happens.
        .layer(from_fn_with_state(edge, receive))
        // Pages are packed after they are drawn.
        .layer(from_fn(compress::compress));
    Ok(drawn(router.layer(inside)).layer(outside))
}

struct Edge {
    hosts: Hosts,
    https: bool,
    settings: EdgeSettings,
}

impl Edge {
    fn new(settings: EdgeSettings) -> Self {
        let hosts = Hosts::new(&settings.public_url);
        let hosts = match settings.company_host.clone() {
            Some(company) => hosts.with_companies(company),
            None => hosts,
        };
        Self {
            hosts,
            https: settings.public_url.scheme() == "https",
            settings,
        }
    }

    fn check(&self, request: &Request) -> Result<(), Problem> {
        if !health::PROBES.contains(&request.uri().path()) {
            self.hosts.check(request.uri(), request.headers())?;
        }
        limits::check_target(request.uri())?;
        origin::check(
            request,
            self.settings.session_cookie,
            self.settings.cookieless,
        )
    }
}

/// Names the request and its client, and completes and logs the response. A layer further in that panics
/// outside of [`limits::keep`], as drawing a page might, is caught here and answered in plain text.
async fn receive(State(edge): State<Arc<Edge>>, mut request: Request, next: Next) -> Response {
    let id = RequestId::give(request.headers_mut());
    let line = Line::begin(id, &mut request);
    ClientAddress::find(&mut request, &edge.settings.proxies);
    // What is logged on the way carries the id as well.
    let span = tracing::error_span!("within", request = %id);
    let mut response = panics::caught(next.run(request)).instrument(span).await;
    headers::complete(response.headers_mut(), edge.https);
    id.tell(response.headers_mut());
    line.end(response.status());
    response
}

async fn admit(State(edge): State<Arc<Edge>>, request: Request, next: Next) -> Response {
    if request.extensions().get::<TooMany>().is_some() {
        let detail = "Many people are here just now. Please try again in a few seconds.";
        return wording::later(
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail),
            KNOCK_AGAIN,
        );
    }
    match edge.check(&request) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}
