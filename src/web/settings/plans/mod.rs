//! `/{company}/settings/plans`: what the plan of a new job starts as.

mod stages;

use super::form::{seen, shown, status_of};
use crate::{
    access::{
        Permit,
        permissions::{EditTexts, ReadPlans},
    },
    base::{
        error::{Error, Errors, Result},
        ids::PlanTemplateId,
        links::{self, Slug},
    },
    domain::jobs::{self, Edit, PlanTemplate},
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/settings/plans", list)
        .get("/{company}/settings/plans/new", ask_new)
        .post("/{company}/settings/plans/new", add)
        .post("/{company}/settings/plans/{id}/copies", copy)
        .get("/{company}/settings/plans/{id}/name", ask_name)
        .post("/{company}/settings/plans/{id}/name", rename)
        .post("/{company}/settings/plans/{id}/deletion", delete)
        .and(stages::routes())
}

#[derive(Template)]
#[template(path = "settings/plans/list.html")]
struct ListPage {
    page: Page,
    plans: Vec<PlanTemplate>,
}

#[derive(Template)]
#[template(path = "settings/plans/name.html")]
struct NamePage {
    page: Page,
    /// The one that is renamed; none while it is made.
    plan: Option<PlanTemplate>,
    form: NameForm,
    errors: Errors,
    refused: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct NameForm {
    name: String,
    version: String,
}

impl NameForm {
    fn check(&self) -> Result<String, Errors> {
        let name = self.name.trim();
        let mut errors = Errors::default();
        if !(1..=100).contains(&name.chars().count()) {
            errors.add("name", "Name the plan, in up to 100 characters");
        }
        errors.into_result(|| name.to_owned())
    }
}

async fn list(permit: Permit<ReadPlans>, page: Page) -> Result<Response> {
    let plans = jobs::templates(&mut *permit.read().await?, permit.company().id).await?;
    let view = ListPage { page, plans };
    view.page.whole(&Errors::default(), &view)
}

async fn ask_new(permit: Permit<EditTexts>, page: Page) -> Result<Response> {
    draw(&permit, page, None, None, None).await
}

async fn add(
    permit: Permit<EditTexts>,
    page: Page,
    Form(form): Form<NameForm>,
) -> Result<Response> {
    let added = match form.check() {
        Ok(name) => {
            permit
                .change(async |change| jobs::add_template(change, &name).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match added {
        Ok(id) => Ok(back(&page, id, "The plan is made. Now add its stages")),
        Err(error) => draw(&permit, page, None, Some(form), Some(error)).await,
    }
}

async fn copy(
    permit: Permit<EditTexts>,
    page: Page,
    Path((_, id)): Path<(Slug, PlanTemplateId)>,
) -> Result<Response> {
    let made = permit
        .change(async |change| jobs::copy_template(change, id).await)
        .await;
    match made {
        Ok(id) => Ok(back(&page, id, "This is the copy")),
        // Names are unique, so pressing twice makes one copy.
        Err(Error::Invalid(_)) => Err(Error::refused(
            "copied",
            "There is a copy of this plan already. Give it a name of its own first.",
        )),
        Err(other) => Err(other),
    }
}

async fn ask_name(
    permit: Permit<EditTexts>,
    page: Page,
    Path((_, id)): Path<(Slug, PlanTemplateId)>,
) -> Result<Response> {
    draw(&permit, page, Some(id), None, None).await
}

async fn rename(
    permit: Permit<EditTexts>,
    page: Page,
    Path((_, id)): Path<(Slug, PlanTemplateId)>,
    Form(form): Form<NameForm>,
) -> Result<Response> {
    let renamed = match form.check() {
        Ok(name) => {
            let version = seen(&form.version)?;
            permit
                .change(async |change| {
                    jobs::edit_template(change, id, version, Edit::Rename(name)).await
                })
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match renamed {
        Ok(()) => Ok(back(&page, id, "Saved")),
        Err(error) => draw(&permit, page, Some(id), Some(form), Some(error)).await,
    }
}

async fn delete(
    permit: Permit<EditTexts>,
    page: Page,
    Path((_, id)): Path<(Slug, PlanTemplateId)>,
    Form(form): Form<NameForm>,
) -> Result<Response> {
    let version = seen(&form.version)?;
    let deleted = permit
        .change(async |change| jobs::delete_template(change, id, version).await)
        .await;
    match deleted {
        Ok((name, kept)) => Ok(page.redirect(
            links::settings(&page.company.slug, "plans"),
            Notice::new(format!("{name} is deleted")).restoring(&page.company, Some(kept)),
        )),
        Err(error) => draw(&permit, page, Some(id), None, Some(error)).await,
    }
}

fn back(page: &Page, id: PlanTemplateId, text: &str) -> Response {
    page.redirect(
        links::settings(&page.company.slug, &format!("plans/{id}")),
        Notice::new(text),
    )
}

async fn draw(
    permit: &Permit<EditTexts>,
    page: Page,
    id: Option<PlanTemplateId>,
    typed: Option<NameForm>,
    refused: Option<Error>,
) -> Result<Response> {
    let (errors, refused) = shown(refused)?;
    let plan = match id {
        Some(id) => {
            Some(jobs::template(&mut *permit.read().await?, permit.company().id, id).await?)
        }
        None => None,
    };
    let now = plan.as_ref().map(|plan| NameForm {
        name: plan.name.clone(),
        version: plan.version.to_string(),
    });
    let form = match (typed, now) {
        // What was typed stays; with the newer version, so that whoever saves again has been told.
        (Some(typed), Some(now)) if refused.is_some() => NameForm {
            version: now.version,
            ..typed
        },
        (Some(typed), _) => typed,
        (None, now) => now.unwrap_or_default(),
    };
    let view = NamePage {
        page,
        plan,
        form,
        errors,
        refused,
    };
    let answer = view.page.whole(&view.errors, &view)?;
    Ok(status_of(answer, view.refused.as_ref()))
}
