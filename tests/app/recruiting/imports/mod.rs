//! Postings that others wrote: files in, drafts that a person compares with them, and the files back as they came.

mod review;
mod upload;

use crate::kit::{
    app::{Answer, Client, TestApp},
    cast::{self, Person},
};
use candor::access::{CompanyRef, Role};
use std::path::Path;

/// A company called like the employer of most of the invented postings, and its recruiter.
struct Desk {
    app: TestApp,
    company: CompanyRef,
    bea: Person,
}

impl Desk {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let company = cast::company(&app, "brightwater", "Brightwater Ltd.").await;
        let bea = cast::person(&app, &company, "Bea Tarn", Role::Recruiter).await;
        Self { app, company, bea }
    }

    async fn counted(&self, table: &'static str) -> i64 {
        self.app.number(table).await
    }

    /// How many jobs and postings there are.
    async fn made(&self) -> (i64, i64) {
        (
            self.counted("select count(*) from jobs").await,
            self.counted("select count(*) from postings").await,
        )
    }
}

/// One of the invented postings.
fn sample(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/postings");
    std::fs::read(folder.join(name)).expect("an invented posting")
}

/// A posting of our own words, with labels and headings, by the employer of the desk.
fn posting(title: &str, body: &str) -> Vec<u8> {
    format!(
        "Title: {title}\nCompany: Brightwater\nLocation: Lübeck, Germany\n\nABOUT THE JOB\n\
         You will look after the lamps along the harbour wall, from the first ship in the morning to the last one.\n\n\
         Duties\n- Light the lamps before it grows dark\n- Keep the glass clean, in rain and in snow\n{body}\n"
    )
    .into_bytes()
}

/// Sends one file, with boxes ticked.
async fn import(browser: &mut Client, name: &str, bytes: &[u8], ticked: &[&str]) -> Answer {
    send(browser, &[(name, bytes)], ticked).await
}

async fn send(browser: &mut Client, files: &[(&str, &[u8])], ticked: &[&str]) -> Answer {
    let ticked: Vec<_> = ticked.iter().map(|name| (*name, "yes")).collect();
    let files: Vec<_> = files
        .iter()
        .map(|(name, bytes)| ("files", *name, "text/plain", *bytes))
        .collect();
    browser
        .post_files("/brightwater/imports", &ticked, &files)
        .await
}

/// What the page says of each file.
fn outcomes(page: &Answer) -> Vec<String> {
    page.texts("[role=status] .row__side .badge:last-child")
}
