//! Packs the pages that are made for one request, with gzip at its quickest.
//!
//! Not tower-http's layer: that one answers 406 after the handler has run when a client excludes what it
//! could have had, and streams each page through an encoder of its own. Our pages lie whole in memory.

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;

use super::encoding::{self, Taken};
use super::wording;

/// Bytes of a body that is worth packing, and that may be held whole.
const WORTHWHILE: std::ops::RangeInclusive<u64> = 1 << 10..=1 << 20;

/// The layer.
pub(super) async fn compress(request: Request, next: Next) -> Response {
    let taken = Taken::by(request.headers()).gzip;
    let mut response = next.run(request).await;
    if !worthwhile(&response) {
        return response;
    }
    response
        .headers_mut()
        .append(header::VARY, HeaderValue::from_static("accept-encoding"));
    if taken {
        packed(response).await
    } else {
        response
    }
}

/// Whether packing pays and is allowed. A response with an ETag vouches for its bytes, so they stay.
fn worthwhile(response: &Response) -> bool {
    let headers = response.headers();
    let settled = [
        header::CONTENT_ENCODING,
        header::CONTENT_RANGE,
        header::ETAG,
    ];
    let size = response.body().size_hint().exact();
    size.is_some_and(|size| WORTHWHILE.contains(&size))
        && encoding::shrinks(text(headers, &header::CONTENT_TYPE))
        && !settled.iter().any(|name| headers.contains_key(name))
        && !text(headers, &header::CACHE_CONTROL).contains("no-transform")
}

fn text<'h>(headers: &'h HeaderMap, name: &header::HeaderName) -> &'h str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

async fn packed(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let packed = match body.collect().await {
        Ok(whole) => encoding::gzip(&whole.to_bytes(), 1).map_err(axum::Error::new),
        Err(error) => Err(error),
    };
    match packed {
        Ok(packed) => {
            parts.headers.remove(header::CONTENT_LENGTH);
            parts
                .headers
                .insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            Response::from_parts(parts, Body::from(packed))
        }
        Err(error) => {
            tracing::error!(%error, "a response broke off");
            wording::of(StatusCode::INTERNAL_SERVER_ERROR).into_response()
        }
    }
}
