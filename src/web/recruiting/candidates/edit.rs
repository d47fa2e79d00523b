//! `/{company}/candidates/{id}/edit`: correcting who somebody is and how to reach them.

use crate::{
    access::{Permit, permissions::WriteNotes},
    base::{
        countries,
        error::{Error, Errors, Result},
        ids::{CandidateId, Version},
        links::{self, Slug},
    },
    domain::candidates::{self, Record},
    web::{
        kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
        recruiting::history::undo_of_person,
    },
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use serde::Deserialize;

pub fn routes() -> Routes {
    const PATH: &str = "/{company}/candidates/{id}/edit";
    Routes::default().get(PATH, ask).post(PATH, correct)
}

/// The record as strings; what there can be several of, one a line.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct RecordForm {
    given_name: String,
    family_name: String,
    headline: String,
    employer: String,
    title: String,
    place: String,
    country: String,
    emails: String,
    phones: String,
    links: String,
    version: String,
}

impl RecordForm {
    fn of(record: &Record, version: Version) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            given_name: record.given_name.clone(),
            family_name: record.family_name.clone(),
            headline: record.headline.clone(),
            employer: text(&record.employer),
            title: text(&record.title),
            place: record.place.clone(),
            country: text(&record.country),
            emails: record.emails.join("\n"),
            phones: record.phones.join("\n"),
            links: record.links.join("\n"),
            version: version.to_string(),
        }
    }

    /// What it means; `before` is what was known.
    fn check(&self, before: &Record) -> Result<Record, Errors> {
        let mut errors = Errors::default();
        let mut line = |field: &str, text: &str, most: usize| {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if text.chars().count() > most {
                errors.add(field, format!("Shorten this to {most} characters"));
            }
            text
        };
        let given_name = line("given_name", &self.given_name, 255);
        let family_name = line("family_name", &self.family_name, 255);
        let headline = line("headline", &self.headline, 200);
        let employer = line("employer", &self.employer, 200);
        let title = line("title", &self.title, 200);
        let place = line("place", &self.place, 200);
        if given_name.is_empty() {
            errors.add("given_name", "Enter a name");
        }
        let country = countries::by_code(&self.country).map(|country| country.code.to_owned());
        if country.is_none() && !self.country.is_empty() {
            errors.add("country", "Choose a country from the list");
        }
        let mut several = |field, read: Result<Vec<String>, String>| {
            read.unwrap_or_else(|text| {
                errors.add(field, text);
                Vec::new()
            })
        };
        let record = Record {
            given_name,
            family_name,
            headline,
            employer: Some(employer).filter(|text| !text.is_empty()),
            title: Some(title).filter(|text| !text.is_empty()),
            place,
            country,
            emails: several("emails", candidates::emails(&self.emails)),
            phones: several("phones", candidates::phones(&self.phones, &before.phones)),
            links: several("links", candidates::links(&self.links)),
        };
        errors.into_result(|| record)
    }
}

#[derive(Template)]
#[template(path = "recruiting/candidates/edit.html")]
struct EditPage {
    page: Page,
    id: CandidateId,
    /// As it is known now.
    name: String,
    form: RecordForm,
    errors: Errors,
    /// Why the last try was refused.
    refused: Option<String>,
}

async fn ask(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, CandidateId)>,
) -> Result<Response> {
    draw(&permit, page, id, None, Errors::default(), None).await
}

async fn look(permit: &Permit<WriteNotes>, id: CandidateId) -> Result<(Record, Version)> {
    let (company, actor) = (permit.company().id, permit.actor());
    let mut db = permit.read().await?;
    let (record, version, may) = candidates::record(&mut db, company, actor, id).await?;
    match may {
        true => Ok((record, version)),
        false => Err(candidates::may_not_correct()),
    }
}

async fn draw(
    permit: &Permit<WriteNotes>,
    page: Page,
    id: CandidateId,
    typed: Option<RecordForm>,
    errors: Errors,
    refused: Option<String>,
) -> Result<Response> {
    let (record, version) = look(permit, id).await?;
    let mut form = typed.unwrap_or_else(|| RecordForm::of(&record, version));
    // Sent again, it stands against what somebody else made of it.
    if refused.is_some() {
        form.version = version.to_string();
    }
    let view = EditPage {
        page,
        id,
        name: record.name(),
        form,
        errors,
        refused,
    };
    let mut response = view.page.whole(&view.errors, &view)?;
    if view.refused.is_some() {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    Ok(response)
}

async fn correct(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, CandidateId)>,
    Form(form): Form<RecordForm>,
) -> Result<Response> {
    let (before, _) = look(&permit, id).await?;
    // Without a version nobody has seen anything, so that it is stale.
    let seen = form.version.parse().unwrap_or(Version(0));
    let done = match form.check(&before) {
        Ok(new) => {
            permit
                .change(async |change| candidates::correct(change, id, seen, &new).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match done {
        Ok(event) => {
            let slug = &page.company.slug;
            let undo = event.map(|event| undo_of_person(slug, id, event));
            let notice = Notice::new("Saved.").with_undo_at(undo);
            Ok(page.redirect(links::candidate(slug, id), notice))
        }
        Err(Error::Invalid(errors)) => draw(&permit, page, id, Some(form), errors, None).await,
        Err(Error::Refused { text, .. }) => {
            let none = Errors::default();
            draw(&permit, page, id, Some(form), none, Some(text)).await
        }
        Err(other) => Err(other),
    }
}
