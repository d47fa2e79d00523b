//! What a link said of where its visitor comes from.

use serde::{Deserialize, Serialize};

/// One coming to the careers site. Empty where nothing was said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Touch {
    /// What stood behind `?ref=`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// `source`, or `utm_source`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// The website that led here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
}

impl Touch {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// "newsletter, mail, autumn, from news.example".
    pub fn words(&self) -> String {
        let named = [&self.source, &self.medium, &self.campaign];
        let mut words: Vec<String> = named.into_iter().flatten().cloned().collect();
        if words.is_empty() {
            words.extend(self.code.as_ref().map(|code| format!("code {code}")));
        }
        words.extend(self.host.as_ref().map(|host| format!("from {host}")));
        words.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::Touch;

    #[test]
    fn it_is_told_in_words() {
        let some = |text: &str| Some(text.to_owned());
        let mut touch = Touch {
            code: some("fair-26"),
            ..Touch::default()
        };
        assert_eq!(touch.words(), "code fair-26");
        touch.source = some("newsletter");
        touch.campaign = some("autumn");
        touch.host = some("news.example");
        assert_eq!(touch.words(), "newsletter, autumn, from news.example");
        assert!(!touch.is_empty() && Touch::default().is_empty());
        assert_eq!(Touch::default().words(), "");
    }
}
