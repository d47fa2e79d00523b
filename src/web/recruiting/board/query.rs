//! What an address says about a board or a list: filters, and where each column begins.

use crate::{
    base::{
        clock::Day,
        ids::StageId,
        paging::{decode_cursor, encode_cursor},
    },
    domain::applications::{Filter, Status, board::BoardView, job::Place},
};
use std::collections::BTreeMap;
use url::form_urlencoded::{Serializer, parse};

/// The longest name that is looked for; nobody types more.
const NAME: usize = 100;

/// The query of a board's address.
#[derive(Clone, Debug, Default)]
pub struct BoardQuery {
    pub filter: Filter,
    /// Everybody, for whoever begins with a view: an address without anything leads them to that.
    pub all: bool,
    after: BTreeMap<StageId, Place>,
    only: Option<StageId>,
}

impl BoardQuery {
    /// What it says; whatever it says that makes no sense is left out.
    pub fn read(query: &str) -> Self {
        let mut read = Self::default();
        for (name, value) in parse(query.as_bytes()) {
            match name.as_ref() {
                "q" => read.filter.name = name_in(&value),
                "stale" => read.filter.stale = value == "1",
                "late" => read.filter.late = value == "1",
                "stage" => read.filter.stage = value.parse().ok(),
                "source" => read.filter.source = value.parse().ok(),
                "tag" => read.filter.tag = name_in(&value),
                "owner" => read.filter.owner = value.parse().ok(),
                "answer" => read.filter.answer = value.parse().ok(),
                "days" => {
                    read.filter.days = value.parse().ok().filter(|days| (1..=3650).contains(days))
                }
                "unread" => read.filter.unread = value == "1",
                "snoozed" => read.filter.snoozed = value == "1",
                "place" => read.filter.place = name_in(&value),
                "from" => read.filter.applied_from = value.parse().ok().map(Day),
                "to" => read.filter.applied_to = value.parse().ok().map(Day),
                "all" => read.all = value == "1",
                "column" => read.only = value.parse().ok(),
                other => {
                    let stage = other.strip_prefix("after-").and_then(|id| id.parse().ok());
                    if let (Some(stage), Some(place)) = (stage, decode_cursor(&value)) {
                        read.after.insert(stage, place);
                    }
                }
            }
        }
        read
    }

    /// The top of a board with a filter.
    pub fn of(filter: Filter) -> Self {
        Self {
            filter,
            ..Self::default()
        }
    }

    pub fn view(&self) -> BoardView {
        BoardView {
            filter: self.filter.clone(),
            after: self.after.clone(),
            only: self.only,
        }
    }

    /// With one column beginning elsewhere, or at its top.
    pub fn after(&self, stage: StageId, cursor: Option<&str>) -> Self {
        let mut other = Self {
            only: None,
            ..self.clone()
        };
        match cursor.and_then(decode_cursor) {
            Some(place) => other.after.insert(stage, place),
            None => other.after.remove(&stage),
        };
        other
    }

    /// Of one column alone.
    pub fn only(mut self, stage: StageId) -> Self {
        self.after.retain(|other, _| *other == stage);
        self.only = Some(stage);
        self
    }

    /// From the top, with the same filters.
    pub fn at_top(&self) -> Self {
        Self {
            filter: self.filter.clone(),
            all: self.all,
            ..Self::default()
        }
    }

    /// With a filter put on or taken off.
    pub fn toggled(&self, filter: &str) -> Self {
        let mut other = self.at_top();
        toggle(&mut other.filter, filter);
        other
    }

    pub fn path(&self, base: &str) -> String {
        let mut pairs = pairs(&self.filter);
        for (stage, place) in &self.after {
            pairs.append_pair(&format!("after-{stage}"), &encode_cursor(place));
        }
        if let Some(stage) = self.only {
            pairs.append_pair("column", &stage.to_string());
        }
        joined(base, pairs, self.all)
    }

    /// The review of the same people.
    pub fn review(&self, base: &str, stage: Option<StageId>) -> String {
        let filter = Filter {
            stage: None,
            ..self.filter.clone()
        };
        let mut pairs = pairs(&filter);
        if let Some(stage) = self.filter.stage.or(stage) {
            pairs.append_pair("stage", &stage.to_string());
        }
        joined(&format!("{base}/review"), pairs, false)
    }

    /// The list of the same people.
    pub fn list(&self, base: &str, status: Status) -> String {
        ListQuery::of(self, status).path(base)
    }
}

/// The query of a list's address, and of a view of a job.
#[derive(Clone, Debug, PartialEq)]
pub struct ListQuery {
    pub status: Status,
    pub filter: Filter,
    pub all: bool,
    pub after: Option<Place>,
}

impl ListQuery {
    /// The list of the same people as a board's.
    pub fn of(board: &BoardQuery, status: Status) -> Self {
        Self {
            status,
            filter: board.filter.clone(),
            all: board.all,
            after: None,
        }
    }

    pub fn read(query: &str) -> Self {
        let BoardQuery { filter, all, .. } = BoardQuery::read(query);
        let mut read = Self {
            status: Status::Active,
            filter,
            all,
            after: None,
        };
        for (name, value) in parse(query.as_bytes()) {
            match name.as_ref() {
                "status" => read.status = Status::parse(&value).unwrap_or(Status::Active),
                "after" => read.after = decode_cursor(&value),
                _ => {}
            }
        }
        if read.status != Status::Active {
            // Nobody waits in a stage, or for an answer, who has been decided about.
            read.filter.stale = false;
            read.filter.late = false;
            read.filter.days = None;
        }
        read
    }

    pub fn toggled(&self, filter: &str) -> Self {
        let mut other = Self {
            after: None,
            ..self.clone()
        };
        toggle(&mut other.filter, filter);
        other
    }

    /// The board of the same people.
    pub fn board(&self, base: &str) -> String {
        BoardQuery {
            filter: self.filter.clone(),
            all: self.all,
            ..BoardQuery::default()
        }
        .path(base)
    }

    /// The review of the same people.
    pub fn review(&self, base: &str) -> String {
        BoardQuery::of(self.filter.clone()).review(base, None)
    }

    /// What a view keeps: whom it shows, and not from where.
    pub fn kept(&self) -> Self {
        Self {
            all: false,
            after: None,
            ..self.clone()
        }
    }

    /// The address below a board's.
    pub fn path(&self, base: &str) -> String {
        let mut pairs = pairs(&self.filter);
        if self.status != Status::Active {
            pairs.append_pair("status", self.status.key());
        }
        if let Some(place) = &self.after {
            pairs.append_pair("after", &encode_cursor(place));
        }
        joined(&format!("{base}/list"), pairs, self.all)
    }
}

fn toggle(filter: &mut Filter, which: &str) {
    match which {
        "stale" => filter.stale = !filter.stale,
        "late" => filter.late = !filter.late,
        "stage" => filter.stage = None,
        "source" => filter.source = None,
        "tag" => filter.tag.clear(),
        "owner" => filter.owner = None,
        "answer" => filter.answer = None,
        "days" => filter.days = None,
        "unread" => filter.unread = !filter.unread,
        "snoozed" => filter.snoozed = !filter.snoozed,
        "place" => filter.place.clear(),
        "from" => filter.applied_from = None,
        "to" => filter.applied_to = None,
        _ => filter.name.clear(),
    }
}

fn name_in(value: &str) -> String {
    value
        .chars()
        .filter(|c| !c.is_control())
        .take(NAME)
        .collect::<String>()
        .trim()
        .to_owned()
}

fn pairs(filter: &Filter) -> Serializer<'static, String> {
    let mut pairs = Serializer::new(String::new());
    pairs.extend_pairs(named(filter));
    pairs
}

/// What of a filter is set, as an address and a form say it.
pub fn named(filter: &Filter) -> Vec<(&'static str, String)> {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let yes = |so: bool| so.then(|| "1".to_owned());
    let named = [
        ("q", text(&filter.name)),
        ("stale", yes(filter.stale)),
        ("late", yes(filter.late)),
        ("stage", filter.stage.map(|it| it.to_string())),
        ("source", filter.source.map(|it| it.to_string())),
        ("tag", text(&filter.tag)),
        ("owner", filter.owner.map(|it| it.to_string())),
        ("answer", filter.answer.map(|it| it.to_string())),
        ("days", filter.days.map(|it| it.to_string())),
        ("unread", yes(filter.unread)),
        ("snoozed", yes(filter.snoozed)),
        ("place", text(&filter.place)),
        ("from", filter.applied_from.map(|it| it.0.to_string())),
        ("to", filter.applied_to.map(|it| it.0.to_string())),
    ];
    let set = named.into_iter();
    set.filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

/// An address with a query; one that would say nothing says that it is everybody, where that must be said.
fn joined(base: &str, mut pairs: Serializer<'static, String>, all: bool) -> String {
    match pairs.finish() {
        query if !query.is_empty() => format!("{base}?{query}"),
        _ if all => format!("{base}?all=1"),
        _ => base.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{clock::Time, ids::ApplicationId};

    #[test]
    fn an_address_says_the_same_again() {
        let place: Place = (
            Time("2026-11-19T12:00:00Z".parse().unwrap()),
            Time("2026-11-01T12:00:00.123456Z".parse().unwrap()),
            ApplicationId(9),
        );
        let cursor = encode_cursor(&place);
        let all = "q=N&stale=1&late=1&stage=3&source=4&tag=Ubuntu+member&owner=me&answer=7%3Ayes&days=5&unread=1&snoozed=1&place=Tartu&from=2026-11-01&to=2026-11-30";
        assert_eq!(BoardQuery::read(all).path("/x"), format!("/x?{all}"));
        let query = BoardQuery::read("q=No%26r&late=1").after(StageId(3), Some(&cursor));
        let path = query.path("/heron/jobs/1");
        let again = BoardQuery::read(path.split_once('?').unwrap().1);
        assert_eq!(again.filter, query.filter);
        assert_eq!(again.after.get(&StageId(3)), Some(&place));
        assert_eq!(
            again.after(StageId(3), None).path("/x"),
            "/x?q=No%26r&late=1"
        );
        assert_eq!(again.toggled("late").path("/x"), "/x?q=No%26r");
        let all = BoardQuery::read("all=1&late=1");
        assert_eq!(all.path("/x"), "/x?late=1");
        assert_eq!(all.toggled("late").path("/x"), "/x?all=1");
        assert_eq!(
            again.list("/x", Status::Hired),
            "/x/list?q=No%26r&late=1&status=hired"
        );
    }

    #[test]
    fn nonsense_is_left_out() {
        let query = BoardQuery::read(
            "after-x=1&after-2=zzz&column=all&stale=yes&q=%00%20&owner=x&answer=1&days=0&from=yesterday&source=",
        );
        assert_eq!(query.path("/x"), "/x");
        assert_eq!(
            ListQuery::read("status=gone&after=zz&stale=1").path("/x"),
            "/x/list?stale=1"
        );
        assert_eq!(
            ListQuery::read("status=hired&stale=1").path("/x"),
            "/x/list?status=hired"
        );
    }
}
