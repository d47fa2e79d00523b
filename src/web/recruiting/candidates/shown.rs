//! How the list of people is drawn.

use super::{Found, Saving, query::ListQuery};
use crate::{
    access::{Role, permissions::ManageProspects},
    base::{clock::Time, countries, error::Errors},
    domain::{
        applications::{Owned, Status},
        jobs::StageKind,
        search::{Activity, Choice, Facets, Hit, Order, POOLED},
        views::View,
    },
    web::kit::{filters, page::Page},
};
use askama::Template;
use jiff::tz::TimeZone;

#[derive(Template)]
#[template(path = "recruiting/candidates/list.html", blocks = ["found"])]
pub struct ListPage {
    pub(super) page: Page,
    pub(super) query: ListQuery,
    /// Nothing when the words could not be asked for.
    pub(super) found: Option<Found>,
    pub(super) views: Vec<View>,
    pub(super) saving: Saving,
    pub(super) errors: Errors,
    pub(super) now: Time,
    pub(super) zone: TimeZone,
}

/// A choice of a filter as a box to tick.
struct Tick {
    name: &'static str,
    value: String,
    label: String,
    on: bool,
    /// How many people it leaves, where that was counted.
    people: Option<i64>,
}

/// Choices of one kind under a heading.
struct Group {
    heading: &'static str,
    ticks: Vec<Tick>,
}

impl ListPage {
    /// "18 people", "More than 1,000 people".
    fn count(&self, facets: &Facets) -> String {
        let count = facets.count;
        match (count.more, count.people) {
            (false, 1) => "1 person".to_owned(),
            (false, n) => format!("{} people", filters::grouped(n)),
            (true, n) => format!("More than {} people", filters::grouped(n.max(1))),
        }
    }

    /// The groups of choices: those that occur, and those that are chosen.
    fn groups(&self) -> Vec<Group> {
        let it = &self.query.filter;
        let Some(Found { facets, .. }) = &self.found else {
            return Vec::new();
        };
        let exact = facets.exact;
        let jobs = facets.jobs.iter().map(|job| Tick {
            name: "job",
            value: job.key.to_string(),
            label: job.label.clone(),
            on: it.jobs.contains(&job.key),
            people: exact.then_some(job.people),
        });
        let sources = facets.sources.iter().map(|source| Tick {
            name: "source",
            value: source.key.to_string(),
            label: source.label.clone(),
            on: it.sources.contains(&source.key),
            people: exact.then_some(source.people),
        });
        let texts =
            |name, choices: &[Choice<String>], chosen: &[String], label: fn(&str) -> &str| {
                let more = chosen
                    .iter()
                    .filter(|one| !choices.iter().any(|it| &it.key == *one));
                let all = choices.iter().map(|it| &it.key).chain(more);
                all.map(|key| Tick {
                    name,
                    value: key.clone(),
                    label: label(key).to_owned(),
                    on: chosen.contains(key),
                    people: people_of(choices, key).filter(|_| exact),
                })
                .collect()
            };
        let groups = [
            Group {
                heading: "Job",
                ticks: jobs.collect(),
            },
            Group {
                heading: "Status",
                ticks: fixed(
                    &Status::ALL,
                    &facets.statuses,
                    &it.statuses,
                    exact,
                    "status",
                    Status::key,
                    Status::label,
                ),
            },
            Group {
                heading: "Step",
                ticks: fixed(
                    &StageKind::ALL,
                    &facets.steps,
                    &it.steps,
                    exact,
                    "step",
                    StageKind::key,
                    StageKind::label,
                ),
            },
            Group {
                heading: "Source",
                ticks: sources.collect(),
            },
            Group {
                heading: "Works from",
                ticks: texts("place", &facets.places, &it.places, |text| text),
            },
            Group {
                heading: "Tag",
                ticks: texts("tag", &facets.tags, &it.tags, |text| text),
            },
            Group {
                heading: "Owner",
                ticks: self.owners(facets),
            },
            Group {
                heading: "Employer",
                ticks: texts("employer", &facets.employers, &it.employers, |text| text),
            },
            Group {
                heading: "Country",
                ticks: texts("country", &facets.countries, &it.countries, countries::name),
            },
            Group {
                heading: "Last activity",
                ticks: fixed(
                    &Activity::ALL,
                    &facets.activity,
                    &it.activity,
                    exact,
                    "active",
                    Activity::key,
                    Activity::label,
                ),
            },
        ];
        let filled = groups.into_iter().filter(|group| !group.ticks.is_empty());
        filled.collect()
    }

    /// Oneself, nobody, and the colleagues who own somebody.
    fn owners(&self, facets: &Facets) -> Vec<Tick> {
        let chosen = &self.query.filter.owners;
        let own = self.page.member.id;
        let people = |id| people_of(&facets.owners, &id).filter(|_| facets.exact);
        let tick = |owner: Owned, label: String, people| Tick {
            name: "owner",
            value: owner.to_string(),
            label,
            on: chosen.contains(&owner),
            people,
        };
        let others = facets.owners.iter().filter(|it| it.key != own);
        let others = others.map(|it| tick(Owned::By(it.key), it.label.clone(), people(it.key)));
        let mine = tick(Owned::Mine, "Me".to_owned(), people(own));
        let nobodys = tick(Owned::Nobodys, "Nobody".to_owned(), None);
        [mine, nobodys].into_iter().chain(others).collect()
    }

    /// Filters that are on, each with the address without it.
    fn chips(&self, groups: &[Group]) -> Vec<(String, String)> {
        let ticks = groups.iter().flat_map(|group| &group.ticks);
        let ticked = ticks.filter(|tick| tick.on).map(|tick| {
            (
                tick.label.clone(),
                self.path_without(tick.name, &tick.value),
            )
        });
        let it = &self.query;
        let dates = [
            ("from", it.first_day(), "Applied from"),
            ("to", it.last_day(), "Applied to"),
        ];
        let dates = dates.into_iter().filter(|(_, day, _)| !day.is_empty());
        let dates = dates
            .map(|(name, day, words)| (format!("{words} {day}"), self.path_without(name, &day)));
        let resume = it
            .filter
            .resume
            .then(|| ("With a résumé".to_owned(), self.path_without("resume", "1")));
        ticked.chain(dates).chain(resume).collect()
    }

    fn path_without(&self, name: &str, value: &str) -> String {
        self.query
            .without(name, value)
            .path(&self.page.company.slug)
    }

    /// The list from its top.
    fn top(&self) -> String {
        self.query.starting(None).path(&self.page.company.slug)
    }

    fn next(&self, cursor: &str) -> String {
        self.query
            .starting(Some(cursor))
            .path(&self.page.company.slug)
    }

    /// The address of a saved search.
    fn of(&self, view: &View) -> String {
        ListQuery::read(&view.query).path(&self.page.company.slug)
    }

    /// The address of everybody.
    fn everybody(&self) -> String {
        self.query.everybody().path(&self.page.company.slug)
    }

    /// Whether the page shows just this search.
    fn shows(&self, view: &View) -> bool {
        ListQuery::read(&view.query).kept() == self.query.kept()
    }

    /// Whether the viewer may do anything to those who are ticked; what, each row says.
    fn acts(&self) -> bool {
        self.page.member.role != Role::Auditor
    }

    /// The same of those of the pool.
    fn acts_on_pool(&self) -> bool {
        self.page.may::<ManageProspects>()
    }

    fn mark(&self, hit: &Hit, n: &i64) -> &'static str {
        step_class(hit.status, hit.step, *n)
    }
}

/// How a step of a strip looks that shows how far somebody is.
pub(super) fn step_class(status: Status, at: i64, n: i64) -> &'static str {
    match status {
        _ if n < at => "is-done",
        _ if n > at => "",
        Status::Active => "is-now",
        Status::Hired => "is-done",
        Status::Rejected | Status::Withdrawn => "is-out",
    }
}

fn people_of<T: PartialEq>(choices: &[Choice<T>], key: &T) -> Option<i64> {
    choices.iter().find(|it| it.key == *key).map(|it| it.people)
}

/// Choices that are always the same, in their order.
fn fixed<T: Copy + PartialEq>(
    all: &[T],
    choices: &[Choice<T>],
    chosen: &[T],
    exact: bool,
    name: &'static str,
    key: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
) -> Vec<Tick> {
    all.iter()
        .filter_map(|one| {
            let people = people_of(choices, one);
            let on = chosen.contains(one);
            (on || people.is_some()).then(|| Tick {
                name,
                value: key(*one).to_owned(),
                label: label(*one).to_owned(),
                on,
                people: exact.then(|| people.unwrap_or(0)),
            })
        })
        .collect()
}
