//! `/{company}/interviews/{id}/cancellation`: calling an interview off.

use super::{Head, Status, Tab, Telling, dialled, interviews_of, look, version, web_link};
use crate::{
    access::{Permit, permissions::ScheduleInterviews},
    base::{
        error::{Error, Errors, Result},
        ids::InterviewId,
        links::Slug,
    },
    domain::interviews::{self, Interview, WORDS},
    web::{
        kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
        recruiting::history::undo_of,
    },
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    const OFF: &str = "/{company}/interviews/{id}/cancellation";
    Routes::default().get(OFF, ask).post(OFF, cancel)
}

#[derive(Template)]
#[template(path = "recruiting/applications/interview_off.html")]
struct CancelPage {
    page: Page,
    head: Head,
    interview: Interview,
    form: CancelForm,
    errors: Errors,
    refused: Option<String>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct CancelForm {
    /// For the candidate.
    words: String,
    version: String,
}

async fn draw(
    permit: &Permit<ScheduleInterviews>,
    page: Page,
    id: InterviewId,
    form: CancelForm,
    errors: Errors,
    refused: Option<String>,
) -> Result<Response> {
    let interview = look(permit, id).await?;
    let mut db = permit.read().await?;
    let head = Head::look(
        &mut db,
        permit,
        &page,
        interview.application,
        Tab::Interviews,
    )
    .await?;
    drop(db);
    if !head.profile.mails {
        return Err(interviews::may_not_schedule());
    }
    let view = CancelPage {
        page,
        head,
        interview,
        form,
        errors,
        refused,
    };
    let mut response = view.page.whole(&view.errors, &view)?;
    if view.refused.is_some() {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    Ok(response)
}

async fn ask(
    permit: Permit<ScheduleInterviews>,
    page: Page,
    Path((_, id)): Path<(Slug, InterviewId)>,
) -> Result<Response> {
    draw(
        &permit,
        page,
        id,
        CancelForm::default(),
        Errors::default(),
        None,
    )
    .await
}

async fn cancel(
    permit: Permit<ScheduleInterviews>,
    page: Page,
    Path((_, id)): Path<(Slug, InterviewId)>,
    Form(form): Form<CancelForm>,
) -> Result<Response> {
    if form.words.chars().count() > WORDS {
        let mut errors = Errors::default();
        errors.add("words", "Shorten it to 5,000 characters");
        return draw(&permit, page, id, form, errors, None).await;
    }
    let (seen, words) = (version(&form.version), form.words.replace("\r\n", "\n"));
    let done = permit
        .change(async |change| interviews::cancel(change, id, seen, words.trim()).await)
        .await;
    match done {
        Ok(cancelled) => {
            let to = interviews_of(&page, cancelled.application);
            let undo = undo_of(&page.company.slug, cancelled.application, cancelled.event);
            let notice = Notice::new("The interview is cancelled, and everybody is written to.")
                .with_undo(undo, 0);
            Ok(page.redirect(to, notice))
        }
        Err(Error::Refused { text, .. }) => {
            draw(&permit, page, id, form, Errors::default(), Some(text)).await
        }
        Err(other) => Err(other),
    }
}
