//! What an address says about a review: which people, in which order, and at whom one is.

use crate::{
    access::CompanyRef,
    base::{
        ids::{ApplicationId, JobId},
        links,
    },
    domain::applications::review::{Order, QueueView},
    web::recruiting::board::BoardQuery,
};
use url::form_urlencoded::{Serializer, parse};

/// The query of a review's address.
#[derive(Clone, Debug, Default)]
pub struct ReviewQuery {
    pub view: QueueView,
    pub at: Option<ApplicationId>,
    pub after: Option<ApplicationId>,
}

impl ReviewQuery {
    /// What it says; whatever it says that makes no sense is left out.
    pub fn read(query: &str) -> Self {
        let mut read = Self::default();
        read.view.filter = BoardQuery::read(query).filter;
        // The stage is the queue's own.
        read.view.filter.stage = None;
        for (name, value) in parse(query.as_bytes()) {
            match name.as_ref() {
                "stage" => read.view.stage = value.parse().ok(),
                "order" if value == Order::Random.key() => read.view.order = Order::Random,
                "at" => read.at = value.parse().ok(),
                "after" => read.after = value.parse().ok(),
                _ => {}
            }
        }
        read
    }

    /// The address of somebody in the same queue.
    pub fn of(&self, base: &str, id: ApplicationId) -> String {
        self.path(base, Some(("at", id)))
    }

    /// The address that leads to whoever comes after somebody.
    pub fn beyond(&self, base: &str, id: ApplicationId) -> String {
        self.path(base, Some(("after", id)))
    }

    /// The address that leads to the first.
    pub fn top(&self, base: &str) -> String {
        self.path(base, None)
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

    fn path(&self, base: &str, place: Option<(&str, ApplicationId)>) -> String {
        let filter = BoardQuery::of(self.view.filter.clone()).path("");
        let mut pairs = Serializer::new(filter.trim_start_matches('?').to_owned());
        if let Some(stage) = self.view.stage {
            pairs.append_pair("stage", &stage.to_string());
        }
        if self.view.order != Order::Promise {
            pairs.append_pair("order", self.view.order.key());
        }
        if let Some((name, id)) = place {
            pairs.append_pair(name, &id.to_string());
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

/// Where a review goes on once something was decided about the one that it is at; any other path as it is.
pub fn onward(company: &CompanyRef, path: &str, decided: ApplicationId) -> String {
    match review_at(company, path) {
        Some((base, query)) => {
            let review = ReviewQuery::read(query);
            match review.at {
                Some(at) if at == decided => review.beyond(&base, at),
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
        assert_eq!(
            onward(&company, at, ApplicationId(9)),
            "/heron/jobs/3/review?late=1&stage=4&order=random&after=9"
        );
        assert_eq!(onward(&company, at, ApplicationId(8)), at);
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
            assert_eq!(onward(&company, path, ApplicationId(9)), path);
        }
    }
}
