//! What somebody looks for in a list of postings: all of it stands in the address.

use crate::{
    domain::postings::{
        advert::{EmploymentType, Workplace},
        published::Published,
    },
    web::careers::company::{SitePosting, fold},
};
use std::{collections::HashMap, sync::Arc};

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

/// What a list can be narrowed by, beside words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    Department,
    Place,
    Workplace,
    Kind,
}

/// A choice of one select: what postings have, or what the address asks for.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice<'p> {
    pub value: &'p str,
    pub label: &'p str,
    /// How many postings it finds, with everything else that is looked for.
    pub count: usize,
}

impl Facet {
    /// What a posting has of it.
    fn of<'p>(self, content: &'p Published, tell: &mut dyn FnMut(&'p str)) {
        match self {
            Self::Department => content.departments.iter().for_each(|name| tell(name)),
            Self::Place => content.places.iter().for_each(|place| tell(&place.name)),
            Self::Workplace => tell(content.workplace.key()),
            Self::Kind => content
                .employment_type
                .iter()
                .for_each(|kind| tell(kind.key())),
        }
    }

    /// In words, and where it stands among others: our own words in our order, names by name.
    fn label(self, value: &str) -> (usize, &str) {
        match self {
            Self::Department | Self::Place => (0, value),
            Self::Workplace => label(Workplace::ALL, Workplace::key, Workplace::label, value),
            Self::Kind => label(
                EmploymentType::ALL,
                EmploymentType::key,
                EmploymentType::label,
                value,
            ),
        }
    }
}

fn label<'v, T: Copy>(
    all: &[T],
    key: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
    value: &'v str,
) -> (usize, &'v str) {
    let at = all.iter().position(|one| key(*one) == value);
    at.and_then(|at| Some((at, label(*all.get(at)?))))
        .unwrap_or((all.len(), value))
}

impl Filter {
    fn asked(&self, facet: Facet) -> &str {
        match facet {
            Facet::Department => &self.department,
            Facet::Place => &self.place,
            Facet::Workplace => &self.workplace,
            Facet::Kind => &self.kind,
        }
    }

    fn without(&self, facet: Facet) -> Self {
        let mut others = self.clone();
        match facet {
            Facet::Department => others.department.clear(),
            Facet::Place => others.place.clear(),
            Facet::Workplace => others.workplace.clear(),
            Facet::Kind => others.kind.clear(),
        }
        others
    }

    /// Everything that postings have of a facet, each once, with the number that it would find. What is asked for stays
    /// among them when nothing has it any more.
    pub fn choices<'p>(&'p self, facet: Facet, listed: &'p [Arc<SitePosting>]) -> Vec<Choice<'p>> {
        let others = self.without(facet);
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for posting in listed {
            let found = usize::from(others.finds(posting));
            let mut had: Vec<&str> = Vec::new();
            facet.of(&posting.posting.content, &mut |value| {
                if !had.contains(&value) {
                    had.push(value);
                    *counts.entry(value).or_default() += found;
                }
            });
        }
        let asked = self.asked(facet);
        if !asked.is_empty() {
            counts.entry(asked).or_default();
        }
        let mut choices: Vec<_> = counts
            .into_iter()
            .map(|(value, count)| Choice {
                value,
                label: facet.label(value).1,
                count,
            })
            .collect();
        choices.sort_by_cached_key(|choice| {
            let (place, label) = facet.label(choice.value);
            (place, fold(label), label.to_owned())
        });
        choices
    }
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
}
