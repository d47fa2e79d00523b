//! The profile: everything that the viewer may know of an application, and nothing else.

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
        ["Reject…E", "Hire…", "Move to Recruiter screen…M"]
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
async fn activity_tells_the_story_newest_first() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
    app.applies(&cast.company, live.id, "Noor Castellane").await;
    let own = format!("/heron/applications/{id}");
    cast.rosa
        .post(&format!("{own}/reading"), &[])
        .await
        .expect(204);
    let stage = app.stage(live, "Offer").await.to_string();
    cast.rosa
        .post(
            &format!("{own}/move"),
            &[("stage", &stage), ("version", "1")],
        )
        .await
        .expect(303);
    for (body, visibility) in [
        ("For everybody", "team"),
        ("For recruiters", "recruiters"),
        ("For me", "private"),
    ] {
        let once = uuid::Uuid::new_v4().to_string();
        let fields = [("body", body), ("visibility", visibility), ("once", &once)];
        cast.rosa
            .post(&format!("{own}/notes"), &fields)
            .await
            .expect(303);
    }
    let page = cast.rosa.get(&format!("{own}/activity")).await.expect(200);
    let story = [
        "Rosa Lindqvist wrote a note",
        "Rosa Lindqvist wrote a note",
        "Rosa Lindqvist wrote a note",
        "Rosa Lindqvist moved to Offer",
        "Rosa Lindqvist opened the application",
        "Noor Castellane sent the form again",
        "Noor Castellane applied",
    ];
    let told = page.texts(".feed__body");
    assert_eq!(told.len(), story.len(), "{told:#?}");
    for (line, expected) in told.iter().zip(story) {
        assert!(line.starts_with(expected), "{line} is not {expected}");
    }
    assert_eq!(
        page.texts(".bubble"),
        ["For me", "For recruiters", "For everybody"]
    );
    // Hugo is no recruiter, Cora is.
    let hugo = cast.hugo.get(&format!("{own}/activity")).await.expect(200);
    assert_eq!(hugo.texts(".bubble"), ["For everybody"]);
    assert_eq!(hugo.texts(".feed > li").len(), 5);
    let cora = cast.cora.get(&format!("{own}/activity")).await.expect(200);
    assert_eq!(cora.texts(".bubble"), ["For recruiters", "For everybody"]);
    for (show, lines) in [
        ("decisions", 1),
        ("notes", 3),
        ("looks", 1),
        ("everything", 7),
        ("nonsense", 7),
    ] {
        let page = cast
            .rosa
            .get(&format!("{own}/activity?show={show}"))
            .await
            .expect(200);
        assert_eq!(page.texts(".feed > li").len(), lines, "{show}");
    }
}

#[tokio::test]
async fn a_long_story_goes_on() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
    sqlx::query(
        "insert into events (company_id, at, actor, kind, application_id, detail_hash)
         select $1, now(), 'system', 'application.told', $2, '' from generate_series(1, 120)",
    )
    .bind(cast.company.id)
    .bind(id)
    .execute(app.app.db.pages())
    .await
    .unwrap();
    let (mut path, mut lines) = (format!("/heron/applications/{id}/activity"), 0);
    loop {
        let page = cast.rosa.get(&path).await.expect(200);
        lines += page.texts(".feed > li").len();
        let Some(next) = page.attributes("a[rel=next]", "href").pop() else {
            break;
        };
        path = next;
    }
    assert_eq!(lines, 121);
}

#[tokio::test]
async fn other_applications_are_those_that_the_viewer_sees() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mill = app.mill(&cast).await;
    let id = app.applies(&cast.company, mill.id, "Noor Castellane").await;
    let elsewhere = app.publish(&cast.company, miller()).await;
    let other = app
        .applies(&cast.company, elsewhere.id, "Noor Castellane")
        .await;
    let own = format!("/heron/applications/{id}");
    let page = cast.rosa.get(&own).await.expect(200);
    assert_eq!(
        page.texts(".tabs a"),
        ["Overview", "Résumé", "Activity", "Other applications 1"]
    );
    let tab = cast.rosa.get(&format!("{own}/others")).await.expect(200);
    assert_eq!(
        tab.attributes("#tab .row__title", "href"),
        [format!("/heron/applications/{other}")]
    );
    assert_eq!(
        cast.hugo.get(&own).await.texts(".tabs a").len(),
        3,
        "Hugo knows of one job only"
    );
    let tab = cast.hugo.get(&format!("{own}/others")).await.expect(200);
    assert_eq!(tab.text_of(".empty h3"), "No other applications");
}

#[tokio::test]
async fn before_and_after_follow_the_column() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let ids = super::board::crowd(&app, live.job.0, 3).await;
    let paths: Vec<String> = ids
        .iter()
        .map(|id| format!("/heron/applications/{id}"))
        .collect();
    let around = |page: crate::kit::app::Answer| {
        (
            page.attributes("[rel=prev]", "href"),
            page.text_of(".topbar__tools"),
            page.attributes("[rel=next]", "href"),
        )
    };
    let middle = around(cast.rosa.get(&paths[1]).await.expect(200));
    assert_eq!(
        middle,
        (
            vec![paths[0].clone()],
            "2 of 3 in Application review".into(),
            vec![paths[2].clone()]
        )
    );
    let first = around(cast.rosa.get(&paths[0]).await.expect(200));
    assert_eq!(
        first,
        (
            vec![],
            "1 of 3 in Application review".into(),
            vec![paths[1].clone()]
        )
    );
}

#[tokio::test]
async fn every_tab_costs_four_statements() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
    for tab in ["", "/resume", "/activity", "/others"] {
        let path = format!("/heron/applications/{id}{tab}");
        // The first time, a connection asks for the types of columns as well.
        cast.rosa.get(&path).await.expect(200);
        let (answer, sent) = statements::during(cast.rosa.get(&path)).await;
        answer.expect(200);
        assert_eq!(sent.len(), 4, "{path}: {sent:#?}");
    }
}
