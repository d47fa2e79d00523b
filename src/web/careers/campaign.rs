//! What a link to us said of where its visitors come from. There is no cookie: it stays in the addresses of our pages,
//! from the list to the form, and the application remembers it.

use crate::domain::sources::Touch;
use axum::http::{HeaderMap, header};

/// The longest code that a link says of itself.
const SOURCE: usize = 200;
/// More than anybody's tools put on a link.
const PAIRS: usize = 8;

/// The website that led here, when the link itself said nothing.
const FROM: &str = "from";

/// `ref`, `source` and the `utm_…` of a query, and the website that led here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Campaign(Vec<(String, String)>);

impl Campaign {
    pub fn parse(query: Option<&str>) -> Self {
        let pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let said = pairs.filter_map(|(name, value)| {
            let value = value.trim().replace('\0', "");
            let ours = ["ref", "source", FROM].contains(&name.as_ref())
                || (name.starts_with("utm_") && name.len() < 30);
            (ours && !value.is_empty())
                .then(|| (name.into_owned(), value.chars().take(SOURCE).collect()))
        });
        Self(said.take(PAIRS).collect())
    }

    /// Of a request: what its address says, else which other website led here. `own` is our own address.
    pub fn of(query: Option<&str>, headers: &HeaderMap, own: &str) -> Self {
        let said = Self::parse(query);
        match before(headers, own) {
            Some(host) if said.is_empty() => Self(vec![(FROM.to_owned(), host)]),
            _ => said,
        }
    }

    /// As one value, for the hidden field of a form that is sent: [`Campaign::parse`] reads it.
    pub fn packed(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.0).finish()
    }

    /// What an application keeps of it.
    pub fn touch(&self) -> Touch {
        let say = |wanted: &str| self.say(wanted).map(str::to_owned);
        Touch {
            code: say("ref"),
            source: say("source").or_else(|| say("utm_source")),
            medium: say("utm_medium"),
            campaign: say("utm_campaign"),
            host: say(FROM),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// For the hidden fields of a form that leads on.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// A path of ours, with what the link said.
    pub fn on(&self, path: impl AsRef<str>) -> String {
        let path = path.as_ref();
        if self.is_empty() {
            return path.to_owned();
        }
        format!("{path}?{}", self.packed())
    }

    /// An address of ours that may have a query already, with what the link said.
    pub fn with(&self, address: String) -> String {
        let query = self.on("");
        match address.contains('?') {
            true => address + &query.replacen('?', "&", 1),
            false => address + &query,
        }
    }

    /// The one word for it: what `source` says, else `utm_source`. Empty where the link said neither.
    pub fn source(&self) -> &str {
        let source = self.say("source").or_else(|| self.say("utm_source"));
        source.unwrap_or_default()
    }

    fn say(&self, wanted: &str) -> Option<&str> {
        let pair = self.0.iter().find(|(name, _)| name == wanted)?;
        Some(&pair.1)
    }
}

/// The host of another website that led here, as far as a browser tells. Our own hosts are none: `own`, and the one that
/// was asked.
fn before(headers: &HeaderMap, own: &str) -> Option<String> {
    let before = url::Url::parse(headers.get(header::REFERER)?.to_str().ok()?).ok()?;
    let host = before.host_str()?.to_lowercase();
    let asked = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let asked = asked.map(|host| host.split(':').next().unwrap_or(host).to_lowercase());
    let own = url::Url::parse(own).ok();
    let ours = Some(host.as_str()) == asked.as_deref()
        || Some(host.as_str()) == own.as_ref().and_then(url::Url::host_str);
    let web = matches!(before.scheme(), "http" | "https") && host.len() <= 253;
    (web && !ours).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_link_said_is_carried_and_nothing_else() {
        let campaign = Campaign::parse(Some("q=miller&utm_medium=mail&source=&utm_source=a%26b"));
        assert_eq!(
            campaign.on("/careers/heron"),
            "/careers/heron?utm_medium=mail&utm_source=a%26b"
        );
        assert_eq!(campaign.source(), "a&b");
        assert_eq!(
            campaign.with("/x?q=y".to_owned()),
            "/x?q=y&utm_medium=mail&utm_source=a%26b"
        );
        assert_eq!(Campaign::default().with("/x?q=y".to_owned()), "/x?q=y");
        assert_eq!(
            Campaign::parse(Some("utm_source=x&source=fair")).source(),
            "fair"
        );
        let packed = Campaign::parse(Some(&campaign.packed()));
        assert_eq!(packed, campaign);
        assert_eq!(Campaign::default().on("/x"), "/x");
        assert_eq!(Campaign::parse(None).source(), "");
    }

    #[test]
    fn another_website_is_told_and_our_own_is_not() {
        let of = |query, referer: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::REFERER, referer.parse().unwrap());
            headers.insert(header::HOST, "jobs.heron.example:8080".parse().unwrap());
            Campaign::of(query, &headers, "https://candor.example").on("/x")
        };
        assert_eq!(of(None, "https://News.example/a?b"), "/x?from=news.example");
        assert_eq!(of(Some("ref=fair"), "https://news.example/"), "/x?ref=fair");
        for ours in [
            "https://candor.example/careers",
            "http://jobs.heron.example:8080/",
            "android-app://x.y/",
            "x",
        ] {
            assert_eq!(of(None, ours), "/x", "{ours}");
        }
    }

    #[test]
    fn an_application_keeps_what_was_said() {
        let touch = Campaign::parse(Some(
            "ref=fair-26&utm_source=mail&utm_medium=m&utm_campaign=c&utm_term=t&from=a.example",
        ))
        .touch();
        assert_eq!(touch.words(), "mail, m, c, from a.example");
        assert_eq!(touch.code.as_deref(), Some("fair-26"));
        assert!(Campaign::default().touch().is_empty());
    }
}
