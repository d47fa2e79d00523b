//! `/{company}/applications/{id}/snooze`: not to see somebody for a while.

use super::{came::Came, review::back_to};
use crate::{
    access::{Permit, permissions::ReadApplications},
    base::{
        clock::{Day, Time},
        error::{Errors, Result},
        ids::ApplicationId,
        links::{self, Slug},
    },
    domain::applications::{
        profile::{self, Profile},
        snooze,
    },
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::tz::TimeZone;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/applications/{id}/snooze", ask)
        .post("/{company}/applications/{id}/snooze", put_off)
        .post("/{company}/applications/{id}/snooze/end", wake)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct SnoozeForm {
    /// "tomorrow", "week", "reply"; else the day.
    until: String,
    day: String,
    back: String,
}

impl SnoozeForm {
    /// Until when; nothing means until a reply.
    fn check(&self, now: Time, zone: &TimeZone) -> Result<Option<Time>, Errors> {
        let mut errors = Errors::default();
        let day = match self.until.as_str() {
            "reply" => return Ok(None),
            "tomorrow" => return Ok(Some(snooze::tomorrow(now, zone))),
            "week" => now.day(zone).saturating_add(jiff::Span::new().weeks(1)),
            _ => match self.day.parse() {
                Ok(day) => day,
                Err(_) => {
                    errors.add("day", "Choose a day");
                    return Err(errors);
                }
            },
        };
        let morning = snooze::morning(Day(day), now, zone);
        if morning.is_none() {
            errors.add("day", "Choose a day that is still to come");
        }
        errors.into_result(|| morning)
    }
}

#[derive(Template)]
#[template(path = "recruiting/applications/snooze.html", blocks = ["form"])]
struct SnoozePage {
    page: Page,
    profile: Profile,
    form: SnoozeForm,
    errors: Errors,
    own: String,
}

async fn ask(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    draw(&permit, page, id, SnoozeForm::default(), Errors::default()).await
}

async fn draw(
    permit: &Permit<ReadApplications>,
    page: Page,
    id: ApplicationId,
    form: SnoozeForm,
    errors: Errors,
) -> Result<Response> {
    let company = permit.company();
    let mut db = permit.read().await?;
    let profile = profile::profile(&mut db, company.id, permit.actor(), id).await?;
    drop(db);
    let view = SnoozePage {
        own: links::application(&company.slug, id),
        page,
        profile,
        form,
        errors,
    };
    view.page.html(&view.errors, &view, view.as_form())
}

async fn put_off(
    permit: Permit<ReadApplications>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Form(form): Form<SnoozeForm>,
) -> Result<Response> {
    let (now, zone) = (permit.now(), permit.company().zone());
    let until = match form.check(now, &zone) {
        Ok(until) => until,
        Err(errors) => return draw(&permit, page, id, form, errors).await,
    };
    permit
        .change(async |change| snooze::snooze(change, id, until).await)
        .await?;
    let text = match until {
        Some(until) => format!(
            "Snoozed until {}, or until they write, for you alone.",
            super::shown::day(until, now, &zone)
        ),
        None => "Snoozed until they write, for you alone.".to_owned(),
    };
    let end = format!("{}/snooze/end", links::application(&page.company.slug, id));
    let back = came.back(&page.company, &form.back, id);
    Ok(page.redirect(back, Notice::new(text).with_undo(end, 0)))
}

async fn wake(
    permit: Permit<ReadApplications>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    permit
        .change(async |change| snooze::wake(change, id).await)
        .await?;
    let back = came.back(&page.company, "", id);
    let back = back_to(&page.company, &back, id);
    Ok(page.redirect(back, Notice::new("Awake again.")))
}
