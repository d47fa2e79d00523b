//! `/{company}/imports`: files in, drafts out, and a word on each file.

use crate::{
    access::{Permit, permissions::ImportPostings},
    base::{
        error::{Error, Errors, Result},
        links,
    },
    domain::transfer::{
        self, Edited, Imported, LARGEST, Outcome,
        reading::{self, Reading},
    },
    web::kit::{filters, page::Page, routes::Routes},
};
use anyhow::Context;
use askama::Template;
use axum::{
    extract::{
        Multipart,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
    response::Response,
};

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/imports", ask)
        .post("/{company}/imports", import)
}

/// Files of one sending.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "recruiting/imports/upload.html")]
struct ImportPage {
    page: Page,
    results: Vec<FileResult>,
    errors: Errors,
}

/// What became of a file.
struct FileResult {
    name: String,
    /// The draft, and how many repairs were made and asked for; or why there is none.
    done: Result<(Imported, i64, i64), String>,
}

/// What somebody ticked.
#[derive(Clone, Copy, Default)]
struct Options {
    /// Overwrite drafts that were changed here.
    overwrite: bool,
    /// Take files that name another employer.
    any_employer: bool,
}

async fn ask(_permit: Permit<ImportPostings>, page: Page) -> Result<Response> {
    draw(page, Vec::new(), Errors::default())
}

async fn import(
    permit: Permit<ImportPostings>,
    page: Page,
    mut form: Multipart,
) -> Result<Response> {
    let (mut options, mut results) = (Options::default(), Vec::new());
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        match field.name().unwrap_or_default() {
            "overwrite" => options.overwrite = true,
            "any_employer" => options.any_employer = true,
            "files" => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let bytes = whole(&mut field).await?;
                if name.is_empty() && bytes.as_ref().is_some_and(Vec::is_empty) {
                    continue; // how a browser says that no file was chosen
                }
                if results.len() >= MOST {
                    return Err(Error::TooLarge("Send at most 50 files at once.".into()));
                }
                let done = match bytes {
                    Some(bytes) => one(&permit, &name, bytes, options).await?,
                    None => Err(
                        "It has more than 1 MB; adverts have some thousand characters.".to_owned(),
                    ),
                };
                results.push(FileResult { name, done });
            }
            _ => {}
        }
    }
    let mut errors = Errors::default();
    if results.is_empty() {
        errors.add("files", "Choose at least one file");
    }
    draw(page, results, errors)
}

/// Imports one file in a transaction of its own; what is wrong with it concerns the others not at all.
async fn one(
    permit: &Permit<ImportPostings>,
    name: &str,
    bytes: Vec<u8>,
    options: Options,
) -> Result<Result<(Imported, i64, i64), String>> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Err("It is empty.".to_owned()));
    }
    let zone = permit.company().zone();
    let (name, today) = (name.to_owned(), permit.now().day(&zone));
    let reading = tokio::task::spawn_blocking(move || reading::read(&name, &bytes, today))
        .await
        .context("reading a file")?;
    if let Some(employer) = elsewhere(permit, &reading)
        && !options.any_employer
    {
        return Ok(Err(format!(
            "It names {employer} as the employer. If it is yours all the same, tick the box and send it again."
        )));
    }
    let edited = if options.overwrite {
        Edited::Overwrite
    } else {
        Edited::Keep
    };
    let done = permit
        .change(async |change| transfer::import_posting(change, &reading, edited).await)
        .await;
    match done {
        Ok(imported) => {
            let count = |applied| {
                let repairs = reading.repairs.iter();
                repairs.filter(|repair| repair.applied == applied).count() as i64
            };
            Ok(Ok((imported, count(true), count(false))))
        }
        Err(Error::Refused { text, .. }) => Ok(Err(text)),
        Err(Error::TooLarge(text)) => Ok(Err(text.into_owned())),
        Err(other) => Err(other),
    }
}

/// The employer that a file names, if it is not this company.
fn elsewhere(permit: &Permit<ImportPostings>, reading: &Reading) -> Option<String> {
    let employer = &reading.company.as_ref()?.value;
    let ours = transfer::same_employer(employer, &permit.company().name);
    (!ours).then(|| employer.clone())
}

/// The file, unless it is larger than a posting may be; it is read to its end all the same.
async fn whole(field: &mut Field<'_>) -> Result<Option<Vec<u8>>> {
    let mut bytes = Some(Vec::new());
    while let Some(some) = field.chunk().await.map_err(broken)? {
        bytes = bytes
            .filter(|bytes: &Vec<u8>| bytes.len() + some.len() <= LARGEST)
            .map(|mut bytes| {
                bytes.extend_from_slice(&some);
                bytes
            });
    }
    Ok(bytes)
}

fn broken(error: MultipartError) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Error::TooLarge("All files together may have up to 10 MB.".into());
    }
    Error::Malformed("The files did not arrive whole. Go back and send them again.".into())
}

fn draw(page: Page, results: Vec<FileResult>, errors: Errors) -> Result<Response> {
    let view = ImportPage {
        page,
        results,
        errors,
    };
    view.page.whole(&view.errors, &view)
}

impl ImportPage {
    fn word(&self, outcome: &Outcome) -> &'static str {
        match outcome {
            Outcome::Created => "New draft",
            Outcome::Updated => "Draft updated",
            Outcome::Unchanged => "Here already",
            Outcome::Kept => "Changed here since; kept",
        }
    }

    fn url(&self, imported: &Imported) -> String {
        links::posting(&self.page.company.slug, imported.posting)
    }
}
