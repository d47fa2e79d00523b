//! What a link to us said of where its visitors come from. There is no cookie: it stays in the addresses of our pages,
//! from the list to the form, and the application remembers it.

/// The longest code that a link says of itself.
pub const SOURCE: usize = 200;
/// More than anybody's tools put on a link.
const PAIRS: usize = 8;

/// `source` and the `utm_…` of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Campaign(Vec<(String, String)>);

impl Campaign {
    pub fn parse(query: Option<&str>) -> Self {
        let pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let said = pairs.filter_map(|(name, value)| {
            let value = value.trim().replace('\0', "");
            let ours = name == "source" || (name.starts_with("utm_") && name.len() < 30);
            (ours && !value.is_empty())
                .then(|| (name.into_owned(), value.chars().take(SOURCE).collect()))
        });
        Self(said.take(PAIRS).collect())
    }

    /// What an application remembers of it.
    pub fn of_source(source: &str) -> Self {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("source", source)
            .finish();
        Self::parse(Some(&query))
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
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.0);
        format!("{path}?{}", query.finish())
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
        let say = |wanted| self.0.iter().find(|(name, _)| name == wanted);
        say("source")
            .or_else(|| say("utm_source"))
            .map_or("", |(_, value)| value)
    }
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
        assert_eq!(Campaign::of_source("fair").on("/x"), "/x?source=fair");
        assert_eq!(Campaign::of_source("").on("/x"), "/x");
        assert_eq!(Campaign::parse(None).source(), "");
    }
}
