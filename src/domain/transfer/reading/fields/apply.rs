//! Where candidates apply when they do not apply here: kept exactly, because an address that is tidied may not work.

use serde::Serialize;

use super::super::entries::{Entry, Key};
use super::{Evidence, Found};

/// An address outside of Candor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ApplyAddress {
    /// As written, character by character.
    pub written: String,
    /// The scheme as written under a key of its own, where a page kept it apart.
    pub scheme_written: Option<String>,
    /// The whole address, put together from both; none when it is no web or mail address.
    pub url: Option<String>,
}

pub(in super::super) fn find(evidence: &Evidence) -> Option<Found<ApplyAddress>> {
    let address = evidence.under(Key::Apply).next()?;
    let scheme = evidence.under(Key::Scheme).next();
    let url = whole(&address.value, scheme.map(|scheme| scheme.value.as_str()));
    let secured = url.as_ref().is_some_and(|url| starts_with(url, "https://"));
    let assumed = secured && scheme.is_none() && !has_scheme(&address.value);
    let mut because = format!("{} gives the address", address.source());
    if let Some(scheme) = scheme {
        because.push_str(&format!(", {} its scheme", scheme.source()));
    }
    if assumed {
        because.push_str("; it has no scheme, a secure one is assumed");
    }
    let at = scheme
        .into_iter()
        .chain([address])
        .map(|entry: &Entry| entry.at)
        .collect();
    let sure = url.is_some() && !assumed;
    let value = ApplyAddress {
        written: address.value.clone(),
        scheme_written: scheme.map(|one| one.value.clone()),
        url,
    };
    Some(Found {
        value,
        at,
        because,
        sure,
    })
}

/// A value that can be an address: one word that names a host or a mailbox.
pub(in super::super) fn is_address(value: &str) -> bool {
    whole(value, None).is_some()
}

fn has_scheme(address: &str) -> bool {
    ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| starts_with(address, scheme))
}

fn starts_with(address: &str, scheme: &str) -> bool {
    address
        .get(..scheme.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

/// The address with its scheme. Only web and mail addresses: anything else would be a trap in a link.
fn whole(address: &str, scheme: Option<&str>) -> Option<String> {
    let scheme = scheme.map(|scheme| scheme.trim_end_matches(['/', ':']));
    let host = address.split(['/', '?', '#']).next().unwrap_or_default();
    let spaced = address
        .chars()
        .any(|char| char.is_whitespace() || char.is_control());
    let joined = match scheme {
        _ if address.is_empty() || spaced => return None,
        _ if has_scheme(address) => address.to_owned(),
        _ if host.contains('@') => format!("mailto:{address}"),
        _ if !host.contains('.') || host.starts_with('.') || host.ends_with('.') => return None,
        Some(scheme)
            if ["http", "https"]
                .iter()
                .any(|known| scheme.eq_ignore_ascii_case(known)) =>
        {
            format!("{}://{address}", scheme.to_lowercase())
        }
        Some(_) => return None,
        None => format!("https://{address}"),
    };
    url::Url::parse(&joined).is_ok().then_some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_put_together_and_never_tidied() {
        let odd = "jobs.halden.example/Apply.aspx?k=Job&j=oQ7&x=%7E";
        assert_eq!(whole(odd, Some("http")), Some(format!("http://{odd}")));
        assert_eq!(whole(odd, Some("HTTPS://")), Some(format!("https://{odd}")));
        assert_eq!(whole("https://halden.example/a b", None), None);
        assert_eq!(
            whole("HTTPS://halden.example", Some("http")),
            Some("HTTPS://halden.example".into())
        );
        assert_eq!(
            whole("jobs@halden.example", None),
            Some("mailto:jobs@halden.example".into())
        );
        for trap in [
            "javascript:alert(1)",
            "with a letter",
            "",
            "file",
            "data:text/html,x.y",
        ] {
            assert_eq!(whole(trap, None), None, "{trap}");
        }
        assert_eq!(whole("halden.example", Some("javascript")), None);
    }
}
