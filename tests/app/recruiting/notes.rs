//! Notes: to whom they are for, and their author's to change.

use crate::kit::{
    app::{Answer, Client, TestApp},
    cast::{Cast, Person},
};
use candor::base::ids::ApplicationId;

struct Desk {
    app: TestApp,
    cast: Cast,
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
        Self { app, cast, id, own }
    }

    async fn write(&self, person: &mut Client, body: &str, visibility: &str) -> Answer {
        let once = uuid::Uuid::new_v4().to_string();
        let fields = [("body", body), ("visibility", visibility), ("once", &once)];
        person.post(&format!("{}/notes", self.own), &fields).await
    }

    async fn notes(&self, person: &Person) -> Vec<String> {
        browser(person)
            .get(&self.own)
            .await
            .expect(200)
            .texts(".bubble")
    }
}

fn browser(person: &Person) -> Client {
    Client::clone(person)
}

#[tokio::test]
async fn a_note_is_read_by_those_it_is_for() {
    let desk = Desk::new().await;
    for (person, body, visibility) in [
        (&desk.cast.rosa, "Team\nof <i>us</i>", "team"),
        (&desk.cast.cora, "Recruiters", "recruiters"),
        (&desk.cast.hugo, "Mine", "private"),
        (&desk.cast.hugo, "To recruiters", "recruiters"),
    ] {
        desk.write(&mut browser(person), body, visibility)
            .await
            .expect(303);
    }
    let cast = &desk.cast;
    let (team, recruiters) = ("Teamof <i>us</i>", ["Recruiters", "To recruiters"]);
    for person in [&cast.ada, &cast.rosa, &cast.cora, &cast.otto] {
        assert_eq!(
            desk.notes(person).await,
            [team, recruiters[0], recruiters[1]],
            "{}",
            person.name
        );
    }
    assert_eq!(
        desk.notes(&cast.hugo).await,
        [team, "Mine", "To recruiters"]
    );
    for person in [&cast.otto, &cast.iris, &cast.olga] {
        let status = desk
            .write(&mut browser(person), "No", "team")
            .await
            .status
            .as_u16();
        assert_eq!(
            status,
            if person.name == cast.otto.name {
                403
            } else {
                404
            }
        );
    }
    assert_eq!(desk.app.happened(desk.id, "note.written").await, 4);
}

#[tokio::test]
async fn a_double_click_writes_one_note_and_errors_keep_what_was_typed() {
    let desk = Desk::new().await;
    let mut rosa = browser(&desk.cast.rosa);
    let once = rosa.get(&desk.own).await.value("once");
    let fields = [("body", "Once"), ("visibility", "team"), ("once", &*once)];
    for _ in 0..2 {
        rosa.post(&format!("{}/notes", desk.own), &fields)
            .await
            .expect(303);
    }
    assert_eq!(desk.notes(&desk.cast.rosa).await, ["Once"]);
    let page = desk
        .write(&mut rosa, "Kept words", "everybody")
        .await
        .expect(422);
    assert_eq!(page.text_of("#body"), "Kept words");
    assert_eq!(
        page.texts(".error-summary li"),
        ["Choose who may read the note"]
    );
    let page = desk.write(&mut rosa, " \n ", "team").await.expect(422);
    assert_eq!(page.texts(".error-summary li"), ["Write something first"]);
    let page = desk
        .write(&mut rosa, &"x".repeat(20_001), "team")
        .await
        .expect(422);
    assert_eq!(
        page.texts(".error-summary li"),
        ["Shorten the note to 20,000 characters"]
    );
}

#[tokio::test]
async fn its_author_edits_deletes_and_brings_back() {
    let desk = Desk::new().await;
    let mut rosa = browser(&desk.cast.rosa);
    desk.write(&mut rosa, "First words", "team")
        .await
        .expect(303);
    let path = rosa
        .get(&desk.own)
        .await
        .attributes(".feed a", "href")
        .remove(0);
    let form = rosa.get(&path).await.expect(200);
    assert_eq!(
        (form.text_of("#body"), form.value("version")),
        ("First words".into(), "1".into())
    );
    let fields = [
        ("body", "Better words"),
        ("visibility", "recruiters"),
        ("version", "1"),
    ];
    assert_eq!(rosa.post(&path, &fields).await.location(), desk.own);
    let page = rosa.get(&desk.own).await;
    assert_eq!(page.texts(".bubble"), ["Better words"]);
    assert!(page.text_of(".feed__body").contains("edited"));
    let kept = "select count(*) from event_details where detail->'before'->>'body' = 'First words'";
    assert_eq!(desk.app.number(kept).await, 1);
    // Another window, another time: nothing is lost.
    let stale = rosa
        .post(
            &path,
            &[
                ("body", "Other words"),
                ("visibility", "team"),
                ("version", "1"),
            ],
        )
        .await
        .expect(409);
    assert_eq!(stale.text_of("#body"), "Other words");
    assert!(
        stale
            .text_of(".note--bad")
            .contains("It says now: “Better words”")
    );
    // Somebody else's it is to nobody.
    for (person, status) in [
        (&desk.cast.cora, 403),
        (&desk.cast.hugo, 404),
        (&desk.cast.olga, 404),
    ] {
        let mut person = browser(person);
        person.get(&path).await.expect(status);
        person
            .post(
                &path,
                &[("body", "No"), ("visibility", "team"), ("version", "2")],
            )
            .await
            .expect(status);
        person
            .post(&format!("{path}/deletion"), &[("version", "2")])
            .await
            .expect(status);
    }
    let page = rosa
        .post_and_follow(&format!("{path}/deletion"), &[("version", "2")])
        .await
        .expect(200);
    assert!(page.texts(".bubble").is_empty());
    rosa.get(&path).await.expect(404);
    let activity = rosa
        .get(&format!("{}/activity?show=notes", desk.own))
        .await
        .expect(200);
    assert!(activity.texts(".bubble").is_empty() && !activity.text().contains("Better words"));
    assert_eq!(activity.texts(".feed > li").len(), 3);
    let undo = page.attributes("#toast form", "action").remove(0);
    let version = page.attributes("#toast input", "value").remove(0);
    rosa.post(&undo, &[("version", &version)]).await.expect(303);
    assert_eq!(desk.notes(&desk.cast.rosa).await, ["Better words"]);
}
