//! `/careers/{company}/jobs/{id}-{words}/apply/resume`: the form again, filled in from the résumé that came with it. Nothing
//! that was typed is replaced, and nothing is sent.

use super::{
    apply::{ApplyPage, shown, unused},
    form::ApplyForm,
    keeping::takes_file,
};
use crate::{
    access::{Permit, permissions},
    app::App,
    base::error::Result,
    domain::{candidates::suggest, files},
    web::{
        careers::{frame::private, visit::Visit},
        kit::{
            routes::Routes,
            staging::{key_of, stage, text_of},
            upload::Received,
        },
    },
};
use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::Response,
};

pub fn routes() -> Routes {
    Routes::default().post("/careers/{company}/jobs/{posting}/apply/resume", read)
}

async fn read(
    permit: Permit<permissions::Apply>,
    visit: Visit,
    State(app): State<App>,
    Path((_, segment)): Path<(String, String)>,
    request: Request,
) -> Result<Response> {
    let shown = shown(&visit, &segment)?;
    let questions = &shown.posting.content.questions;
    let mut received =
        Received::read(request, &app.storage, |field| takes_file(questions, field)).await?;
    let key = key_of(&received)?;
    let staged = {
        let mut db = permit.read().await?;
        files::staged(&mut db, permit.company().id, key).await?
    };
    let uploads = std::mem::take(&mut received.files);
    let (mut errors, status) = (std::mem::take(&mut received.errors), received.status);
    unused(&permit, key).await?;
    let kept = stage(&permit, key, uploads, staged).await?;
    let pasted = received.one("resume_text").to_owned();
    let resume = kept.iter().find(|kept| kept.field == "resume");
    let text = match resume {
        Some(resume) => text_of(&app, &resume.file).await?,
        None => Some(pasted),
    };
    let text = text.filter(|text| !text.trim().is_empty());
    if text.is_none() && resume.is_none() && errors.is_empty() {
        errors.add("resume", "Choose your résumé first, or paste it as text");
    }
    let number = received.one("key").to_owned();
    let mut form = ApplyForm::again(number, received, kept);
    let filled = form.fill(suggest(text.as_deref().unwrap_or_default()));
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY),
    };
    let read = errors.is_empty().then_some(filled);
    let mut page = ApplyPage::new(&visit, shown, form, errors);
    page.read = read;
    private(status, &page)
}
