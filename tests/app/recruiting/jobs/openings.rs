//! The openings of a job.

use crate::kit::{app::TestApp, cast::Cast};

#[tokio::test]
async fn openings_are_added_changed_and_cancelled() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let path = format!("/heron/jobs/{job}/openings");
    let fields = [
        ("code", " M-2 "),
        ("track", "Oats"),
        ("level", "Senior"),
        ("place", "Tallinn"),
        ("target_date", "2027-03-01"),
    ];
    let page = cast.rosa.post_and_follow(&path, &fields).await.expect(200);
    assert_eq!(page.texts(".row__title"), ["Opening 1", "M-2"]);
    assert_eq!(
        page.texts(".row__sub")[1],
        "Oats · Senior · Tallinn · to be filled by 1 March 2027"
    );
    assert_eq!(page.texts(".row .badge"), ["Open", "Open"]);

    let one = page.attributes(".row__title", "href")[1].clone();
    let form = cast.rosa.get(&one).await.expect(200);
    assert_eq!(form.value("target_date"), "2027-03-01");
    let version = form.value("version");
    let fields = [("code", "M-3"), ("version", version.as_str())];
    let page = cast.rosa.post_and_follow(&one, &fields).await.expect(200);
    assert_eq!(page.texts(".row__title")[1], "M-3");
    // The same version again is stale, and keeps what was typed.
    let page = cast.rosa.post(&one, &fields).await.expect(409);
    assert_eq!(page.value("code"), "M-3");

    let reason = form.attributes("#reason option:last-child", "value")[0].clone();
    let fields = [("reason", reason.as_str()), ("version", "2")];
    let page = cast
        .rosa
        .post_and_follow(&format!("{one}/cancellation"), &fields)
        .await
        .expect(200);
    assert_eq!(page.texts(".row .badge"), ["Open", "Cancelled"]);
    assert!(page.texts(".row__sub")[1].contains("No longer needed"));
    // What is cancelled is history.
    let page = cast.rosa.get(&one).await.expect(200);
    assert!(page.text().contains("so it stays as it is"));
    for path in [one.clone(), format!("{one}/cancellation")] {
        let page = cast
            .rosa
            .post(&path, &[("reason", reason.as_str()), ("version", "3")])
            .await;
        assert!(page.expect(409).text().contains("cancelled, so it stays"));
    }
    for (kind, count) in [
        ("opening.added", 1),
        ("opening.changed", 1),
        ("opening.cancelled", 1),
    ] {
        assert_eq!(
            app.history(&cast.company, kind).await.len(),
            count,
            "{kind}"
        );
    }
}

#[tokio::test]
async fn what_is_wrong_with_an_opening_is_said_at_the_field() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let path = format!("/heron/jobs/{job}/openings");
    cast.rosa.post(&path, &[("code", "M-1")]).await.expect(303);
    let page = cast
        .rosa
        .post(&path, &[("code", "M-1"), ("track", "Rye")])
        .await
        .expect(422);
    assert_eq!(
        page.texts(".error-summary li"),
        ["Another opening of this job has this code"]
    );
    assert_eq!(page.value("track"), "Rye");
    let long = "x".repeat(101);
    let page = cast
        .rosa
        .post(&path, &[("level", long.as_str()), ("target_date", "soon")])
        .await;
    assert_eq!(
        page.expect(422).texts(".error-summary li"),
        [
            "Shorten this to 100 characters",
            "Enter a date like 2027-03-01"
        ]
    );
    let one = cast
        .rosa
        .get(&path)
        .await
        .expect(200)
        .attributes(".row__title", "href")[0]
        .clone();
    let foreign: i64 = app.number("select max(id) from close_reasons").await;
    for reason in ["", "x", &foreign.to_string()] {
        let fields = [("reason", reason), ("version", "2")];
        let page = cast
            .rosa
            .post(&format!("{one}/cancellation"), &fields)
            .await
            .expect(422);
        assert_eq!(
            page.texts(".error-summary li"),
            ["Choose one of the reasons"],
            "{reason}"
        );
    }
}

#[tokio::test]
async fn a_filled_opening_stays() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let stage = app.stages(&cast.company, job).await[0].id;
    let application = app.applicant(&cast.company, job, stage, "Noor").await;
    sqlx::query("update openings set status = 'filled', application_id = $1")
        .bind(application)
        .execute(app.app.db.pages())
        .await
        .unwrap();
    let id = app.number("select id from openings").await;
    let path = format!("/heron/jobs/{job}/openings");
    let page = cast.rosa.get(&path).await.expect(200);
    assert_eq!(
        page.attributes(".row__side a", "href"),
        [format!("/heron/applications/{application}")]
    );
    let page = cast
        .rosa
        .post(&format!("{path}/{id}"), &[("code", "X"), ("version", "2")])
        .await;
    assert!(page.expect(409).text().contains("filled, so it stays"));
}

#[tokio::test]
async fn others_look_at_openings_and_do_not_change_them() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let elsewhere = app.job(&cast.company, "Clerk").await;
    let path = format!("/heron/jobs/{job}/openings");
    let one = cast
        .rosa
        .get(&path)
        .await
        .expect(200)
        .attributes(".row__title", "href")[0]
        .clone();
    let fields = [("code", "X"), ("version", "2"), ("reason", "1")];
    for (person, looking, acting) in [
        (&mut cast.cora, 200, 403),
        (&mut cast.otto, 200, 403),
        (&mut cast.iris, 404, 404),
        (&mut cast.olga, 404, 404),
    ] {
        person.get(&path).await.expect(looking);
        person.get(&one).await.expect(acting);
        for path in [&path, &one, &format!("{one}/cancellation")] {
            person.post(path, &fields).await.expect(acting);
        }
    }
    // An opening of one job is none of another's.
    let foreign = one.replace(&format!("jobs/{job}/"), &format!("jobs/{elsewhere}/"));
    cast.rosa.get(&foreign).await.expect(404);
    cast.rosa.post(&foreign, &fields).await.expect(404);
}
