//! What an address says about a review: which people, in which order, and at whom one is.

use crate::{
    access::CompanyRef,
    base::{
        clock::Time,
        ids::{ApplicationId, JobId},
        links,
    },
    domain::applications::review::{After, Order, QueueView},
    web::recruiting::board::BoardQuery,
};
use jiff::Timestamp;
use url::form_urlencoded::{Serializer, parse};

/// The query of a review's address.
#[derive(Clone, Debug, Default)]
pub struct ReviewQuery {
    pub view: QueueView,
    pub at: Option<ApplicationId>,
    pub after: Option<After>,
}

impl ReviewQuery {
    /// What it says; whatever it says that makes no sense is left out.
    pub fn read(query: &str) -> Self {
        let mut read = Self::default();
        read.view.filter = BoardQuery::read(query).filter;
        // The stage is the queue's own.
        read.view.filter.stage = None;
        let (mut after, mut due) = (None, None);
        for (name, value) in parse(query.as_bytes()) {
            match name.as_ref() {
                "stage" => read.view.stage = value.parse().ok(),
                "order" if value == Order::Random.key() => read.view.order = Order::Random,
                "at" => read.at = value.parse().ok(),
                "after" => after = value.parse().ok(),
                "due" => due = value.parse().ok().and_then(time),
                _ => {}
            }
        }
        read.after = after.map(|id| After { id, due });
        read
    }

    /// The address of somebody in the same queue.
    pub fn of(&self, base: &str, id: ApplicationId) -> String {
        self.path(base, &[("at", id.0)])
    }

    /// The address that leads to whoever comes after somebody.
    pub fn beyond(&self, base: &str, after: After) -> String {
        let due = after.due.map(|due| ("due", due.0.as_millisecond()));
        let place: Vec<_> = [("after", after.id.0)].into_iter().chain(due).collect();
        self.path(base, &place)
    }

    /// The address that leads to the first.
    pub fn top(&self, base: &str) -> String {
        self.path(base, &[])
    }

    /// The board of the same people.
    pub fn board(&self, base: &str) -> String {
        BoardQuery::of(self.view.filter.clone()).path(base)
    }

    /// The same people in another order, from the top.
    pub fn ordered(&self, base: &str, order: Order) -> String {
        let mut other = self.clone();
        other.view.order = order;
        other.top(base)
    }

    fn path(&self, base: &str, place: &[(&str, i64)]) -> String {
        let filter = BoardQuery::of(self.view.filter.clone()).path("");
        let mut pairs = Serializer::new(filter.trim_start_matches('?').to_owned());
        if let Some(stage) = self.view.stage {
            pairs.append_pair("stage", &stage.to_string());
        }
        if self.view.order != Order::Promise {
            pairs.append_pair("order", self.view.order.key());
        }
        for (name, number) in place {
            pairs.append_pair(name, &number.to_string());
        }
        match pairs.finish() {
            query if query.is_empty() => base.to_owned(),
            query => format!("{base}?{query}"),
        }
    }
}

/// The review of a job that a path is, with its address and its query.
fn review_at<'a>(company: &CompanyRef, path: &'a str) -> Option<(String, &'a str)> {
    let rest = path.strip_prefix(&format!("/{}/jobs/", company.slug))?;
    let (id, rest) = rest.split_once("/review")?;
    let job: JobId = id.parse().ok()?;
    let query = match rest {
        "" => "",
        rest => rest.strip_prefix('?')?,
    };
    Some((links::review(&company.slug, job), query))
}

/// Whether a path is a review.
pub fn is_review(company: &CompanyRef, path: &str) -> bool {
    review_at(company, path).is_some()
}

fn time(milliseconds: i64) -> Option<Time> {
    Timestamp::from_millisecond(milliseconds).ok().map(Time)
}

/// Where a review goes on once something was decided about the one that it is at; any other path as it is.
pub fn onward(company: &CompanyRef, path: &str, decided: After) -> String {
    match review_at(company, path) {
        Some((base, query)) => {
            let review = ReviewQuery::read(query);
            match review.at {
                Some(at) if at == decided.id => review.beyond(&base, decided),
                _ => path.to_owned(),
            }
        }
        None => path.to_owned(),
    }
}

/// Where a review goes back to once something was taken back.
pub fn back_to(company: &CompanyRef, path: &str, id: ApplicationId) -> String {
    match review_at(company, path) {
        Some((base, query)) => ReviewQuery::read(query).of(&base, id),
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{ids::CompanyId, links::Slug};

    fn company() -> CompanyRef {
        CompanyRef {
            id: CompanyId(1),
            slug: Slug::parse("heron").unwrap(),
            name: "Heron Mills".to_owned(),
            time_zone: "UTC".to_owned(),
            accent_hue: 250,
        }
    }

    #[test]
    fn a_decision_leads_to_whoever_comes_after() {
        let at = "/heron/jobs/3/review?late=1&stage=4&order=random&at=9";
        let company = company();
        let after = |id, due: Option<i64>| After {
            id: ApplicationId(id),
            due: due.and_then(time),
        };
        let on = "/heron/jobs/3/review?late=1&stage=4&order=random&after=9";
        assert_eq!(onward(&company, at, after(9, None)), on);
        let on = format!("{on}&due=1793397599999");
        assert_eq!(onward(&company, at, after(9, Some(1_793_397_599_999))), on);
        let read = ReviewQuery::read(on.split_once('?').unwrap_or_default().1);
        assert_eq!(read.after, Some(after(9, Some(1_793_397_599_999))));
        assert_eq!(onward(&company, at, after(8, None)), at);
        assert_eq!(
            back_to(&company, at, ApplicationId(8)),
            "/heron/jobs/3/review?late=1&stage=4&order=random&at=8"
        );
    }

    #[test]
    fn other_pages_stay_what_they_are() {
        let company = company();
        for path in [
            "/heron/jobs/3?at=9",
            "/heron/jobs/3/reviews?at=9",
            "/heron/jobs/x/review?at=9",
            "/otter/jobs/3/review?at=9",
        ] {
            assert!(!is_review(&company, path), "{path}");
            let decided = After {
                id: ApplicationId(9),
                due: None,
            };
            assert_eq!(onward(&company, path, decided), path);
        }
    }
}
