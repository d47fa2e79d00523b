//! The profile: who applied, and what they sent.

use crate::kit::{
    app::TestApp,
    cast::Cast,
    documents,
    postings::{miller, question},
    statements,
};
use candor::{
    base::ids::QuestionId,
    domain::{applications::answers::Answer, files::FileKind, postings::advert::QuestionKind},
};

#[tokio::test]
async fn a_profile_tells_who_and_what_they_sent() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mut ad = miller();
    let mut origin = question(QuestionKind::ShortText, "Where is your family from?", false);
    origin.sensitive = true;
    ad.advert.questions = vec![
        question(
            QuestionKind::LongText,
            "Which mill would you like to have built?",
            true,
        ),
        origin,
    ];
    let live = app.staffed(&cast, ad).await;
    let ids: Vec<QuestionId> = sqlx::query_scalar("select id from questions order by position")
        .fetch_all(app.app.db.pages())
        .await
        .unwrap();
    let answers = [
        (
            0,
            "Which mill would you like to have built?",
            "The one\nin Hiiumaa.",
        ),
        (1, "Where is your family from?", "Sensitive words"),
    ];
    let answers = answers.map(|(n, label, text)| {
        let mut question = question(QuestionKind::LongText, label, false);
        question.id = ids[n];
        question.sensitive = n == 1;
        Answer {
            question,
            value: text.into(),
            text: text.to_owned(),
        }
    });
    let resume = app
        .resume(
            "noor.txt",
            FileKind::Txt,
            b"Noor <b>Castellane</b>\n\nWORK\n- Rye",
        )
        .await;
    let id = app
        .sends(
            &cast.company,
            live.id,
            "Noor Castellane",
            answers.into(),
            vec![resume],
        )
        .await;
    let page = cast
        .hugo
        .get(&format!("/heron/applications/{id}"))
        .await
        .expect(200);
    assert_eq!(page.text_of("h1"), "Noor Castellane");
    assert_eq!(
        page.texts(".who__links > *"),
        [
            "noor.castellane@example.org",
            "+372 5550 0142",
            "Tallinn",
            "https://castellane.example.org/"
        ]
    );
    assert_eq!(
        page.attributes(".who__links a[href^=http]", "rel"),
        ["nofollow noopener noreferrer"]
    );
    assert_eq!(
        page.attributes(".who__links a[href^=tel]", "href"),
        ["tel:+37255500142"]
    );
    assert_eq!(
        page.texts(".qa dt"),
        ["Which mill would you like to have built?"]
    );
    assert_eq!(page.text_of(".qa dd"), "The onein Hiiumaa.");
    assert!(!page.text().contains("Sensitive words"));
    let facts = page.texts(".facts > *").join(" | ");
    for fact in [
        "Source | Careers site",
        "Manager | Hugo Brandt",
        "Posting seen | Miller, version 1",
    ] {
        assert!(facts.contains(fact), "{facts}");
    }
    assert_eq!(page.texts("#tab a.line .truncate"), ["noor.txt"]);
    assert_eq!(
        page.text_of(".track [aria-current]"),
        "Application review · now here"
    );
    assert_eq!(
        page.text_of(".topbar__tools"),
        "1 of 1 in Application review"
    );
    assert_eq!(
        page.texts(".actions .btn"),
        [
            "Snooze…S",
            "Reject…E",
            "Hire…",
            "Move to Recruiter screen…M"
        ]
    );
    // Auditors look on.
    let audit = cast
        .otto
        .get(&format!("/heron/applications/{id}"))
        .await
        .expect(200);
    assert!(
        audit.texts(".actions .btn").is_empty() && audit.texts("form[action$=notes]").is_empty()
    );
    for refused in [&mut cast.iris, &mut cast.olga] {
        refused
            .get(&format!("/heron/applications/{id}"))
            .await
            .expect(404);
    }
    for (path, status) in [("0", 404), ("99999999999999999999", 404), ("x", 404)] {
        let answer = cast.rosa.get(&format!("/heron/applications/{path}")).await;
        assert!([400, status].contains(&answer.status.as_u16()), "{path}");
    }
}

#[tokio::test]
async fn a_resume_is_shown_as_text_and_says_why_not() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let resume = app
        .resume(
            "noor.txt",
            FileKind::Txt,
            b"Noor <b>Castellane</b>\n\nWORK\n- Rye\n- Oats",
        )
        .await;
    let id = app
        .sends(
            &cast.company,
            live.id,
            "Noor Castellane",
            Vec::new(),
            vec![resume],
        )
        .await;
    let path = format!("/heron/applications/{id}/resume");
    let pending = cast.rosa.get(&path).await.expect(200);
    assert_eq!(pending.text_of("#sheet h3"), "Being read");
    assert_eq!(
        pending.attributes("#sheet", "hx-get"),
        std::slice::from_ref(&path)
    );
    app.run_tasks().await;
    let ready = cast.rosa.get(&path).await.expect(200);
    assert_eq!(ready.texts(".sheet > p"), ["Noor <b>Castellane</b>"]);
    assert_eq!(ready.texts(".sheet h3, .sheet li"), ["WORK", "Rye", "Oats"]);
    assert!(ready.attributes("#sheet", "hx-get").is_empty());
    cast.rosa.htmx = true;
    let part = cast.rosa.get(&path).await.expect(200);
    assert!(!part.text().contains("<html") && part.text().contains("Oats"));
    cast.rosa.htmx = false;
    sqlx::query("update file_texts set state = 'unreadable', reason = 'The file is locked with a password.'")
        .execute(app.app.db.pages())
        .await
        .unwrap();
    let broken = cast.rosa.get(&path).await.expect(200);
    assert_eq!(broken.text_of("#sheet h3"), "No text could be read");
    assert!(
        broken
            .text_of("#sheet .empty")
            .contains("locked with a password")
    );
    assert_eq!(broken.texts("#sheet .btn"), ["", "Download noor.txt"]);

    let none = app.applies(&cast.company, live.id, "Bao Lindenmere").await;
    let none = cast
        .rosa
        .get(&format!("/heron/applications/{none}/resume"))
        .await
        .expect(200);
    assert_eq!(none.text_of("#sheet h3"), "No résumé");

    let pdf = app
        .resume("wren.pdf", FileKind::Pdf, &documents::pdf(&["Wren"]))
        .await;
    let id = app
        .sends(
            &cast.company,
            live.id,
            "Wren Halloway",
            Vec::new(),
            vec![pdf],
        )
        .await;
    let pages = cast
        .rosa
        .get(&format!("/heron/applications/{id}/resume?view=pages"))
        .await
        .expect(200);
    let file = pages.attributes("[data-pdf]", "data-pdf").remove(0);
    assert!(file.starts_with("/heron/attachments/"));
    assert!(pages.attributes("[data-pdf]", "data-pdfjs")[0].starts_with("/static/vendor/pdfjs."));
}

#[tokio::test]
async fn looking_marks_nothing_until_the_page_says_so() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
    let own = format!("/heron/applications/{id}");
    for tab in ["", "/resume", "/activity", "/others"] {
        cast.rosa.get(&format!("{own}{tab}")).await.expect(200);
        cast.rosa.head(&format!("{own}{tab}")).await.expect(200);
    }
    let reads = "select count(*) from reads";
    assert_eq!(
        (app.number(reads).await, app.happened(id, "%").await),
        (0, 1)
    );
    let reading = cast
        .rosa
        .get(&own)
        .await
        .attributes("[data-reading]", "data-reading")
        .remove(0);
    for _ in 0..2 {
        cast.rosa.post(&reading, &[]).await.expect(204);
    }
    assert_eq!(
        (
            app.number(reads).await,
            app.happened(id, "application.read").await
        ),
        (1, 1)
    );
    for person in [&mut cast.iris, &mut cast.olga] {
        person.post(&reading, &[]).await.expect(404);
    }
    // An act is a look as well.
    let stage = app.stage(live, "Offer").await.to_string();
    let fields = [("stage", &*stage), ("version", "1")];
    cast.hugo
        .post(&format!("{own}/move"), &fields)
        .await
        .expect(303);
    assert_eq!(app.number(reads).await, 2);
}

#[tokio::test]
async fn a_tab_costs_four_statements_at_most() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
    for (tab, most) in [("", 4), ("/resume", 3), ("/activity", 4), ("/others", 3)] {
        let path = format!("/heron/applications/{id}{tab}");
        // The first time, a connection asks for the types of columns as well.
        cast.rosa.get(&path).await.expect(200);
        let (answer, sent) = statements::during(cast.rosa.get(&path)).await;
        answer.expect(200);
        assert_eq!(sent.len(), most, "{path}: {sent:#?}");
    }
}
