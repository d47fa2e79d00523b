//! To-dos: for oneself or a colleague, by a day, about what one sees.

use crate::kit::{
    app::{Answer, Client, TestApp},
    cast::Cast,
    postings::Live,
};
use candor::base::ids::{ApplicationId, MemberId};
use jiff::SignedDuration;

struct Desk {
    app: TestApp,
    cast: Cast,
    live: Live,
    id: ApplicationId,
    own: String,
}

impl Desk {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let cast = Cast::of(&app).await;
        let live = app.mill(&cast).await;
        let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
        let own = format!("/heron/applications/{id}");
        Self {
            app,
            cast,
            live,
            id,
            own,
        }
    }

    /// The day so many days from now, in UTC, which is where the company is.
    fn day(&self, ahead: i64) -> String {
        let now = self.app.app.db.clock.now();
        let then = now.plus(SignedDuration::from_hours(24 * ahead));
        then.day(&jiff::tz::TimeZone::UTC).to_string()
    }

    async fn add(&self, who: &Client, at: &str, body: &str, due: &str, whom: MemberId) -> Answer {
        let (once, whom) = (uuid::Uuid::new_v4().to_string(), whom.to_string());
        let fields = [
            ("body", body),
            ("due", due),
            ("whom", &whom),
            ("once", &once),
        ];
        let mut browser = Client::clone(who);
        browser.post(&format!("{at}/todos"), &fields).await
    }

    /// What one has to do, in one of the lists.
    async fn listed(&self, who: &Client, show: &str) -> Vec<String> {
        let mut browser = Client::clone(who);
        let page = browser.get(&format!("/heron/todos?show={show}")).await;
        page.expect(200).texts(".rows .row__main > p:first-child")
    }
}

#[tokio::test]
async fn what_is_to_be_done_is_listed_by_when_it_is_due() {
    let desk = Desk::new().await;
    let (rosa, me) = (&desk.cast.rosa, desk.cast.rosa.member);
    let subjects = [
        desk.own.clone(),
        format!("/heron/jobs/{}", desk.live.job),
        format!(
            "/heron/candidates/{}",
            desk.app.number("select min(id) from candidates").await
        ),
    ];
    for (at, ahead) in subjects.iter().zip([0, 1, 5]) {
        let body = format!("Call in {ahead}");
        desk.add(rosa, at, &body, &desk.day(ahead), me)
            .await
            .expect(303);
    }
    assert_eq!(desk.listed(rosa, "today").await, ["Call in 0"]);
    assert_eq!(desk.listed(rosa, "later").await, ["Call in 1", "Call in 5"]);
    assert!(desk.listed(rosa, "overdue").await.is_empty());
    // Each says what it is about.
    let mut browser = Client::clone(rosa);
    let page = browser.get("/heron/todos?show=later").await;
    assert_eq!(page.texts(".row__sub"), ["Miller", "Noor Castellane"]);
    assert_eq!(page.text_of(".tabs a[aria-current]"), "Later 2");

    sqlx::query("update todos set due_on = due_on - 2")
        .execute(desk.app.app.db.pages())
        .await
        .expect("two days");
    assert_eq!(
        desk.listed(rosa, "overdue").await,
        ["Call in 0", "Call in 1"]
    );
    assert_eq!(desk.listed(rosa, "later").await, ["Call in 5"]);

    // Done, and taken back.
    let page = browser.get("/heron/todos?show=overdue").await;
    let done = page.attributes(".rows form", "action").remove(0);
    browser
        .headers
        .insert("referer".into(), "http://localhost:8080/heron/todos".into());
    let page = browser.post_and_follow(&done, &[]).await.expect(200);
    assert!(page.text_of("#toast").contains("Done: Call in 0"));
    assert_eq!(desk.listed(rosa, "overdue").await, ["Call in 1"]);
    assert_eq!(desk.listed(rosa, "done").await, ["Call in 0"]);
    // Ticked off twice is ticked off once.
    browser.post(&done, &[]).await.expect(303);
    assert_eq!(desk.app.happened(desk.id, "todo.done").await, 1);
    let undo = page.attributes("#toast form", "action").remove(0);
    browser.post(&undo, &[]).await.expect(303);
    assert_eq!(
        desk.listed(rosa, "overdue").await,
        ["Call in 0", "Call in 1"]
    );
    let activity = browser
        .get(&format!("{}/activity?show=notes", desk.own))
        .await;
    let told = activity.texts(".feed__body");
    assert_eq!(told.len(), 3);
    assert!(told[2].starts_with("Rosa Lindqvist wrote a to-do for Rosa Lindqvist: Call in 0"));
}

#[tokio::test]
async fn a_colleague_is_given_one_who_may_see_it() {
    let desk = Desk::new().await;
    let cast = &desk.cast;
    let tomorrow = desk.day(1);
    let given = desk.add(
        &cast.rosa,
        &desk.own,
        "Ask about notice",
        &tomorrow,
        cast.hugo.member,
    );
    given.await.expect(303);
    assert_eq!(desk.listed(&cast.hugo, "later").await, ["Ask about notice"]);
    assert!(desk.listed(&cast.rosa, "later").await.is_empty());
    // On the profile whoever sees the application sees it.
    for person in [&cast.rosa, &cast.hugo, &cast.otto] {
        let page = Client::clone(person).get(&desk.own).await.expect(200);
        assert_eq!(
            page.texts("[aria-labelledby=td] .row__sub"),
            ["Hugo Brandt"]
        );
    }
    // Iris sees nobody here, Otto writes nothing, Olga is elsewhere.
    for member in [cast.iris.member, cast.otto.member, cast.olga.member] {
        let refused = desk.add(&cast.rosa, &desk.own, "No", &tomorrow, member);
        let page = refused.await.expect(422);
        assert_eq!(
            page.text_of("#whom-error"),
            "Error: Choose somebody who sees this and works with it"
        );
    }
    for (person, status) in [(&cast.iris, 404), (&cast.olga, 404), (&cast.otto, 403)] {
        let refused = desk.add(person, &desk.own, "No", &tomorrow, person.member);
        refused.await.expect(status);
    }
    // Whoever no longer sees the application has nothing to do there.
    sqlx::query("delete from hiring_team where member_id = $1")
        .bind(cast.hugo.member)
        .execute(desk.app.app.db.pages())
        .await
        .expect("out of the team");
    assert!(desk.listed(&cast.hugo, "later").await.is_empty());
}

#[tokio::test]
async fn a_form_adds_one_and_another_is_not_lost() {
    let desk = Desk::new().await;
    let mut rosa = Client::clone(&desk.cast.rosa);
    let (at, due) = (format!("{}/todos", desk.own), desk.day(1));
    let whom = desk.cast.rosa.member.to_string();
    let mut once = rosa.get(&at).await.expect(200).value("once");
    for (body, status) in [("One", 303), ("One", 303), ("Two", 422), ("Two", 303)] {
        let fields = [
            ("body", body),
            ("due", &*due),
            ("whom", &*whom),
            ("once", &*once),
        ];
        let answer = rosa.post(&at, &fields).await.expect(status);
        if status == 422 {
            assert_eq!(answer.value("body"), "Two");
            once = answer.value("once");
        }
    }
    assert_eq!(desk.listed(&desk.cast.rosa, "later").await, ["One", "Two"]);
}

#[tokio::test]
async fn it_is_changed_and_nothing_is_lost() {
    let desk = Desk::new().await;
    let cast = &desk.cast;
    let tomorrow = desk.day(1);
    let page = Client::clone(&cast.rosa)
        .get(&format!("{}/todos", desk.own))
        .await
        .expect(200);
    assert!(page.value("due") > desk.day(0), "{}", page.value("due"));
    for (body, due, message) in [
        (" ", &*tomorrow, "Write what is to be done"),
        ("x", "soon", "Choose a day"),
        ("x", "2001-01-01", "Choose today or a later day"),
        (&"x".repeat(501), &*tomorrow, "Shorten it to 500 characters"),
    ] {
        let page = desk.add(&cast.rosa, &desk.own, body, due, cast.rosa.member);
        let page = page.await.expect(422);
        assert_eq!(page.texts(".error"), [format!("Error: {message}")]);
        assert_eq!(page.value("due"), due);
    }
    let added = desk.add(
        &cast.rosa,
        &desk.own,
        "Call Noor",
        &tomorrow,
        cast.rosa.member,
    );
    added.await.expect(303);
    let path = format!(
        "/heron/todos/{}",
        desk.app.number("select max(id) from todos").await
    );
    let mut cora = Client::clone(&cast.cora);
    let whom = cast.cora.member.to_string();
    let fields = |body, version| {
        [
            ("body", body),
            ("due", &*tomorrow),
            ("whom", &*whom),
            ("version", version),
        ]
    };
    let to = cora.post(&path, &fields("Write to Noor", "1")).await;
    assert_eq!(to.location(), desk.own);
    assert_eq!(desk.listed(&cast.cora, "later").await, ["Write to Noor"]);
    let mut rosa = Client::clone(&cast.rosa);
    let stale = rosa.post(&path, &fields("Visit Noor", "1")).await;
    let stale = stale.expect(409);
    assert_eq!(stale.value("body"), "Visit Noor");
    assert!(stale.text_of("[role=alert]").contains("“Write to Noor”"));
    for (person, status) in [(&cast.iris, 404), (&cast.olga, 404), (&cast.otto, 403)] {
        let mut browser = Client::clone(person);
        for path in [&*path, &format!("{path}/done")] {
            let refused = browser.post(path, &fields("No", "2")).await;
            refused.expect(status);
        }
    }
    let nobody = desk.app.visitor().get("/heron/todos").await;
    assert!(nobody.expect(303).location().starts_with("/sign-in"));
}
