//! What an address says about the list of people.

use crate::{
    base::{
        clock::Day,
        error::Errors,
        links::{self, Slug},
        paging::{decode_cursor, encode_cursor},
    },
    domain::{
        applications::Status,
        jobs::StageKind,
        search::{Activity, Asked, Filter, LONGEST, Order, Place, Words},
    },
};
use url::form_urlencoded::{Serializer, parse};

/// Values of one filter that are taken; nobody ticks more.
const MOST: usize = 50;
/// The longest place, in characters.
const PLACE: usize = 200;

/// The query of the list's address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListQuery {
    /// As it was typed.
    pub typed: String,
    pub filter: Filter,
    pub order: Order,
    pub after: Option<Place>,
    /// Everybody, also for whoever begins with a saved search.
    pub all: bool,
}

impl ListQuery {
    /// What it says; whatever it says that makes no sense is left out.
    pub fn read(query: &str) -> Self {
        let mut read = Self::default();
        let filter = &mut read.filter;
        for (name, value) in parse(query.as_bytes()) {
            match name.as_ref() {
                // One character more than is taken, so that too much is told and not cut.
                "q" => {
                    let plain = value.chars().filter(|c| !c.is_control());
                    read.typed = plain.take(LONGEST + 1).collect();
                }
                "job" => add(&mut filter.jobs, value.parse().ok()),
                "status" => add(&mut filter.statuses, Status::parse(&value)),
                "step" => add(&mut filter.steps, StageKind::parse(&value)),
                "source" => add(&mut filter.sources, value.parse().ok()),
                "place" => add(&mut filter.places, place(&value)),
                "tag" => add(&mut filter.tags, place(&value)),
                "owner" => add(&mut filter.owners, value.parse().ok()),
                "employer" => add(&mut filter.employers, place(&value)),
                "country" => add(&mut filter.countries, place(&value)),
                "sort" => read.order = Order::parse(&value).unwrap_or_default(),
                "active" => add(&mut filter.activity, Activity::parse(&value)),
                "from" => filter.applied_from = value.parse().ok().map(Day),
                "to" => filter.applied_to = value.parse().ok().map(Day),
                "resume" => filter.resume = value == "1",
                "after" => read.after = decode_cursor(&value),
                "all" => read.all = value == "1",
                _ => {}
            }
        }
        read
    }

    /// What is to be looked for, or what is wrong with the words.
    pub fn asked(&self) -> Result<Asked, Errors> {
        match Words::read(&self.typed) {
            Ok(words) => Ok(Asked {
                words,
                filter: self.filter.clone(),
                order: self.order,
            }),
            Err(why) => {
                let mut errors = Errors::default();
                errors.add("q", why);
                Err(errors)
            }
        }
    }

    /// Whether anything is asked for at all.
    pub fn is_empty(&self) -> bool {
        self.typed.trim().is_empty() && self.filter.is_empty()
    }

    /// How many filters are on.
    pub fn filters(&self) -> usize {
        let it = &self.filter;
        let dates = [
            it.applied_from.is_some(),
            it.applied_to.is_some(),
            it.resume,
        ];
        it.jobs.len()
            + it.statuses.len()
            + it.steps.len()
            + it.sources.len()
            + it.places.len()
            + it.tags.len()
            + it.owners.len()
            + it.employers.len()
            + it.countries.len()
            + it.activity.len()
            + dates.into_iter().filter(|on| *on).count()
    }

    /// With one value of a filter taken off, and from the top.
    pub fn without(&self, name: &str, value: &str) -> Self {
        let kept = parse(self.text().as_bytes())
            .filter(|(other, held)| !(other == name && held == value) && other != "after")
            .fold(
                Serializer::new(String::new()),
                |mut pairs, (name, value)| {
                    pairs.append_pair(&name, &value);
                    pairs
                },
            )
            .finish();
        Self {
            all: self.all,
            ..Self::read(&kept)
        }
    }

    /// From another place on.
    pub fn starting(&self, cursor: Option<&str>) -> Self {
        Self {
            after: cursor.and_then(decode_cursor),
            ..self.clone()
        }
    }

    /// What is kept of it under a name.
    pub fn kept(&self) -> Self {
        Self {
            after: None,
            all: false,
            ..self.clone()
        }
    }

    /// Nothing asked for.
    pub fn everybody(&self) -> Self {
        Self {
            all: self.all,
            ..Self::default()
        }
    }

    /// The query as text.
    pub fn text(&self) -> String {
        let mut pairs = Serializer::new(String::new());
        let mut put = |name: &str, value: &str| {
            if !value.is_empty() {
                pairs.append_pair(name, value);
            }
        };
        let it = &self.filter;
        put("q", self.typed.trim());
        it.jobs.iter().for_each(|id| put("job", &id.to_string()));
        it.statuses.iter().for_each(|one| put("status", one.key()));
        it.steps.iter().for_each(|one| put("step", one.key()));
        it.sources
            .iter()
            .for_each(|id| put("source", &id.to_string()));
        it.places.iter().for_each(|place| put("place", place));
        it.tags.iter().for_each(|tag| put("tag", tag));
        it.owners
            .iter()
            .for_each(|one| put("owner", &one.to_string()));
        it.employers.iter().for_each(|one| put("employer", one));
        it.countries.iter().for_each(|one| put("country", one));
        it.activity.iter().for_each(|one| put("active", one.key()));
        put("from", &day(it.applied_from));
        put("to", &day(it.applied_to));
        let order = Some(self.order).filter(|order| *order != Order::default());
        put("sort", order.map_or("", Order::key));
        put("resume", if it.resume { "1" } else { "" });
        put(
            "after",
            &self.after.as_ref().map(encode_cursor).unwrap_or_default(),
        );
        pairs.finish()
    }

    pub fn path(&self, company: &Slug) -> String {
        let path = links::candidates(company);
        match self.text() {
            query if query.is_empty() && self.all => format!("{path}?all=1"),
            query if query.is_empty() => path,
            query => format!("{path}?{query}"),
        }
    }

    pub fn first_day(&self) -> String {
        day(self.filter.applied_from)
    }

    pub fn last_day(&self) -> String {
        day(self.filter.applied_to)
    }
}

fn add<T: PartialEq>(values: &mut Vec<T>, value: Option<T>) {
    if let Some(value) = value
        && values.len() < MOST
        && !values.contains(&value)
    {
        values.push(value);
    }
}

fn place(value: &str) -> Option<String> {
    let place: String = value
        .chars()
        .filter(|c| !c.is_control())
        .take(PLACE)
        .collect();
    (!place.is_empty()).then_some(place)
}

fn day(day: Option<Day>) -> String {
    day.map(|day| day.0.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::JobId;

    #[test]
    fn an_address_says_the_same_again() {
        let text = "q=no%26r&job=3&job=4&status=active&step=screen&source=2&place=Tartu&tag=Night&owner=me&owner=4&employer=Otter&country=EE&active=week&from=2026-01-02&to=2026-11-19&sort=newest&resume=1";
        let query = ListQuery::read(text);
        assert_eq!(query.text(), text);
        assert_eq!(query.filters(), 15);
        assert_eq!(query.without("job", "3").filter.jobs, [JobId(4)]);
        assert_eq!(query.without("q", "no&r").typed, "");
        assert_eq!(
            ListQuery::read(&query.path(&Slug::parse("heron").unwrap())[18..]),
            query
        );
    }

    #[test]
    fn everybody_is_said_where_somebody_begins_with_less() {
        let heron = Slug::parse("heron").unwrap();
        let query = ListQuery::read("all=1&tag=Night");
        assert_eq!(query.path(&heron), "/heron/candidates?tag=Night");
        let all = "/heron/candidates?all=1";
        assert_eq!(query.without("tag", "Night").path(&heron), all);
        assert_eq!(query.everybody().path(&heron), all);
        assert_eq!(query.kept(), ListQuery::read("tag=Night"));
    }

    #[test]
    fn nonsense_is_left_out() {
        let query = ListQuery::read(
            "job=x&status=gone&step=&active=never&from=soon&resume=yes&after=zz&q=%00%20&place=%00",
        );
        assert_eq!(query.text(), "");
        assert!(query.is_empty());
        let many: String = (0..99).map(|n| format!("job={n}&")).collect();
        assert_eq!(ListQuery::read(&many).filter.jobs.len(), MOST);
        let long = ListQuery::read(&format!("q={}", "a".repeat(10_000)));
        assert!(long.asked().is_err());
    }
}
