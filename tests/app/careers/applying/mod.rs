//! Applying: what is kept, what is refused, and that nothing is lost or doubled.

mod adjustments;
mod again;
mod answers;
mod conditions;
mod errors;
mod files;
mod held;
mod limits;
mod sending;
mod suggesting;

use crate::kit::{
    app::{Answer, Client, TestApp},
    cast::company,
    postings::{Live, miller},
};
use candor::access::CompanyRef;
use std::path::Path;

pub const PDF: &str = "application/pdf";

/// A company with a miller wanted.
pub async fn mill(app: &TestApp) -> (CompanyRef, Live, String) {
    let heron = company(app, "heron", "Heron Mills").await;
    let live = app.publish(&heron, miller()).await;
    let path = format!("/careers/heron/jobs/{}-miller/apply", live.id);
    (heron, live, path)
}

/// What Noor types, with the form's key.
pub fn noor(key: &str) -> Vec<(&str, &str)> {
    vec![
        ("key", key),
        ("given_name", " Noor  Aziza "),
        ("family_name", "Castellane"),
        ("email", "Noor@Example.org"),
        ("phone", "+372 5550 0142"),
        ("headline", "Grinder, Teal Kilns"),
        ("place", "Tartu, Estonia"),
        (
            "links",
            "noor.example.org\r\nhttps://code.example.org/noor\r\n",
        ),
        ("consent", "yes"),
    ]
}

fn with<'a>(
    mut form: Vec<(&'a str, &'a str)>,
    changes: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    for (name, value) in changes {
        form.retain(|(had, _)| had != name);
        form.push((name, value));
    }
    form
}

async fn key(browser: &mut Client, path: &str) -> String {
    browser.get(path).await.expect(200).value("key")
}

/// Where a sent form leads, which ends with the reference.
#[track_caller]
fn reference(answer: Answer) -> String {
    let location = answer.location();
    location
        .strip_prefix("/careers/heron/applied/")
        .unwrap_or_else(|| panic!("{location}"))
        .to_owned()
}

fn files_on_disk(app: &TestApp) -> usize {
    fn below(folder: &Path) -> usize {
        let entries = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        entries
            .map(|path| if path.is_dir() { below(&path) } else { 1 })
            .sum()
    }
    below(&app.data.path().join("files"))
}
