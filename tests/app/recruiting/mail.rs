//! Mail on an application's page: what was written, and writing to a candidate.

use crate::kit::{
    app::{Answer, Client, TestApp},
    cast::{Cast, Person},
};
use candor::base::ids::ApplicationId;
use jiff::SignedDuration;

struct Desk {
    app: TestApp,
    cast: Cast,
    id: ApplicationId,
    mail: String,
}

impl Desk {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let cast = Cast::of(&app).await;
        let live = app.mill(&cast).await;
        let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
        app.run_tasks().await;
        Self {
            app,
            cast,
            id,
            mail: format!("/heron/applications/{id}/mail"),
        }
    }

    async fn writes(&self, person: &Person, subject: &str, body: &str) -> Answer {
        let once = uuid::Uuid::new_v4().to_string();
        let fields = [("subject", subject), ("body", body), ("once", &once)];
        browser(person).post(&self.mail, &fields).await
    }

    async fn later(&self, minutes: i64) {
        let clock = &self.app.app.db.clock;
        clock.advance(SignedDuration::from_mins(minutes));
        self.app.run_tasks().await;
    }
}

fn browser(person: &Person) -> Client {
    Client::clone(person)
}

#[tokio::test]
async fn what_a_recruiter_writes_goes_after_two_minutes_and_stands_on_the_candidates_page() {
    let desk = Desk::new().await;
    let mut rosa = browser(&desk.cast.rosa);
    let page = rosa.get(&desk.mail).await.expect(200);
    assert_eq!(
        page.texts(".msg h3"),
        ["We have your application for Miller"]
    );
    assert!(page.text_of(".msg__body").contains("[link to their page]"));
    assert_eq!(page.value("subject"), "Your application for Miller");
    assert_eq!(
        page.text_of("#body"),
        "Hello Noor, Rosa Lindqvist Heron Mills"
    );
    let once = page.value("once");
    let body = "Hello {first_name},\n\ncome at ten. Yours: {status_link}\n\nRosa";
    let fields = [("subject", "Friday"), ("body", body), ("once", &once)];
    for _ in 0..2 {
        rosa.post(&desk.mail, &fields).await.expect(303);
    }
    let page = rosa.get(&desk.mail).await.expect(200);
    assert_eq!(page.texts("aside .stack > p:first-child"), ["Friday"]);
    let own = desk.app.link_of(desk.id).await;
    let theirs = desk.app.visitor().get(&own).await.expect(200);
    assert!(!theirs.text().contains("Friday"));

    desk.later(3).await;
    let mail = desk.app.mail_of(desk.id).await;
    assert_eq!(mail.len(), 2, "a double click writes once");
    assert_eq!(
        (mail[1].kind.as_str(), mail[1].state.as_str()),
        ("written", "kept")
    );
    assert!(mail[1].body.starts_with("Hello Noor,"));
    let theirs = desk.app.visitor().get(&own).await.expect(200);
    assert!(theirs.text().contains("come at ten. Yours: this page"));
    let page = rosa.get(&desk.mail).await.expect(200);
    assert!(page.text_of(".msg:last-of-type").contains("Rosa Lindqvist"));
    let told = rosa
        .get(&format!(
            "/heron/applications/{}/activity?show=mail",
            desk.id
        ))
        .await
        .expect(200)
        .texts(".feed__body");
    assert!(
        told[0].starts_with("Candor kept a mail, for want of a mail server: Friday"),
        "{told:?}"
    );
    assert!(
        told[1].starts_with("Rosa Lindqvist wrote a mail: Friday"),
        "{told:?}"
    );
    assert_eq!(told.len(), 3);
}

#[tokio::test]
async fn a_mail_is_held_back_within_two_minutes_and_its_text_is_not_lost() {
    let desk = Desk::new().await;
    desk.writes(&desk.cast.rosa, "Friday", "Come at ten, {first_name}.")
        .await
        .expect(303);
    let mut rosa = browser(&desk.cast.rosa);
    let page = rosa.get(&desk.mail).await.expect(200);
    let undo = page
        .attributes("main aside form", "action")
        .pop()
        .expect("a way back");
    browser(&desk.cast.hugo).post(&undo, &[]).await.expect(403);
    browser(&desk.cast.iris).post(&undo, &[]).await.expect(404);
    browser(&desk.cast.olga)
        .post(&undo.replace("heron", "otter"), &[])
        .await
        .expect(404);
    let page = rosa.post_and_follow(&undo, &[]).await.expect(200);
    assert_eq!(page.value("subject"), "Friday");
    assert_eq!(page.text_of("#body"), "Come at ten, Noor.");
    desk.later(5).await;
    assert_eq!(desk.app.mail_of(desk.id).await[1].state, "cancelled");
    rosa.post(&undo, &[]).await.expect(409);

    desk.writes(&desk.cast.cora, "Monday", "Come at nine.")
        .await
        .expect(303);
    desk.later(3).await;
    let page = rosa.get(&desk.mail).await.expect(200);
    assert!(page.attributes("main aside form", "action").is_empty());
}

#[tokio::test]
async fn who_writes_and_what_is_wrong() {
    let desk = Desk::new().await;
    let cast = &desk.cast;
    for (person, status) in [
        (&cast.ada, 303),
        (&cast.rosa, 303),
        (&cast.cora, 303),
        (&cast.hugo, 403),
        (&cast.otto, 403),
        (&cast.iris, 404),
        (&cast.olga, 404),
    ] {
        let answer = desk.writes(person, "Hello", "Words").await;
        assert_eq!(answer.status.as_u16(), status, "{}", person.name);
    }
    for person in [&cast.hugo, &cast.otto] {
        let page = browser(person).get(&desk.mail).await.expect(200);
        assert!(page.texts("#body").is_empty(), "{}", person.name);
    }
    browser(&cast.iris).get(&desk.mail).await.expect(404);

    let page = desk.writes(&cast.rosa, "", "My {salary}").await.expect(422);
    let wrong = page.texts(".error-summary li");
    assert_eq!(wrong[0], "Write a subject");
    assert!(wrong[1].starts_with("{salary} stands for nothing here"));
    assert_eq!(page.text_of("#body"), "My {salary}");
    desk.writes(&cast.rosa, &"x".repeat(201), "Words")
        .await
        .expect(422);
    desk.writes(&cast.rosa, "a\nb", "Words").await.expect(422);

    sqlx::query("update candidates set can_mail = false")
        .execute(desk.app.app.db.pages())
        .await
        .unwrap();
    let page = desk.writes(&cast.rosa, "Hello", "Words").await.expect(409);
    assert!(page.text().contains("no address that we may write to"));
}
