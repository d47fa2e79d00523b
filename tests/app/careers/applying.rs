//! Applying: what is kept, what is refused, and that nothing is lost or doubled.

use crate::kit::{
    app::{Answer, Client, TestApp},
    cast::company,
    documents,
    postings::{Live, clerk, miller, question},
};
use axum::{body::Body, http::Method};
use candor::{access::CompanyRef, domain::postings::advert::QuestionKind};
use jiff::SignedDuration;
use sha2::{Digest, Sha256};
use sqlx::Row;
use std::path::{Path, PathBuf};

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

/// Where a stored file lies.
pub fn path_of(app: &TestApp, key: &str) -> PathBuf {
    let (first, rest) = key.split_at(1);
    app.data
        .path()
        .join("files")
        .join(first)
        .join(&rest[..1])
        .join(key)
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

#[tokio::test]
async fn somebody_applies_and_everything_is_kept() {
    let app = TestApp::new().await;
    let (heron, live, path) = mill(&app).await;
    let mut browser = app.visitor();
    browser.headers.insert(
        "referer".to_owned(),
        format!(
            "http://localhost:8080/careers/heron/jobs/{}-miller?utm_source=fair",
            live.id
        ),
    );
    let form = browser.get(&path).await.expect(200);
    assert_eq!(form.header("cache-control"), "no-store");
    assert_ne!(
        form.value("key"),
        key(&mut browser, &path).await,
        "a key for every visit"
    );
    let pdf = documents::pdf(&["Noor Castellane", "Grinds finely"]);
    let key = form.value("key");
    let source = form.value("source");
    let sent = with(noor(&key), &[("talent_pool", "yes"), ("source", &source)]);
    let before = app.app.db.clock.now();
    let answer = browser
        .post_files(&path, &sent, &[("resume", "Noor’s CV.pdf", PDF, &pdf)])
        .await;
    let reference = reference(answer);

    let thanks = browser
        .get(&format!("/careers/heron/applied/{reference}"))
        .await
        .expect(200);
    assert_eq!(thanks.header("cache-control"), "no-store");
    assert_eq!(thanks.text_of("#reference"), reference);
    assert!(
        thanks
            .text_of(".lead")
            .contains("for the role of Miller at Heron Mills")
    );
    for personal in ["Noor", "noor", "Castellane", "5550", "Tartu"] {
        assert!(!thanks.text().contains(personal), "{personal}");
    }

    let mut db = app.app.db.read().await.unwrap();
    let row = sqlx::query(
        "select a.name, a.headline, a.place, a.referrer, s.name as stage, src.kind::text as source, c.given_name, c.family_name, e.email, p.phone,
                array(select url from candidate_links l where l.candidate_id = c.id order by position) as links,
                a.status::text, a.promised_by - a.applied_at > interval '10 days' as promised, a.revision_id = po.live_revision_id as pinned,
                f.name as file, f.size, f.sha256, f.storage_key, t.state::text, m.kind::text as attached, su.application_id = a.id as of_it, a.company_id
         from applications a join candidates c on c.id = a.candidate_id join candidate_emails e on e.candidate_id = c.id
         join candidate_phones p on p.candidate_id = c.id join stages s on s.id = a.stage_id join sources src on src.id = a.source_id
         join postings po on po.id = a.posting_id join attachments m on m.application_id = a.id join files f on f.id = m.file_id
         join file_texts t on t.file_id = f.id join submissions su on su.reference = $1",
    )
    .bind(&reference)
    .fetch_one(&mut *db)
    .await
    .unwrap();
    for (column, value) in [
        ("name", "Noor Aziza Castellane"),
        ("headline", "Grinder, Teal Kilns"),
        ("place", "Tartu, Estonia"),
        ("referrer", "fair"),
        ("stage", "Application review"),
        ("source", "careers_site"),
        ("given_name", "Noor Aziza"),
        ("family_name", "Castellane"),
        ("email", "noor@example.org"),
        ("phone", "+372 5550 0142"),
        ("status", "active"),
        ("file", "Noor’s CV.pdf"),
        ("state", "pending"),
        ("attached", "resume"),
    ] {
        assert_eq!(row.get::<&str, _>(column), value, "{column}");
    }
    assert_eq!(
        row.get::<Vec<String>, _>("links"),
        ["https://noor.example.org/", "https://code.example.org/noor"]
    );
    assert!(
        row.get::<bool, _>("promised")
            && row.get::<bool, _>("pinned")
            && row.get::<bool, _>("of_it")
    );
    assert_eq!(row.get::<i64, _>("company_id"), heron.id.0);
    assert_eq!(
        row.get::<Vec<u8>, _>("sha256"),
        Sha256::digest(&pdf).to_vec()
    );
    let storage_key: &str = row.get("storage_key");
    assert_eq!(std::fs::read(path_of(&app, storage_key)).unwrap(), pdf);

    let consents: Vec<(String, String, String)> =
        sqlx::query_as("select purpose::text, text, text_version from consents order by id")
            .fetch_all(&mut *db)
            .await
            .unwrap();
    let shown = form.texts(".check span:not(.opt)");
    assert_eq!(
        consents.iter().map(|c| c.0.as_str()).collect::<Vec<_>>(),
        ["application", "talent_pool"]
    );
    assert_eq!(consents[0].1, shown[0]);
    assert!(shown[1].starts_with(&consents[1].1), "{shown:?}");
    assert_eq!(consents[0].2.len(), 64);
    let event: (String, String, Option<i64>) = sqlx::query_as(
        "select kind, actor::text, member_id from events where application_id is not null",
    )
    .fetch_one(&mut *db)
    .await
    .unwrap();
    assert_eq!(
        event,
        (
            "application.received".to_owned(),
            "visitor".to_owned(),
            None
        )
    );
    assert!(app.app.db.clock.now() > before);
}

#[tokio::test]
async fn the_same_form_is_one_application_however_often_it_is_sent() {
    let app = TestApp::new().await;
    let (_, _, path) = mill(&app).await;
    let mut browser = app.visitor();
    let key = key(&mut browser, &path).await;
    let pdf = documents::pdf(&["Noor"]);
    let files: &[(&str, &str, &str, &[u8])] = &[("resume", "cv.pdf", PDF, &pdf)];
    let sends: Vec<_> = (0..6)
        .map(|_| {
            let (mut browser, path, key, pdf) =
                (app.visitor(), path.clone(), key.clone(), pdf.clone());
            tokio::spawn(async move {
                reference(
                    browser
                        .post_files(&path, &noor(&key), &[("resume", "cv.pdf", PDF, &pdf)])
                        .await,
                )
            })
        })
        .collect();
    let mut references = Vec::new();
    for send in sends {
        references.push(send.await.unwrap());
    }
    references.push(reference(
        browser.post_files(&path, &noor(&key), files).await,
    ));
    references.dedup();
    assert_eq!(references.len(), 1, "{references:?}");
    for table in [
        "applications",
        "candidates",
        "submissions",
        "files",
        "attachments",
        "consents",
        "work",
        "events where kind = 'application.received'",
    ] {
        let count: i64 =
            sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}")))
                .fetch_one(app.app.db.pages())
                .await
                .unwrap();
        assert_eq!(count, 1, "{table}");
    }
    assert_eq!(files_on_disk(&app), 1, "the others’ files are gone");

    // The key is used up: it takes nothing else.
    let other = with(noor(&key), &[("place", "Riga, Latvia")]);
    let refused = browser.post_files(&path, &other, files).await.expect(422);
    assert!(
        refused.text().contains(&references[0]),
        "{}",
        refused.text()
    );
    let otherwise = browser
        .post_files(
            &path,
            &noor(&key),
            &[("resume", "cv.pdf", PDF, &documents::pdf(&["Somebody else"]))],
        )
        .await;
    otherwise.expect(422);
    browser
        .post_files(&path, &with(noor(&key), &[("email", "")]), files)
        .await
        .expect(422);
    assert_eq!(app.number("select count(*) from applications").await, 1);
    assert_eq!(app.number("select count(*) from staged_files").await, 0);
    assert_eq!(files_on_disk(&app), 1);
    // After the posting has closed, too.
    app.app.db.clock.advance(SignedDuration::from_hours(48));
    assert_eq!(
        reference(browser.post_files(&path, &noor(&key), files).await),
        references[0]
    );
}

#[tokio::test]
async fn errors_keep_everything_that_was_entered_and_the_file_too() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    let mut ad = miller();
    ad.advert.questions = vec![
        question(QuestionKind::LongText, "Why us?", true),
        question(QuestionKind::MultipleChoice, "Which grains?", false),
    ];
    let live = app.publish(&heron, ad).await;
    let path = format!("/careers/heron/jobs/{}-miller/apply", live.id);
    let mut browser = app.visitor();
    let form = browser.get(&path).await.expect(200);
    let names = form.attributes("[name^=question_]", "name");
    let (why, grains) = (names[0].clone(), names[1].clone());
    let key = form.value("key");
    let pdf = documents::pdf(&["Noor"]);
    let mut wrong = with(
        noor(&key),
        &[
            ("email", "noor.example.org"),
            ("consent", ""),
            ("links", "one two"),
            (&why, ""),
            ("talent_pool", "yes"),
        ],
    );
    wrong.extend([(grains.as_str(), "1"), (grains.as_str(), "3")]);
    wrong.retain(|(name, _)| *name != "consent");
    let page = browser
        .post_files(&path, &wrong, &[("resume", "Noor <b>.pdf", PDF, &pdf)])
        .await
        .expect(422);
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.text_of("title").starts_with("Error: Apply"));
    assert_eq!(
        page.texts(".error-summary li"),
        [
            "Enter an email address with an @, like name@example.com",
            "Enter one link a line, each like https://example.com",
            "Write an answer",
            "Tick the box to let us read your application",
        ]
    );
    let targets = page.attributes(".error-summary a", "href");
    assert_eq!(
        targets,
        ["#email", "#links", &format!("#{why}"), "#consent"]
    );
    for target in &targets {
        let control = page.attributes(
            &format!("[id='{}']", target.trim_start_matches('#')),
            "aria-invalid",
        );
        assert_eq!(control, ["true"], "{target}");
    }
    assert_eq!(page.value("key"), key);
    assert_eq!(page.value("given_name"), " Noor  Aziza ");
    assert_eq!(page.value("email"), "noor.example.org");
    assert_eq!(page.text_of("#links"), "one two");
    assert_eq!(
        page.attributes("[type=checkbox][checked]", "value"),
        ["1", "3", "yes"]
    );
    assert_eq!(page.text_of(".file .t-m"), "Noor b.pdf");
    assert!(
        page.text_of(".file .t-sm").contains("kept"),
        "{}",
        page.text()
    );
    assert_eq!(app.number("select count(*) from applications").await, 0);
    assert_eq!(app.number("select count(*) from staged_files").await, 1);

    // The file need not be chosen again. A browser sends the empty field all the same.
    let right = with(noor(&key), &[(&why, "You grind finely.")]);
    let empty: (&str, &str, &str, &[u8]) = ("resume", "", "application/octet-stream", b"");
    let first = reference(browser.post_files(&path, &right, &[empty]).await);
    let again = reference(browser.post_files(&path, &right, &[empty]).await);
    assert_eq!(first, again, "a retry without the file is the same sending");
    let kept: (String, Vec<u8>) = sqlx::query_as("select name, sha256 from files")
        .fetch_one(app.app.db.pages())
        .await
        .unwrap();
    assert_eq!(
        kept,
        ("Noor b.pdf".to_owned(), Sha256::digest(&pdf).to_vec())
    );
    assert_eq!(files_on_disk(&app), 1);
}

#[tokio::test]
async fn a_file_that_is_kept_may_be_replaced() {
    let app = TestApp::new().await;
    let (_, _, path) = mill(&app).await;
    let mut browser = app.visitor();
    let key = key(&mut browser, &path).await;
    let wrong = with(noor(&key), &[("place", "")]);
    let (old, new) = (
        documents::pdf(&["Old"]),
        documents::docx("<w:p><w:r><w:t>New</w:t></w:r></w:p>"),
    );
    browser
        .post_files(&path, &wrong, &[("resume", "old.pdf", PDF, &old)])
        .await
        .expect(422);
    let page = browser
        .post_files(&path, &wrong, &[("resume", "new.docx", "", &new)])
        .await
        .expect(422);
    assert_eq!(page.text_of(".file .t-m"), "new.docx");
    assert_eq!(app.number("select count(*) from staged_files").await, 1);
    reference(browser.post_files(&path, &noor(&key), &[]).await);
    let name: String = sqlx::query_scalar("select name from files")
        .fetch_one(app.app.db.pages())
        .await
        .unwrap();
    assert_eq!(name, "new.docx");
}

#[tokio::test]
async fn files_are_what_they_say_or_are_not_taken() {
    let app = TestApp::new().await;
    let (_, _, path) = mill(&app).await;
    let mut browser = app.visitor();
    let key = key(&mut browser, &path).await;
    let pdf = documents::pdf(&["Noor"]);
    let large = vec![b'a'; (10 << 20) + 1];
    let kinds = "Choose a PDF, DOCX, ODT, RTF or plain text file";
    for (name, kind, bytes, status, message) in [
        ("cv.exe", "application/octet-stream", &b"MZ"[..], 415, kinds),
        ("cv.docx", "", &pdf, 415, kinds),
        ("cv.pdf", "image/png", &pdf, 415, kinds),
        ("cv.pdf", PDF, b"<html>", 415, kinds),
        (
            "cv.txt",
            "text/plain",
            b"",
            422,
            "This file is empty. Choose another",
        ),
        (
            "cv.txt",
            "text/plain",
            &large,
            413,
            "Choose a smaller file: all files together may have up to 10 MB",
        ),
    ] {
        let page = browser
            .post_files(&path, &noor(&key), &[("resume", name, kind, bytes)])
            .await
            .expect(status);
        assert_eq!(page.texts(".error-summary li"), [message], "{name}");
        assert_eq!(
            page.text_of("#resume-error"),
            format!("Error: {message}"),
            "{name}"
        );
        assert_eq!(page.value("place"), "Tartu, Estonia", "{name}");
    }
    let two: &[(&str, &str, &str, &[u8])] = &[
        ("resume", "a.pdf", PDF, &pdf),
        ("resume", "b.pdf", PDF, &pdf),
    ];
    let page = browser
        .post_files(&path, &noor(&key), two)
        .await
        .expect(422);
    assert_eq!(page.texts(".error-summary li"), ["Choose one file only"]);
    let page = browser
        .post_files(&path, &noor(&key), &[])
        .await
        .expect(422);
    assert_eq!(
        page.texts(".error-summary li"),
        ["Choose your résumé, or paste it as text"]
    );
    assert_eq!(app.number("select count(*) from submissions").await, 0);

    // More than the whole form may have is refused without reading on.
    let mut rest = large.clone();
    rest.extend(vec![b'a'; 128 << 10]);
    let refused = browser
        .post_files(
            &path,
            &noor(&key),
            &[("resume", "cv.txt", "text/plain", &rest)],
        )
        .await
        .expect(413);
    assert_eq!(refused.header("content-type"), "text/html; charset=utf-8");
    assert!(refused.text().contains("10 MB"), "{}", refused.text());
}

#[tokio::test]
async fn a_resume_may_be_pasted() {
    let app = TestApp::new().await;
    let (_, _, path) = mill(&app).await;
    let mut browser = app.visitor();
    let key = key(&mut browser, &path).await;
    let sent = with(noor(&key), &[("resume_text", "Noor grinds.\nFinely.")]);
    let first = reference(browser.post_files(&path, &sent, &[]).await);
    assert_eq!(
        first,
        reference(browser.post_files(&path, &sent, &[]).await)
    );
    let row: (String, String, i64) = sqlx::query_as("select name, kind::text, size from files")
        .fetch_one(app.app.db.pages())
        .await
        .unwrap();
    assert_eq!(row, ("résumé.txt".to_owned(), "txt".to_owned(), 20));
    assert_eq!(files_on_disk(&app), 1);
    assert!(app.run_tasks().await >= 1);
    let text: String = sqlx::query_scalar("select text from file_texts where state = 'ready'")
        .fetch_one(app.app.db.pages())
        .await
        .unwrap();
    assert_eq!(text, "Noor grinds.\nFinely.");
}

#[tokio::test]
async fn answers_keep_their_question_as_it_stood() {
    use QuestionKind::*;
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    let mut ad = miller();
    let kinds = [
        ShortText,
        LongText,
        YesNo,
        SingleChoice,
        MultipleChoice,
        Number,
        Date,
        Link,
        File,
    ];
    ad.advert.questions = kinds
        .iter()
        .map(|kind| question(*kind, &format!("{kind:?}?"), true))
        .collect();
    ad.advert
        .questions
        .push(question(ShortText, "Anything else?", false));
    ad.advert.questions[5].sensitive = true;
    let live = app.publish(&heron, ad).await;
    let path = format!("/careers/heron/jobs/{}-miller/apply", live.id);
    let mut browser = app.visitor();
    let form = browser.get(&path).await.expect(200);
    assert_eq!(form.text_of("#s-questions"), "Ten questions");
    let mut names = form.attributes("[name^=question_]", "name");
    names.dedup();
    let key = form.value("key");
    let pdf = documents::pdf(&["Noor"]);

    let missing = browser
        .post_files(&path, &noor(&key), &[("resume", "cv.pdf", PDF, &pdf)])
        .await
        .expect(422);
    let messages = [
        "Write an answer",
        "Write an answer",
        "Choose yes or no",
        "Choose an answer",
        "Choose at least one answer",
        "Enter a number",
        "Enter a date, like 2026-11-19",
        "Enter a link, like https://example.com",
        "Choose a file",
    ];
    assert_eq!(missing.texts(".error-summary li"), messages);

    let mut sent = noor(&key);
    let given = [
        "A word",
        "More\r\nwords",
        "no",
        "2",
        "3",
        "3,5",
        "2026-11-19",
        "noor.example.org",
    ];
    sent.extend(names.iter().map(String::as_str).zip(given));
    sent.push((names[4].as_str(), "1"));
    let sample = b"A sample of my hand.";
    reference(
        browser
            .post_files(
                &path,
                &sent,
                &[(&names[8], "sample.txt", "text/plain", sample)],
            )
            .await,
    );
    let rows: Vec<(i32, String, serde_json::Value, String, bool)> =
        sqlx::query_as("select position, question->>'label', value, text, sensitive from answers order by position").fetch_all(app.app.db.pages()).await.unwrap();
    let file: i64 = sqlx::query_scalar("select file_id from attachments where kind = 'answer'")
        .fetch_one(app.app.db.pages())
        .await
        .unwrap();
    let expected = serde_json::json!([
        [1, "ShortText?", "A word", "A word", false],
        [2, "LongText?", "More\nwords", "More\nwords", false],
        [3, "YesNo?", false, "No", false],
        [4, "SingleChoice?", 2, "Oats", false],
        [5, "MultipleChoice?", [3, 1], "Spelt, Rye", false],
        [6, "Number?", 3.5, "3,5", true],
        [7, "Date?", "2026-11-19", "19 November 2026", false],
        [8, "Link?", "https://noor.example.org/", "https://noor.example.org/", false],
        [9, "File?", { "file": file }, "sample.txt", false],
    ]);
    assert_eq!(serde_json::to_value(&rows).unwrap(), expected);
    assert_eq!(
        app.number("select count(*) from attachments where kind = 'resume'")
            .await,
        1
    );
}

#[tokio::test]
async fn a_second_try_joins_the_application_that_is_active() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    let mut ad = miller();
    ad.advert.questions = vec![question(QuestionKind::ShortText, "Why?", true)];
    let live = app.publish(&heron, ad).await;
    let other = app.publish(&heron, clerk()).await;
    let path = format!("/careers/heron/jobs/{}-miller/apply", live.id);
    let mut browser = app.visitor();
    let form = browser.get(&path).await.expect(200);
    let why = form.attributes("[name^=question_]", "name").remove(0);
    let pdf = documents::pdf(&["Noor"]);
    let first_key = form.value("key");
    let first = reference(
        browser
            .post_files(
                &path,
                &with(noor(&first_key), &[(&why, "One")]),
                &[("resume", "one.pdf", PDF, &pdf)],
            )
            .await,
    );
    app.app.db.clock.advance(SignedDuration::from_hours(72));
    let second_key = key(&mut browser, &path).await;
    let impostor = with(
        noor(&second_key),
        &[
            (&why, "Two"),
            ("given_name", "Nora"),
            ("place", "Oslo, Norway"),
            ("phone", "+47 5550 0100"),
        ],
    );
    let second = reference(
        browser
            .post_files(&path, &impostor, &[("resume", "two.pdf", PDF, &pdf)])
            .await,
    );
    assert_ne!(first, second);
    let thanks = |answer: Answer, reference: &str| answer.text().replace(reference, "…");
    let one = thanks(
        browser
            .get(&format!("/careers/heron/applied/{first}"))
            .await
            .expect(200),
        &first,
    );
    let two = thanks(
        browser
            .get(&format!("/careers/heron/applied/{second}"))
            .await
            .expect(200),
        &second,
    );
    let undated = |page: &str| page.split("<time").next().unwrap().to_owned();
    assert_eq!(undated(&one), undated(&two));
    assert_ne!(one, two, "a promise is counted from its own sending");

    assert_eq!(app.number("select count(*) from applications").await, 1);
    assert_eq!(app.number("select count(*) from candidates").await, 1);
    assert_eq!(
        app.number("select count(distinct application_id) from submissions")
            .await,
        1
    );
    assert_eq!(
        app.number("select count(*) from attachments where application_id is not null")
            .await,
        2
    );
    assert_eq!(app.number("select count(*) from candidate_phones").await, 2);
    assert_eq!(app.number("select count(*) from consents").await, 2);
    assert_eq!(
        app.number("select count(*) from events where kind = 'application.sent_again'")
            .await,
        1
    );
    let row: (String, String, String, String) = sqlx::query_as("select a.name, c.given_name, c.place, n.text from applications a join candidates c on c.id = a.candidate_id join answers n on n.application_id = a.id")
        .fetch_one(app.app.db.pages())
        .await
        .unwrap();
    assert_eq!(
        row,
        (
            "Noor Aziza Castellane".to_owned(),
            "Noor Aziza".to_owned(),
            "Tartu, Estonia".to_owned(),
            "One".to_owned()
        )
    );
    let kept: serde_json::Value =
        sqlx::query_scalar("select answers from submissions where reference = $1")
            .bind(&second)
            .fetch_one(app.app.db.pages())
            .await
            .unwrap();
    assert_eq!(kept[0]["text"], "Two");

    // Another job is another application of the same person; another company knows nobody.
    let path = format!("/careers/heron/jobs/{}-grain-clerk/apply", other.id);
    let third_key = key(&mut browser, &path).await;
    reference(
        browser
            .post_files(&path, &noor(&third_key), &[("resume", "cv.pdf", PDF, &pdf)])
            .await,
    );
    assert_eq!(app.number("select count(*) from applications").await, 2);
    assert_eq!(app.number("select count(*) from candidates").await, 1);
    let otter = company(&app, "otter", "Otter Works").await;
    let there = app.publish(&otter, miller()).await;
    let path = format!("/careers/otter/jobs/{}-miller/apply", there.id);
    app.eventually(&path, |page| page.status == 200).await;
    let fourth_key = key(&mut browser, &path).await;
    browser
        .post_files(
            &path,
            &noor(&fourth_key),
            &[("resume", "cv.pdf", PDF, &pdf)],
        )
        .await
        .expect(303);
    assert_eq!(app.number("select count(*) from candidates").await, 2);
    browser
        .get(&format!("/careers/otter/applied/{first}"))
        .await
        .expect(404);
    browser
        .get("/careers/heron/applied/0000-0000")
        .await
        .expect(404);
}

#[tokio::test]
async fn one_person_in_two_windows_at_once_is_one_application() {
    let app = TestApp::new().await;
    let (_, _, path) = mill(&app).await;
    let pdf = documents::pdf(&["Noor"]);
    let mut sends = Vec::new();
    for _ in 0..6 {
        let (mut browser, path, pdf) = (app.visitor(), path.clone(), pdf.clone());
        sends.push(tokio::spawn(async move {
            let key = key(&mut browser, &path).await;
            reference(
                browser
                    .post_files(&path, &noor(&key), &[("resume", "cv.pdf", PDF, &pdf)])
                    .await,
            )
        }));
    }
    let mut references = std::collections::BTreeSet::new();
    for send in sends {
        references.insert(send.await.unwrap());
    }
    assert_eq!(references.len(), 6);
    assert_eq!(app.number("select count(*) from candidates").await, 1);
    assert_eq!(app.number("select count(*) from applications").await, 1);
    assert_eq!(
        app.number("select count(*) from submissions where application_id is not null")
            .await,
        6
    );
}

#[tokio::test]
async fn a_role_that_closed_meanwhile_says_so_and_gives_back_what_was_written() {
    let app = TestApp::new().await;
    let (heron, live, path) = mill(&app).await;
    let mut browser = app.visitor();
    let key = key(&mut browser, &path).await;
    app.close_posting(&heron, live).await;
    let pdf = documents::pdf(&["Noor"]);
    let page = browser
        .post_files(&path, &noor(&key), &[("resume", "cv.pdf", PDF, &pdf)])
        .await
        .expect(409);
    assert!(
        page.text_of("#closed").contains("was not sent"),
        "{}",
        page.text()
    );
    assert_eq!(page.value("place"), "Tartu, Estonia");
    assert!(page.texts("button").is_empty());
    assert_eq!(app.number("select count(*) from submissions").await, 0);
    assert_eq!(app.number("select count(*) from candidates").await, 0);
    assert_eq!(files_on_disk(&app), 0);
}

#[tokio::test]
async fn what_is_no_form_of_ours_is_refused() {
    let app = TestApp::new().await;
    let (_, _, path) = mill(&app).await;
    let mut browser = app.visitor();
    let key = key(&mut browser, &path).await;
    let pdf = documents::pdf(&["Noor"]);
    let files: &[(&str, &str, &str, &[u8])] = &[("resume", "cv.pdf", PDF, &pdf)];
    browser.post(&path, &noor(&key)).await.expect(400);
    browser
        .post_files(&path, &noor("1"), files)
        .await
        .expect(400);
    let keyless: Vec<_> = noor(&key)
        .into_iter()
        .filter(|(name, _)| *name != "key")
        .collect();
    browser.post_files(&path, &keyless, files).await.expect(400);
    for body in [
        "",
        "--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n1",
    ] {
        let kind = Some("multipart/form-data; boundary=x");
        browser
            .send(Method::POST, &path, kind, Body::from(body))
            .await
            .expect(400);
    }
    let many: Vec<_> = (0..101).map(|_| ("links", "x")).collect();
    browser.post_files(&path, &many, &[]).await.expect(413);
    let long = "x".repeat(300 << 10);
    browser
        .post_files(&path, &with(noor(&key), &[("links", &long)]), files)
        .await
        .expect(413);

    let page = browser
        .post_files(&path, &with(noor(&key), &[("place", "Tar\0tu")]), files)
        .await
        .expect(422);
    assert_eq!(
        page.texts(".error-summary li"),
        ["Remove the invisible character, or type this again"]
    );
    assert_eq!(page.value("place"), "Tartu");
    let name = "é".repeat(256);
    let page = browser
        .post_files(
            &path,
            &with(noor(&key), &[("family_name", &name), ("phone", "call me")]),
            files,
        )
        .await
        .expect(422);
    assert_eq!(
        page.texts(".error-summary li"),
        [
            "Use at most 255 characters",
            "Enter a phone number with its country code, like +372 5550 0142"
        ]
    );

    // From another website.
    browser
        .headers
        .insert("sec-fetch-site".to_owned(), "cross-site".to_owned());
    assert_eq!(app.number("select count(*) from submissions").await, 0);
    browser.headers.clear();
    for nowhere in [
        "/careers/heron/jobs/999/apply",
        "/careers/nobody/jobs/1/apply",
        "/careers/heron/jobs/x/apply",
    ] {
        browser
            .post_files(nowhere, &noor(&key), files)
            .await
            .expect(404);
    }
    let one_name = with(
        noor(&key),
        &[("family_name", ""), ("phone", ""), ("links", "")],
    );
    reference(browser.post_files(&path, &one_name, files).await);
}

#[tokio::test]
async fn text_is_read_after_the_answer() {
    let app = TestApp::new().await;
    let (_, _, path) = mill(&app).await;
    let mut browser = app.visitor();
    let sound = documents::docx("<w:p><w:r><w:t>Zoë grinds café rye.</w:t></w:r></w:p>");
    let broken = b"%PDF-1.4 and nothing more".to_vec();
    for (email, name, bytes) in [
        ("zoe@example.org", "cv.docx", &sound),
        ("tom@example.org", "cv.pdf", &broken),
    ] {
        let key = key(&mut browser, &path).await;
        reference(
            browser
                .post_files(
                    &path,
                    &with(noor(&key), &[("email", email)]),
                    &[("resume", name, "", bytes)],
                )
                .await,
        );
    }
    app.run_tasks().await;
    let texts: Vec<(String, String, Option<String>, bool)> =
        sqlx::query_as("select state::text, text, reason, vector @@ to_tsquery('simple', 'cafe & zoe') from file_texts order by file_id").fetch_all(app.app.db.pages()).await.unwrap();
    assert_eq!(
        texts[0],
        (
            "ready".to_owned(),
            "Zoë grinds café rye.".to_owned(),
            None,
            true
        )
    );
    assert_eq!(texts[1].0, "unreadable");
    assert!(texts[1].2.is_some());
    assert_eq!(
        app.number("select count(*) from work where finished_at is null")
            .await,
        0
    );
}

#[tokio::test]
async fn a_file_that_was_tampered_with_stays_an_open_task() {
    let app = TestApp::new().await;
    let (_, _, path) = mill(&app).await;
    let mut browser = app.visitor();
    let key = key(&mut browser, &path).await;
    reference(
        browser
            .post_files(
                &path,
                &noor(&key),
                &[("resume", "cv.txt", "text/plain", b"Noor")],
            )
            .await,
    );
    let stored: String = sqlx::query_scalar("select storage_key from files")
        .fetch_one(app.app.db.pages())
        .await
        .unwrap();
    std::fs::write(path_of(&app, &stored), b"Nora").unwrap();
    app.run_tasks().await;
    assert_eq!(
        app.number("select count(*) from file_texts where state = 'pending'")
            .await,
        1
    );
    assert_eq!(
        app.number(
            "select count(*) from work where last_error is not null and finished_at is null"
        )
        .await,
        1
    );
}

#[tokio::test]
async fn what_nobody_needs_is_swept_away() {
    let app = TestApp::new().await;
    let (_, _, path) = mill(&app).await;
    let mut browser = app.visitor();
    let pdf = documents::pdf(&["Noor"]);
    let sent = key(&mut browser, &path).await;
    browser
        .post_files(
            &path,
            &with(noor(&sent), &[("place", "")]),
            &[("resume", "cv.pdf", PDF, &pdf)],
        )
        .await
        .expect(422);
    reference(browser.post_files(&path, &noor(&sent), &[]).await);
    let given_up = key(&mut browser, &path).await;
    browser
        .post_files(
            &path,
            &with(noor(&given_up), &[("place", "")]),
            &[("resume", "other.pdf", PDF, &pdf)],
        )
        .await
        .expect(422);
    assert_eq!(files_on_disk(&app), 2);
    for hours in [23, 2, 30] {
        app.app.db.clock.advance(SignedDuration::from_hours(hours));
        app.run_tasks().await;
    }
    assert_eq!(app.number("select count(*) from staged_files").await, 0);
    // Each folder has its hour of the day.
    for _ in 0..24 {
        app.app.db.clock.advance(SignedDuration::from_hours(1));
        app.run_tasks().await;
    }
    assert_eq!(files_on_disk(&app), 1, "the file of the application stays");
    assert_eq!(app.number("select count(*) from files").await, 1);
}
