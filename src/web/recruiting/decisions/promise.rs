//! `/{company}/applications/{id}/promise`: more time, and a word about it to the candidate.

use super::{about, answer, drawn_again, form, version};
use crate::{
    access::{Permit, permissions::DecideApplications},
    base::{
        clock::Day,
        error::{Error, Errors, Result},
        ids::ApplicationId,
        links::Slug,
    },
    domain::{
        applications::profile::Profile,
        decisions::{self, Act, Extension},
    },
    web::{
        kit::{filters, form::Form, notice::Notice, page::Page},
        recruiting::came::Came,
    },
};
use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::civil::Date;
use serde::Deserialize;

/// The longest message, in characters.
const WORDS: usize = 5_000;

#[derive(Template)]
#[template(path = "recruiting/decisions/promise.html", blocks = ["form"])]
struct PromisePage {
    page: Page,
    profile: Profile,
    form: PromiseForm,
    errors: Errors,
    /// Why the last try was refused.
    refused: Option<String>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct PromiseForm {
    /// As the browser's field writes a day.
    until: String,
    words: String,
    version: String,
    back: String,
}

impl PromiseForm {
    fn check(&self) -> Result<Extension, Errors> {
        let mut errors = Errors::default();
        let until = self.until.trim().parse::<Date>().ok();
        if until.is_none() {
            errors.add("until", "Enter a day, like 2026-12-04");
        }
        let words = self.words.trim();
        if words.is_empty() {
            errors.add("words", "Write why: they are waiting for you");
        } else if words.chars().count() > WORDS {
            errors.add("words", "Shorten it to 5,000 characters");
        }
        errors.into_result(|| Extension {
            version: version(&self.version),
            until: Day(until.unwrap_or(Date::MIN)),
            words: words.to_owned(),
        })
    }
}

pub(super) async fn ask(
    permit: Permit<DecideApplications>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    let form = PromiseForm {
        back: came.back(&page.company, "", id),
        ..PromiseForm::default()
    };
    draw(&permit, page, id, form, Errors::default(), None).await
}

async fn draw(
    permit: &Permit<DecideApplications>,
    page: Page,
    id: ApplicationId,
    typed: PromiseForm,
    errors: Errors,
    refused: Option<String>,
) -> Result<Response> {
    let profile = about(permit, id, Act::Move).await?;
    let view = PromisePage {
        page,
        profile,
        form: typed,
        errors,
        refused,
    };
    let response = view.page.html(&view.errors, &view, view.as_form())?;
    let refused = view.refused.as_deref();
    form(
        permit,
        &view.page,
        &view.form.back,
        refused,
        response,
        || view.as_form().render(),
    )
    .await
}

pub(super) async fn extend(
    permit: Permit<DecideApplications>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Form(mut typed): Form<PromiseForm>,
) -> Result<Response> {
    typed.back = came.back(&page.company, &typed.back, id);
    let extension = match typed.check() {
        Ok(extension) => extension,
        Err(errors) => return draw(&permit, page, id, typed, errors, None).await,
    };
    let extended = permit
        .change(async |change| decisions::extend(change, id, &extension).await)
        .await;
    match extended {
        Ok(done) => {
            let notice = Notice::new(format!("{} has been written to.", done.name));
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
