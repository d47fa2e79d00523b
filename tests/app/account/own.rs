use crate::kit::{app::TestApp, cast::Cast};
use candor::{
    access::{Role, permissions::ManageUsers},
    domain::accounts::{
        invitations, reset, sessions,
        users::{self, Email},
    },
};
use jiff::SignedDuration;

const OLD: &str = "herons nest above the mill";
const NEW: &str = "otters sleep below the weir";

async fn with_password(app: &TestApp, cast: &mut Cast) {
    let hash = app
        .app
        .passwords
        .hash(OLD.to_owned())
        .await
        .expect("a hash");
    let user = cast.rosa.user;
    let token = app
        .accounts()
        .change(async |change| {
            users::set_password(change, user, &hash).await?;
            let now = change.now();
            sessions::begin(change.db(), user, now, "test", "127.0.0.1").await
        })
        .await
        .expect("a password");
    cast.rosa
        .cookies
        .insert(sessions::COOKIE.to_owned(), token.reveal().to_owned());
}

#[tokio::test]
async fn a_new_password_ends_every_other_session() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    with_password(&app, &mut cast).await;
    let mut elsewhere = app.visitor();
    let form = [("email", "rosa@heron.example.com"), ("password", OLD)];
    elsewhere.post("/sign-in", &form).await.expect(303);
    let wrong = cast
        .rosa
        .post("/account/password", &[("current", "no"), ("new", NEW)])
        .await
        .expect(422);
    assert_eq!(
        wrong.text_of("#current-error"),
        "Error: That is not your password"
    );
    let weak = cast
        .rosa
        .post(
            "/account/password",
            &[("current", OLD), ("new", "rosalindqvist")],
        )
        .await
        .expect(422);
    assert!(weak.text_of("#new-error").contains("Choose"));
    cast.rosa
        .post("/account/password", &[("current", OLD), ("new", NEW)])
        .await
        .expect(303);
    cast.rosa.get("/heron").await.expect(200);
    elsewhere.get("/heron").await.expect(303);
}

#[tokio::test]
async fn sessions_are_listed_and_ended_but_only_ones_own() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    with_password(&app, &mut cast).await;
    let mut elsewhere = app.visitor();
    elsewhere
        .post(
            "/sign-in",
            &[("email", "rosa@heron.example.com"), ("password", OLD)],
        )
        .await
        .expect(303);
    let page = cast.rosa.get("/account").await.expect(200);
    let ends = page.attributes("form[action^='/account/sessions/']", "action");
    let one = ends
        .iter()
        .find(|action| *action != "/account/sessions/end")
        .expect("another session");
    cast.hugo.post(one, &[]).await.expect(303);
    elsewhere.get("/heron").await.expect(200);
    cast.rosa.post(one, &[]).await.expect(303);
    elsewhere.get("/heron").await.expect(303);
    cast.rosa.get("/account").await.expect(200);
}

#[tokio::test]
async fn a_profile_is_saved_and_a_wrong_zone_is_said() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mut form = [
        ("given_name", "Rosa-Maria"),
        ("family_name", ""),
        ("time_zone", "Nowhere/Land"),
        ("theme", "dark"),
    ];
    let page = cast.rosa.post("/account/profile", &form).await.expect(422);
    assert!(page.text_of("#time_zone-error").contains("Europe/Tallinn"));
    assert_eq!(page.value("given_name"), "Rosa-Maria");
    form[2].1 = "Europe/Tallinn";
    let page = cast
        .rosa
        .post_and_follow("/account/profile", &form)
        .await
        .expect(200);
    assert_eq!(page.text_of("h1"), "Rosa-Maria");
    assert_eq!(page.attributes("html", "data-theme"), ["dark"]);
}

#[tokio::test]
async fn a_reset_link_works_once_within_half_an_hour() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    with_password(&app, &mut cast).await;
    let user = cast.rosa.user;
    let make = async || {
        let token = app
            .accounts()
            .change(async |change| reset::link(change, user).await)
            .await
            .expect("a link");
        format!("/account/reset/{}", token.reveal())
    };
    let link = make().await;
    app.visitor().get(&link).await.expect(200);
    app.visitor()
        .post(&link, &[("password", "short")])
        .await
        .expect(422);
    app.visitor()
        .post(&link, &[("password", NEW)])
        .await
        .expect(303);
    app.visitor()
        .post(&link, &[("password", NEW)])
        .await
        .expect(404);
    cast.rosa.get("/heron").await.expect(303);
    app.visitor()
        .post(
            "/sign-in",
            &[("email", "rosa@heron.example.com"), ("password", NEW)],
        )
        .await
        .expect(303);
    let late = make().await;
    app.app.db.clock.advance(SignedDuration::from_mins(31));
    app.visitor().get(&late).await.expect(404);
}

#[tokio::test]
async fn an_invitation_makes_one_member() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let email = Email::parse("nils@heron.example.com").expect("an address");
    let people = app.system::<ManageUsers>(&cast.company);
    let token = people
        .change(async |change| invitations::invite(change, &email, Role::Recruiter).await)
        .await
        .expect("an invitation");
    let link = format!("/account/invitation/{}", token.reveal());
    let mut nils = app.visitor();
    let page = nils.get(&link).await.expect(200);
    assert_eq!(page.text_of("h1"), "Join Heron Mills");
    nils.post(
        &link,
        &[("given_name", ""), ("family_name", ""), ("password", NEW)],
    )
    .await
    .expect(422);
    let form = [
        ("given_name", "Nils"),
        ("family_name", "Aho"),
        ("password", NEW),
    ];
    assert_eq!(nils.post(&link, &form).await.location(), "/heron");
    nils.get("/heron").await.expect(200);
    app.visitor().post(&link, &form).await.expect(404);

    // Somebody with an account has to be signed in as who they are.
    let known = Email::parse("olga@otter.example.com").expect("an address");
    let token = people
        .change(async |change| invitations::invite(change, &known, Role::Auditor).await)
        .await
        .expect("an invitation");
    let link = format!("/account/invitation/{}", token.reveal());
    cast.rosa.post(&link, &[]).await.expect(422);
    cast.olga.post(&link, &[]).await.expect(303);
    cast.olga.get("/heron").await.expect(200);
}
