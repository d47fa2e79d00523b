//! `/account/companies/new`: another company, made by whoever runs the installation.

use super::frame::{Frame, draw};
use crate::{
    access::AccountPermit,
    base::{
        error::{Error, Errors, Result},
        links::{self, Slug},
    },
    domain::{accounts::founding, companies::NewCompany},
    web::kit::{form::Form, notice::Notice, page::redirect, routes::Routes, seat::Operator},
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use jiff::tz::TimeZone;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/account/companies/new", ask)
        .post("/account/companies/new", make)
}

#[derive(Template)]
#[template(path = "account/new_company.html")]
struct NewCompanyPage {
    frame: Frame,
    errors: Errors,
    form: CompanyForm,
}

#[derive(Deserialize, Default)]
struct CompanyForm {
    company: String,
    #[serde(default)]
    slug: String,
    #[serde(default)]
    time_zone: String,
}

/// Checks what makes a company, at the fields `company`, `slug` and `time_zone`.
pub(super) fn new_company(
    name: &str,
    slug: &str,
    time_zone: &str,
    errors: &mut Errors,
) -> Option<NewCompany> {
    let (name, slug, time_zone) = (name.trim(), slug.trim(), time_zone.trim());
    if name.is_empty() || name.chars().count() > 200 {
        errors.add("company", "Enter the company’s name, up to 200 characters");
    }
    let slug = if slug.is_empty() {
        Slug::parse(&links::words(name))
    } else {
        Slug::parse(slug)
    };
    if slug.is_none() {
        errors.add(
            "slug",
            "Use 2 to 40 small letters, digits and hyphens, like acme-labs",
        );
    }
    let time_zone = if time_zone.is_empty() {
        "UTC"
    } else {
        time_zone
    };
    if TimeZone::get(time_zone).is_err() {
        errors.add(
            "time_zone",
            "Enter a time zone like Europe/Tallinn, or leave it empty for UTC",
        );
    }
    Some(NewCompany {
        slug: slug?,
        name: name.to_owned(),
        time_zone: time_zone.to_owned(),
    })
}

async fn ask(operator: Operator) -> Result<Response> {
    page(&operator, Errors::default(), CompanyForm::default()).await
}

async fn make(operator: Operator, Form(form): Form<CompanyForm>) -> Result<Response> {
    let mut errors = Errors::default();
    let company = new_company(&form.company, &form.slug, &form.time_zone, &mut errors);
    let Some(company) = company.filter(|_| errors.is_empty()) else {
        return page(&operator, errors, form).await;
    };
    let (slug, name) = (company.slug.clone(), company.name.clone());
    let permit = AccountPermit::new(&operator.app.db, operator.request);
    let made = permit
        .change(async |change| founding::found(change, company, operator.session.user).await)
        .await;
    match made {
        Ok(()) => {
            let notice = Notice::new(format!("{name} is there, and you administer it"));
            Ok(redirect(&links::settings(&slug, "company"), Some(&notice)))
        }
        Err(Error::Invalid(errors)) => page(&operator, errors, form).await,
        Err(other) => Err(other),
    }
}

async fn page(operator: &Operator, errors: Errors, form: CompanyForm) -> Result<Response> {
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let frame = Frame::of(operator).await?;
    let notice = frame.notice.is_some();
    draw(
        status,
        &NewCompanyPage {
            frame,
            errors,
            form,
        },
        notice,
    )
}
