//! Opening a job, and closing it: `/{company}/jobs/{id}/status` and `…/closing`.

use super::{conflict, seen, shown};
use crate::{
    access::{Permit, permissions::EditJobs},
    base::{
        error::{Errors, Result},
        ids::{JobId, Version},
        links::{self, Slug},
    },
    domain::{
        jobs::{self, JobHead, JobStatus},
        pipeline,
    },
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .post("/{company}/jobs/{id}/status", open)
        .get("/{company}/jobs/{id}/closing", ask_close)
        .post("/{company}/jobs/{id}/closing", close)
}

#[derive(Deserialize)]
struct OpenForm {
    version: Version,
}

async fn open(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
    Form(form): Form<OpenForm>,
) -> Result<Response> {
    permit
        .change(async |change| jobs::open(change, id, form.version).await)
        .await?;
    Ok(page.redirect(
        links::job_page(&page.company.slug, id, "edit"),
        Notice::new("The job is open"),
    ))
}

#[derive(Template)]
#[template(path = "recruiting/jobs/closing.html")]
struct ClosingPage {
    page: Page,
    job: JobHead,
    here: &'static str,
    /// Applications without a decision; for those who see them.
    undecided: Option<i64>,
    form: CloseForm,
    errors: Errors,
    stale: Option<String>,
}

#[derive(Deserialize, Default)]
struct CloseForm {
    version: String,
    #[serde(default)]
    note: String,
}

async fn ask_close(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
) -> Result<Response> {
    draw(
        &permit,
        page,
        id,
        CloseForm::default(),
        Errors::default(),
        None,
    )
    .await
}

async fn close(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
    Form(form): Form<CloseForm>,
) -> Result<Response> {
    let mut errors = Errors::default();
    let note = form.note.trim().replace("\r\n", "\n");
    if note.chars().count() > 2000 {
        errors.add("note", "Shorten the note to 2,000 characters");
    }
    if !errors.is_empty() {
        return draw(&permit, page, id, form, errors, None).await;
    }
    let version = seen(&form.version)?;
    let closed = permit
        .change(async |change| jobs::close(change, id, version, &note).await)
        .await;
    match closed {
        Ok(()) => {
            let open = links::job_page(&page.company.slug, id, "status");
            let notice = Notice::new("The job is closed").with_undo(open, version.0 + 1);
            Ok(page.redirect(links::job_page(&page.company.slug, id, "edit"), notice))
        }
        Err(error) => {
            let (errors, stale) = shown(error)?;
            draw(&permit, page, id, form, errors, stale).await
        }
    }
}

async fn draw(
    permit: &Permit<EditJobs>,
    page: Page,
    id: JobId,
    mut form: CloseForm,
    errors: Errors,
    stale: Option<String>,
) -> Result<Response> {
    let (company, actor) = (permit.company().id, permit.actor());
    let mut db = permit.read().await?;
    let job = jobs::head(&mut db, company, actor, id).await?;
    job.editable()?;
    let stages = pipeline::undecided(&mut db, company, actor, id).await?;
    drop(db);
    form.version = job.version.to_string();
    let view = ClosingPage {
        undecided: job
            .sees_candidates
            .then(|| stages.iter().map(|(_, people)| people).sum()),
        page,
        job,
        here: "edit",
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
