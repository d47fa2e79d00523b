//! `/a/{token}/copy`: what is held about them, to look at and to take along.

use super::{frame::Own, steps};
use crate::{
    access::{Permit, permissions::OwnApplication},
    app::App,
    base::error::{Error, Result},
    domain::{
        applications::consent::Purpose,
        own::{
            self,
            copy::{Copy, HeldMessage},
        },
    },
    web::{
        careers::frame::{Frame, private},
        kit::{
            archive::{Content, Entry, archive},
            download::download_headers,
            filters,
            routes::Routes,
        },
    },
};
use anyhow::Context;
use askama::Template;
use axum::{
    body::Body,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::tz::TimeZone;
use serde::Serialize;

const JSON: &str = "application/json";

pub fn routes() -> Routes {
    Routes::default()
        .get("/a/{token}/copy", show)
        .get("/a/{token}/copy.json", as_json)
        .get("/a/{token}/copy.zip", as_zip)
        .get("/a/{token}/resume.json", as_resume)
}

#[derive(Template)]
#[template(path = "careers/own/copy.html")]
struct CopyPage {
    frame: Frame,
    own: Own,
    zone: TimeZone,
    copy: Copy,
}

async fn show(permit: Permit<OwnApplication>, own: Own) -> Result<Response> {
    let copy = look(&permit).await?;
    let around = own.around(&permit.company().slug)?;
    let page = CopyPage {
        frame: around.frame,
        zone: around.zone,
        copy,
        own,
    };
    private(StatusCode::OK, &page)
}

async fn look(permit: &Permit<OwnApplication>) -> Result<Copy> {
    let applicant = permit.actor().applicant().ok_or(Error::NotFound)?;
    let company = permit.company();
    let mut db = permit.read().await?;
    let key = permit.key();
    own::copy::copy(
        &mut db,
        company.id,
        &company.name,
        key,
        applicant.candidate,
        permit.now(),
    )
    .await
}

/// The copy, once it is written down that it was taken.
async fn taken(permit: &Permit<OwnApplication>, format: &'static str) -> Result<Copy> {
    let copy = look(permit).await?;
    permit
        .change(async |change| own::copy::take_copy(change, format).await)
        .await?;
    Ok(copy)
}

async fn as_json(permit: Permit<OwnApplication>) -> Result<Response> {
    let copy = taken(&permit, "json").await?;
    Ok(file(&permit, "copy.json", JSON, Body::from(pretty(&copy)?)))
}

async fn as_resume(permit: Permit<OwnApplication>) -> Result<Response> {
    let resume = own::json_resume(&taken(&permit, "json_resume").await?);
    Ok(file(
        &permit,
        "resume.json",
        JSON,
        Body::from(pretty(&resume)?),
    ))
}

async fn as_zip(permit: Permit<OwnApplication>, State(app): State<App>) -> Result<Response> {
    let copy = taken(&permit, "zip").await?;
    let packed = archive(entries(copy)?, app.storage);
    Ok(file(&permit, "copy.zip", "application/zip", packed))
}

fn entries(copy: Copy) -> Result<Vec<Entry>> {
    let now = copy.made_at;
    let text = |path: &str, text: String| Entry {
        path: path.to_owned(),
        at: now,
        content: Content::Text(text),
    };
    let mut entries = vec![
        text("copy.json", pretty(&copy)?),
        text("resume.json", pretty(&own::json_resume(&copy))?),
    ];
    let held = copy.held.into_iter();
    entries.extend(held.flat_map(|sending| {
        sending.files.into_iter().map(move |file| Entry {
            path: file.path,
            at: sending.at,
            content: Content::File {
                key: file.stored.key,
                sha256: file.stored.sha256,
            },
        })
    }));
    entries.extend(copy.files.into_iter().map(|file| Entry {
        path: file.path,
        at: file.sent_at,
        content: Content::File {
            key: file.stored.key,
            sha256: file.stored.sha256,
        },
    }));
    let messages = copy.messages.iter().zip(1_u32..);
    entries.extend(messages.map(|(message, number)| Entry {
        path: format!("messages/{number:03}.txt"),
        at: message.at,
        content: Content::Text(letter(message)),
    }));
    Ok(entries)
}

/// A message as a plain text with its head.
fn letter(message: &HeldMessage) -> String {
    let HeldMessage {
        at,
        from_us,
        from,
        to,
        subject,
        body,
    } = message;
    let at = at.rfc3339();
    let other = match from_us {
        true => format!("To: {to}"),
        false => format!("From: {from}"),
    };
    format!("Date: {at}\n{other}\nSubject: {subject}\n\n{body}\n")
}

fn pretty(what: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string_pretty(what).context("a copy is JSON")?)
}

fn file(
    permit: &Permit<OwnApplication>,
    name: &str,
    kind: &'static str,
    content: Body,
) -> Response {
    let name = format!("{}-{name}", permit.company().slug);
    (download_headers(&name, kind), content).into_response()
}

impl CopyPage {
    /// "Withdrawn", or how far it is.
    fn status(&self, application: &own::copy::Considered) -> &'static str {
        match application.outcome {
            Some(outcome) => steps::outcome(outcome),
            None => application.milestone.label(),
        }
    }
}

/// "3 files".
fn counted(count: usize, one: &str, many: &str) -> String {
    match count {
        0 => format!("No {many}"),
        1 => format!("1 {one}"),
        more => format!("{more} {many}"),
    }
}
