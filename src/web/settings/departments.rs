//! `/{company}/settings/departments`: the units of a company.

use super::{
    form::{line, name},
    part::{self, Part, Shown, Typed},
};
use crate::{
    access::{Change, permissions::ManageCompany},
    base::{
        error::{Errors, Result},
        ids::{CompanyId, DeletedId, DepartmentId, Version},
    },
    domain::companies::{self, Department, DepartmentDetails},
    web::kit::{filters, page::Page, routes::Routes},
};
use askama::Template;
use axum::response::Response;
use serde::Deserialize;
use sqlx::PgConnection;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/settings/departments", part::list::<Department>)
        .get(
            "/{company}/settings/departments/new",
            part::ask_new::<Department>,
        )
        .post(
            "/{company}/settings/departments/new",
            part::add::<Department>,
        )
        .get(
            "/{company}/settings/departments/{id}",
            part::ask_change::<Department>,
        )
        .post(
            "/{company}/settings/departments/{id}",
            part::change::<Department>,
        )
        .post(
            "/{company}/settings/departments/{id}/deletion",
            part::delete::<Department>,
        )
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
pub(super) struct DepartmentForm {
    name: String,
    parent: String,
    external_id: String,
    version: String,
}

impl Typed for DepartmentForm {
    type Part = Department;

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
    fn version(&mut self) -> &mut String {
        &mut self.version
    }
}

impl Part for Department {
    type Id = DepartmentId;
    type Typed = DepartmentForm;
    type Details = DepartmentDetails;
    type Beside = ();

    const PLACE: &'static str = "departments";
    const WORD: &'static str = "department";

    fn id(&self) -> DepartmentId {
        self.id
    }

    async fn all(db: &mut PgConnection, company: CompanyId) -> Result<Vec<Self>> {
        companies::departments(db, company).await
    }

    async fn add(change: &mut Change<ManageCompany>, new: DepartmentDetails) -> Result<()> {
        companies::add_department(change, new).await.map(drop)
    }

    async fn change(
        change: &mut Change<ManageCompany>,
        id: DepartmentId,
        seen: Version,
        new: DepartmentDetails,
    ) -> Result<()> {
        companies::change_department(change, id, seen, new).await
    }

    async fn delete(
        change: &mut Change<ManageCompany>,
        id: DepartmentId,
        seen: Version,
    ) -> Result<Option<DeletedId>> {
        Ok(Some(companies::delete_department(change, id, seen).await?))
    }

    fn list_page(page: Page, departments: Vec<Self>, (): ()) -> Result<Response> {
        let view = ListPage { page, departments };
        view.page.whole(&Errors::default(), &view)
    }

    fn form_page(shown: Shown<Self>) -> Result<Response> {
        let view = FormPage {
            page: shown.page,
            departments: shown.all,
            department: shown.part,
            form: shown.form,
            errors: shown.errors,
            refused: shown.refused,
        };
        view.page.whole(&view.errors, &view)
    }
}
