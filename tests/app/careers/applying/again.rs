//! Whoever applies again joins the application that they have.

use super::{PDF, key, mill, noor, reference, with};
use crate::kit::{
    app::{Answer, TestApp},
    cast::company,
    documents,
    postings::{clerk, miller, question},
};
use candor::domain::postings::advert::QuestionKind;
use jiff::SignedDuration;

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
