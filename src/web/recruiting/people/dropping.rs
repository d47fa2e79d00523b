//! `/{company}/resumes`: résumés, many at once. Each becomes a row, which somebody looks over and adds.

use super::sent;
use crate::{
    access::{Permit, permissions::AddPeople},
    app::App,
    base::{
        error::{Error, Errors, Result},
        ids::{ArrivalId, CandidateId, JobId, SourceId},
        links::Slug,
        paging::{Paged, decode_cursor},
    },
    domain::transfer::people::{
        self, Arrival, Beginning, Kind, Places, RESUMES, Resume, Standing, Typed,
    },
    web::kit::{
        filters, form::Form, notice::Notice, page::Page, routes::Routes, staging::key_of,
        upload::Received,
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::tz::TimeZone;
use serde::Deserialize;
use uuid::Uuid;

/// Those that take files.
pub fn uploads() -> Routes {
    Routes::default()
        .get("/{company}/resumes", ask)
        .post("/{company}/resumes", begin)
        .post("/{company}/resumes/{id}/files", put)
}

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/resumes/{id}", show)
        .post("/{company}/resumes/{id}/rows", correct)
        .post("/{company}/resumes/{id}/ready", add_ready)
}

#[derive(Template)]
#[template(path = "recruiting/people/drop.html")]
struct DropPage {
    page: Page,
    places: Places,
    arrivals: Vec<Arrival>,
    form: DropForm,
    errors: Errors,
    zone: TimeZone,
}

#[derive(Template)]
#[template(path = "recruiting/people/resumes.html", blocks = ["rows"])]
struct ResumesPage {
    page: Page,
    arrival: Arrival,
    standings: Vec<(Standing, i64)>,
    show: Option<Standing>,
    rows: Paged<Resume>,
    /// The row that could not be added, as it was typed.
    typed: Option<RowForm>,
    errors: Errors,
    refused: Option<String>,
    own: String,
}

impl ResumesPage {
    fn of(&self, standing: Standing) -> i64 {
        let found = self.standings.iter().find(|(one, _)| *one == standing);
        found.map_or(0, |(_, rows)| *rows)
    }

    fn total(&self) -> i64 {
        self.standings.iter().map(|(_, rows)| rows).sum()
    }

    /// Whether something is still being done, so that looking again makes sense.
    fn runs(&self) -> bool {
        self.of(Standing::Reading) + self.of(Standing::Wanted) > 0
    }

    /// Whether the page follows what is being done by itself: only where nothing can be typed that would be lost.
    fn follows(&self) -> bool {
        self.runs() && !self.rows.rows.iter().any(|row| row.standing().open())
    }

    /// A field of a row: as it was typed, else as it was read.
    fn value<'a>(&'a self, row: &'a Resume, name: &str) -> &'a str {
        let typed = self.typed.as_ref().filter(|typed| typed.is(row));
        match (typed, name) {
            (Some(typed), "given_name") => &typed.given_name,
            (Some(typed), "family_name") => &typed.family_name,
            (Some(typed), "email") => &typed.email,
            (Some(typed), _) => &typed.phone,
            (None, "given_name") => &row.given_name,
            (None, "family_name") => &row.family_name,
            (None, "email") => &row.email,
            (None, _) => &row.phone,
        }
    }

    /// What is wrong with a field of a row.
    fn error(&self, row: &Resume, name: &str) -> Option<&str> {
        let typed = self.typed.as_ref()?;
        typed.is(row).then(|| self.errors.get(name)).flatten()
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct DropForm {
    key: String,
    to: String,
    source: String,
    job: String,
}

async fn ask(
    permit: Permit<AddPeople>,
    page: Page,
    Query(mut form): Query<DropForm>,
) -> Result<Response> {
    form.key = Uuid::new_v4().to_string();
    draw_form(&permit, page, form, Errors::default()).await
}

async fn draw_form(
    permit: &Permit<AddPeople>,
    page: Page,
    form: DropForm,
    errors: Errors,
) -> Result<Response> {
    let (company, actor) = (permit.company().id, permit.actor());
    let job = form.job.parse().ok().map(JobId);
    let mut db = permit.read().await?;
    let places = people::places(&mut db, company, actor, job).await?;
    let arrivals = people::arrivals(&mut db, company, actor, Kind::Resumes).await?;
    drop(db);
    let view = DropPage {
        zone: page.zone(),
        page,
        places,
        arrivals,
        form,
        errors,
    };
    view.page.whole(&view.errors, &view)
}

/// Takes what came in one form; a script sends the files afterwards, one by one, to see how far they are.
async fn begin(
    permit: Permit<AddPeople>,
    page: Page,
    State(app): State<App>,
    request: Request,
) -> Result<Response> {
    let (received, files) = Received::many(request, &app.storage, "files").await?;
    let once = key_of(&received)?;
    let form = DropForm {
        key: once.to_string(),
        to: received.one("to").to_owned(),
        source: received.one("source").to_owned(),
        job: received.one("job").to_owned(),
    };
    let mut errors = received.errors.clone();
    let to = form.to.parse().ok();
    if to.is_none() {
        errors.add("to", "Choose where they go");
    }
    if files.is_empty() && received.one("alone").is_empty() {
        errors.add("files", "Choose at least one résumé");
    }
    let Some(to) = to.filter(|_| errors.is_empty()) else {
        return draw_form(&permit, page, form, errors).await;
    };
    let new = Beginning {
        once,
        kind: Kind::Resumes,
        name: String::new(),
        to,
        source: form.source.parse().ok().map(SourceId),
    };
    let began = permit
        .change(async |change| people::begin(change, &new).await)
        .await;
    let id = match began {
        Ok(id) => id,
        Err(Error::Invalid(errors)) => return draw_form(&permit, page, form, errors).await,
        Err(other) => return Err(other),
    };
    if !files.is_empty() {
        keep(&permit, &app, id, files).await?;
    }
    let own = format!("/{}/resumes/{id}", page.company.slug);
    Ok(page.redirect(own, Notice::new("They are being read.")))
}

/// More files for a list: what a script sends. Answers how many rows they became.
async fn put(
    permit: Permit<AddPeople>,
    State(app): State<App>,
    Path((_, id)): Path<(Slug, ArrivalId)>,
    request: Request,
) -> Result<Response> {
    let mut db = permit.read().await?;
    let (company, actor) = (permit.company().id, permit.actor());
    people::arrival(&mut db, company, actor, id, Kind::Resumes).await?;
    drop(db);
    let (_, files) = Received::many(request, &app.storage, "files").await?;
    if files.is_empty() {
        return Err(Error::Malformed("No file came.".into()));
    }
    keep(&permit, &app, id, files).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn keep(
    permit: &Permit<AddPeople>,
    app: &App,
    id: ArrivalId,
    files: Vec<crate::web::kit::upload::Sent>,
) -> Result<()> {
    let files = sent::keep(&app.storage, files).await?;
    let put = permit
        .change(async |change| people::put(change, id, &files).await)
        .await;
    if put.is_err() {
        sent::forget(&app.storage, files).await;
    }
    put
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct RowsQuery {
    show: String,
    after: String,
}

async fn show(
    permit: Permit<AddPeople>,
    page: Page,
    Path((_, id)): Path<(Slug, ArrivalId)>,
    Query(query): Query<RowsQuery>,
) -> Result<Response> {
    draw(&permit, page, id, query, None, None).await
}

async fn draw(
    permit: &Permit<AddPeople>,
    page: Page,
    id: ArrivalId,
    query: RowsQuery,
    typed: Option<RowForm>,
    error: Option<Error>,
) -> Result<Response> {
    let (errors, refused) = match error {
        None => (Errors::default(), None),
        Some(Error::Invalid(errors)) => (errors, None),
        Some(Error::Refused { text, .. }) => (Errors::default(), Some(text)),
        Some(other) => return Err(other),
    };
    let (company, actor) = (permit.company().id, permit.actor());
    let show = Standing::parse(&query.show);
    let after = decode_cursor(&query.after);
    let mut db = permit.read().await?;
    let arrival = people::arrival(&mut db, company, actor, id, Kind::Resumes).await?;
    let standings = people::standings(&mut db, company, &arrival).await?;
    let rows = people::resumes(&mut db, company, actor, &arrival, show, after).await?;
    drop(db);
    let view = ResumesPage {
        own: format!("/{}/resumes/{id}", page.company.slug),
        page,
        arrival,
        standings,
        show,
        rows,
        typed,
        errors,
        refused,
    };
    let mut answer = view.page.html(&view.errors, &view, view.as_rows())?;
    if view.refused.is_some() {
        *answer.status_mut() = StatusCode::CONFLICT;
    }
    Ok(answer)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct RowForm {
    nr: String,
    given_name: String,
    family_name: String,
    email: String,
    phone: String,
    known: String,
    /// `add` or `leave`.
    act: String,
    /// Where the list stood.
    show: String,
}

impl RowForm {
    fn is(&self, row: &Resume) -> bool {
        self.nr == row.nr.to_string()
    }
}

async fn correct(
    permit: Permit<AddPeople>,
    page: Page,
    Path((_, id)): Path<(Slug, ArrivalId)>,
    Form(form): Form<RowForm>,
) -> Result<Response> {
    let nr: i32 = form.nr.parse().map_err(|_| Error::NotFound)?;
    let typed = Typed {
        given_name: form.given_name.clone(),
        family_name: form.family_name.clone(),
        email: form.email.trim().to_lowercase(),
        phone: form.phone.clone(),
        known: form.known.parse().ok().map(CandidateId),
    };
    let leave = form.act == "leave";
    let done = permit
        .change(async |change| match leave {
            true => people::leave_out(change, id, nr).await,
            false => people::add_one(change, id, nr, &typed).await,
        })
        .await;
    let query = RowsQuery {
        show: form.show.clone(),
        ..RowsQuery::default()
    };
    match done {
        Ok(()) => {
            let name = &form.given_name;
            let said = match leave {
                true => "Left out.".to_owned(),
                false => format!("{name} is added."),
            };
            let back = match Standing::parse(&form.show) {
                Some(show) => format!("/{}/resumes/{id}?show={}", page.company.slug, show.key()),
                None => format!("/{}/resumes/{id}", page.company.slug),
            };
            Ok(page.redirect(back, Notice::new(said)))
        }
        Err(error @ (Error::Invalid(_) | Error::Refused { .. })) => {
            draw(&permit, page, id, query, Some(form), Some(error)).await
        }
        Err(other) => Err(other),
    }
}

async fn add_ready(
    permit: Permit<AddPeople>,
    page: Page,
    Path((_, id)): Path<(Slug, ArrivalId)>,
) -> Result<Response> {
    permit
        .change(async |change| people::want_ready(change, id).await)
        .await?;
    let own = format!("/{}/resumes/{id}", page.company.slug);
    Ok(page.redirect(own, Notice::new("All that were ready are being added.")))
}
