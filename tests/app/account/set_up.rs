use crate::kit::app::TestApp;
use candor::domain::accounts::set_up;

const FORM: [(&str, &str); 7] = [
    ("company", "Heron Mills"),
    ("slug", ""),
    ("time_zone", "Europe/Tallinn"),
    ("given_name", "Ada"),
    ("family_name", "Marsh"),
    ("email", "ada@heron.example.com"),
    ("password", "herons nest above the mill"),
];

async fn link(app: &TestApp) -> String {
    let token = set_up::link(&app.accounts())
        .await
        .expect("a look")
        .expect("nobody is here yet");
    format!("/set-up/{}", token.reveal())
}

#[tokio::test]
async fn the_first_administrator_makes_the_company_and_is_in() {
    let app = TestApp::new().await;
    let link = link(&app).await;
    let mut browser = app.visitor();
    browser.get(&link).await.expect(200);
    let done = browser.post(&link, &FORM).await;
    assert_eq!(done.location(), "/heron-mills");
    browser.get("/heron-mills").await.expect(200);
    assert!(
        set_up::link(&app.accounts())
            .await
            .expect("a look")
            .is_none(),
        "nobody else can claim it"
    );
    browser.get(&link).await.expect(404);
}

#[tokio::test]
async fn only_the_newest_link_works_and_only_once() {
    let app = TestApp::new().await;
    let (old, new) = (link(&app).await, link(&app).await);
    app.visitor().get(&old).await.expect(404);
    let (mut one, mut two) = (app.visitor(), app.visitor());
    let (first, second) = tokio::join!(one.post(&new, &FORM), two.post(&new, &FORM));
    let mut answers = [first.status.as_u16(), second.status.as_u16()];
    answers.sort_unstable();
    assert_eq!(answers, [303, 404]);
}

#[tokio::test]
async fn what_is_wrong_is_said_at_the_field_and_nothing_is_lost() {
    let app = TestApp::new().await;
    let link = link(&app).await;
    let mut form = FORM;
    form[5].1 = "ada";
    form[6].1 = "password1234";
    let page = app.visitor().post(&link, &form).await.expect(422);
    assert!(page.text_of("#email-error").contains("with an @"));
    assert!(page.text_of("#password-error").contains("Choose another"));
    assert_eq!(page.value("company"), "Heron Mills");
    app.visitor().post(&link, &FORM).await.expect(303);
}

#[tokio::test]
async fn a_made_up_link_is_nothing() {
    let app = TestApp::new().await;
    link(&app).await;
    for path in [
        "/set-up/x",
        "/set-up/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        app.visitor().get(path).await.expect(404);
        app.visitor().post(path, &FORM).await.expect(404);
    }
}
