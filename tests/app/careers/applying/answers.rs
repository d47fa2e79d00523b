//! Answers to the questions of a posting.

use super::{PDF, noor, reference};
use crate::kit::{
    app::TestApp,
    cast::company,
    documents,
    postings::{miller, question},
};
use candor::domain::postings::advert::QuestionKind;

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
