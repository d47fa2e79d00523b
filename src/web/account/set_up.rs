//! `/set-up/{token}`: the first administrator and company.

use super::{companies::new_company, user_agent, with_session};
use crate::{
    access::AccountPermit,
    base::{
        error::{Error, Errors, Result},
        links,
        secret::Token,
    },
    domain::{
        accounts::{
            links::{Purpose, look},
            set_up,
            sign_in::Visitor,
            users::{self, Email, NewUser},
        },
        companies::NewCompany,
    },
    web::kit::{form::Form, page::redirect, routes::Routes, seat::Anybody},
};
use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/set-up/{token}", ask)
        .post("/set-up/{token}", claim)
}

#[derive(Template)]
#[template(path = "account/set_up.html")]
struct SetUpPage {
    errors: Errors,
    form: SetUpForm,
}

#[derive(Deserialize, Default, Clone)]
struct SetUpForm {
    company: String,
    slug: String,
    time_zone: String,
    given_name: String,
    family_name: String,
    email: String,
    password: String,
}

/// The form's input, checked.
struct Wanted {
    company: NewCompany,
    email: Email,
    given_name: String,
    family_name: String,
}

impl SetUpForm {
    fn check(&self) -> Result<Wanted, Errors> {
        let mut errors = Errors::default();
        let company = new_company(&self.company, &self.slug, &self.time_zone, &mut errors);
        let (given_name, family_name) =
            users::check_name(&self.given_name, &self.family_name, &mut errors);
        let email = Email::parse(&self.email);
        if email.is_none() {
            errors.add("email", users::EMAIL_HELP);
        }
        match (company, email) {
            (Some(company), Some(email)) if errors.is_empty() => Ok(Wanted {
                company,
                email,
                given_name,
                family_name,
            }),
            _ => Err(errors),
        }
    }
}

async fn ask(visitor: Anybody, Path(token): Path<String>) -> Result<Response> {
    let (permit, token) = (
        AccountPermit::new(&visitor.app.db, visitor.request),
        parse(&token)?,
    );
    look(
        &mut *permit.read().await?,
        Purpose::SetUp,
        &token,
        permit.now(),
    )
    .await?;
    draw(Errors::default(), SetUpForm::default())
}

async fn claim(
    visitor: Anybody,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(form): Form<SetUpForm>,
) -> Result<Response> {
    let (permit, token) = (
        AccountPermit::new(&visitor.app.db, visitor.request),
        parse(&token)?,
    );
    look(
        &mut *permit.read().await?,
        Purpose::SetUp,
        &token,
        permit.now(),
    )
    .await?;
    let mut checked = form.check();
    let own = [
        form.company.as_str(),
        &form.given_name,
        &form.family_name,
        &form.email,
    ];
    if let Err(message) = visitor.app.passwords.check(&form.password, &own).await? {
        let mut errors = checked.err().unwrap_or_default();
        errors.add("password", message);
        checked = Err(errors);
    }
    let wanted = match checked {
        Ok(wanted) => wanted,
        Err(errors) => return draw(errors, form),
    };
    let administrator = NewUser {
        email: wanted.email,
        given_name: wanted.given_name,
        family_name: wanted.family_name,
        password_hash: Some(visitor.app.passwords.hash(form.password.clone()).await?),
        operator: true,
    };
    let from = Visitor {
        address: visitor.address.clone(),
        user_agent: user_agent(&headers),
    };
    let made = permit
        .change(async |change| {
            set_up::claim(change, &token, wanted.company.clone(), administrator, &from).await
        })
        .await;
    match made {
        Ok(session) => Ok(with_session(
            redirect(&links::home(&wanted.company.slug), None),
            &session,
        )),
        Err(Error::Invalid(errors)) => draw(errors, form),
        Err(other) => Err(other),
    }
}

fn parse(token: &str) -> Result<Token> {
    Token::parse(token).ok_or(Error::NotFound)
}

/// Draws the form; the password is typed again.
fn draw(errors: Errors, form: SetUpForm) -> Result<Response> {
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = SetUpPage { errors, form }.render()?;
    Ok((status, [(header::CACHE_CONTROL, "no-store")], Html(page)).into_response())
}
