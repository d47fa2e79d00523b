//! `/{company}/settings/plans/{id}`: the stages of a template. They have no ids: each is named by its place.

use super::back;
use crate::{
    access::{
        Permission, Permit,
        permissions::{EditTexts, ReadPlans},
    },
    base::{
        error::{Error, Errors, Result},
        ids::{PlanTemplateId, Version},
        links::Slug,
    },
    domain::jobs::{self, Edit, Milestone, PlanTemplate, StageKind, Step},
    web::{
        kit::{filters, form::Form, page::Page, routes::Routes},
        settings::form::{seen, shown, status_of},
    },
};
use askama::Template;
use axum::{extract::Path, response::Response};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/settings/plans/{id}", show)
        .post("/{company}/settings/plans/{id}", add)
        .post("/{company}/settings/plans/{id}/order", order)
        .get("/{company}/settings/plans/{id}/stages/{at}", ask_change)
        .post("/{company}/settings/plans/{id}/stages/{at}", change)
        .post(
            "/{company}/settings/plans/{id}/stages/{at}/deletion",
            delete,
        )
}

#[derive(Template)]
#[template(path = "settings/plans/plan.html", blocks = ["stages"])]
struct PlanPage {
    page: Page,
    plan: PlanTemplate,
    form: StepForm,
    errors: Errors,
    refused: Option<String>,
}

#[derive(Template)]
#[template(path = "settings/plans/stage.html")]
struct StagePage {
    page: Page,
    plan: PlanTemplate,
    step: Step,
    form: StepForm,
    errors: Errors,
    refused: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct StepForm {
    name: String,
    kind: String,
    milestone: String,
    stale_after_days: String,
    version: String,
}

impl StepForm {
    fn of(step: &Step, version: Version) -> Self {
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

    fn check(&self) -> Result<(Version, Step)> {
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
    permit: Permit<ReadPlans>,
    page: Page,
    Path((_, id)): Path<(Slug, PlanTemplateId)>,
) -> Result<Response> {
    draw(&permit, page, id, StepForm::default(), None).await
}

async fn add(
    permit: Permit<EditTexts>,
    page: Page,
    Path((_, id)): Path<(Slug, PlanTemplateId)>,
    Form(form): Form<StepForm>,
) -> Result<Response> {
    let added = match form.check() {
        Ok((version, step)) => edit(&permit, id, version, Edit::Add(step)).await,
        Err(error) => Err(error),
    };
    match added {
        Ok(()) => Ok(back(&page, id, "The stage is added")),
        Err(error) => draw(&permit, page, id, form, Some(error)).await,
    }
}

/// The whole order as the page has it, and the stage whose arrow was pressed, if it was one.
#[derive(Deserialize)]
struct OrderForm {
    version: String,
    #[serde(default)]
    stage: Vec<usize>,
    up: Option<usize>,
    down: Option<usize>,
}

async fn order(
    permit: Permit<EditTexts>,
    page: Page,
    Path((_, id)): Path<(Slug, PlanTemplateId)>,
    Form(form): Form<OrderForm>,
) -> Result<Response> {
    let (version, mut stages) = (seen(&form.version)?, form.stage);
    for (stage, up) in [(form.up, true), (form.down, false)] {
        if let Some(stage) = stage {
            jobs::shift(&mut stages, &stage, up);
        }
    }
    match edit(&permit, id, version, Edit::Order(stages)).await {
        Ok(()) if page.part => draw(&permit, page, id, StepForm::default(), None).await,
        Ok(()) => Ok(back(&page, id, "The order is saved")),
        Err(error) => draw(&permit, page, id, StepForm::default(), Some(error)).await,
    }
}

async fn ask_change(
    permit: Permit<EditTexts>,
    page: Page,
    Path((_, id, at)): Path<(Slug, PlanTemplateId, usize)>,
) -> Result<Response> {
    draw_stage(&permit, page, (id, at), None, None).await
}

async fn change(
    permit: Permit<EditTexts>,
    page: Page,
    Path((_, id, at)): Path<(Slug, PlanTemplateId, usize)>,
    Form(form): Form<StepForm>,
) -> Result<Response> {
    let changed = match form.check() {
        Ok((version, step)) => edit(&permit, id, version, Edit::Change(at, step)).await,
        Err(error) => Err(error),
    };
    match changed {
        Ok(()) => Ok(back(&page, id, "Saved")),
        Err(error) => draw_stage(&permit, page, (id, at), Some(form), Some(error)).await,
    }
}

#[derive(Deserialize)]
struct DeleteForm {
    version: String,
}

async fn delete(
    permit: Permit<EditTexts>,
    page: Page,
    Path((_, id, at)): Path<(Slug, PlanTemplateId, usize)>,
    Form(form): Form<DeleteForm>,
) -> Result<Response> {
    let version = seen(&form.version)?;
    match edit(&permit, id, version, Edit::Delete(at)).await {
        Ok(()) => Ok(back(&page, id, "The stage is deleted")),
        Err(error) => draw(&permit, page, id, StepForm::default(), Some(error)).await,
    }
}

async fn edit(
    permit: &Permit<EditTexts>,
    id: PlanTemplateId,
    version: Version,
    edit: Edit,
) -> Result<()> {
    permit
        .change(async |change| jobs::edit_template(change, id, version, edit).await)
        .await
}

async fn draw<P: Permission>(
    permit: &Permit<P>,
    page: Page,
    id: PlanTemplateId,
    form: StepForm,
    refused: Option<Error>,
) -> Result<Response> {
    let (errors, refused) = shown(refused)?;
    let plan = jobs::template(&mut *permit.read().await?, permit.company().id, id).await?;
    let view = PlanPage {
        page,
        plan,
        form,
        errors,
        refused,
    };
    let answer = view.page.html(&view.errors, &view, view.as_stages())?;
    Ok(status_of(answer, view.refused.as_ref()))
}

async fn draw_stage(
    permit: &Permit<EditTexts>,
    page: Page,
    (id, at): (PlanTemplateId, usize),
    typed: Option<StepForm>,
    refused: Option<Error>,
) -> Result<Response> {
    let (errors, refused) = shown(refused)?;
    let plan = jobs::template(&mut *permit.read().await?, permit.company().id, id).await?;
    let step = plan.steps.get(at).ok_or(Error::NotFound)?.clone();
    let mut form = typed.unwrap_or_else(|| StepForm::of(&step, plan.version));
    if refused.is_some() {
        form.version = plan.version.to_string();
    }
    let view = StagePage {
        page,
        plan,
        step,
        form,
        errors,
        refused,
    };
    let answer = view.page.whole(&view.errors, &view)?;
    Ok(status_of(answer, view.refused.as_ref()))
}
