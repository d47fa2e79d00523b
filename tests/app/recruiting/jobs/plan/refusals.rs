//! What is wrong with a stage, how many there may be, and who changes them.

use super::with_people;
use crate::kit::{app::TestApp, cast::Cast};

#[tokio::test]
async fn what_is_wrong_with_a_stage_is_said_and_kept() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let stage = app.stages(&cast.company, job).await[0].id;
    let path = format!("/heron/jobs/{job}/plan");
    let fields = [
        ("name", ""),
        ("kind", "dance"),
        ("milestone", ""),
        ("stale_after_days", "400"),
        ("version", "1"),
    ];
    for path in [path.clone(), format!("{path}/{stage}")] {
        let page = cast.rosa.post(&path, &fields).await.expect(422);
        assert_eq!(page.texts(".error-summary li").len(), 4);
        assert_eq!(page.value("stale_after_days"), "400");
    }
    // A stale form keeps what was typed, and the version that would replace theirs.
    let fields = [
        ("name", "Trial"),
        ("kind", "screen"),
        ("milestone", ""),
        ("stale_after_days", ""),
        ("version", "1"),
    ];
    cast.ada.post(&path, &fields).await.expect(303);
    let fields = [
        ("name", "Review"),
        ("kind", "screen"),
        ("milestone", ""),
        ("stale_after_days", ""),
        ("version", "1"),
    ];
    let page = cast
        .rosa
        .post(&format!("{path}/{stage}"), &fields)
        .await
        .expect(409);
    assert!(
        page.text_of("[role=alert]")
            .starts_with("Ada Marsh changed this plan")
    );
    assert_eq!(
        (page.value("name"), page.value("version")),
        ("Review".to_owned(), "2".to_owned())
    );
}

#[tokio::test]
async fn a_plan_has_an_end() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let path = format!("/heron/jobs/{job}/plan");
    for version in 1..=14 {
        let version = version.to_string();
        let fields = [
            ("name", "Again"),
            ("kind", "screen"),
            ("version", version.as_str()),
        ];
        cast.rosa.post(&path, &fields).await.expect(303);
    }
    let fields = [("name", "Again"), ("kind", "screen"), ("version", "15")];
    let page = cast.rosa.post(&path, &fields).await.expect(409);
    assert!(page.text().contains("at most 20 stages"));
}

#[tokio::test]
async fn others_look_at_the_plan_and_do_not_change_it() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let (job, stages) = with_people(&app, &cast, 1).await;
    let path = format!("/heron/jobs/{job}/plan");
    let (stage, deletion) = (
        format!("{path}/{}", stages[1]),
        format!("{path}/{}/deletion", stages[1]),
    );
    let fields = [
        ("name", "Mine"),
        ("kind", "screen"),
        ("version", "1"),
        ("target", "1"),
        ("stage", "1"),
    ];
    for (person, looking, acting) in [
        (&mut cast.cora, 200, 403),
        (&mut cast.otto, 200, 403),
        (&mut cast.hugo, 404, 404),
        (&mut cast.olga, 404, 404),
    ] {
        let page = person.get(&path).await.expect(looking);
        assert!(page.texts(".sort-row button, .sort-row a").is_empty());
        for path in [&path, &format!("{path}/order"), &stage, &deletion] {
            person.post(path, &fields).await.expect(acting);
        }
        person.get(&stage).await.expect(acting);
        person.get(&deletion).await.expect(acting);
    }
    assert!(app.history(&cast.company, "stage.deleted").await.is_empty());
}
