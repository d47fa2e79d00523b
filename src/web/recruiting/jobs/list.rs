//! `/{company}/jobs`: the jobs that one sees, with people per stage.

use crate::{
    access::{
        Permit,
        permissions::{CreateJobs, ReadJobs},
    },
    base::{
        clock::Time,
        error::{Errors, Result},
        ids::DepartmentId,
        links,
    },
    domain::{
        jobs::JobStatus,
        pipeline::{self, Filter, JobRow, Overview, People, Tabs},
    },
    web::kit::{
        filters::{self, grouped},
        page::Page,
        routes::Routes,
    },
};
use askama::Template;
use axum::{extract::Query, response::Response};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default().get("/{company}/jobs", list)
}

/// The headings of the counts, in the order of [`People::columns`].
const COLUMNS: [&str; 7] = [
    "New",
    "Screen",
    "Assessment",
    "Interviews",
    "Checks",
    "Offer",
    "Hired",
];

#[derive(Template)]
#[template(path = "recruiting/jobs/list.html", blocks = ["results"])]
struct ListPage {
    page: Page,
    asked: Asked,
    tabs: Tabs,
    jobs: Overview,
    now: Time,
}

/// The filters as they stand in the address.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    status: String,
    q: String,
    department: String,
    mine: String,
    after: String,
}

impl Asked {
    fn status(&self) -> JobStatus {
        JobStatus::parse(&self.status).unwrap_or(JobStatus::Open)
    }

    fn department(&self) -> Option<DepartmentId> {
        self.department.parse().ok()
    }

    fn mine(&self) -> bool {
        !self.mine.is_empty()
    }

    /// Whether anything but the tab narrows the list.
    fn narrowed(&self) -> bool {
        !self.q.trim().is_empty() || self.department().is_some() || self.mine()
    }

    fn filter(&self) -> Filter {
        let text = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        Filter {
            status: self.status(),
            search: text(&self.q),
            department: self.department(),
            mine: self.mine(),
            after: text(&self.after),
        }
    }
}

impl ListPage {
    /// The list's address with one thing different; every such link begins at the first page.
    fn link(&self, name: &str, value: &str) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let parts = [
            ("status", self.asked.status().key()),
            ("q", self.asked.q.trim()),
            ("department", self.asked.department.as_str()),
            ("mine", self.asked.mine.as_str()),
        ];
        for (part, now) in parts {
            let text = if part == name { value } else { now };
            let usual = part == "status" && text == JobStatus::Open.key();
            if !text.is_empty() && !usual {
                query.append_pair(part, text);
            }
        }
        if name == "after" && !value.is_empty() {
            query.append_pair("after", value);
        }
        let path = links::jobs(&self.page.company.slug);
        match query.finish() {
            query if query.is_empty() => path,
            query => format!("{path}?{query}"),
        }
    }

    fn chosen_department(&self) -> Option<&str> {
        let chosen = self.asked.department()?;
        self.tabs
            .departments
            .iter()
            .find(|department| department.id == chosen)
            .map(|department| department.name.as_str())
    }

    /// "24 days", or since when it is closed.
    fn since(&self, job: &JobRow) -> String {
        let days = |since: Option<Time>| since.map(|since| self.now.since(since).as_hours() / 24);
        match (self.asked.status(), days(job.opened_at)) {
            (JobStatus::Open, Some(1)) => "1 day".to_owned(),
            (JobStatus::Open, Some(days)) => format!("{} days", grouped(days)),
            (JobStatus::Closed, _) => job
                .closed_at
                .map(|at| at.0.strftime("%-d %b %Y").to_string())
                .unwrap_or_default(),
            (JobStatus::Draft | JobStatus::Open, _) => "–".to_owned(),
        }
    }

    /// New applications and people in progress of all rows, when the rows are the whole list.
    fn sums(&self) -> Option<(i64, i64)> {
        let whole = self.jobs.next.is_none() && self.asked.after.is_empty();
        whole.then(|| {
            let people = self.jobs.rows.iter().filter_map(|job| job.people.as_ref());
            people.fold((0, 0), |(new, all), people| {
                (new + people.new_ones(), all + people.in_progress())
            })
        })
    }
}

/// A bar of the small picture of a funnel: where it begins, its top and its height, in a box of 96 by 24.
struct Bar {
    x: usize,
    y: f64,
    height: f64,
}

/// The picture of how many are where; the fullest stage is 22 high, an empty one still shows.
fn spark(people: &People) -> Vec<Bar> {
    let counts = people.columns();
    let most = counts.into_iter().max().unwrap_or(0).max(1) as f64;
    counts
        .into_iter()
        .enumerate()
        .map(|(i, count)| {
            let height = (count as f64 / most * 22.0).max(1.5);
            Bar {
                x: i * 14,
                y: 24.0 - height,
                height,
            }
        })
        .collect()
}

/// "1,000+" where counting stopped.
fn tab_count(count: i64) -> String {
    if count > 1000 {
        "1,000+".to_owned()
    } else {
        grouped(count)
    }
}

async fn list(
    permit: Permit<ReadJobs>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (company, actor) = (permit.company().id, permit.actor());
    let (jobs, tabs) = {
        let mut db = permit.read().await?;
        let jobs = pipeline::overview(&mut db, company, actor, &asked.filter()).await?;
        (jobs, pipeline::tabs(&mut db, company, actor).await?)
    };
    let view = ListPage {
        page,
        asked,
        tabs,
        jobs,
        now: permit.now(),
    };
    view.page.html(&Errors::default(), &view, view.as_results())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fullest_stage_stands_highest_and_an_empty_one_shows() {
        let people = People {
            application_review: 31,
            screen: 9,
            ..People::default()
        };
        let heights: Vec<_> = spark(&people).iter().map(|bar| bar.height).collect();
        assert_eq!(heights.first(), Some(&22.0));
        assert_eq!(heights.last(), Some(&1.5));
    }
}
