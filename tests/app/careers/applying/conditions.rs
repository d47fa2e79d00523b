//! Questions that are asked after certain answers only.

use super::{PDF, key, noor, reference};
use crate::kit::{
    app::TestApp,
    cast::company,
    documents,
    postings::{miller, question},
};
use candor::{
    base::ids::{ApplicationId, QuestionId},
    domain::postings::advert::{QuestionKind, ShownIf},
};

async fn answered(app: &TestApp, application: i64) -> Vec<String> {
    sqlx::query_scalar(
        "select (question->>'label') || ' ' || text from answers where application_id = $1 order by position",
    )
    .bind(application)
    .fetch_all(app.app.db.pages())
    .await
    .unwrap()
}

#[tokio::test]
async fn what_is_not_asked_is_neither_required_nor_kept() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    let mut ad = miller();
    let after = |on: i64, value| {
        Some(ShownIf {
            question: QuestionId(on),
            any_of: vec![value],
        })
    };
    ad.advert.questions = vec![
        question(QuestionKind::YesNo, "Ever milled?", true),
        question(QuestionKind::SingleChoice, "What?", true),
        question(QuestionKind::File, "A sample", true),
        question(QuestionKind::ShortText, "Why not?", true),
    ];
    for (n, question) in (1..).zip(&mut ad.advert.questions) {
        question.id = QuestionId(-n);
    }
    ad.advert.questions[1].shown_if = after(-1, ShownIf::YES);
    ad.advert.questions[2].shown_if = after(-2, 2);
    ad.advert.questions[3].shown_if = after(-1, ShownIf::NO);
    let live = app.publish(&heron, ad).await;
    let path = format!("/careers/heron/jobs/{}-miller/apply", live.id);
    let mut browser = app.visitor();
    let form = browser.get(&path).await.expect(200);
    let mut names = form.attributes("[name^=question_]", "name");
    names.dedup();
    let pdf = documents::pdf(&["Noor"]);
    let resume = ("resume", "cv.pdf", PDF, &pdf[..]);

    // Yes, and then something of oats: the sample is asked for, the reason is not.
    let first = form.value("key");
    let mut sent = noor(&first);
    sent.extend([(names[0].as_str(), "yes")]);
    let wrong = browser
        .post_files(&path, &sent, &[resume])
        .await
        .expect(422);
    assert_eq!(wrong.texts(".error-summary li"), ["Choose an answer"]);
    sent.extend([
        (names[1].as_str(), "2"),
        (names[3].as_str(), "I did, though"),
    ]);
    let wrong = browser.post_files(&path, &sent, &[]).await.expect(422);
    assert_eq!(wrong.texts(".error-summary li"), ["Choose a file"]);
    let sample = (
        names[2].as_str(),
        "sample.txt",
        "text/plain",
        &b"Flour."[..],
    );
    reference(browser.post_files(&path, &sent, &[sample]).await);
    let id = app.number("select max(id) from applications").await;
    assert_eq!(
        answered(&app, id).await,
        ["Ever milled? Yes", "What? Oats", "A sample sample.txt"]
    );

    // They think again: without the first answer, what hung on it goes, the file's answer too.
    let own = app.link_of(ApplicationId(id)).await;
    let page = browser.get(&format!("{own}/details")).await.expect(200);
    let mut fields = page.fields_of("main form, form:has(#key)");
    fields.retain(|(name, _)| *name != names[0]);
    fields.push((names[0].clone(), "no".to_owned()));
    fields.retain(|(name, _)| *name != names[3]);
    fields.push((names[3].clone(), "I bake".to_owned()));
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser
        .post_files(&format!("{own}/details"), &fields, &[])
        .await
        .expect(303);
    assert_eq!(
        answered(&app, id).await,
        ["Ever milled? No", "Why not? I bake"]
    );

    // A file that came though nobody asked for it is not theirs either.
    let second = key(&mut browser, &path).await;
    let mut sent = noor(&second);
    sent.retain(|(name, _)| *name != "email");
    sent.extend([
        ("email", "ines@example.org"),
        (names[0].as_str(), "no"),
        (names[1].as_str(), "2"),
        (names[3].as_str(), "Never met a mill"),
    ]);
    reference(browser.post_files(&path, &sent, &[resume, sample]).await);
    let id = app.number("select max(id) from applications").await;
    assert_eq!(
        answered(&app, id).await,
        ["Ever milled? No", "Why not? Never met a mill"]
    );
    let files: i64 =
        sqlx::query_scalar("select count(*) from attachments where application_id = $1")
            .bind(id)
            .fetch_one(app.app.db.pages())
            .await
            .unwrap();
    assert_eq!(files, 1, "the résumé");
}
