//! A posted form as pairs of names and values: the editor's has any number of sections, places and questions.
//!
//! A repeated part's fields are called `section-{key}-{field}`; the keys only tell parts from each other, and their order
//! is the order in which the parts came.

/// The fields of a form, as they came.
#[derive(Clone, Debug, Default)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// The value of a field, blanks around it gone; empty when it did not come.
    pub fn line(&self, name: &str) -> String {
        self.raw(name).trim().to_owned()
    }

    /// A text of several lines: ends of lines as we keep them, blanks at its end gone.
    pub fn text(&self, name: &str) -> String {
        self.raw(name).replace("\r\n", "\n").trim_end().to_owned()
    }

    /// Every value of a field that may come more than once.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let fields = self.0.iter().filter(|(field, _)| field == name);
        fields.map(|(_, value)| value.as_str()).collect()
    }

    pub fn ticked(&self, name: &str) -> bool {
        !self.raw(name).is_empty()
    }

    /// The keys of a repeated part, in order.
    pub fn keys(&self, part: &str) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for (name, _) in &self.0 {
            let key = name
                .strip_prefix(part)
                .and_then(|rest| rest.strip_prefix('-'))
                .and_then(|rest| rest.split_once('-'))
                .map(|(key, _)| key);
            if let Some(key) = key
                && !keys.iter().any(|known| known == key)
            {
                keys.push(key.to_owned());
            }
        }
        keys
    }

    fn raw(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields(
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn parts_come_in_the_order_in_which_they_were_sent() {
        let fields = fields(&[
            ("section-2-kind", "intro"),
            ("title", " Miller "),
            ("section-0-kind", "about"),
            ("section-2-body", "a\r\nb\r\n"),
        ]);
        assert_eq!(fields.keys("section"), ["2", "0"]);
        assert_eq!(fields.line("title"), "Miller");
        assert_eq!(fields.text("section-2-body"), "a\nb");
        assert!(!fields.ticked("section-2-required"));
    }
}
