//! `/{company}/settings/departments`: the units of a company.

use super::form::{line, name, seen, shown, status_of};
use crate::{
    access::{
        Permit,
        permissions::{ManageCompany, ReadSettings},
    },
    base::{
        error::{Error, Errors, Result},
        ids::DepartmentId,
        links::{self, Slug},
    },
    domain::companies::{self, Department, DepartmentDetails},
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/settings/departments", list)
        .get("/{company}/settings/departments/new", ask_new)
        .post("/{company}/settings/departments/new", add)
        .get("/{company}/settings/departments/{id}", ask_change)
        .post("/{company}/settings/departments/{id}", change)
        .post("/{company}/settings/departments/{id}/deletion", delete)
}

#[derive(Template)]
#[template(path = "settings/departments/list.html")]
struct ListPage {
    page: Page,
    departments: Vec<Department>,
}

#[derive(Template)]
#[template(path = "settings/departments/form.html")]
struct FormPage {
    page: Page,
    departments: Vec<Department>,
    /// The one that is changed; none while it is made.
    department: Option<Department>,
    form: DepartmentForm,
    errors: Errors,
    refused: Option<String>,
}

impl FormPage {
    /// What it can be part of.
    fn above(&self) -> impl Iterator<Item = &Department> {
        let own = self.department.as_ref().map(|department| department.id);
        let others = self.departments.iter();
        others.filter(move |other| Some(other.id) != own)
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct DepartmentForm {
    name: String,
    parent: String,
    external_id: String,
    version: String,
}

impl DepartmentForm {
    fn of(department: &Department) -> Self {
        let details = &department.details;
        Self {
            name: details.name.clone(),
            parent: details.parent.map_or(String::new(), |id| id.to_string()),
            external_id: details.external_id.clone().unwrap_or_default(),
            version: department.version.to_string(),
        }
    }

    fn check(&self) -> Result<DepartmentDetails, Errors> {
        let mut errors = Errors::default();
        let parent = self.parent.parse().ok();
        if parent.is_none() && !self.parent.is_empty() {
            errors.add("parent", "Choose a department from the list");
        }
        let name = name(&self.name, &mut errors);
        let external_id = line("external_id", &self.external_id, 100, &mut errors);
        errors.into_result(|| DepartmentDetails {
            name,
            parent,
            external_id,
        })
    }
}

async fn list(permit: Permit<ReadSettings>, page: Page) -> Result<Response> {
    let departments =
        companies::departments(&mut *permit.read().await?, permit.company().id).await?;
    let view = ListPage { page, departments };
    view.page.whole(&Errors::default(), &view)
}

async fn ask_new(permit: Permit<ManageCompany>, page: Page) -> Result<Response> {
    draw(&permit, page, None, None, None).await
}

async fn add(
    permit: Permit<ManageCompany>,
    page: Page,
    Form(form): Form<DepartmentForm>,
) -> Result<Response> {
    let added = match form.check() {
        Ok(new) => {
            permit
                .change(async |change| companies::add_department(change, new).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match added {
        Ok(_) => Ok(back(&page, "The department is added")),
        Err(error) => draw(&permit, page, None, Some(form), Some(error)).await,
    }
}

async fn ask_change(
    permit: Permit<ManageCompany>,
    page: Page,
    Path((_, id)): Path<(Slug, DepartmentId)>,
) -> Result<Response> {
    draw(&permit, page, Some(id), None, None).await
}

async fn change(
    permit: Permit<ManageCompany>,
    page: Page,
    Path((_, id)): Path<(Slug, DepartmentId)>,
    Form(form): Form<DepartmentForm>,
) -> Result<Response> {
    let changed = match form.check() {
        Ok(new) => {
            let version = seen(&form.version)?;
            permit
                .change(async |change| companies::change_department(change, id, version, new).await)
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
    Path((_, id)): Path<(Slug, DepartmentId)>,
    Form(form): Form<DepartmentForm>,
) -> Result<Response> {
    let version = seen(&form.version)?;
    let deleted = permit
        .change(async |change| companies::delete_department(change, id, version).await)
        .await;
    match deleted {
        Ok(()) => Ok(back(&page, "The department is deleted")),
        Err(error) => draw(&permit, page, Some(id), None, Some(error)).await,
    }
}

fn back(page: &Page, text: &str) -> Response {
    page.redirect(
        links::settings(&page.company.slug, "departments"),
        Notice::new(text),
    )
}

async fn draw(
    permit: &Permit<ManageCompany>,
    page: Page,
    id: Option<DepartmentId>,
    typed: Option<DepartmentForm>,
    refused: Option<Error>,
) -> Result<Response> {
    let (errors, refused) = shown(refused)?;
    let departments =
        companies::departments(&mut *permit.read().await?, permit.company().id).await?;
    let department = match id {
        Some(id) => {
            let found = departments.iter().find(|department| department.id == id);
            Some(found.ok_or(Error::NotFound)?.clone())
        }
        None => None,
    };
    let now = department.as_ref().map(DepartmentForm::of);
    let form = match (typed, now) {
        // What was typed stays; with the newer version, so that whoever saves again has been told.
        (Some(typed), Some(now)) if refused.is_some() => DepartmentForm {
            version: now.version,
            ..typed
        },
        (Some(typed), _) => typed,
        (None, now) => now.unwrap_or_default(),
    };
    let view = FormPage {
        page,
        departments,
        department,
        form,
        errors,
        refused,
    };
    let answer = view.page.whole(&view.errors, &view)?;
    Ok(status_of(answer, view.refused.as_ref()))
}
