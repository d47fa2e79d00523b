//! `/sign-in`, `/sign-out`, and `/`, which leads to one's company.

use super::{user_agent, with_session};
use crate::{
    access::AccountPermit,
    base::{
        error::{Error, Errors, Result},
        links,
    },
    domain::accounts::{
        members, sessions,
        sign_in::{self, Visitor},
    },
    web::kit::{
        form::Form,
        page::redirect,
        routes::Routes,
        seat::{Anybody, SignedIn},
    },
};
use askama::Template;
use axum::{
    extract::Query,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/", front)
        .get("/sign-in", ask)
        .post("/sign-in", sign_in)
        .post("/sign-out", sign_out)
}

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct SignInPage<'a> {
    errors: Errors,
    email: &'a str,
    next: &'a str,
}

#[derive(Deserialize, Default)]
struct Next {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
struct SignInForm {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// Leads to the company, or to the choice of one.
async fn front(visitor: SignedIn) -> Result<Response> {
    let places = members::places(&mut *visitor.app.db.read().await?, visitor.session.user).await?;
    Ok(match places.as_slice() {
        [only] => redirect(&links::home(&only.slug), None),
        _ => redirect(links::ACCOUNT, None),
    })
}

async fn ask(visitor: Anybody, Query(query): Query<Next>) -> Result<Response> {
    if visitor.session.is_some() {
        return Ok(redirect(onward(&query.next), None));
    }
    draw(&Errors::default(), "", &query.next)
}

async fn sign_in(
    visitor: Anybody,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Result<Response> {
    let permit = AccountPermit::new(&visitor.app.db, visitor.request);
    let from = Visitor {
        address: visitor.address.clone(),
        user_agent: user_agent(&headers),
    };
    match sign_in::sign_in(
        &permit,
        &visitor.app.passwords,
        &form.email,
        form.password,
        &from,
    )
    .await
    {
        Ok(token) => Ok(with_session(redirect(onward(&form.next), None), &token)),
        Err(Error::Invalid(errors)) => draw(&errors, &form.email, &form.next),
        Err(other) => Err(other),
    }
}

async fn sign_out(visitor: SignedIn) -> Result<Response> {
    let permit = AccountPermit::new(&visitor.app.db, visitor.request);
    permit
        .change(async |change| {
            let now = change.now();
            sessions::end(change.db(), visitor.session.user, visitor.session.id, now).await?;
            change
                .record(
                    "sign_out.done",
                    Some(visitor.session.user),
                    serde_json::json!({}),
                )
                .await
        })
        .await?;
    let mut response = redirect(links::SIGN_IN, None);
    let gone = HeaderValue::from_static(
        "__Host-session=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0",
    );
    response.headers_mut().append(header::SET_COOKIE, gone);
    Ok(response)
}

/// Where to after sign-in: an address of ours, or the front door.
fn onward(next: &str) -> &str {
    if links::local(next) { next } else { "/" }
}

fn draw(errors: &Errors, email: &str, next: &str) -> Result<Response> {
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = SignInPage {
        errors: errors.clone(),
        email,
        next,
    }
    .render()?;
    Ok((status, [(header::CACHE_CONTROL, "no-store")], Html(page)).into_response())
}
