use crate::kit::{app::TestApp, cast::Cast};
use candor::{
    access::AccountChange,
    domain::accounts::{
        throttle::{self, Counted},
        users,
    },
};
use jiff::SignedDuration;

const PASSWORD: &str = "herons nest above the mill";

async fn with_password(app: &TestApp, cast: &Cast) {
    let hash = app
        .app
        .passwords
        .hash(PASSWORD.to_owned())
        .await
        .expect("a hash");
    app.accounts()
        .change(async |change| users::set_password(change, cast.rosa.user, &hash).await)
        .await
        .expect("a password");
}

#[tokio::test]
async fn the_right_password_leads_to_where_one_wanted_to_go() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    with_password(&app, &cast).await;
    let mut browser = app.visitor();
    let asked = browser.get("/heron").await;
    assert_eq!(asked.location(), "/sign-in?next=%2Fheron");
    let page = browser.get("/sign-in?next=%2Fheron").await.expect(200);
    let next = page.value("next");
    let done = browser
        .post(
            "/sign-in",
            &[
                ("email", "Rosa@heron.example.com"),
                ("password", PASSWORD),
                ("next", &next),
            ],
        )
        .await;
    assert_eq!(done.location(), "/heron");
    browser.get("/heron").await.expect(200);
    browser.post("/sign-out", &[]).await;
    assert_eq!(
        browser.get("/heron").await.location(),
        "/sign-in?next=%2Fheron"
    );
}

#[tokio::test]
async fn wrong_passwords_and_unknown_people_look_alike_and_slow_down() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    with_password(&app, &cast).await;
    let mut browser = app.visitor();
    let known = browser
        .post(
            "/sign-in",
            &[("email", "rosa@heron.example.com"), ("password", "wrong")],
        )
        .await
        .expect(422);
    let unknown = browser
        .post(
            "/sign-in",
            &[("email", "nora@heron.example.com"), ("password", "wrong")],
        )
        .await
        .expect(422);
    assert_eq!(known.text().replace("rosa@", "nora@"), unknown.text());
    for _ in 0..4 {
        browser
            .post(
                "/sign-in",
                &[("email", "rosa@heron.example.com"), ("password", "wrong")],
            )
            .await
            .expect(422);
    }
    let waits = browser
        .post(
            "/sign-in",
            &[("email", "rosa@heron.example.com"), ("password", PASSWORD)],
        )
        .await
        .expect(429);
    assert!(waits.header("retry-after").parse::<u64>().expect("seconds") >= 1);
    app.app.db.clock.advance(SignedDuration::from_secs(5));
    browser
        .post(
            "/sign-in",
            &[("email", "rosa@heron.example.com"), ("password", PASSWORD)],
        )
        .await
        .expect(303);
}

#[tokio::test]
async fn colleagues_who_sign_in_at_once_do_not_slow_each_other_down() {
    let app = TestApp::new().await;
    let office = "203.0.113.7";
    let now = app.accounts().now();
    // Counted in another order than they came in.
    for before in [0, 20, 10, 30] {
        let came = now.minus(SignedDuration::from_millis(before));
        let counted = async |change: &mut AccountChange| {
            throttle::count(change.db(), Counted::Address(office), came).await?;
            throttle::forget(change.db(), "rosa@heron.example.com", office).await
        };
        app.accounts().change(counted).await.expect("in");
    }
}

#[tokio::test]
async fn a_session_ends_after_half_a_day_without_a_request() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    cast.rosa.get("/heron").await.expect(200);
    app.app.db.clock.advance(SignedDuration::from_hours(13));
    cast.rosa.get("/heron").await.expect(303);
}

#[tokio::test]
async fn a_company_that_one_does_not_belong_to_is_not_there() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    cast.rosa.get("/otter").await.expect(404);
    cast.rosa.get("/nobody").await.expect(404);
}

#[tokio::test]
async fn sign_in_leads_to_no_other_site() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    with_password(&app, &cast).await;
    for next in ["//evil.example", "/\\evil.example", "https://evil.example"] {
        let mut browser = app.visitor();
        let done = browser
            .post(
                "/sign-in",
                &[
                    ("email", "rosa@heron.example.com"),
                    ("password", PASSWORD),
                    ("next", next),
                ],
            )
            .await;
        assert_eq!(done.location(), "/", "{next}");
    }
}
