//! Correcting answers: each keeps its question as it stood.

use super::{
    Mill,
    amending::{Desk, PDF},
    words,
};
use crate::kit::{
    documents,
    postings::{miller, question},
};
use candor::{base::ids::ApplicationId, domain::postings::advert::QuestionKind};
use serde_json::json;

#[tokio::test]
async fn answers_are_corrected_each_with_its_question() {
    let mill = Mill::new().await;
    let mut ad = miller();
    ad.advert.questions = vec![
        question(QuestionKind::ShortText, "Which stone?", true),
        question(QuestionKind::MultipleChoice, "Which grain?", false),
        question(QuestionKind::YesNo, "Any allergy?", false),
        question(QuestionKind::File, "A sample", true),
    ];
    ad.advert.questions[2].sensitive = true;
    let live = mill.app.publish(&mill.cast.company, ad).await;
    let form = format!("/careers/heron/jobs/{}-miller/apply", live.id);
    let mut noor = mill.app.visitor();
    let page = noor.get(&form).await.expect(200);
    let mut names = page.attributes("[name^=question_]", "name");
    names.dedup();
    let key = page.value("key");
    let pdf = documents::pdf(&["Noor"]);
    let answer = noor
        .post_files(
            &form,
            &[
                ("key", &key),
                ("given_name", "Noor"),
                ("email", "noor@example.org"),
                ("place", "Tartu"),
                ("consent", "yes"),
                (&names[0], "Basalt"),
                (&names[1], "1"),
                (&names[1], "3"),
                (&names[2], "no"),
            ],
            &[
                ("resume", "noor.pdf", PDF, &pdf),
                (&names[3], "sample.txt", "text/plain", b"A sample."),
            ],
        )
        .await;
    answer.location();
    let id: i64 = mill.app.number("select max(id) from applications").await;
    let mut desk = Desk::at(mill, ApplicationId(id)).await;
    let prefilled = desk.form(&[]).await;
    for (name, value) in [
        (&names[0], "Basalt"),
        (&names[1], "1"),
        (&names[1], "3"),
        (&names[2], "no"),
    ] {
        assert!(
            prefilled.contains(&(name.clone(), value.to_owned())),
            "{name} {value}"
        );
    }
    let mut sent = desk
        .form(&[(&names[0], "Granite"), (&names[2], "yes")])
        .await;
    sent.retain(|(name, _)| *name != names[1]);
    desk.send(&sent, &[]).await.expect(303);
    assert_eq!(
        desk.changed().await,
        json!([
            { "what": "Which stone?", "before": "Basalt", "after": "Granite" },
            { "what": "Any allergy?" },
            { "what": "Which grain?", "before": "Rye, Spelt", "after": null },
        ])
    );
    let kept: Vec<(String, String)> =
        sqlx::query_as("select question->>'label', text from answers order by position")
            .fetch_all(desk.mill.app.app.db.pages())
            .await
            .unwrap();
    assert_eq!(
        kept,
        words(&[
            ("Which stone?", "Granite"),
            ("Any allergy?", "Yes"),
            ("A sample", "sample.txt")
        ])
    );
    let required: bool = sqlx::query_scalar("select (question->>'required')::boolean from answers where question->>'label' = 'A sample'")
        .fetch_one(desk.mill.app.app.db.pages())
        .await
        .unwrap();
    assert!(required, "the question stays as it stood");
    let empty = desk.form(&[(&names[0], " ")]).await;
    let page = desk.send(&empty, &[]).await.expect(422);
    assert_eq!(page.texts(".error-summary li"), ["Write an answer"]);
    let newer = desk.form(&[]).await;
    desk.send(
        &newer,
        &[(&names[3], "better.txt", "text/plain", b"Better.")],
    )
    .await
    .expect(303);
    assert_eq!(desk.changed().await[0]["after"], "better.txt");
}
