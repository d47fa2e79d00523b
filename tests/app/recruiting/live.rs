//! Pages that follow what colleagues do: told that something has changed, and nothing else.

use crate::kit::{app::TestApp, cast::Cast, postings::miller};
use axum::{body::Body, http::StatusCode};
use http_body_util::BodyExt;
use std::time::Duration;
use tokio::time::timeout;

/// The next thing said, or nothing for two seconds.
async fn heard(body: &mut Body) -> Option<String> {
    let frame = timeout(Duration::from_secs(2), body.frame()).await.ok()??;
    let bytes = frame.expect("a frame").into_data().expect("data");
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[tokio::test]
async fn a_colleagues_move_is_told_and_says_nothing_of_anybody() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let other = app.publish(&cast.company, miller()).await;
    let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
    let stage = app.stage(live, "Assessment").await.to_string();

    let answer = cast
        .rosa
        .opens(&format!("/heron/jobs/{}/live", live.job))
        .await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(
        answer.headers()["content-type"],
        "text/event-stream; charset=utf-8"
    );
    let mut here = answer.into_body();
    let elsewhere = cast
        .rosa
        .opens(&format!("/heron/jobs/{}/live", other.job))
        .await;
    let mut elsewhere = elsewhere.into_body();

    let move_to = format!("/heron/applications/{id}/move");
    let version = cast.hugo.get(&move_to).await.expect(200).value("version");
    cast.hugo
        .post(&move_to, &[("version", &version), ("stage", &stage)])
        .await
        .expect(303);
    assert_eq!(
        heard(&mut here).await.as_deref(),
        Some("event: changed\ndata: people\n\n")
    );
    assert_eq!(heard(&mut elsewhere).await, None);

    // Whatever changes them: somebody applies, or a statement of the operator's.
    app.applies(&cast.company, live.id, "Bao Lindenmere").await;
    assert!(heard(&mut here).await.is_some());
    sqlx::query("delete from reads")
        .execute(app.app.db.pages())
        .await
        .unwrap();
    assert_eq!(heard(&mut here).await, None);
}

#[tokio::test]
async fn who_may_not_see_the_people_hears_nothing() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let path = format!("/heron/jobs/{}/live", live.job);
    for (person, status) in [
        (&cast.iris, StatusCode::FORBIDDEN),
        (&cast.olga, StatusCode::NOT_FOUND),
        (&cast.otto, StatusCode::OK),
    ] {
        assert_eq!(person.opens(&path).await.status(), status);
    }
    let nobody = app.visitor().opens(&path).await;
    assert_eq!(nobody.status(), StatusCode::SEE_OTHER);
}
