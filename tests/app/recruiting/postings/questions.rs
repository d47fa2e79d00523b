//! Questions of a posting: copied from the library, and asked after certain answers.

use super::{publish, save, typed};
use crate::kit::{
    app::{Answer, TestApp},
    cast::Cast,
    postings::{miller, question},
};
use candor::domain::postings::advert::QuestionKind;

/// The editor's form with a button of it pressed.
async fn press(cast: &mut Cast, path: &str, page: &Answer, more: &[(&str, &str)]) -> Answer {
    let mut fields = page.fields_of("#editor");
    for (name, value) in more {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    save(&mut cast.rosa, path, &fields).await.expect(200)
}

#[tokio::test]
async fn a_posting_copies_from_the_library() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.publish(&cast.company, miller()).await;
    let path = format!("/heron/postings/{}", live.id);
    let library = "/heron/settings/questions";
    for (label, kind) in [("Which shift?", "single_choice"), ("Why?", "long_text")] {
        let fields = [
            ("label", label),
            ("kind", kind),
            ("options", "Early\nLate"),
            ("help", "We have both."),
            ("required", "yes"),
        ];
        let new = format!("{library}/new");
        cast.ada.post(&new, &fields).await.expect(303);
    }
    let id = app
        .number("select id from library_questions where label = 'Which shift?'")
        .await
        .to_string();
    let page = cast.rosa.get(&path).await.expect(200);
    assert_eq!(
        page.texts("#new_question option"),
        ["Choose from the library", "Which shift?", "Why?"]
    );
    let act = [("act", "question-library"), ("new_question", id.as_str())];
    let page = press(&mut cast, &path, &page, &act).await;
    assert_eq!(page.value("question-0-label"), "Which shift?");
    assert_eq!(page.value("question-0-library"), id);
    assert_eq!(page.text_of("#question-0-options"), "Early Late");
    save(&mut cast.rosa, &path, &typed(&page, &[]))
        .await
        .expect(303);
    publish(&mut cast.rosa, &path).await.expect(303);

    // What the library says later changes no posting, and is no longer offered once it is retired.
    let change = [
        ("label", "Which shift, and why?"),
        ("kind", "long_text"),
        ("retired", "yes"),
        ("version", "1"),
    ];
    let there = format!("{library}/{id}");
    cast.ada.post(&there, &change).await.expect(303);
    let page = cast.rosa.get(&path).await.expect(200);
    assert_eq!(page.value("question-0-label"), "Which shift?");
    assert!(
        page.text_of("#question-0")
            .contains("asks it differently by now")
    );
    assert_eq!(
        page.texts("#new_question option"),
        ["Choose from the library", "Why?"]
    );
    let form = format!("/careers/heron/jobs/{}-miller/apply", live.id);
    let form = app
        .eventually(&form, |page| page.text().contains("Which shift?"))
        .await;
    assert!(form.text().contains("We have both."));
    let kept: i64 = app
        .number("select (advert#>>'{questions,0,library}')::bigint from posting_revisions order by id desc limit 1")
        .await;
    assert_eq!(kept.to_string(), id);
}

#[tokio::test]
async fn a_question_depends_on_an_answer_before_it() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mut ad = miller();
    ad.advert.questions = vec![
        question(QuestionKind::YesNo, "Ever milled?", true),
        question(QuestionKind::ShortText, "Where?", true),
    ];
    let live = app.publish(&cast.company, ad).await;
    let path = format!("/heron/postings/{}", live.id);
    let page = cast.rosa.get(&path).await.expect(200);
    assert!(
        page.attributes("[name=question-0-shown]", "value")
            .is_empty()
    );
    assert_eq!(
        page.attributes("[name=question-1-shown]", "value"),
        ["0:1:Yes", "0:0:No"]
    );
    let mut fields = typed(&page, &[]);
    fields.push(("question-1-shown".to_owned(), "0:1:Yes".to_owned()));
    save(&mut cast.rosa, &path, &fields).await.expect(303);
    let page = cast.rosa.get(&path).await.expect(200);
    assert_eq!(
        page.attributes("[name=question-1-shown][checked]", "value"),
        ["0:1:Yes"]
    );

    // Moved above what it depends on, it keeps its condition, and saving says what to do.
    let moved = press(&mut cast, &path, &page, &[("act", "question-up:1")]).await;
    assert_eq!(moved.value("question-0-label"), "Where?");
    assert_eq!(
        moved.attributes("[name=question-0-shown][checked]", "value"),
        ["1:1:Yes"]
    );
    let told = save(&mut cast.rosa, &path, &typed(&moved, &[]))
        .await
        .expect(422);
    assert!(
        told.text_of("#question-0-shown-error")
            .contains("“Ever milled?”, which comes later: move it below")
    );
    let back = press(&mut cast, &path, &told, &[("act", "question-down:0")]).await;
    save(&mut cast.rosa, &path, &typed(&back, &[]))
        .await
        .expect(303);

    let page = cast.rosa.get(&path).await.expect(200);
    let gone = press(&mut cast, &path, &page, &[("act", "question-remove:0")]).await;
    let told = save(&mut cast.rosa, &path, &typed(&gone, &[]))
        .await
        .expect(422);
    assert!(told.text_of("#question-0-shown-error").contains("is gone"));
    let retyped = typed(&page, &[("question-0-kind", "short_text")]);
    let told = save(&mut cast.rosa, &path, &retyped).await.expect(422);
    assert!(
        told.text_of("#question-1-shown-error")
            .contains("no answers to choose from")
    );

    // Of questions that are new together, and in a copy of the posting, the condition stands as well.
    let page = press(&mut cast, &path, &page, &[("act", "question-add")]).await;
    let page = press(&mut cast, &path, &page, &[("act", "question-add")]).await;
    let mut fields = typed(
        &page,
        &[
            ("question-2-label", "Which grain?"),
            ("question-2-kind", "multiple_choice"),
            ("question-2-options", "Rye\nOats"),
            ("question-3-label", "For how long?"),
        ],
    );
    fields.push(("question-3-shown".to_owned(), "2:1:Rye".to_owned()));
    fields.push(("question-3-shown".to_owned(), "2:2:Oats".to_owned()));
    save(&mut cast.rosa, &path, &fields).await.expect(303);
    publish(&mut cast.rosa, &path).await.expect(303);
    let form = format!("/careers/heron/jobs/{}-miller/apply", live.id);
    let shown = app
        .eventually(&form, |page| page.text().contains("For how long?"))
        .await;
    assert_eq!(
        shown.texts("[data-only-if]"),
        [
            "Only if you answered “Yes” to “Ever milled?”",
            "Only if you answered “Rye” or “Oats” to “Which grain?”"
        ]
    );
    assert_eq!(
        shown.attributes("[data-after]", "data-answers"),
        ["yes", "1 2"]
    );
    let mixed = cast.rosa.get(&path).await.expect(200);
    let mut fields = typed(&mixed, &[]);
    fields.push(("question-3-shown".to_owned(), "0:1:Yes".to_owned()));
    let told = save(&mut cast.rosa, &path, &fields).await.expect(422);
    assert!(
        told.text_of("#question-3-shown-error")
            .contains("one earlier question only")
    );
}
