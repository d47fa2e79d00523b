//! What a supervisor asks: does the process live, and can it work?

use std::future::Future;
use std::time::Duration;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::wording::Finished;

/// The addresses. They are asked by number rather than by name, so they answer to any host.
pub(super) const PROBES: [&str; 2] = ["/healthz", "/readyz"];

/// Time for all checks together.
const TIME: Duration = Duration::from_secs(3);

/// One thing that work needs, and whether it is there.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    pub name: &'static str,
    pub well: bool,
}

/// `/healthz` answers 200 while the process lives. `/readyz` answers 200 while all `checks` are well, and
/// 503 otherwise and from the moment that `stop` is cancelled, so that nobody sends new work.
pub fn routes<C, F>(checks: C, stop: CancellationToken) -> Router
where
    C: Fn() -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Vec<Check>> + Send,
{
    let [health, ready] = PROBES;
    let readiness = move || {
        let (checks, stop) = (checks.clone(), stop.clone());
        async move {
            if stop.is_cancelled() {
                return plain(StatusCode::SERVICE_UNAVAILABLE, "stopping\n".into());
            }
            timeout(TIME, checks()).await.map_or_else(
                |_| {
                    plain(
                        StatusCode::SERVICE_UNAVAILABLE,
                        "the checks take too long\n".into(),
                    )
                },
                |checks| readiness(&checks),
            )
        }
    };
    Router::new()
        .route(
            health,
            get(async || plain(StatusCode::OK, "alive\n".into())),
        )
        .route(ready, get(readiness))
}

fn readiness(checks: &[Check]) -> Response {
    let lines = checks.iter().map(|check| {
        format!(
            "{}: {}\n",
            check.name,
            if check.well { "well" } else { "not well" }
        )
    });
    let status = match checks.iter().all(|check| check.well) {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
    };
    plain(status, lines.collect())
}

fn plain(status: StatusCode, text: String) -> Response {
    let mut response = (status, [(header::CACHE_CONTROL, "no-store")], text).into_response();
    response.extensions_mut().insert(Finished);
    response
}
