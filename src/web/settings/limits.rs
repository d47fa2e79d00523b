//! `/{company}/settings/limits`: how often somebody may apply.

use super::form::{seen, shown, status_of};
use crate::{
    access::{
        Permit,
        permissions::{ManageCompany, ReadSettings},
    },
    base::{
        error::{Error, Errors, Result},
        ids::{JobId, LimitId},
        links::{self, Slug},
    },
    domain::{
        applications::limits::{
            Allowance, Limit, LimitDetails, Most, Scope, add_limit, change_limit, delete_limit,
            limits, open_jobs,
        },
        companies::{self, Department},
    },
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use serde::Deserialize;

/// The most applications, and days, of a limit.
const MOST: i32 = 1_000;
const DAYS: i32 = 3_650;

pub fn routes() -> Routes {
    const ONE: &str = "/{company}/settings/limits/{id}";
    Routes::default()
        .get("/{company}/settings/limits", list)
        .get("/{company}/settings/limits/new", ask_new)
        .post("/{company}/settings/limits/new", add)
        .get(ONE, ask_change)
        .post(ONE, change)
        .post("/{company}/settings/limits/{id}/deletion", delete)
}

#[derive(Template)]
#[template(path = "settings/limits/list.html")]
struct ListPage {
    page: Page,
    limits: Vec<Limit>,
}

#[derive(Template)]
#[template(path = "settings/limits/form.html")]
struct FormPage {
    page: Page,
    /// The one that is changed; none while it is made.
    limit: Option<Limit>,
    departments: Vec<Department>,
    jobs: Vec<(JobId, String)>,
    form: LimitForm,
    errors: Errors,
    refused: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct LimitForm {
    /// `company`, `department:3` or `jobs`.
    scope: String,
    jobs: Vec<String>,
    most: String,
    days: String,
    wait_days: String,
    version: String,
}

impl LimitForm {
    fn of(limit: &Limit) -> Self {
        let Allowance { most, wait_days } = limit.details.allowance;
        let number = |number: Option<i32>| number.map(|n| n.to_string()).unwrap_or_default();
        let (scope, jobs) = match &limit.details.scope {
            Scope::Company => ("company".to_owned(), Vec::new()),
            Scope::Department(id) => (format!("department:{id}"), Vec::new()),
            Scope::Jobs(jobs) => (
                "jobs".to_owned(),
                jobs.iter().map(ToString::to_string).collect(),
            ),
        };
        Self {
            scope,
            jobs,
            most: number(most.map(|most| most.applications)),
            days: number(most.map(|most| most.days)),
            wait_days: number(wait_days),
            version: limit.version.to_string(),
        }
    }

    fn check(&self) -> Result<LimitDetails, Errors> {
        let mut errors = Errors::default();
        let scope = match self.scope.split_once(':') {
            None if self.scope == "jobs" => {
                let mut jobs: Vec<JobId> =
                    self.jobs.iter().filter_map(|id| id.parse().ok()).collect();
                jobs.sort_unstable();
                jobs.dedup();
                if jobs.is_empty() {
                    errors.add("jobs", "Choose at least one job");
                }
                Some(Scope::Jobs(jobs))
            }
            None if self.scope == "company" => Some(Scope::Company),
            Some(("department", id)) => id.parse().ok().map(Scope::Department),
            _ => None,
        };
        if scope.is_none() {
            errors.add("scope", "Choose what counts together");
        }
        let most = number("most", &self.most, MOST, &mut errors);
        let days = number("days", &self.days, DAYS, &mut errors);
        let wait_days = number("wait_days", &self.wait_days, DAYS, &mut errors);
        match (most, days) {
            (Some(_), None) => errors.add("days", "Say within how many days"),
            (None, Some(_)) => errors.add("most", "Say how many applications"),
            (None, None) if wait_days.is_none() => {
                errors.add("most", "Say how many applications, or how long to wait");
            }
            _ => {}
        }
        let most = most
            .zip(days)
            .map(|(applications, days)| Most { applications, days });
        errors.into_result(|| LimitDetails {
            scope: scope.unwrap_or(Scope::Company),
            allowance: Allowance { most, wait_days },
        })
    }

    fn has_job(&self, id: &JobId) -> bool {
        self.jobs.contains(&id.to_string())
    }
}

fn number(field: &str, typed: &str, most: i32, errors: &mut Errors) -> Option<i32> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let number = typed.parse().ok().filter(|n| (1..=most).contains(n));
    if number.is_none() {
        errors.add(
            field,
            format!("Enter a number from 1 to {most}, or leave it empty"),
        );
        return Some(1); // so that nothing else is said about it
    }
    number
}

async fn list(permit: Permit<ReadSettings>, page: Page) -> Result<Response> {
    let limits = limits(&mut *permit.read().await?, permit.company().id).await?;
    let view = ListPage { page, limits };
    view.page.whole(&Errors::default(), &view)
}

async fn ask_new(permit: Permit<ManageCompany>, page: Page) -> Result<Response> {
    draw(&permit, page, None, None, None).await
}

async fn add(
    permit: Permit<ManageCompany>,
    page: Page,
    Form(form): Form<LimitForm>,
) -> Result<Response> {
    let added = match form.check() {
        Ok(new) => {
            permit
                .change(async |change| add_limit(change, new).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match added {
        Ok(()) => Ok(back(&page, "The limit is added. Forms say it from now on")),
        Err(error) => draw(&permit, page, None, Some(form), Some(error)).await,
    }
}

async fn ask_change(
    permit: Permit<ManageCompany>,
    page: Page,
    Path((_, id)): Path<(Slug, LimitId)>,
) -> Result<Response> {
    draw(&permit, page, Some(id), None, None).await
}

async fn change(
    permit: Permit<ManageCompany>,
    page: Page,
    Path((_, id)): Path<(Slug, LimitId)>,
    Form(form): Form<LimitForm>,
) -> Result<Response> {
    let changed = match form.check() {
        Ok(new) => {
            let version = seen(&form.version)?;
            permit
                .change(async |change| change_limit(change, id, version, new).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match changed {
        Ok(()) => Ok(back(&page, "Saved")),
        Err(error) => draw(&permit, page, Some(id), Some(form), Some(error)).await,
    }
}

async fn delete(
    permit: Permit<ManageCompany>,
    page: Page,
    Path((_, id)): Path<(Slug, LimitId)>,
    Form(form): Form<LimitForm>,
) -> Result<Response> {
    let version = seen(&form.version)?;
    let deleted = permit
        .change(async |change| delete_limit(change, id, version).await)
        .await;
    match deleted {
        Ok(kept) => {
            let list = links::settings(&page.company.slug, "limits");
            let notice = Notice::new("The limit is deleted").restoring(&page.company, Some(kept));
            Ok(page.redirect(list, notice))
        }
        Err(error) => draw(&permit, page, Some(id), None, Some(error)).await,
    }
}

fn back(page: &Page, text: &str) -> Response {
    let list = links::settings(&page.company.slug, "limits");
    page.redirect(list, Notice::new(text))
}

async fn draw(
    permit: &Permit<ManageCompany>,
    page: Page,
    id: Option<LimitId>,
    typed: Option<LimitForm>,
    refused: Option<Error>,
) -> Result<Response> {
    let (errors, refused) = shown(refused)?;
    let company = permit.company().id;
    let mut db = permit.read().await?;
    let limit = match id {
        Some(id) => {
            let all = limits(&mut db, company).await?;
            let found = all.into_iter().find(|limit| limit.id == id);
            Some(found.ok_or(Error::NotFound)?)
        }
        None => None,
    };
    let (departments, mut jobs) = (
        companies::departments(&mut db, company).await?,
        open_jobs(&mut db, company).await?,
    );
    drop(db);
    if let Some(limit) = &limit
        && let Scope::Jobs(ids) = &limit.details.scope
    {
        // Those that are closed by now stay in it until somebody takes them out.
        let gone = ids
            .iter()
            .filter(|id| jobs.iter().all(|(job, _)| job != *id));
        let gone: Vec<_> = gone
            .map(|id| (*id, format!("A closed job, {id}")))
            .collect();
        jobs.extend(gone);
    }
    let form = match (typed, &limit) {
        // What was typed stays; with the newer version, so that whoever saves again has been told.
        (Some(typed), Some(limit)) if refused.is_some() => LimitForm {
            version: limit.version.to_string(),
            ..typed
        },
        (Some(typed), _) => typed,
        (None, Some(limit)) => LimitForm::of(limit),
        (None, None) => LimitForm {
            scope: "company".to_owned(),
            ..LimitForm::default()
        },
    };
    let why_not = refused.clone();
    let view = FormPage {
        page,
        limit,
        departments,
        jobs,
        form,
        errors,
        refused,
    };
    let answer = view.page.whole(&view.errors, &view)?;
    Ok(status_of(answer, why_not.as_ref()))
}
