//! A résumé fills in the form that it comes with, and its writer has the last word.

use super::{PDF, key, mill, noor, with};
use crate::kit::{app::TestApp, documents};

const HEAD: [&str; 4] = [
    "Noor Castellane",
    "+372 5550 0142",
    "noor@example.org",
    "https://noor.example/work",
];

#[tokio::test]
async fn a_resume_fills_in_what_is_empty_and_nothing_is_sent() {
    let app = TestApp::new().await;
    let (_, _, path) = mill(&app).await;
    let mut browser = app.visitor();
    let key = key(&mut browser, &path).await;
    let fields = [("key", &*key), ("given_name", "Noor Aziza"), ("email", "")];
    let pdf = documents::pdf(&HEAD);
    let page = browser
        .post_files(
            &format!("{path}/resume"),
            &fields,
            &[("resume", "cv.pdf", PDF, &pdf)],
        )
        .await
        .expect(200);
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.value("given_name"), "Noor Aziza", "typed, and kept");
    assert_eq!(page.value("family_name"), "Castellane");
    assert_eq!(page.value("email"), "noor@example.org");
    assert_eq!(page.value("phone"), "+372 5550 0142");
    assert!(page.text_of("#links").contains("https://noor.example/work"));
    assert_eq!(
        page.texts("label .badge--accent").len(),
        4,
        "each is marked"
    );
    assert!(
        page.text_of("[role=status]")
            .starts_with("Filled in from your résumé")
    );
    assert_eq!(app.number("select count(*) from applications").await, 0);
    // The file need not be chosen again.
    browser
        .post_files(&path, &with(noor(&key), &[]), &[])
        .await
        .expect(303);
    assert_eq!(app.number("select count(*) from attachments").await, 1);
}

#[tokio::test]
async fn a_json_resume_may_be_pasted() {
    let app = TestApp::new().await;
    let (_, _, path) = mill(&app).await;
    let mut browser = app.visitor();
    let key = key(&mut browser, &path).await;
    let resume = r#"{"basics": {"name": "Noor Castellane", "label": "Grinder", "location": {"city": "Tartu"}}}"#;
    let fields = [("key", &*key), ("resume_text", resume)];
    let page = browser
        .post_files(&format!("{path}/resume"), &fields, &[])
        .await
        .expect(200);
    assert_eq!(page.value("headline"), "Grinder");
    assert_eq!(page.value("place"), "Tartu");
    assert!(
        page.text_of("#resume_text").contains("basics"),
        "what was pasted stays"
    );
}

#[tokio::test]
async fn without_a_resume_or_with_one_that_says_nothing_it_is_said_so() {
    let app = TestApp::new().await;
    let (_, _, path) = mill(&app).await;
    let mut browser = app.visitor();
    let key = key(&mut browser, &path).await;
    let path = format!("{path}/resume");
    let fields = [("key", &*key), ("place", "Tartu")];
    let page = browser.post_files(&path, &fields, &[]).await.expect(422);
    assert_eq!(page.texts("#resume-error").len(), 1);
    assert_eq!(page.value("place"), "Tartu");
    let page = browser
        .post_files(
            &path,
            &fields,
            &[("resume", "cv.exe", "application/x-msdownload", b"MZ\x90\0")],
        )
        .await
        .expect(415);
    assert_eq!(page.value("place"), "Tartu");
    let silent = documents::pdf(&["I mill, day and night."]);
    let page = browser
        .post_files(&path, &fields, &[("resume", "cv.pdf", PDF, &silent)])
        .await
        .expect(200);
    assert!(
        page.text_of("[role=status]")
            .starts_with("We found nothing")
    );
    browser
        .post_files(&path, &[("place", "Tartu")], &[])
        .await
        .expect(400);
}
