//! Files that come with the form: which are taken, how they are read, and which are swept away.

use super::{PDF, files_on_disk, key, mill, noor, reference, with};
use crate::kit::{app::TestApp, documents};
use jiff::SignedDuration;

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
    std::fs::write(app.lies_at(&stored), b"Nora").unwrap();
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
