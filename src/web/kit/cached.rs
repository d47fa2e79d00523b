//! Answers that are made once and sent many times: they cost what a constant costs.

use std::io;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use sha2::{Digest, Sha256};

use super::encoding::{self, Coding};

/// A page in memory, in every encoding that clients take.
#[derive(Clone, Debug)]
pub struct CachedPage {
    kind: HeaderValue,
    caching: HeaderValue,
    identity: Variant,
    gzip: Variant,
    brotli: Variant,
}

/// A body in one encoding, with the strong validator (RFC 9110, 8.8.3) that belongs to it.
#[derive(Clone, Debug)]
pub(super) struct Variant {
    pub coding: Coding,
    pub etag: HeaderValue,
    pub body: Bytes,
}

impl CachedPage {
    /// Packs a page, off the async threads: some milliseconds of work.
    ///
    /// `kind` is its `Content-Type`, `caching` its `Cache-Control`.
    pub async fn make(
        body: impl Into<Bytes>,
        kind: HeaderValue,
        caching: HeaderValue,
    ) -> io::Result<Self> {
        let body = body.into();
        tokio::task::spawn_blocking(move || Self::pack(body, kind, caching)).await?
    }

    fn pack(body: Bytes, kind: HeaderValue, caching: HeaderValue) -> io::Result<Self> {
        let digest = Sha256::new()
            .chain_update(&kind)
            .chain_update(&body)
            .finalize();
        let digest = hex(&digest, 16);
        let variant = |coding, body| Variant {
            coding,
            etag: etag(&digest, coding),
            body,
        };
        Ok(Self {
            gzip: variant(Coding::Gzip, encoding::gzip(&body, 6)?.into()),
            brotli: variant(Coding::Brotli, encoding::brotli(&body, 5)?.into()),
            identity: variant(Coding::Identity, body),
            kind,
            caching,
        })
    }

    /// Answers a GET or HEAD with these headers: the page as the client likes it, or 304.
    pub fn respond(&self, asked: &HeaderMap) -> Response {
        let variant = match Coding::preferred(asked) {
            Coding::Identity => &self.identity,
            Coding::Gzip => &self.gzip,
            Coding::Brotli => &self.brotli,
        };
        match known(&variant.etag, asked) {
            true => not_modified(&variant.etag, &self.caching),
            false => whole(variant, &self.kind, &self.caching),
        }
    }
}

pub(super) fn whole(variant: &Variant, kind: &HeaderValue, caching: &HeaderValue) -> Response {
    let mut response = Response::new(Body::from(variant.body.clone()));
    let headers = validators(response.headers_mut(), &variant.etag, caching);
    headers.insert(header::CONTENT_TYPE, kind.clone());
    if let Some(coding) = variant.coding.name() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

pub(super) fn not_modified(etag: &HeaderValue, caching: &HeaderValue) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    validators(response.headers_mut(), etag, caching);
    response
}

/// The headers of a 200 that a 304 repeats (RFC 9110, 15.4.5).
fn validators<'h>(
    headers: &'h mut HeaderMap,
    etag: &HeaderValue,
    caching: &HeaderValue,
) -> &'h mut HeaderMap {
    headers.reserve(16); // room for what the outer layers add
    headers.insert(header::ETAG, etag.clone());
    headers.insert(header::CACHE_CONTROL, caching.clone());
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers
}

/// Whether the client has this already. `If-None-Match` compares weakly (RFC 9110, 13.1.2).
pub(super) fn known(etag: &HeaderValue, asked: &HeaderMap) -> bool {
    asked.get_all(header::IF_NONE_MATCH).iter().any(|line| {
        line.as_bytes().split(|byte| *byte == b',').any(|tag| {
            let tag = tag.trim_ascii();
            tag == b"*" || tag.strip_prefix(b"W/").unwrap_or(tag) == etag.as_bytes()
        })
    })
}

/// Each encoding is another sequence of bytes, so it has a tag of its own.
pub(super) fn etag(digest: &str, coding: Coding) -> HeaderValue {
    let tag = match coding.name() {
        Some(coding) => format!("\"{digest}-{coding}\""),
        None => format!("\"{digest}\""),
    };
    HeaderValue::try_from(tag).expect("hexadecimal digits, a known name and quotes make a header")
}

/// The first `bytes` of a digest as text.
pub(super) fn hex(digest: &[u8], bytes: usize) -> String {
    digest
        .iter()
        .take(bytes)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
