//! `/{company}/candidates/imports`: tables of people. Somebody sends one, says what its columns are, sees what would become of
//! each line, and has it done.

use crate::{
    access::{Permit, permissions::AddPeople},
    app::App,
    base::{
        error::{Error, Errors, Result},
        ids::{ArrivalId, SourceId},
        links::Slug,
        paging::{Paged, decode_cursor},
    },
    domain::{
        files,
        transfer::people::{
            self, Arrival, Beginning, Column, Field, Kind, LineRow, Outcome, Phase, Places,
            Progress,
        },
    },
    web::kit::{
        download::download_headers,
        filters,
        form::Form,
        notice::Notice,
        page::Page,
        routes::Routes,
        staging::key_of,
        table::{self, Format},
        upload::Received,
    },
};
use anyhow::Context;
use askama::Template;
use axum::{
    extract::{Path, Query, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Lines of a page.
const PAGE: usize = 50;

/// What takes a file.
pub fn uploads() -> Routes {
    Routes::default()
        .get("/{company}/candidates/imports", ask)
        .post("/{company}/candidates/imports", begin)
}

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/candidates/imports/{id}", show)
        .post("/{company}/candidates/imports/{id}/columns", check)
        .post("/{company}/candidates/imports/{id}/start", start)
        .get("/{company}/candidates/imports/{id}/report", report)
}

#[derive(Template)]
#[template(path = "recruiting/people/import.html")]
struct ImportPage {
    page: Page,
    places: Places,
    arrivals: Vec<Arrival>,
    form: ImportForm,
    errors: Errors,
    zone: TimeZone,
}

#[derive(Template)]
#[template(path = "recruiting/people/table.html", blocks = ["progress"])]
struct TablePage {
    page: Page,
    arrival: Arrival,
    columns: Vec<Column>,
    samples: Vec<Vec<String>>,
    progress: Progress,
    show: Option<Outcome>,
    lines: Paged<LineRow>,
    errors: Errors,
    refused: Option<String>,
    own: String,
}

impl TablePage {
    fn runs(&self) -> bool {
        matches!(self.arrival.phase, Phase::Checking | Phase::Running)
    }

    /// The first things that stand in a column.
    fn samples(&self, column: &usize) -> String {
        let cells = self.samples.iter().filter_map(|line| line.get(*column));
        let cells = cells.filter(|cell| !cell.trim().is_empty());
        let short = cells.map(|cell| cell.chars().take(40).collect::<String>());
        short.collect::<Vec<_>>().join(" · ")
    }

    /// Who a line is about, as far as its columns say.
    fn who(&self, line: &LineRow) -> String {
        let of = |field| {
            let place = self.columns.iter().position(|it| it.field == field)?;
            line.cells.get(place).map(|cell| cell.trim().to_owned())
        };
        let named =
            [Field::Name, Field::Given, Field::Family].map(|field| of(field).unwrap_or_default());
        let name = named.join(" ").trim().to_owned();
        match of(Field::Email).filter(|email| !email.is_empty()) {
            Some(email) if name.is_empty() => email,
            Some(email) => format!("{name}, {email}"),
            None => name,
        }
    }

    fn takes(&self) -> i64 {
        let outcomes = self.progress.outcomes.iter();
        let takes = outcomes.filter(|(one, _)| matches!(one, Outcome::Created | Outcome::Updated));
        takes.map(|(_, lines)| lines).sum()
    }
}

#[derive(Clone, Default)]
struct ImportForm {
    key: String,
    to: String,
    source: String,
}

async fn ask(permit: Permit<AddPeople>, page: Page) -> Result<Response> {
    let form = ImportForm {
        key: Uuid::new_v4().to_string(),
        ..ImportForm::default()
    };
    draw_form(&permit, page, form, Errors::default()).await
}

async fn draw_form(
    permit: &Permit<AddPeople>,
    page: Page,
    form: ImportForm,
    errors: Errors,
) -> Result<Response> {
    let (company, actor) = (permit.company().id, permit.actor());
    let mut db = permit.read().await?;
    let places = people::places(&mut db, company, actor, None).await?;
    let arrivals = people::arrivals(&mut db, company, actor, Kind::Table).await?;
    drop(db);
    let view = ImportPage {
        zone: page.zone(),
        page,
        places,
        arrivals,
        form,
        errors,
    };
    view.page.whole(&view.errors, &view)
}

async fn begin(
    permit: Permit<AddPeople>,
    page: Page,
    State(app): State<App>,
    request: Request,
) -> Result<Response> {
    let (received, mut files) = Received::many(request, &app.storage, "file").await?;
    let once = key_of(&received)?;
    let form = ImportForm {
        key: once.to_string(),
        to: received.one("to").to_owned(),
        source: received.one("source").to_owned(),
    };
    let mut errors = received.errors.clone();
    let to = form.to.parse().ok();
    if to.is_none() {
        errors.add("to", "Choose where they go");
    }
    let sent = files.pop().filter(|_| files.is_empty());
    let (name, rows) = match sent {
        None => {
            errors.add("file", "Choose one CSV or XLSX file");
            (String::new(), Vec::new())
        }
        Some(sent) => match sent.incoming {
            None => {
                errors.add("file", "Choose a smaller file: up to 10 MB");
                (sent.name, Vec::new())
            }
            Some(mut incoming) => match files::table(&mut incoming, &sent.name).await? {
                Ok(rows) => (sent.name, rows),
                Err(why) => {
                    errors.add("file", why);
                    (sent.name, Vec::new())
                }
            },
        },
    };
    let Some(to) = to.filter(|_| errors.is_empty()) else {
        return draw_form(&permit, page, form, errors).await;
    };
    let new = Beginning {
        once,
        kind: Kind::Table,
        name: name.chars().filter(|c| !c.is_control()).take(150).collect(),
        to,
        source: form.source.parse().ok().map(SourceId),
    };
    let began = permit
        .change(async |change| {
            let id = people::begin(change, &new).await?;
            people::put_table(change, id, &rows).await?;
            Ok(id)
        })
        .await;
    match began {
        Ok(id) => {
            let own = own(&page, id);
            Ok(page.redirect(own, Notice::new("Read. Now say what its columns are.")))
        }
        Err(Error::Invalid(errors)) => {
            let key = Uuid::new_v4().to_string();
            draw_form(&permit, page, ImportForm { key, ..form }, errors).await
        }
        Err(other) => Err(other),
    }
}

fn own(page: &Page, id: ArrivalId) -> String {
    format!("/{}/candidates/imports/{id}", page.company.slug)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct TableQuery {
    show: String,
    after: String,
}

async fn show(
    permit: Permit<AddPeople>,
    page: Page,
    Path((_, id)): Path<(Slug, ArrivalId)>,
    Query(query): Query<TableQuery>,
) -> Result<Response> {
    draw(&permit, page, id, query, None).await
}

async fn draw(
    permit: &Permit<AddPeople>,
    page: Page,
    id: ArrivalId,
    query: TableQuery,
    error: Option<Error>,
) -> Result<Response> {
    let (errors, refused) = match error {
        None => (Errors::default(), None),
        Some(Error::Invalid(errors)) => (errors, None),
        Some(Error::Refused { text, .. }) => (Errors::default(), Some(text)),
        Some(other) => return Err(other),
    };
    let (company, actor) = (permit.company().id, permit.actor());
    let show = Outcome::parse(&query.show);
    let after = decode_cursor(&query.after);
    let mut db = permit.read().await?;
    let arrival = people::arrival(&mut db, company, actor, id, Kind::Table).await?;
    let columns = people::mapping(&mut db, company, &arrival).await?;
    let samples = people::samples(&mut db, company, &arrival).await?;
    let progress = people::progress(&mut db, company, &arrival).await?;
    let lines = people::lines(&mut db, company, &arrival, show, after, PAGE).await?;
    drop(db);
    let view = TablePage {
        own: own(&page, id),
        page,
        arrival,
        columns,
        samples,
        progress,
        show,
        lines,
        errors,
        refused,
    };
    let mut answer = view.page.html(&view.errors, &view, view.as_progress())?;
    if view.refused.is_some() {
        *answer.status_mut() = StatusCode::CONFLICT;
    }
    Ok(answer)
}

/// What the columns are; then each line is looked at.
async fn check(
    permit: Permit<AddPeople>,
    page: Page,
    Path((_, id)): Path<(Slug, ArrivalId)>,
    Form(form): Form<BTreeMap<String, String>>,
) -> Result<Response> {
    let fields: Vec<Field> = (0..files::COLUMNS)
        .map_while(|n| form.get(&format!("column-{n}")))
        .map(|key| Field::parse(key))
        .collect();
    let checked = permit
        .change(async |change| people::check_table(change, id, &fields).await)
        .await;
    match checked {
        Ok(()) => {
            let own = own(&page, id);
            Ok(page.redirect(own, Notice::new("Each line is being looked at.")))
        }
        Err(error @ (Error::Invalid(_) | Error::Refused { .. })) => {
            draw(&permit, page, id, TableQuery::default(), Some(error)).await
        }
        Err(other) => Err(other),
    }
}

async fn start(
    permit: Permit<AddPeople>,
    page: Page,
    Path((_, id)): Path<(Slug, ArrivalId)>,
) -> Result<Response> {
    let started = permit
        .change(async |change| people::start_table(change, id).await)
        .await;
    match started {
        Ok(()) => {
            let own = own(&page, id);
            Ok(page.redirect(own, Notice::new("It has begun.")))
        }
        Err(error @ Error::Refused { .. }) => {
            draw(&permit, page, id, TableQuery::default(), Some(error)).await
        }
        Err(other) => Err(other),
    }
}

/// What became of each line, as a CSV file: the table as it came, with two columns more.
async fn report(
    permit: Permit<AddPeople>,
    Path((_, id)): Path<(Slug, ArrivalId)>,
) -> Result<Response> {
    let (company, actor) = (permit.company().id, permit.actor());
    let mut db = permit.read().await?;
    let arrival = people::arrival(&mut db, company, actor, id, Kind::Table).await?;
    let columns = people::mapping(&mut db, company, &arrival).await?;
    drop(db);
    let headings: Vec<&str> = ["Line", "What became of it", "Why"]
        .into_iter()
        .chain(columns.iter().map(|column| column.heading.as_str()))
        .collect();
    let name = format!("report-{id}.csv");
    let body = table::body(Format::Csv, &headings, 0, move |after| {
        said(permit.clone(), arrival.clone(), after)
    });
    let body = body.context("a report")?;
    let headers = download_headers(&name, Format::Csv.media_type());
    Ok((headers, body).into_response())
}

/// A page of the report, and where the next begins.
async fn said(
    permit: Permit<AddPeople>,
    arrival: Arrival,
    after: i32,
) -> Result<(Vec<Vec<String>>, Option<i32>)> {
    let mut db = permit.read().await?;
    let company = permit.company().id;
    let page = people::lines(&mut db, company, &arrival, None, Some(after), 500).await?;
    let next = page.next.as_deref().and_then(decode_cursor);
    let rows = page.rows.into_iter().map(|line| {
        let outcome = line.outcome.map_or("", Outcome::label).to_owned();
        [vec![line.nr.to_string(), outcome, line.reason], line.cells].concat()
    });
    Ok((rows.collect(), next))
}
