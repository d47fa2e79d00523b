//! From which page of ours a request comes.

use axum::http::{HeaderMap, Uri, header};

/// Path and query of the page that a request comes from: what htmx says, else the browser. The host does not matter: the
/// path is only ever used as one of ours.
pub fn came_from(headers: &HeaderMap) -> Option<String> {
    let from = headers
        .get("hx-current-url")
        .or_else(|| headers.get(header::REFERER))?;
    let from: Uri = from.to_str().ok()?.parse().ok()?;
    Some(from.path_and_query()?.as_str().to_owned())
}
