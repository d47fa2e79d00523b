//! What happened to an application, newest first.

use crate::kit::{app::TestApp, cast::Cast};

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
