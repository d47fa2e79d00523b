//! What is wrong is said, and nothing that was entered is lost.

use super::{PDF, files_on_disk, key, mill, noor, reference, with};
use crate::kit::{
    app::TestApp,
    cast::company,
    documents,
    postings::{miller, question},
};
use axum::{body::Body, http::Method};
use candor::domain::postings::advert::QuestionKind;
use sha2::{Digest, Sha256};

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
