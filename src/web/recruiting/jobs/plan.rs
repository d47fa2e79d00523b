//! `/{company}/jobs/{id}/plan`: the stages of a job, in order.

use super::{conflict, seen, shown};
use crate::{
    access::{
        Permission, Permit,
        permissions::{EditJobs, ReadJobs},
    },
    base::{
        error::{Error, Errors, Result},
        ids::{JobId, StageId, Version},
        links::{self, Slug},
    },
    domain::jobs::{self, JobHead, JobStatus, Milestone, Stage, StageKind, Step},
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/jobs/{id}/plan", show)
        .post("/{company}/jobs/{id}/plan", add)
        .post("/{company}/jobs/{id}/plan/order", order)
}

#[derive(Template)]
#[template(path = "recruiting/jobs/plan.html", blocks = ["stages"])]
struct PlanPage {
    page: Page,
    job: JobHead,
    here: &'static str,
    stages: Vec<Stage>,
    form: StepForm,
    errors: Errors,
    stale: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct StepForm {
    pub name: String,
    pub kind: String,
    pub milestone: String,
    pub stale_after_days: String,
    pub version: String,
}

impl StepForm {
    pub fn of(step: &Step, version: Version) -> Self {
        Self {
            name: step.name.clone(),
            kind: step.kind.key().to_owned(),
            milestone: step.milestone.key().to_owned(),
            stale_after_days: step
                .stale_after_days
                .map_or(String::new(), |days| days.to_string()),
            version: version.to_string(),
        }
    }

    pub fn check(&self) -> Result<(Version, Step)> {
        let step = Step::check(
            &self.name,
            &self.kind,
            &self.milestone,
            &self.stale_after_days,
        )?;
        Ok((seen(&self.version)?, step))
    }
}

async fn show(
    permit: Permit<ReadJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
) -> Result<Response> {
    draw(&permit, page, id, StepForm::default(), None).await
}

async fn add(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
    Form(form): Form<StepForm>,
) -> Result<Response> {
    let added = match form.check() {
        Ok((version, step)) => {
            permit
                .change(async |change| jobs::add_stage(change, id, version, step).await)
                .await
        }
        Err(error) => Err(error),
    };
    match added {
        Ok(_) => Ok(back(&page, id, "The stage is added")),
        Err(error) => draw(&permit, page, id, form, Some(error)).await,
    }
}

/// The whole order as the page has it, and the stage whose arrow was pressed, if it was one.
#[derive(Deserialize)]
struct OrderForm {
    version: String,
    #[serde(default)]
    stage: Vec<StageId>,
    up: Option<StageId>,
    down: Option<StageId>,
}

async fn order(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
    Form(form): Form<OrderForm>,
) -> Result<Response> {
    let (version, mut stages) = (seen(&form.version)?, form.stage);
    for (stage, up) in [(form.up, true), (form.down, false)] {
        if let Some(stage) = stage {
            jobs::shift(&mut stages, &stage, up);
        }
    }
    let ordered = permit
        .change(async |change| jobs::order_stages(change, id, version, &stages).await)
        .await;
    match ordered {
        Ok(()) if page.part => draw(&permit, page, id, StepForm::default(), None).await,
        Ok(()) => Ok(back(&page, id, "The order is saved")),
        Err(error) => draw(&permit, page, id, StepForm::default(), Some(error)).await,
    }
}

pub(super) fn back(page: &Page, id: JobId, text: &str) -> Response {
    page.redirect(
        links::job_page(&page.company.slug, id, "plan"),
        Notice::new(text),
    )
}

async fn draw<P: Permission>(
    permit: &Permit<P>,
    page: Page,
    id: JobId,
    form: StepForm,
    refused: Option<Error>,
) -> Result<Response> {
    let (errors, stale) = refused.map_or(Ok(Default::default()), shown)?;
    let company = permit.company().id;
    let mut db = permit.read().await?;
    let job = jobs::head(&mut db, company, permit.actor(), id).await?;
    if !errors.is_empty() {
        job.editable()?;
    }
    let stages = jobs::stages(&mut db, company, id).await?;
    drop(db);
    let view = PlanPage {
        page,
        job,
        here: "plan",
        stages,
        form,
        errors,
        stale,
    };
    let answer = view.page.html(&view.errors, &view, view.as_stages())?;
    Ok(if view.stale.is_some() {
        conflict(answer)
    } else {
        answer
    })
}
