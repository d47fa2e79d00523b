//! `/{company}`: what needs me.

use super::shown;
use crate::{
    access::{
        Permission, Permit,
        permissions::{CreateJobs, JudgeHeld, UseCompany},
    },
    base::{
        clock::Time,
        error::{Errors, Result},
    },
    domain::{
        applications::waiting::{self, Funnel, Overdue},
        intake, prospects,
    },
    web::kit::{filters, page::Page, routes::Routes},
};
use askama::Template;
use axum::response::Response;
use jiff::tz::TimeZone;

pub fn routes() -> Routes {
    Routes::default().get("/{company}", home)
}

#[derive(Template)]
#[template(path = "recruiting/home.html")]
struct HomePage {
    page: Page,
    funnels: Vec<Funnel>,
    overdue: Overdue,
    /// Sendings that wait for their judgement.
    held: i64,
    makes_jobs: bool,
    now: Time,
    zone: TimeZone,
}

impl HomePage {
    /// "Thursday 19 November".
    fn today(&self) -> String {
        let today = self.now.day(&self.zone);
        today.strftime("%A %-d %B").to_string()
    }

    fn day(&self, time: &Time) -> String {
        shown::day(*time, self.now, &self.zone)
    }

    fn age(&self, since: &Time) -> String {
        filters::age(self.now, *since)
    }

    /// What stands under today's date.
    fn lead(&self) -> String {
        let things = match self.waiting() {
            0 => return "Nothing waits for you.".to_owned(),
            1 => "1 thing needs you.".to_owned(),
            n => format!("{} things need you.", filters::grouped(n)),
        };
        match self.overdue.late {
            0 => things,
            1 => format!("{things} One answer is late."),
            n => format!("{things} {} answers are late.", filters::grouped(n)),
        }
    }

    /// Jobs in which somebody waits for a first look.
    fn fresh(&self) -> impl Iterator<Item = &Funnel> {
        self.funnels.iter().filter(|funnel| funnel.new > 0)
    }

    /// How many things wait: jobs with new applications, late answers, held rejections, requests that a coordinator is to
    /// take note of, and the list of held applications.
    fn waiting(&self) -> i64 {
        let fresh = i64::try_from(self.fresh().count()).unwrap_or(i64::MAX);
        let overdue = self.overdue.late + self.overdue.held + self.overdue.adjustments.len() as i64;
        fresh + overdue + i64::from(self.held > 0)
    }
}

/// "1 new application", "31 new applications".
fn new_ones(funnel: &Funnel) -> String {
    match funnel.new {
        1 => "1 new application".to_owned(),
        n => format!("{} new applications", filters::grouped(n)),
    }
}

/// A stage of a funnel as a bar of a drawing 96 wide and 24 high.
struct Bar {
    x: String,
    y: String,
    width: String,
    height: String,
}

/// The stages and the hired side by side; the fullest fills the height, an empty one leaves a trace.
fn bars(funnel: &Funnel) -> Vec<Bar> {
    let counts: Vec<i64> = funnel
        .stages
        .iter()
        .map(|stage| stage.count)
        .chain([funnel.hired])
        .collect();
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let step = 96.0 / counts.len() as f64;
    counts
        .iter()
        .enumerate()
        .map(|(i, count)| {
            let height = (*count as f64 / most * 22.0).max(1.5);
            Bar {
                x: format!("{:.1}", i as f64 * step),
                y: format!("{:.1}", 24.0 - height),
                width: format!("{:.1}", (step - 3.0).max(1.0)),
                height: format!("{height:.1}"),
            }
        })
        .collect()
}

async fn home(permit: Permit<UseCompany>, page: Page) -> Result<Response> {
    let (company, now) = (permit.company().id, permit.now());
    let mut db = permit.read().await?;
    let funnels = waiting::funnels(&mut db, company, permit.actor()).await?;
    let overdue = waiting::overdue(&mut db, company, permit.actor(), now).await?;
    let held = match page.may::<JudgeHeld>() {
        true => {
            intake::count(&mut db, company, permit.actor()).await?
                + prospects::count_held(&mut db, company, permit.actor()).await?
        }
        false => 0,
    };
    drop(db);
    let view = HomePage {
        held,
        makes_jobs: CreateJobs::admits(permit.actor()),
        zone: page.zone(),
        page,
        funnels,
        overdue,
        now,
    };
    view.page.whole(&Errors::default(), &view)
}
