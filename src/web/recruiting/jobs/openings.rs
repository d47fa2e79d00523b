//! `/{company}/jobs/{id}/openings`: the seats of a job.

use super::{conflict, line, seen, shown};
use crate::{
    access::{
        Permission, Permit,
        permissions::{EditJobs, ReadJobs},
    },
    base::{
        clock::Day,
        error::{Error, Errors, Result},
        ids::{JobId, OpeningId},
        links::Slug,
    },
    domain::jobs::{self, CloseReason, JobHead, JobStatus, Opening, OpeningStatus, Seat},
    web::{
        kit::{filters, form::Form, page::Page, routes::Routes},
        recruiting::history::done_with_job,
    },
};
use askama::Template;
use axum::{extract::Path, response::Response};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/jobs/{id}/openings", show)
        .post("/{company}/jobs/{id}/openings", add)
        .get("/{company}/jobs/{id}/openings/{opening}", ask_change)
        .post("/{company}/jobs/{id}/openings/{opening}", change)
        .post(
            "/{company}/jobs/{id}/openings/{opening}/cancellation",
            cancel,
        )
}

#[derive(Template)]
#[template(path = "recruiting/jobs/openings.html")]
struct OpeningsPage {
    page: Page,
    job: JobHead,
    here: &'static str,
    openings: Vec<Opening>,
    form: SeatForm,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "recruiting/jobs/opening.html")]
struct OpeningPage {
    page: Page,
    job: JobHead,
    here: &'static str,
    opening: Opening,
    reasons: Vec<CloseReason>,
    form: SeatForm,
    errors: Errors,
    stale: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SeatForm {
    code: String,
    track: String,
    level: String,
    place: String,
    target_date: String,
    version: String,
}

impl SeatForm {
    fn of(opening: &Opening) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let seat = &opening.seat;
        Self {
            code: text(&seat.code),
            track: text(&seat.track),
            level: text(&seat.level),
            place: text(&seat.place),
            target_date: seat
                .target_date
                .map_or(String::new(), |day| day.0.to_string()),
            version: opening.version.to_string(),
        }
    }

    fn check(&self) -> Result<Seat, Errors> {
        let mut errors = Errors::default();
        let texts = [
            ("code", &self.code),
            ("track", &self.track),
            ("level", &self.level),
            ("place", &self.place),
        ];
        for (field, text) in texts {
            if text.trim().chars().count() > 100 {
                errors.add(field, "Shorten this to 100 characters");
            }
        }
        let date = self.target_date.trim();
        let target_date = date.parse().ok().map(Day);
        if target_date.is_none() && !date.is_empty() {
            errors.add("target_date", "Enter a date like 2027-03-01");
        }
        errors.into_result(|| Seat {
            code: line(&self.code),
            track: line(&self.track),
            level: line(&self.level),
            place: line(&self.place),
            target_date,
        })
    }
}

/// What an opening is called: its code, else its number in the list.
fn name(number: usize, opening: &Opening) -> String {
    opening
        .seat
        .code
        .clone()
        .unwrap_or_else(|| format!("Opening {number}"))
}

/// What is known of it, in a line.
fn facts(opening: &Opening) -> String {
    let seat = &opening.seat;
    let date = |day: jiff::civil::Date| day.strftime("%-d %B %Y").to_string();
    let ended = opening.closed_at.map(|at| {
        let reason = opening.close_reason.as_deref().unwrap_or_default();
        format!("{} {reason}", date(at.day(&jiff::tz::TimeZone::UTC)))
    });
    let by = seat
        .target_date
        .map(|day| format!("to be filled by {}", date(day.0)));
    [
        seat.track.clone(),
        seat.level.clone(),
        seat.place.clone(),
        ended.or(by),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(" · ")
}

async fn show(
    permit: Permit<ReadJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
) -> Result<Response> {
    draw(&permit, page, id, SeatForm::default(), Errors::default()).await
}

async fn add(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
    Form(form): Form<SeatForm>,
) -> Result<Response> {
    let added = match form.check() {
        Ok(seat) => {
            permit
                .change(async |change| jobs::add_opening(change, id, seat).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match added {
        Ok(_) => {
            let text = "The opening is added";
            Ok(done_with_job(&page, id, "openings", text, None))
        }
        Err(Error::Invalid(errors)) => draw(&permit, page, id, form, errors).await,
        Err(other) => Err(other),
    }
}

async fn ask_change(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id, opening)): Path<(Slug, JobId, OpeningId)>,
) -> Result<Response> {
    draw_one(&permit, page, (id, opening), None, None).await
}

async fn change(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id, opening)): Path<(Slug, JobId, OpeningId)>,
    Form(form): Form<SeatForm>,
) -> Result<Response> {
    let changed = match form.check() {
        Ok(seat) => {
            let version = seen(&form.version)?;
            permit
                .change(async |change| {
                    jobs::change_opening(change, id, opening, version, seat).await
                })
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match changed {
        Ok(event) => Ok(done_with_job(&page, id, "openings", "Saved", event)),
        Err(error) => draw_one(&permit, page, (id, opening), Some(form), Some(error)).await,
    }
}

#[derive(Deserialize)]
struct CancelForm {
    version: String,
    #[serde(default)]
    reason: String,
}

async fn cancel(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id, opening)): Path<(Slug, JobId, OpeningId)>,
    Form(form): Form<CancelForm>,
) -> Result<Response> {
    let cancelled = match form.reason.parse() {
        Ok(reason) => {
            let version = seen(&form.version)?;
            permit
                .change(async |change| {
                    jobs::cancel_opening(change, id, opening, version, reason).await
                })
                .await
        }
        Err(_) => Err(Error::field("reason", "Choose one of the reasons")),
    };
    match cancelled {
        Ok(event) => {
            let text = "The opening is cancelled";
            Ok(done_with_job(&page, id, "openings", text, Some(event)))
        }
        Err(error) => draw_one(&permit, page, (id, opening), None, Some(error)).await,
    }
}

async fn draw<P: Permission>(
    permit: &Permit<P>,
    page: Page,
    id: JobId,
    form: SeatForm,
    errors: Errors,
) -> Result<Response> {
    let company = permit.company().id;
    let mut db = permit.read().await?;
    let job = jobs::head(&mut db, company, permit.actor(), id).await?;
    if !errors.is_empty() {
        job.editable()?;
    }
    let openings = jobs::openings(&mut db, company, permit.actor(), id).await?;
    drop(db);
    let view = OpeningsPage {
        page,
        job,
        here: "openings",
        openings,
        form,
        errors,
    };
    view.page.whole(&view.errors, &view)
}

async fn draw_one(
    permit: &Permit<EditJobs>,
    page: Page,
    (id, opening): (JobId, OpeningId),
    typed: Option<SeatForm>,
    refused: Option<Error>,
) -> Result<Response> {
    let (errors, stale) = refused.map_or(Ok(Default::default()), shown)?;
    let company = permit.company().id;
    let mut db = permit.read().await?;
    let job = jobs::head(&mut db, company, permit.actor(), id).await?;
    job.editable()?;
    let openings = jobs::openings(&mut db, company, permit.actor(), id).await?;
    let reasons = jobs::close_reasons(&mut db, company).await?;
    drop(db);
    let opening = openings.into_iter().find(|other| other.id == opening);
    let opening = opening.ok_or(Error::NotFound)?;
    let mut form = typed.unwrap_or_else(|| SeatForm::of(&opening));
    if stale.is_some() {
        form.version = opening.version.to_string();
    }
    let view = OpeningPage {
        page,
        job,
        here: "openings",
        opening,
        reasons,
        form,
        errors,
        stale,
    };
    let answer = view.page.whole(&view.errors, &view)?;
    Ok(if view.stale.is_some() {
        conflict(answer)
    } else {
        answer
    })
}
