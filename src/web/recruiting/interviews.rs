//! `/{company}/interviews`: what comes, day by day.

use crate::{
    access::{Permit, permissions::ReadApplications},
    base::{
        clock::Time,
        error::{Errors, Result},
        ids::InterviewId,
        links,
        paging::{Paged, decode_cursor},
    },
    domain::interviews::{self, Coming, Whose},
    web::kit::{filters, page::Page, routes::Routes},
};
use askama::Template;
use axum::{extract::Query, response::Response};
use jiff::{SignedDuration, civil::Date, tz::TimeZone};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default().get("/{company}/interviews", list)
}

#[derive(Template)]
#[template(path = "recruiting/interviews/list.html")]
struct ListPage {
    page: Page,
    days: Vec<Agenda>,
    whose: Whose,
    /// Whether this is not the first page.
    later: bool,
    next: Option<String>,
    zone: TimeZone,
}

/// The interviews of a day.
struct Agenda {
    day: Date,
    today: bool,
    rows: Vec<Coming>,
}

impl Agenda {
    /// "Today, Thursday 19 November".
    fn title(&self) -> String {
        let day = self.day.strftime("%A %-d %B");
        match self.today {
            true => format!("Today, {day}"),
            false => day.to_string(),
        }
    }
}

impl ListPage {
    fn clock(&self, interview: &Coming) -> String {
        interviews::clock(interview.starts_at, &self.zone)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// "all"; else one's own.
    whose: String,
    after: String,
    /// "today"; else from today on.
    day: String,
}

async fn list(
    permit: Permit<ReadApplications>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let whose = match asked.whose.as_str() {
        "all" => Whose::All,
        _ => Whose::Mine,
    };
    let (zone, now) = (page.zone(), permit.now());
    let today = now.day(&zone);
    let only_today = asked.day == "today";
    let (from, tomorrow) = today_in(now, &zone);
    let after: Option<(Time, InterviewId)> = decode_cursor(&asked.after);
    let coming = {
        let mut db = permit.read().await?;
        interviews::coming(
            &mut db,
            permit.company().id,
            permit.actor(),
            whose,
            (from, only_today.then_some(tomorrow)),
            after,
        )
        .await?
    };
    let Paged { rows, next } = coming;
    let view = ListPage {
        page,
        days: by_day(rows, today, &zone),
        whose,
        later: after.is_some() || only_today,
        next,
        zone,
    };
    view.page.whole(&Errors::default(), &view)
}

/// When today began, so that what has just begun is still there, and when it ends.
pub(super) fn today_in(now: Time, zone: &TimeZone) -> (Time, Time) {
    let today = now.day(zone);
    let begins = |day: Date| day.to_zoned(zone.clone()).map(|day| Time(day.timestamp()));
    let tomorrow = today.tomorrow().and_then(begins);
    (
        begins(today).unwrap_or(now),
        tomorrow.unwrap_or(now.plus(SignedDuration::from_hours(24))),
    )
}

/// The list, cut where a day begins.
fn by_day(rows: Vec<Coming>, today: Date, zone: &TimeZone) -> Vec<Agenda> {
    let mut days: Vec<Agenda> = Vec::new();
    for row in rows {
        let day = row.starts_at.day(zone);
        match days.last_mut().filter(|agenda| agenda.day == day) {
            Some(agenda) => agenda.rows.push(row),
            None => days.push(Agenda {
                day,
                today: day == today,
                rows: vec![row],
            }),
        }
    }
    days
}
