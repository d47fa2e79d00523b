//! What somebody looks for, as an alert keeps it: in the words of the list's address, so that it reads as they left it.

use crate::domain::postings::{
    advert::{EmploymentType, Workplace},
    fold,
    published::LivePosting,
    searched,
};

/// The longest word or name that is looked for, and the most names of one kind.
const LONGEST: usize = 200;
const MOST: usize = 10;
/// The longest that an alert may be in all.
const WHOLE: usize = 2_000;

/// What is looked for. Empty looks for everything; of several names of one kind any will do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub q: String,
    pub departments: Vec<String>,
    pub places: Vec<String>,
    pub workplaces: Vec<Workplace>,
    pub kinds: Vec<EmploymentType>,
}

impl Wanted {
    /// From the query of a list's address. What we do not know there is no part of it.
    pub fn parse(query: &str) -> Self {
        let mut wanted = Self::default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let value: String = value
                .replace('\0', "")
                .trim()
                .chars()
                .take(LONGEST)
                .collect();
            if value.is_empty() {
                continue;
            }
            match name.as_ref() {
                "q" => wanted.q = value,
                "department" => add(&mut wanted.departments, value),
                "place" => add(&mut wanted.places, value),
                "workplace" => add_all(&mut wanted.workplaces, Workplace::parse(&value)),
                "type" => add_all(&mut wanted.kinds, EmploymentType::parse(&value)),
                _ => {}
            }
        }
        wanted.departments.sort();
        wanted.places.sort();
        wanted
    }

    /// The same query, always in the same words; what is too long for it is left out.
    pub fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let mut room = WHOLE;
        for (name, value) in self.pairs() {
            // At worst each byte takes three.
            let length = name.len() + 2 + 3 * value.len();
            if length <= room {
                room -= length;
                query.append_pair(name, &value);
            }
        }
        query.finish()
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.q.is_empty() {
            pairs.push(("q", self.q.clone()));
        }
        let names =
            |name, values: &[String]| values.iter().map(|v| (name, v.clone())).collect::<Vec<_>>();
        pairs.extend(names("department", &self.departments));
        pairs.extend(names("place", &self.places));
        pairs.extend(
            self.workplaces
                .iter()
                .map(|w| ("workplace", w.key().to_owned())),
        );
        pairs.extend(self.kinds.iter().map(|k| ("type", k.key().to_owned())));
        pairs
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a posting is what is looked for.
    pub fn finds(&self, posting: &LivePosting) -> bool {
        let content = &posting.content;
        let any = |wanted: &[String], has: &dyn Fn(&String) -> bool| {
            wanted.is_empty() || wanted.iter().any(has)
        };
        let looked = fold(&self.q);
        (self.workplaces.is_empty() || self.workplaces.contains(&content.workplace))
            && (self.kinds.is_empty()
                || content
                    .employment_type
                    .is_some_and(|kind| self.kinds.contains(&kind)))
            && any(&self.departments, &|name| {
                content.departments.contains(name)
            })
            && any(&self.places, &|name| {
                content.places.iter().any(|place| &place.name == name)
            })
            && (looked.is_empty() || {
                let words = searched(posting);
                looked.split_whitespace().all(|word| words.contains(word))
            })
    }
}

fn add<T: PartialEq>(values: &mut Vec<T>, value: T) {
    if values.len() < MOST && !values.contains(&value) {
        values.push(value);
    }
}

fn add_all<T: PartialEq>(values: &mut Vec<T>, value: Option<T>) {
    if let Some(value) = value {
        add(values, value);
    }
}

#[cfg(test)]
mod tests {
    use super::Wanted;
    use proptest::prelude::*;

    #[test]
    fn a_search_is_kept_as_the_list_says_it() {
        let wanted = Wanted::parse(
            "q=+night+shift&place=Tallinn&place=Lima&place=Lima&type=full_time&type=x&utm_source=y&department=",
        );
        assert_eq!(
            wanted.query(),
            "q=night+shift&place=Lima&place=Tallinn&type=full_time"
        );
        assert_eq!(
            wanted.words(),
            "“night shift”, in Lima or Tallinn, full-time"
        );
        assert_eq!(Wanted::parse("").words(), "everything that opens");
        assert_eq!(Wanted::parse("utm_source=x").query(), "");
    }

    proptest! {
        #[test]
        fn whatever_is_kept_is_read_again_and_short(query in "\\PC{0,3000}") {
            let once = Wanted::parse(&query).query();
            prop_assert!(once.len() <= 2_000, "{}", once.len());
            prop_assert_eq!(&Wanted::parse(&once).query(), &once);
        }
    }
}
