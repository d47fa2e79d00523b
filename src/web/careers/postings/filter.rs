//! What somebody looks for in a list of postings: all of it stands in the address.

use crate::{
    domain::postings::advert::{EmploymentType, Workplace},
    web::careers::company::{SitePosting, fold},
};

/// The longest word or name that is looked for.
const LONGEST: usize = 200;

/// What is looked for. Empty looks for everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub q: String,
    /// A department's name.
    pub department: String,
    /// A place's name.
    pub place: String,
    /// The key of a [`Workplace`].
    pub workplace: String,
    /// The key of an [`EmploymentType`].
    pub kind: String,
}

impl Filter {
    /// From the query of the address. What we do not know there is somebody else's: campaign codes, mostly.
    pub fn parse(query: Option<&str>) -> Self {
        let mut filter = Self::default();
        for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            let field = match name.as_ref() {
                "q" => &mut filter.q,
                "department" => &mut filter.department,
                "place" => &mut filter.place,
                "workplace" => &mut filter.workplace,
                "type" => &mut filter.kind,
                _ => continue,
            };
            *field = value.trim().chars().take(LONGEST).collect();
        }
        filter
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// A path with the filter behind it, always in the same words.
    pub fn on(&self, path: String) -> String {
        let pairs = [
            ("q", &self.q),
            ("department", &self.department),
            ("place", &self.place),
            ("workplace", &self.workplace),
            ("type", &self.kind),
        ];
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty()));
        match query.finish() {
            query if query.is_empty() => path,
            query => format!("{path}?{query}"),
        }
    }

    pub fn finds(&self, posting: &SitePosting) -> bool {
        let content = &posting.posting.content;
        let is = |wanted: &str, has: &str| wanted.is_empty() || wanted == has;
        is(&self.workplace, content.workplace.key())
            && is(
                &self.kind,
                content.employment_type.map_or("", EmploymentType::key),
            )
            && (self.department.is_empty() || content.departments.contains(&self.department))
            && (self.place.is_empty()
                || content.places.iter().any(|place| place.name == self.place))
            && posting.says(&fold(&self.q))
    }

    /// In words, behind "No roles match": "“technical writer” in EMEA".
    pub fn words(&self) -> String {
        let mut words = Vec::new();
        if !self.q.is_empty() {
            words.push(format!("“{}”", self.q));
        }
        if !self.department.is_empty() {
            words.push(format!("in {}", self.department));
        }
        if !self.place.is_empty() {
            words.push(format!("in {}", self.place));
        }
        let labels = [
            Workplace::parse(&self.workplace).map(Workplace::label),
            EmploymentType::parse(&self.kind).map(EmploymentType::label),
        ];
        words.extend(labels.into_iter().flatten().map(str::to_lowercase));
        words.join(", ")
    }
}

/// The choices of one select: what the postings have, and what the address asks for.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

/// Names that postings have, each once, by name. One that is asked for stays among them when nothing has it any more.
pub fn names<'p>(had: impl Iterator<Item = &'p String>, asked: &str) -> Vec<Choice> {
    let mut names: Vec<&str> = had.map(String::as_str).collect();
    if !asked.is_empty() {
        names.push(asked);
    }
    names.sort_by_cached_key(|name| (fold(name), (*name).to_owned()));
    names.dedup();
    let choice = |name: &str| Choice {
        value: name.to_owned(),
        label: name.to_owned(),
    };
    names.into_iter().map(choice).collect()
}

/// Those of our own words that postings use, in our order.
pub fn used<T: Copy + PartialEq>(
    all: &[T],
    had: &[T],
    key: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
    asked: &str,
) -> Vec<Choice> {
    let used = all
        .iter()
        .filter(|one| had.contains(one) || key(**one) == asked);
    let choice = |one: &T| Choice {
        value: key(*one).to_owned(),
        label: label(*one).to_owned(),
    };
    used.map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_what_is_looked_for() {
        let filter = Filter::parse(Some(
            "q=+technical+writer+&place=Z%C3%BCrich&type=full_time&utm_source=x&q=editor",
        ));
        assert_eq!(filter.q, "editor");
        assert_eq!(filter.place, "Zürich");
        assert_eq!(filter.words(), "“editor”, in Zürich, full-time");
        assert_eq!(
            filter.on("/x".to_owned()),
            "/x?q=editor&place=Z%C3%BCrich&type=full_time"
        );
        assert_eq!(Filter::default().on("/x".to_owned()), "/x");
        assert!(Filter::parse(Some("q=&department=&utm_source=x")).is_empty());
        assert!(Filter::parse(None).is_empty());
    }

    #[test]
    fn choices_are_what_postings_have_and_what_is_asked() {
        let had = ["Örebro".to_owned(), "Lima".to_owned(), "Lima".to_owned()];
        let labels = |asked| {
            let choices = names(had.iter(), asked);
            choices.into_iter().map(|c| c.label).collect::<Vec<_>>()
        };
        assert_eq!(labels(""), ["Lima", "Örebro"]);
        assert_eq!(labels("Oslo"), ["Lima", "Örebro", "Oslo"]);
    }
}
