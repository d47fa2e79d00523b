//! The page of whoever introduced themselves: confirm, see, stay, leave.

use crate::{
    access::{Permit, permissions::Introduce},
    app::App,
    base::{
        error::{Error, Result},
        links::{self, Slug},
        secret::Token,
    },
    domain::{
        own::copy,
        privacy::{self, Left},
        prospects::{self, OwnIntroduction},
    },
    web::{
        careers::{
            frame::{Frame, private},
            visit::Visit,
        },
        kit::{
            download::{download_headers, send},
            filters,
            page::redirect,
            routes::Routes,
        },
    },
};
use anyhow::Context;
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::tz::TimeZone;

pub fn routes() -> Routes {
    const OWN: &str = "/careers/{company}/introduction/{token}";
    const LEAVING: &str = "/careers/{company}/introduction/{token}/withdrawal";
    Routes::default()
        .get(OWN, show)
        .post(
            "/careers/{company}/introduction/{token}/confirmation",
            confirm,
        )
        .post("/careers/{company}/introduction/{token}/stay", stay)
        .get(LEAVING, ask_to_leave)
        .post(LEAVING, leave)
        .get("/careers/{company}/introduction/{token}/resume", resume)
        .get("/careers/{company}/introduction/{token}/copy.json", as_json)
}

#[derive(Template)]
#[template(path = "careers/introductions/own.html")]
struct OwnPage {
    frame: Frame,
    here: String,
    own: OwnIntroduction,
    /// What they would agree to if they stay.
    consent: String,
    zone: TimeZone,
}

#[derive(Template)]
#[template(path = "careers/introductions/leave.html")]
struct LeavePage {
    frame: Frame,
    here: String,
    own: OwnIntroduction,
}

#[derive(Template)]
#[template(path = "careers/introductions/left.html")]
struct LeftPage {
    frame: Frame,
    left: Left,
}

/// What the path names: the company, and the link's token.
type Named = Path<(Slug, String)>;

fn token_of(text: &str) -> Result<Token> {
    Token::parse(text).ok_or(Error::NotFound)
}

fn page_of(slug: &Slug, token: &Token) -> String {
    links::careers_introduced(slug).replace("{token}", token.reveal())
}

async fn look(permit: &Permit<Introduce>, token: &Token) -> Result<OwnIntroduction> {
    let mut db = permit.read().await?;
    prospects::own(&mut db, permit.company().id, token, permit.now()).await
}

async fn show(
    permit: Permit<Introduce>,
    visit: Visit,
    Path((slug, token)): Named,
) -> Result<Response> {
    let token = token_of(&token)?;
    let own = look(&permit, &token).await?;
    let months = {
        let mut db = permit.read().await?;
        prospects::months(&mut db, permit.company().id).await?
    };
    let page = OwnPage {
        frame: Frame::of(&visit.site),
        here: page_of(&slug, &token),
        own,
        consent: prospects::consent(&permit.company().name, months),
        zone: visit.site.profile().zone(),
    };
    private(StatusCode::OK, &page)
}

async fn confirm(permit: Permit<Introduce>, Path((slug, token)): Named) -> Result<Response> {
    let token = token_of(&token)?;
    permit
        .change(async |change| prospects::confirm(change, &token).await)
        .await?;
    Ok(redirect(&page_of(&slug, &token), None))
}

async fn stay(permit: Permit<Introduce>, Path((slug, token)): Named) -> Result<Response> {
    let token = token_of(&token)?;
    permit
        .change(async |change| prospects::stay(change, &token).await)
        .await?;
    Ok(redirect(&page_of(&slug, &token), None))
}

async fn ask_to_leave(
    permit: Permit<Introduce>,
    visit: Visit,
    Path((slug, token)): Named,
) -> Result<Response> {
    let token = token_of(&token)?;
    let own = look(&permit, &token).await?;
    if own.candidate.is_none() {
        return Err(Error::NotFound);
    }
    let page = LeavePage {
        frame: Frame::of(&visit.site),
        here: page_of(&slug, &token),
        own,
    };
    private(StatusCode::OK, &page)
}

/// Their link leads nowhere after this, so that the answer is the page itself.
async fn leave(
    permit: Permit<Introduce>,
    visit: Visit,
    State(app): State<App>,
    Path((_, token)): Named,
) -> Result<Response> {
    let token = token_of(&token)?;
    let left = permit
        .change(async |change| privacy::leave_pool(change, &app.erasures, &token).await)
        .await?;
    let page = LeftPage {
        frame: Frame::of(&visit.site),
        left,
    };
    private(StatusCode::OK, &page)
}

async fn resume(
    permit: Permit<Introduce>,
    State(app): State<App>,
    Path((_, token)): Named,
) -> Result<Response> {
    let token = token_of(&token)?;
    let (file, id) = permit
        .change(async |change| prospects::own_resume(change, &token).await)
        .await?;
    send(&app.storage, file, &format!("attachment {id}")).await
}

/// Everything that is held of them, as an applicant can take it along.
async fn as_json(permit: Permit<Introduce>, Path((_, token)): Named) -> Result<Response> {
    let token = token_of(&token)?;
    let candidate = look(&permit, &token)
        .await?
        .candidate
        .ok_or(Error::NotFound)?;
    let company = permit.company();
    let held = {
        let mut db = permit.read().await?;
        copy::copy(
            &mut db,
            company.id,
            &company.name,
            permit.key(),
            candidate,
            permit.now(),
        )
        .await?
    };
    let text = serde_json::to_vec_pretty(&held).context("a copy is JSON")?;
    let headers = download_headers("my-data.json", "application/json");
    Ok((headers, Body::from(text)).into_response())
}
