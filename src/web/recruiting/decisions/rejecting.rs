//! `/{company}/applications/{id}/rejection`: rejecting, telling, and taking it back.

use super::{Seen, about, answer, drawn_again, form, take_back, version};
use crate::{
    access::{Permit, permissions::DecideApplications},
    base::{
        clock::Time,
        error::{Error, Errors, Result},
        ids::{ApplicationId, RejectionReasonId},
        links::{self, Slug},
    },
    domain::{
        applications::profile::Profile,
        decisions::{self, Act, Rejection, RejectionReason, TELL_AFTER, When},
        interviews,
    },
    web::{
        kit::{filters, form::Form, notice::Notice, page::Page},
        recruiting::{came::Came, shown},
    },
};
use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::{SignedDuration, civil::DateTime, tz::TimeZone};
use serde::Deserialize;

/// Nobody is kept waiting longer than this for an answer that is decided.
const LATEST: SignedDuration = SignedDuration::from_hours(90 * 24);
/// The longest note, and the most words to a candidate, in characters.
const NOTE: usize = 5_000;

#[derive(Template)]
#[template(path = "recruiting/decisions/reject.html", blocks = ["form"])]
struct RejectPage {
    page: Page,
    profile: Profile,
    reasons: Vec<RejectionReason>,
    /// Interviews that are still to come.
    interviews: i64,
    form: RejectForm,
    errors: Errors,
    /// Why the last try was refused.
    refused: Option<String>,
    back: String,
}

/// A rejection as its form has it.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct RejectForm {
    pub reason: String,
    pub note: String,
    /// For the candidate.
    pub words: String,
    /// "now", "later" or "held".
    pub telling: String,
    /// When, in the reader's zone, as the browser's field writes it.
    pub tell_at: String,
    pub version: String,
    pub back: String,
}

impl RejectForm {
    /// A new form: told soon, or tomorrow at nine.
    pub fn fresh(now: Time, zone: &TimeZone) -> Self {
        let tomorrow = now.day(zone).tomorrow().map(|day| day.at(9, 0, 0, 0));
        Self {
            telling: "now".to_owned(),
            tell_at: tomorrow
                .map(|at| at.strftime("%Y-%m-%dT%H:%M").to_string())
                .unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The rejection, or all that is wrong with it.
    pub fn check(&self, now: Time, zone: &TimeZone) -> Result<Rejection, Errors> {
        let mut errors = Errors::default();
        let reason = self.reason.parse().map(RejectionReasonId);
        if reason.is_err() {
            errors.add("reason", "Choose a reason");
        }
        if self.note.chars().count() > NOTE {
            errors.add("note", "Shorten the note to 5,000 characters");
        }
        if self.words.chars().count() > NOTE {
            errors.add("words", "Shorten it to 5,000 characters");
        }
        let when = match self.telling.as_str() {
            "now" => When::Now,
            "held" => When::Held,
            "later" => {
                let at = self.tell_at.parse::<DateTime>().ok();
                let at = at.and_then(|at| Some(Time(at.to_zoned(zone.clone()).ok()?.timestamp())));
                match at {
                    Some(at) if at > now && at < now.plus(LATEST) => When::Later(at),
                    Some(_) => {
                        errors.add("tell_at", "Choose a time within the next 90 days");
                        When::Held
                    }
                    None => {
                        errors.add("tell_at", "Enter a day and a time, like 2026-11-24 09:00");
                        When::Held
                    }
                }
            }
            _ => {
                errors.add("telling", "Choose when they are told");
                When::Held
            }
        };
        errors.into_result(|| Rejection {
            version: version(&self.version),
            reason: reason.unwrap_or(RejectionReasonId(0)),
            note: self.note.trim().to_owned(),
            words: self.words.trim().to_owned(),
            when,
        })
    }
}

pub(super) async fn ask(
    permit: Permit<DecideApplications>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    let mut typed = RejectForm::fresh(permit.now(), &page.zone());
    typed.back = came.back(&page.company, "", id);
    draw(&permit, page, id, typed, Errors::default(), None).await
}

async fn draw(
    permit: &Permit<DecideApplications>,
    page: Page,
    id: ApplicationId,
    typed: RejectForm,
    errors: Errors,
    refused: Option<String>,
) -> Result<Response> {
    let profile = about(permit, id, Act::Reject).await?;
    let mut db = permit.read().await?;
    let reasons =
        decisions::rejection_reasons(&mut db, permit.company().id, permit.actor()).await?;
    let interviews =
        interviews::count_coming(&mut db, permit.company().id, id, permit.now()).await?;
    drop(db);
    let view = RejectPage {
        back: typed.back.clone(),
        form: typed,
        page,
        profile,
        reasons,
        interviews,
        errors,
        refused,
    };
    let response = view.page.html(&view.errors, &view, view.as_form())?;
    form(
        permit,
        &view.page,
        &view.back,
        view.refused.as_deref(),
        response,
        || view.as_form().render(),
    )
    .await
}

pub(super) async fn reject(
    permit: Permit<DecideApplications>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Form(mut typed): Form<RejectForm>,
) -> Result<Response> {
    typed.back = came.back(&page.company, &typed.back, id);
    let rejection = match typed.check(permit.now(), &page.zone()) {
        Ok(rejection) => rejection,
        Err(errors) => return draw(&permit, page, id, typed, errors, None).await,
    };
    let when = rejection.when;
    let rejected = permit
        .change(async |change| decisions::reject(change, id, rejection).await)
        .await;
    match rejected {
        Ok(done) => {
            let undo = format!(
                "{}/rejection/undo",
                links::application(&page.company.slug, id)
            );
            let told = told(when, permit.now(), &page.zone());
            let notice = Notice::new(format!("{} is rejected. {told}", done.name))
                .with_undo(undo, done.version.0);
            answer(&permit, page, &typed.back, &done, notice).await
        }
        Err(Error::Invalid(errors)) => draw(&permit, page, id, typed, errors, None).await,
        Err(Error::Refused { code, text }) => {
            let (back, refused) = (typed.back.clone(), Some(text.clone()));
            let none = Errors::default();
            let drawn = draw(&permit, page.clone(), id, typed, none, refused).await;
            let refusal = Error::Refused { code, text };
            drawn_again(&permit, &page, &back, refusal, drawn).await
        }
        Err(other) => Err(other),
    }
}

/// What the notice says about the telling.
fn told(when: When, now: Time, zone: &TimeZone) -> String {
    match when {
        When::Now => format!("They are told in {} minutes.", TELL_AFTER.as_mins()),
        When::Later(at) => format!("They are told on {}.", shown::moment(at, now, zone)),
        When::Held => "They are told when somebody lets it go.".to_owned(),
    }
}

pub(super) async fn undo(
    permit: Permit<DecideApplications>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Form(typed): Form<Seen>,
) -> Result<Response> {
    let seen = version(&typed.version);
    take_back(
        permit,
        page,
        came,
        id,
        async |change| decisions::unreject(change, id, seen).await,
        |done| Notice::new(format!("{} is back in {}.", done.name, done.to_name)),
    )
    .await
}

pub(super) async fn let_go(
    permit: Permit<DecideApplications>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Form(typed): Form<Seen>,
) -> Result<Response> {
    let seen = version(&typed.version);
    let undo = format!(
        "{}/rejection/undo",
        links::application(&page.company.slug, id)
    );
    take_back(
        permit,
        page,
        came,
        id,
        async |change| decisions::let_go(change, id, seen).await,
        |done| {
            let minutes = TELL_AFTER.as_mins();
            Notice::new(format!("{} is told in {minutes} minutes.", done.name))
                .with_undo(undo, done.version.0)
        },
    )
    .await
}
