//! Headers that every response carries, errors and files too.

use axum::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, Entry, REFERRER_POLICY, SERVER,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// What our pages may load and do: files of our own, and nothing else. A route that needs another policy
/// sets the header itself, and it stays.
pub const PAGE_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; worker-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
);

/// The policy of downloads: whatever a file holds, a browser does nothing with it on our origin.
pub const DOWNLOAD_POLICY: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'");

/// A year. Without `includeSubDomains`: names beside ours are not ours to decide about.
const TRANSPORT: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// `no-referrer` would make browsers send `Origin: null` with our own forms, which the CSRF check refuses.
const REFERRER: HeaderValue = HeaderValue::from_static("same-origin");

const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

/// Powers that no page of ours asks for. Passkeys are not in the list: sign-in uses them.
const NO_POWERS: HeaderValue = HeaderValue::from_static(
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
     magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
);

/// Completes a response's headers; `https` says whether the public address is a secure one.
pub(super) fn complete(headers: &mut HeaderMap, https: bool) {
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(PAGE_POLICY);
    headers.entry(REFERRER_POLICY).or_insert(REFERRER);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(OPENER, HeaderValue::from_static("same-origin"));
    headers.insert(PERMISSIONS, NO_POWERS);
    if https {
        headers.insert(STRICT_TRANSPORT_SECURITY, TRANSPORT);
    }
    headers.remove(SERVER);
    name_charset(headers);
}

/// Text without a named charset is read in whatever charset its content makes likely, which has been used
/// for attacks.
fn name_charset(headers: &mut HeaderMap) {
    let Entry::Occupied(mut kind) = headers.entry(CONTENT_TYPE) else {
        return;
    };
    let bytes = kind.get().as_bytes();
    if !bytes.starts_with(b"text/")
        || bytes
            .windows(8)
            .any(|part| part.eq_ignore_ascii_case(b"charset="))
    {
        return;
    }
    if let Ok(named) = HeaderValue::from_bytes(&[bytes, b"; charset=utf-8"].concat()) {
        kind.insert(named);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(https: bool, given: &[(HeaderName, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in given {
            headers.insert(name, HeaderValue::from_static(value));
        }
        complete(&mut headers, https);
        headers
    }

    #[test]
    fn a_route_may_have_its_own_policy() {
        let policy = "sandbox; default-src 'none'";
        assert_eq!(
            completed(true, &[(CONTENT_SECURITY_POLICY, policy)])[CONTENT_SECURITY_POLICY],
            policy
        );
        assert_eq!(completed(true, &[])[CONTENT_SECURITY_POLICY], PAGE_POLICY);
    }

    #[test]
    fn only_secure_addresses_insist_on_security() {
        assert!(completed(true, &[]).contains_key(STRICT_TRANSPORT_SECURITY));
        assert!(!completed(false, &[]).contains_key(STRICT_TRANSPORT_SECURITY));
    }

    #[test]
    fn text_says_its_charset_once() {
        let kind = |given| completed(false, &[(CONTENT_TYPE, given)])[CONTENT_TYPE].clone();
        assert_eq!(kind("text/csv"), "text/csv; charset=utf-8");
        assert_eq!(kind("text/html; Charset=UTF-8"), "text/html; Charset=UTF-8");
        assert_eq!(kind("application/pdf"), "application/pdf");
    }

    #[test]
    fn nothing_tells_what_serves() {
        assert!(!completed(false, &[(SERVER, "candor/1.2.3")]).contains_key(SERVER));
    }
}
