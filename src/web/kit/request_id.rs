//! A name for each request, to find it in the log by.

use std::fmt;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

/// The header that tells handlers, and then the client, which request this is.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// A request's id: a UUID of version 7, so that ids sort by time.
///
/// It is always ours: an id that a client sends along is replaced, or anybody could write into our log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RequestId(Uuid);

impl RequestId {
    /// Gives a request its id.
    pub(super) fn give(headers: &mut HeaderMap) -> Self {
        let id = Self(Uuid::now_v7());
        id.tell(headers);
        id
    }

    pub(super) fn tell(self, headers: &mut HeaderMap) {
        let mut text = [0; uuid::fmt::Hyphenated::LENGTH];
        let text: &str = self.0.hyphenated().encode_lower(&mut text);
        if let Ok(value) = HeaderValue::from_str(text) {
            headers.insert(HEADER, value);
        }
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}
