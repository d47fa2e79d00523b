//! `/{company}/candidates/new`: somebody is added by hand.

use crate::{
    access::{Permit, permissions::AddPeople},
    app::App,
    base::{
        error::{Error, Errors, Result},
        ids::{CandidateId, JobId, SourceId},
        links,
    },
    domain::{
        accounts::users::{EMAIL_HELP, Email},
        candidates::{Person, Suggestions, suggest, typed},
        files::{self, Staged},
        notes::Wording,
        transfer::people::{self, Addition, Destination, KNOWN, Known, Places},
    },
    web::kit::{
        filters,
        notice::Notice,
        page::Page,
        routes::Routes,
        staging::{key_of, stage, text_of},
        upload::Received,
    },
};
use askama::Template;
use axum::{
    extract::{Query, Request, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The longest name, headline and place, in characters.
const LINE: usize = 255;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/candidates/new", ask)
        .post("/{company}/candidates/new", send)
        .post("/{company}/candidates/new/resume", read)
}

#[derive(Template)]
#[template(path = "recruiting/people/add.html")]
struct AddPage {
    page: Page,
    places: Places,
    form: AddForm,
    errors: Errors,
    /// Whoever has the address that was typed.
    known: Option<Known>,
    /// Why it was refused.
    refused: Option<String>,
    /// How many fields were filled in from the résumé, if it was just read.
    read: Option<usize>,
}

impl AddPage {
    fn here(&self) -> String {
        format!("{}/new", links::candidates(&self.page.company.slug))
    }
}

/// What stands in the fields.
#[derive(Default)]
struct AddForm {
    key: String,
    texts: BTreeMap<String, String>,
    resume: Option<Staged>,
    suggested: BTreeSet<&'static str>,
}

impl AddForm {
    fn again(received: &Received, kept: Vec<Staged>) -> Self {
        let texts = received.texts.keys();
        Self {
            key: received.one("key").to_owned(),
            texts: texts
                .map(|name| (name.clone(), received.one(name).to_owned()))
                .collect(),
            resume: kept.into_iter().find(|kept| kept.field == "resume"),
            suggested: BTreeSet::new(),
        }
    }

    fn value(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    /// The same, without the blanks around it.
    fn line(&self, name: &str, errors: &mut Errors) -> String {
        let visible = self.value(name).replace(|c: char| c.is_control(), " ");
        let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() > LINE {
            errors.add(name, format!("Use at most {LINE} characters"));
        }
        line
    }

    /// Fills in what is empty, and says how many fields that were.
    fn fill(&mut self, read: Suggestions) -> usize {
        let links = (!read.links.is_empty()).then(|| read.links.join("\n"));
        for (name, value) in [
            ("given_name", read.given_name),
            ("family_name", read.family_name),
            ("email", read.email),
            ("phone", read.phone),
            ("place", read.place),
            ("headline", read.headline),
            ("links", links),
        ] {
            if let Some(value) = value.filter(|_| self.value(name).trim().is_empty()) {
                self.texts.insert(name.to_owned(), value);
                self.suggested.insert(name);
            }
        }
        self.suggested.len()
    }

    /// Somebody who can be added, but for their file; or all that is wrong.
    fn check(&self, once: Uuid) -> Result<Addition, Errors> {
        let mut errors = Errors::default();
        let given_name = self.line("given_name", &mut errors);
        if given_name.is_empty() {
            errors.add("given_name", "Enter a given name");
        }
        let typed = self.value("email").trim();
        let email = Email::parse(typed);
        if !typed.is_empty() && email.is_none() {
            errors.add("email", EMAIL_HELP);
        }
        let person = Person {
            given_name,
            family_name: self.line("family_name", &mut errors),
            emails: email.into_iter().collect(),
            phones: typed::phones(self.value("phone"), &mut errors),
            links: typed::links(self.value("links"), &mut errors),
            headline: self.line("headline", &mut errors),
            place: self.line("place", &mut errors),
            ..Person::default()
        };
        let to: Option<Destination> = self.value("to").parse().ok();
        if to.is_none() {
            errors.add("to", "Choose where they go");
        }
        let tell = !self.value("tell").is_empty();
        if tell && matches!(to, Some(Destination::Pool(_))) {
            errors.add("tell", "Only who is considered for a job is written to");
        }
        if tell && person.emails.is_empty() {
            errors.add("tell", "Without an email address nobody can be told");
        }
        let note = self.note(to, &mut errors);
        let to = to.filter(|_| errors.is_empty()).ok_or(errors)?;
        Ok(Addition {
            once,
            person,
            to,
            source: self.value("source").parse().ok().map(SourceId),
            resume: None,
            note,
            tell,
            confidential: !self.value("confidential").is_empty(),
            known: self.value("known").parse().ok().map(CandidateId),
        })
    }

    fn note(&self, to: Option<Destination>, errors: &mut Errors) -> Option<Wording> {
        let note = self.value("note").trim();
        if note.is_empty() {
            return None;
        }
        if matches!(to, Some(Destination::Pool(_))) {
            errors.add("note", "A note belongs to a job. Choose one, or leave this");
        }
        match Wording::check(note, "team") {
            Ok(wording) => Some(wording),
            Err(wrong) => {
                let message = wrong.get("body").unwrap_or_default().to_owned();
                errors.add("note", message);
                None
            }
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct AddQuery {
    /// Where they go, as a form says it.
    to: String,
    job: String,
}

async fn ask(
    permit: Permit<AddPeople>,
    page: Page,
    Query(query): Query<AddQuery>,
) -> Result<Response> {
    let mut form = AddForm {
        key: Uuid::new_v4().to_string(),
        ..AddForm::default()
    };
    form.texts.insert("to".to_owned(), query.to);
    form.texts.insert("job".to_owned(), query.job);
    let drawn = Drawn::default();
    draw(&permit, page, form, drawn).await
}

/// What a page says besides its form.
#[derive(Default)]
struct Drawn {
    status: StatusCode,
    errors: Errors,
    known: Option<Known>,
    refused: Option<String>,
    read: Option<usize>,
}

async fn draw(
    permit: &Permit<AddPeople>,
    page: Page,
    mut form: AddForm,
    drawn: Drawn,
) -> Result<Response> {
    let (company, actor) = (permit.company().id, permit.actor());
    let job = form.value("job").parse().ok().map(JobId);
    let mut db = permit.read().await?;
    let places = people::places(&mut db, company, actor, job).await?;
    drop(db);
    // Whoever comes from a job means its first stage, unless they say another.
    if job.is_some()
        && form.value("to").is_empty()
        && let Some(first) = places.first_stage()
    {
        form.texts.insert("to".to_owned(), first.to_string());
    }
    let view = AddPage {
        page,
        places,
        form,
        errors: drawn.errors,
        known: drawn.known,
        refused: drawn.refused,
        read: drawn.read,
    };
    let mut answer = view.page.whole(&view.errors, &view)?;
    if drawn.status != StatusCode::OK {
        *answer.status_mut() = drawn.status;
    }
    Ok(answer)
}

/// What came with a form, and what earlier tries brought.
async fn receive(
    permit: &Permit<AddPeople>,
    app: &App,
    request: Request,
) -> Result<(Received, Uuid, Vec<Staged>)> {
    let received = Received::read(request, &app.storage, |field| field == "resume").await?;
    let key = key_of(&received)?;
    let staged = {
        let mut db = permit.read().await?;
        files::staged(&mut db, permit.company().id, key).await?
    };
    Ok((received, key, staged))
}

/// The form again, filled in from the résumé that came with it. Nobody is added.
async fn read(
    permit: Permit<AddPeople>,
    page: Page,
    State(app): State<App>,
    request: Request,
) -> Result<Response> {
    let (mut received, key, staged) = receive(&permit, &app, request).await?;
    let uploads = std::mem::take(&mut received.files);
    let kept = stage(&permit, key, uploads, staged).await?;
    let mut form = AddForm::again(&received, kept);
    let mut errors = received.errors;
    let text = match &form.resume {
        Some(resume) => text_of(&app, &resume.file).await?,
        None => {
            errors.add("resume", "Choose a résumé first");
            None
        }
    };
    let filled = form.fill(suggest(text.as_deref().unwrap_or_default()));
    let wrong = received.status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    let drawn = Drawn {
        status: if errors.is_empty() {
            StatusCode::OK
        } else {
            wrong
        },
        read: errors.is_empty().then_some(filled),
        errors,
        ..Drawn::default()
    };
    draw(&permit, page, form, drawn).await
}

async fn send(
    permit: Permit<AddPeople>,
    page: Page,
    State(app): State<App>,
    request: Request,
) -> Result<Response> {
    let (mut received, key, staged) = receive(&permit, &app, request).await?;
    let uploads = std::mem::take(&mut received.files);
    let kept = stage(&permit, key, uploads, staged).await?;
    let form = AddForm::again(&received, kept);
    let checked = form
        .check(key)
        .and_then(|new| received.errors.into_result(|| new));
    let mut new = match checked {
        Ok(new) => new,
        Err(errors) => {
            let drawn = Drawn {
                status: received.status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY),
                errors,
                ..Drawn::default()
            };
            return draw(&permit, page, form, drawn).await;
        }
    };
    new.resume = form.resume.as_ref().map(|staged| staged.file.clone());
    let (name, emails) = (new.person.given_name.clone(), new.person.emails.clone());
    let added = permit
        .change(async |change| people::add(change, new).await)
        .await;
    let drawn = match added {
        Ok(added) => {
            let company = &page.company.slug;
            let leads = match added {
                Some(application) => links::application(company, application),
                None => links::prospects(company),
            };
            let notice = Notice::new(format!("{name} is added."));
            return Ok(page.redirect(leads, notice));
        }
        Err(Error::Invalid(errors)) => Drawn {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            errors,
            ..Drawn::default()
        },
        Err(Error::Refused { code: KNOWN, .. }) => {
            let mut db = permit.read().await?;
            let known = people::known(&mut db, permit.company().id, permit.actor(), &emails);
            Drawn {
                status: StatusCode::CONFLICT,
                known: known.await?,
                ..Drawn::default()
            }
        }
        Err(Error::Refused { text, .. }) => Drawn {
            status: StatusCode::CONFLICT,
            refused: Some(text),
            ..Drawn::default()
        },
        Err(other) => return Err(other),
    };
    draw(&permit, page, form, drawn).await
}
