//! Files into drafts, each with its own company; again, and nothing doubles.

use super::{Place, files, folder, told};
use std::path::PathBuf;

#[tokio::test]
async fn each_file_becomes_a_draft_of_its_employer() {
    let place = Place::new().await;
    let files = files(&folder());
    let flags = ["--create-companies", "--json"];
    let run = place.import(&files, &flags).well();
    assert_eq!(
        told(&run.report(), ["company", "title", "outcome", "closed"]),
        [
            ["halyard-sons", "Chandlery Manager", "created", "true"],
            ["mowe-verlag", "Senior Chart Editor", "created", "false"],
            ["brightwater", "Harbour Desk Associate", "created", "false"],
            ["brightwater", "Partner Sales Manager", "created", "false"],
            ["brightwater", "Port Rollout Manager", "created", "false"],
            ["brightwater", "Support Lead", "created", "false"],
        ]
    );
    for file in run.report() {
        let url = file["url"].as_str().expect("an address");
        let (slug, posting) = (file["company"].as_str(), &file["posting"]);
        let slug = slug.expect("a company");
        let expected = format!("https://jobs.example.org/{slug}/postings/{posting}/import");
        assert_eq!(url, expected);
    }
    let public = "select count(*) from posting_revisions";
    assert_eq!(place.number(public).await, 0, "nothing is public by it");
    let closed = "select count(*) from postings where status = 'closed'";
    assert_eq!(place.number(closed).await, 1);
    let founded = "select count(*) from companies";
    assert_eq!(place.number(founded).await, 3);

    let kept: Vec<Vec<u8>> =
        sqlx::query_scalar("select bytes from posting_originals order by posting_id")
            .fetch_all(&place.db.pool)
            .await
            .expect("the originals");
    let sent: Vec<Vec<u8>> = files
        .iter()
        .map(|file| std::fs::read(file).expect("a file"))
        .collect();
    assert!(kept == sent, "byte for byte");

    let before = place.rows().await;
    let again = place.import(&files, &flags).well();
    for [outcome] in told(&again.report(), ["outcome"]) {
        assert_eq!(outcome, "unchanged");
    }
    assert_eq!(place.rows().await, before);
}

#[tokio::test]
async fn without_leave_no_company_is_made() {
    let place = Place::new().await;
    let lead = [folder().join("support-lead.txt")];
    let run = place.import(&lead, &[]).badly();
    let words = "No company here is called Brightwater";
    assert!(run.said.contains(words), "{}", run.said);
    assert!(
        run.said.contains("--create-companies"),
        "the way on is told"
    );
    assert!(run.complained.contains("one file was not imported"));
    let run = place.import(&lead, &["--company", "nowhere"]).badly();
    assert!(run.said.contains("no such company"), "{}", run.said);
    let run = place.import(&lead, &["--json"]).badly();
    let error = run.report()[0]["error"].as_str().map(str::to_owned);
    assert!(error.is_some_and(|error| error.contains(words)));
    assert_eq!(place.number("select count(*) from companies").await, 0);
    let both = ["--company", "a", "--create-companies"];
    let run = place.import(&lead, &both).badly();
    assert!(run.complained.contains("cannot be used with"));
}

#[tokio::test]
async fn one_that_is_refused_keeps_no_other_from_coming() {
    let place = Place::new().await;
    let (lead, editor) = (
        folder().join("support-lead.txt"),
        folder().join("chart-editor.txt"),
    );
    let made = place.import(std::slice::from_ref(&editor), &["--create-companies"]);
    made.well();
    let desk = folder().join("desk-associate.txt");
    let run = place.import(&[lead, editor, desk], &[]).badly();
    assert!(
        run.said
            .contains("Senior Chart Editor (mowe-verlag): here already")
    );
    assert_eq!(run.said.matches("not imported.").count(), 2);
    assert!(run.complained.contains("2 files were not imported"));
}

/// A posting of our own words in a folder of its own, which is written again and again.
struct Source {
    _folder: tempfile::TempDir,
    file: PathBuf,
}

impl Source {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("lamps.txt");
        Self {
            _folder: folder,
            file,
        }
    }

    fn says(&self, duty: &str) -> [PathBuf; 1] {
        let text = format!(
            "Title: Lamp Keeper\nCompany: Brightwater\nLocation: Lübeck, Germany\n\nDuties\n\
             - Light the lamps along the harbour wall before it grows dark, from the first to the last\n\
             - Keep the glass clean in rain and in snow, and write down what broke\n- {duty}\n"
        );
        std::fs::write(&self.file, text).expect("a file");
        [self.file.clone()]
    }
}

#[tokio::test]
async fn a_file_that_changed_updates_unless_somebody_edited_the_draft() {
    let (place, source) = (Place::new().await, Source::new());
    let first = source.says("Count the ships");
    place.import(&first, &["--create-companies"]).well();
    let run = place.import(&source.says("Count the gulls"), &[]).well();
    let line = "Lamp Keeper (brightwater): draft updated";
    assert!(run.said.contains(line), "{}", run.said);

    sqlx::query("update posting_drafts set version = version + 1")
        .execute(&place.db.pool)
        .await
        .expect("somebody's edit");
    let third = source.says("Count the stars");
    let before = place.rows().await;
    let run = place.import(&third, &["--company", "brightwater"]).well();
    assert!(run.said.contains("--overwrite replaces it"), "{}", run.said);
    assert_eq!(place.rows().await, before);
    let run = place.import(&third, &["--overwrite"]).well();
    assert!(run.said.contains("draft updated"), "{}", run.said);
    assert_eq!(place.number("select count(*) from postings").await, 1);
    let says = "select count(*) from posting_drafts where advert::text like '%the stars%'";
    assert_eq!(place.number(says).await, 1);
}
