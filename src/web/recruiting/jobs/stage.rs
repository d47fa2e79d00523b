//! `/{company}/jobs/{id}/plan/{stage}`: changing a stage, and deleting it.

use super::{conflict, plan::StepForm, seen, shown};
use crate::{
    access::{Permit, permissions::EditJobs},
    base::{
        error::{Error, Errors, Result},
        ids::{JobId, StageId},
        links::{self, Slug},
    },
    domain::{
        jobs::{self, JobHead, JobStatus, Milestone, Stage, StageKind},
        pipeline::{self, Deletion},
    },
    web::{
        kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
        recruiting::history::done_with_job,
    },
};
use askama::Template;
use axum::{extract::Path, response::Response};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/jobs/{id}/plan/{stage}", ask_change)
        .post("/{company}/jobs/{id}/plan/{stage}", change)
        .get("/{company}/jobs/{id}/plan/{stage}/deletion", ask_delete)
        .post("/{company}/jobs/{id}/plan/{stage}/deletion", delete)
}

#[derive(Template)]
#[template(path = "recruiting/jobs/stage.html")]
struct StagePage {
    page: Page,
    job: JobHead,
    here: &'static str,
    stage: Stage,
    form: StepForm,
    errors: Errors,
    stale: Option<String>,
}

async fn ask_change(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id, stage)): Path<(Slug, JobId, StageId)>,
) -> Result<Response> {
    draw_stage(&permit, page, (id, stage), None, None).await
}

async fn change(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id, stage)): Path<(Slug, JobId, StageId)>,
    Form(form): Form<StepForm>,
) -> Result<Response> {
    let changed = match form.check() {
        Ok((version, step)) => {
            permit
                .change(async |change| jobs::change_stage(change, id, stage, version, step).await)
                .await
        }
        Err(error) => Err(error),
    };
    match changed {
        Ok(event) => Ok(done_with_job(&page, id, "plan", "Saved", event)),
        Err(error) => draw_stage(&permit, page, (id, stage), Some(form), Some(error)).await,
    }
}

async fn draw_stage(
    permit: &Permit<EditJobs>,
    page: Page,
    (id, stage): (JobId, StageId),
    typed: Option<StepForm>,
    refused: Option<Error>,
) -> Result<Response> {
    let (errors, stale) = refused.map_or(Ok(Default::default()), shown)?;
    let (job, stage) = editable(permit, id, stage).await?;
    let mut form = typed.unwrap_or_else(|| StepForm::of(&stage.step, job.plan_version));
    if stale.is_some() {
        form.version = job.plan_version.to_string();
    }
    let view = StagePage {
        page,
        job,
        here: "plan",
        stage,
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

/// A stage of a job that the viewer may change.
async fn editable(
    permit: &Permit<EditJobs>,
    id: JobId,
    stage: StageId,
) -> Result<(JobHead, Stage)> {
    let company = permit.company().id;
    let mut db = permit.read().await?;
    let job = jobs::head(&mut db, company, permit.actor(), id).await?;
    job.editable()?;
    let stages = jobs::stages(&mut db, company, id).await?;
    let stage = stages.into_iter().find(|other| other.id == stage);
    Ok((job, stage.ok_or(Error::NotFound)?))
}

#[derive(Template)]
#[template(path = "recruiting/jobs/delete_stage.html")]
struct DeletePage {
    page: Page,
    job: JobHead,
    here: &'static str,
    stage: Stage,
    others: Vec<Stage>,
    /// Undecided applications in it.
    people: i64,
    errors: Errors,
    stale: Option<String>,
}

#[derive(Deserialize)]
struct DeleteForm {
    version: String,
    #[serde(default)]
    target: String,
}

async fn ask_delete(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id, stage)): Path<(Slug, JobId, StageId)>,
) -> Result<Response> {
    draw_delete(&permit, page, (id, stage), None).await
}

async fn delete(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id, stage)): Path<(Slug, JobId, StageId)>,
    Form(form): Form<DeleteForm>,
) -> Result<Response> {
    let deletion = Deletion {
        stage,
        target: form.target.parse().ok(),
        seen: seen(&form.version)?,
    };
    let deleted = permit
        .change(async |change| pipeline::delete_stage(change, id, deletion).await)
        .await;
    match deleted {
        Ok(emptied) => {
            let text = match emptied.moved {
                None => format!("{} is deleted", emptied.stage),
                Some((1, to)) => format!(
                    "{} is deleted, and one person is in {to} now",
                    emptied.stage
                ),
                Some((moved, to)) => {
                    format!(
                        "{} is deleted, and {moved} people are in {to} now",
                        emptied.stage
                    )
                }
            };
            let plan = links::job_page(&page.company.slug, id, "plan");
            let notice = Notice::new(text).restoring(&page.company, Some(emptied.kept));
            Ok(page.redirect(plan, notice))
        }
        Err(error) => draw_delete(&permit, page, (id, stage), Some(error)).await,
    }
}

async fn draw_delete(
    permit: &Permit<EditJobs>,
    page: Page,
    (id, stage): (JobId, StageId),
    refused: Option<Error>,
) -> Result<Response> {
    let (errors, stale) = refused.map_or(Ok(Default::default()), shown)?;
    let (company, actor) = (permit.company().id, permit.actor());
    let (job, stage) = editable(permit, id, stage).await?;
    let mut db = permit.read().await?;
    let mut others = jobs::stages(&mut db, company, id).await?;
    others.retain(|other| other.id != stage.id);
    let people = pipeline::undecided(&mut db, company, actor, id).await?;
    drop(db);
    let view = DeletePage {
        people: people
            .iter()
            .find(|(other, _)| *other == stage.id)
            .map_or(0, |(_, people)| *people),
        page,
        job,
        here: "plan",
        stage,
        others,
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
