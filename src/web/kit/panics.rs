//! A handler that panics costs its own request and nothing else.

use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;

use super::wording;

/// The answer, or a plain 500 if making it panicked.
///
/// State that the panic left half-changed is dropped with the future: a transaction rolls back, a lock is
/// poisoned. Nothing that lives on is reached by `&mut`, which is why asserting unwind safety is right.
pub(super) async fn caught(answer: impl Future<Output = Response>) -> Response {
    match AssertUnwindSafe(answer).catch_unwind().await {
        Ok(response) => response,
        Err(_) => wording::of(StatusCode::INTERNAL_SERVER_ERROR).into_response(),
    }
}

/// Sends panics to the log, as one line each, in place of the standard report on standard error.
///
/// A message that was formatted may quote what a person wrote ("byte index 5 is not a char boundary; it is
/// inside …"), so only literal messages are logged; the place in the source says the rest.
pub fn log_them() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(
            place = place.as_deref(),
            reason = literal(panic.payload()),
            "panic"
        );
    }));
}

fn literal(payload: &(dyn Any + Send)) -> Option<&'static str> {
    payload.downcast_ref::<&'static str>().copied()
}
