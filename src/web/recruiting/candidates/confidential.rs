//! `/{company}/candidates/{id}/confidential`: who sees somebody who is confidential, and making them so.

use crate::{
    access::{Permit, permissions::WriteNotes},
    base::{
        error::{Error, Errors, Result},
        ids::CandidateId,
        links::{self, Slug},
    },
    domain::candidates::{self, Confidence},
    web::{
        kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
        recruiting::history::undo_of_person,
    },
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use serde::Deserialize;

pub fn routes() -> Routes {
    const PATH: &str = "/{company}/candidates/{id}/confidential";
    Routes::default().get(PATH, ask).post(PATH, set)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Wish {
    /// Empty for no longer.
    confidential: String,
}

#[derive(Template)]
#[template(path = "recruiting/candidates/confidential.html")]
struct AskPage {
    page: Page,
    person: Confidence,
    /// Their own page.
    own: String,
    /// Why it was refused.
    refused: Option<String>,
}

/// Where somebody is to be seen.
fn own(page: &Page, id: CandidateId, person: &Confidence) -> String {
    let company = &page.company.slug;
    match person.prospect {
        Some(prospect) if !person.applied => links::prospect(company, prospect),
        _ => links::candidate(company, id),
    }
}

async fn look(permit: &Permit<WriteNotes>, id: CandidateId) -> Result<Confidence> {
    let (company, actor) = (permit.company().id, permit.actor());
    let mut db = permit.read().await?;
    candidates::confidence(&mut db, company, actor, id, permit.now()).await
}

async fn ask(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, CandidateId)>,
) -> Result<Response> {
    draw(&permit, page, id, None).await
}

async fn draw(
    permit: &Permit<WriteNotes>,
    page: Page,
    id: CandidateId,
    refused: Option<String>,
) -> Result<Response> {
    let person = look(permit, id).await?;
    let view = AskPage {
        own: own(&page, id, &person),
        page,
        person,
        refused,
    };
    let mut answer = view.page.whole(&Errors::default(), &view)?;
    if view.refused.is_some() {
        *answer.status_mut() = StatusCode::CONFLICT;
    }
    Ok(answer)
}

async fn set(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, CandidateId)>,
    Form(wish): Form<Wish>,
) -> Result<Response> {
    let (person, confidential) = (look(&permit, id).await?, !wish.confidential.is_empty());
    let done = permit
        .change(async |change| candidates::set_confidential(change, id, confidential).await)
        .await;
    match done {
        Ok(event) => {
            let undo = event.map(|event| undo_of_person(&page.company.slug, id, event));
            let now = match confidential {
                true => "confidential now",
                false => "no longer confidential",
            };
            let notice = Notice::new(format!("{} is {now}.", person.name)).with_undo_at(undo);
            Ok(page.redirect(own(&page, id, &person), notice))
        }
        Err(Error::Refused { text, .. }) => draw(&permit, page, id, Some(text)).await,
        Err(other) => Err(other),
    }
}
