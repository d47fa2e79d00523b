//! `/careers/{company}/link`: somebody asks for the link to their application again. The answer is the same for everybody.

use crate::{
    access::{
        Permit,
        permissions::{AskForLink, VisitCareers},
    },
    base::{
        error::{Error, Errors, Result},
        links,
    },
    domain::{
        accounts::users::{EMAIL_HELP, Email},
        own,
    },
    web::{
        careers::{
            frame::{Frame, private},
            visit::Visit,
        },
        kit::{client::Household, filters, form::Form, page::redirect, routes::Routes},
    },
};
use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use serde::Deserialize;
use std::time::Duration;

pub fn routes() -> Routes {
    const PATH: &str = "/careers/{company}/link";
    Routes::default()
        .get(PATH, show)
        .post(PATH, ask)
        .get("/careers/{company}/link/sent", sent)
}

#[derive(Template)]
#[template(path = "careers/own/link.html")]
struct LinkPage {
    frame: Frame,
    action: String,
    form: LinkForm,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "careers/own/link_sent.html")]
struct SentPage {
    frame: Frame,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LinkForm {
    email: String,
}

async fn show(_: Permit<VisitCareers>, visit: Visit) -> Result<Response> {
    draw(
        &visit,
        StatusCode::OK,
        LinkForm::default(),
        Errors::default(),
    )
}

async fn ask(
    permit: Permit<AskForLink>,
    visit: Visit,
    Household(network): Household,
    Form(form): Form<LinkForm>,
) -> Result<Response> {
    let mut errors = Errors::default();
    let Some(email) = Email::parse(&form.email) else {
        errors.add("email", EMAIL_HELP);
        return draw(&visit, StatusCode::UNPROCESSABLE_ENTITY, form, errors);
    };
    let asked = permit
        .change(async |change| own::ask_for_links(change, &email, &network).await)
        .await;
    match asked {
        Ok(()) => Ok(redirect(&links::careers_link_sent(visit.site.root()), None)),
        Err(Error::TooMany { wait }) => {
            errors.add("email", too_often(wait));
            let status = StatusCode::TOO_MANY_REQUESTS;
            let mut response = draw(&visit, status, form, errors)?;
            let seconds = HeaderValue::from(wait.as_secs());
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
            Ok(response)
        }
        Err(other) => Err(other),
    }
}

async fn sent(_: Permit<VisitCareers>, visit: Visit) -> Result<Response> {
    let frame = Frame::of(&visit.site);
    private(StatusCode::OK, &SentPage { frame })
}

fn draw(visit: &Visit, status: StatusCode, form: LinkForm, errors: Errors) -> Result<Response> {
    let page = LinkPage {
        frame: Frame::of(&visit.site),
        action: links::careers_link(visit.site.root()),
        form,
        errors,
    };
    private(status, &page)
}

fn too_often(wait: Duration) -> String {
    format!(
        "Wait {} before you ask again: too many links were asked for from your network",
        filters::duration(wait)
    )
}
