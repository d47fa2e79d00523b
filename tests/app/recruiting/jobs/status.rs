//! Opening and closing a job.

use crate::kit::{app::TestApp, cast::Cast};

#[tokio::test]
async fn a_job_opens_closes_and_opens_again() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let stage = app.stages(&cast.company, job).await[0].id;
    app.applicant(&cast.company, job, stage, "Noor").await;
    let path = format!("/heron/jobs/{job}/closing");
    let ask = cast.rosa.get(&path).await.expect(200);
    assert!(
        ask.text_of(".note--warn")
            .contains("1 person has no decision yet.")
    );
    let fields = [
        ("version", ask.value("version")),
        ("note", "No harvest".to_owned()),
    ];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let closed = cast.rosa.post_and_follow(&path, &fields).await.expect(200);
    assert_eq!(closed.text_of(".toast span"), "The job is closed");
    assert!(closed.text_of(".page-head__lead").starts_with("Closed"));
    assert_eq!(
        app.history(&cast.company, "job.closed").await[0]["note"],
        "No harvest"
    );
    // Nobody was decided on by it.
    assert_eq!(
        app.number("select count(*) from applications where status = 'active'")
            .await,
        1
    );
    let list = cast.rosa.get("/heron/jobs?status=closed").await.expect(200);
    assert_eq!(list.texts("th a.cell"), ["Miller"]);
    let version = closed.value("version");
    let fields = [("version", version.as_str())];
    let open = cast
        .rosa
        .post_and_follow(&format!("/heron/jobs/{job}/status"), &fields)
        .await
        .expect(200);
    assert!(open.text_of(".page-head__lead").starts_with("Open"));
    assert_eq!(app.history(&cast.company, "job.opened").await.len(), 2);
}

#[tokio::test]
async fn opening_a_draft_opens_its_seats() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    app.job(&cast.company, "Miller").await;
    let open = "select count(*) from openings where status = 'open' and opened_at is not null";
    assert_eq!(app.number(open).await, 1);
}

#[tokio::test]
async fn what_is_closed_does_not_close_again() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let closing = format!("/heron/jobs/{job}/closing");
    // Somebody else closed it since the page was drawn.
    cast.ada
        .post(&closing, &[("version", "2")])
        .await
        .expect(303);
    let page = cast
        .rosa
        .post(&closing, &[("version", "2"), ("note", "Mine")])
        .await;
    let page = page.expect(409);
    assert!(
        page.text_of("[role=alert]")
            .starts_with("Ada Marsh changed this job")
    );
    assert_eq!(page.text_of("#note"), "Mine");
    let page = cast
        .rosa
        .post(&closing, &[("version", "3")])
        .await
        .expect(409);
    assert!(page.text().contains("closed already"));
}

#[tokio::test]
async fn others_do_not_open_or_close() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let (status, closing) = (
        format!("/heron/jobs/{job}/status"),
        format!("/heron/jobs/{job}/closing"),
    );
    for (person, refusal) in [
        (&mut cast.cora, 403),
        (&mut cast.otto, 403),
        (&mut cast.hugo, 404),
        (&mut cast.iris, 404),
        (&mut cast.olga, 404),
    ] {
        person.get(&closing).await.expect(refusal);
        person
            .post(&closing, &[("version", "2")])
            .await
            .expect(refusal);
        person
            .post(&status, &[("version", "2")])
            .await
            .expect(refusal);
    }
    assert_eq!(app.history(&cast.company, "job.closed").await.len(), 0);
}
