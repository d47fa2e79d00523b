//! `/{company}/jobs/new` and `/{company}/jobs/{id}/edit`: what is said about a job.

use super::{conflict, line, seen, shown};
use crate::{
    access::{
        Permit,
        permissions::{CreateJobs, EditJobs},
    },
    base::{
        error::{Error, Errors, Result},
        ids::JobId,
        links::{self, Slug},
    },
    domain::{
        companies::{self, Department, Office},
        jobs::{self, Details, JobHead, JobStatus, NewJob, PlanTemplate},
    },
    web::{
        kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
        recruiting::history::done_with_job,
    },
};
use askama::Template;
use axum::{extract::Path, response::Response};
use serde::Deserialize;
use uuid::Uuid;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/jobs/new", ask_new)
        .post("/{company}/jobs/new", create)
        .get("/{company}/jobs/{id}/edit", ask_edit)
        .post("/{company}/jobs/{id}/edit", edit)
        .post("/{company}/jobs/{id}/copies", copy)
}

#[derive(Template)]
#[template(path = "recruiting/jobs/new.html")]
struct NewPage {
    page: Page,
    choices: Choices,
    templates: Vec<PlanTemplate>,
    form: JobForm,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "recruiting/jobs/edit.html")]
struct EditPage {
    page: Page,
    job: JobHead,
    here: &'static str,
    choices: Choices,
    form: JobForm,
    errors: Errors,
    /// Who was quicker, when somebody was.
    stale: Option<String>,
    /// The key of a copy, should one be made.
    once: Uuid,
}

/// What a job can be put into.
struct Choices {
    departments: Vec<Department>,
    offices: Vec<Office>,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
struct JobForm {
    name: String,
    requisition_code: String,
    notes: String,
    confidential: Option<String>,
    departments: Vec<String>,
    offices: Vec<String>,
    template: String,
    openings: String,
    once: String,
    version: String,
}

impl JobForm {
    fn of(job: &JobHead, details: Details) -> Self {
        Self {
            name: details.name,
            requisition_code: details.requisition_code.unwrap_or_default(),
            notes: details.notes,
            confidential: details.confidential.then(|| "on".to_owned()),
            departments: details
                .departments
                .iter()
                .map(ToString::to_string)
                .collect(),
            offices: details.offices.iter().map(ToString::to_string).collect(),
            version: job.version.to_string(),
            ..Self::default()
        }
    }

    fn has(list: &[String], id: impl ToString) -> bool {
        list.contains(&id.to_string())
    }

    /// What is said about the job, with all that is wrong with it.
    fn details(&self, errors: &mut Errors) -> Details {
        let name = self.name.trim();
        if !(1..=200).contains(&name.chars().count()) {
            errors.add("name", "Name the job, in up to 200 characters");
        }
        let requisition_code = line(&self.requisition_code);
        if requisition_code
            .as_ref()
            .is_some_and(|code| code.chars().count() > 100)
        {
            errors.add(
                "requisition_code",
                "Shorten the requisition code to 100 characters",
            );
        }
        let notes = self.notes.trim().replace("\r\n", "\n");
        if notes.chars().count() > 20_000 {
            errors.add("notes", "Shorten the notes to 20,000 characters");
        }
        Details {
            name: name.to_owned(),
            requisition_code,
            confidential: self.confidential.is_some(),
            notes,
            departments: chosen(
                &self.departments,
                "departments",
                "Choose departments from the list",
                errors,
            ),
            offices: chosen(
                &self.offices,
                "offices",
                "Choose offices from the list",
                errors,
            ),
        }
    }

    /// A job to be made.
    fn check_new(&self) -> Result<NewJob, Errors> {
        let mut errors = Errors::default();
        let details = self.details(&mut errors);
        let openings = self.openings.trim().parse().ok();
        let openings = openings.filter(|count| (1..=50).contains(count));
        if openings.is_none() {
            errors.add("openings", "Enter how many people you hire, from 1 to 50");
        }
        let template = self.template.parse().ok();
        if template.is_none() {
            errors.add("template", "Choose one of the plans");
        }
        let once = self.once.parse().ok();
        if once.is_none() {
            errors.add("once", "Reload the page and try again");
        }
        match (once, template, openings) {
            (Some(once), Some(template), Some(openings)) if errors.is_empty() => Ok(NewJob {
                once,
                details,
                template,
                openings,
            }),
            _ => Err(errors),
        }
    }
}

/// Ids from check boxes, in order and each once, as the database keeps them.
fn chosen<T: std::str::FromStr + Ord>(
    values: &[String],
    field: &str,
    message: &str,
    errors: &mut Errors,
) -> Vec<T> {
    let ids: Result<Vec<T>, _> = values.iter().map(|value| value.parse()).collect();
    let Ok(mut ids) = ids else {
        errors.add(field, message);
        return Vec::new();
    };
    ids.sort_unstable();
    ids.dedup();
    ids
}

async fn choices<P: crate::access::Permission>(permit: &Permit<P>) -> Result<Choices> {
    let (mut db, company) = (permit.read().await?, permit.company().id);
    Ok(Choices {
        departments: companies::departments(&mut db, company).await?,
        offices: companies::offices(&mut db, company).await?,
    })
}

async fn ask_new(permit: Permit<CreateJobs>, page: Page) -> Result<Response> {
    let form = JobForm {
        openings: "1".to_owned(),
        once: Uuid::new_v4().to_string(),
        ..JobForm::default()
    };
    draw_new(&permit, page, form, Errors::default()).await
}

async fn create(
    permit: Permit<CreateJobs>,
    page: Page,
    Form(form): Form<JobForm>,
) -> Result<Response> {
    let new = match form.check_new() {
        Ok(new) => new,
        Err(errors) => return draw_new(&permit, page, form, errors).await,
    };
    let made = permit
        .change(async |change| jobs::create(change, new).await)
        .await;
    match made {
        Ok(id) => Ok(page.redirect(
            links::job_page(&page.company.slug, id, "plan"),
            Notice::new("The job is made. It stays a draft until you open it"),
        )),
        Err(Error::Invalid(errors)) => draw_new(&permit, page, form, errors).await,
        Err(other) => Err(other),
    }
}

async fn draw_new(
    permit: &Permit<CreateJobs>,
    page: Page,
    form: JobForm,
    errors: Errors,
) -> Result<Response> {
    let choices = choices(permit).await?;
    let templates = jobs::templates(&mut *permit.read().await?, permit.company().id).await?;
    let view = NewPage {
        page,
        choices,
        templates,
        form,
        errors,
    };
    view.page.whole(&view.errors, &view)
}

async fn ask_edit(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
) -> Result<Response> {
    draw_edit(&permit, page, id, None, Errors::default(), None).await
}

async fn edit(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
    Form(form): Form<JobForm>,
) -> Result<Response> {
    let mut errors = Errors::default();
    let details = form.details(&mut errors);
    if !errors.is_empty() {
        return draw_edit(&permit, page, id, Some(form), errors, None).await;
    }
    let version = seen(&form.version)?;
    let changed = permit
        .change(async |change| jobs::update(change, id, version, details).await)
        .await;
    match changed {
        Ok(event) => Ok(done_with_job(&page, id, "edit", "Saved", event)),
        Err(error) => {
            let (errors, stale) = shown(error)?;
            draw_edit(&permit, page, id, Some(form), errors, stale).await
        }
    }
}

/// Draws the form with what was typed, else with what is. What was typed against an older version keeps its words and gets
/// the newer version: whoever saves again has been told.
async fn draw_edit(
    permit: &Permit<EditJobs>,
    page: Page,
    id: JobId,
    typed: Option<JobForm>,
    errors: Errors,
    stale: Option<String>,
) -> Result<Response> {
    let company = permit.company().id;
    let (job, details) = {
        let mut db = permit.read().await?;
        let job = jobs::head(&mut db, company, permit.actor(), id).await?;
        job.editable()?;
        (job, jobs::details(&mut db, company, id).await?)
    };
    let mut form = typed.unwrap_or_else(|| JobForm::of(&job, details));
    if stale.is_some() {
        form.version = job.version.to_string();
    }
    let view = EditPage {
        choices: choices(permit).await?,
        here: "edit",
        page,
        job,
        form,
        errors,
        stale,
        once: Uuid::new_v4(),
    };
    let answer = view.page.whole(&view.errors, &view)?;
    Ok(if view.stale.is_some() {
        conflict(answer)
    } else {
        answer
    })
}

#[derive(Deserialize)]
struct CopyForm {
    once: Uuid,
}

async fn copy(
    permit: Permit<CreateJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
    Form(form): Form<CopyForm>,
) -> Result<Response> {
    let made = permit
        .change(async |change| jobs::copy(change, id, form.once).await)
        .await?;
    Ok(page.redirect(
        links::job_page(&page.company.slug, made, "edit"),
        Notice::new("This is the copy: a draft with the same plan and team"),
    ))
}
