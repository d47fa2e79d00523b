//! Content encodings: what a client takes, and how we make it.

use std::io::{self, Write};

use axum::http::{HeaderMap, header};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

/// How a body is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Identity,
    Gzip,
    Brotli,
}

/// What a client takes, out of what we make.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Taken {
    pub gzip: bool,
    pub brotli: bool,
}

impl Taken {
    /// What the request says (RFC 9110, 12.5.3).
    pub(super) fn by(headers: &HeaderMap) -> Self {
        let mut taken = Self::default();
        for line in headers.get_all(header::ACCEPT_ENCODING) {
            for entry in line.to_str().unwrap_or_default().split(',') {
                let (name, weight) = entry.split_once(';').unwrap_or((entry, ""));
                match name.trim() {
                    name if name.eq_ignore_ascii_case("br") => taken.brotli = !refused(weight),
                    name if name.eq_ignore_ascii_case("gzip") => taken.gzip = !refused(weight),
                    _ => {}
                }
            }
        }
        taken
    }
}

impl Coding {
    /// The smallest that the client takes.
    pub(super) fn preferred(headers: &HeaderMap) -> Self {
        match Taken::by(headers) {
            Taken { brotli: true, .. } => Self::Brotli,
            Taken { gzip: true, .. } => Self::Gzip,
            _ => Self::Identity,
        }
    }

    /// The value of `Content-Encoding`, where there is one.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }
}

/// A weight of nought, however many decimals it has.
fn refused(weight: &str) -> bool {
    let weight = weight
        .trim()
        .strip_prefix("q=")
        .or_else(|| weight.trim().strip_prefix("Q="));
    weight.is_some_and(|weight| weight.trim().parse() == Ok(0.0_f32))
}

/// Brotli, `quality` from 0 to 11. Takes long at the upper end: not for async threads.
pub(super) fn brotli(body: &[u8], quality: i32) -> io::Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality,
        lgwin: 22,
        size_hint: body.len(),
        ..Default::default()
    };
    let mut packed = Vec::with_capacity(body.len() / 3);
    brotli::BrotliCompress(&mut &*body, &mut packed, &params)?;
    Ok(packed)
}

/// Gzip, `level` from 1 to 9.
pub(super) fn gzip(body: &[u8], level: u32) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 3), Compression::new(level));
    encoder.write_all(body)?;
    encoder.finish()
}

/// Whether bodies of this type shrink.
pub(super) fn shrinks(kind: &str) -> bool {
    const OTHERS: [&str; 5] = [
        "application/javascript",
        "application/wasm",
        "application/xml",
        "font/ttf",
        "image/svg+xml",
    ];
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.starts_with("text/")
        || OTHERS.contains(&kind)
        || kind.ends_with("json")
        || kind.ends_with("+xml")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use std::io::Read;

    fn preferred(accepted: &'static str) -> Coding {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
        Coding::preferred(&headers)
    }

    #[test]
    fn the_best_that_is_taken() {
        assert_eq!(preferred("gzip, deflate, br, zstd"), Coding::Brotli);
        assert_eq!(preferred("gzip;q=1.0, BR;q=0"), Coding::Gzip);
        assert_eq!(preferred("br; q=0.000, gzip;q=0.1"), Coding::Gzip);
        assert_eq!(preferred("deflate, identity"), Coding::Identity);
        assert_eq!(preferred(""), Coding::Identity);
        assert_eq!(Coding::preferred(&HeaderMap::new()), Coding::Identity);
    }

    #[test]
    fn what_is_packed_can_be_unpacked() {
        let body = "Support Manager, Dublin\n".repeat(200);
        let mut text = String::new();
        flate2::read::GzDecoder::new(&*gzip(body.as_bytes(), 6).unwrap())
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text, body);
        let mut text = String::new();
        brotli::Decompressor::new(&*brotli(body.as_bytes(), 5).unwrap(), 4096)
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text, body);
    }

    #[test]
    fn text_shrinks_and_pictures_do_not() {
        for kind in [
            "text/html; charset=utf-8",
            "application/problem+json",
            "image/svg+xml",
            "application/atom+xml",
        ] {
            assert!(shrinks(kind), "{kind}");
        }
        for kind in [
            "image/png",
            "application/pdf",
            "application/octet-stream",
            "",
        ] {
            assert!(!shrinks(kind), "{kind}");
        }
    }
}
