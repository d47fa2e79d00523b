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
    let notes = format!("{}/notes", desk.own);
    let fields = [("body", "Once"), ("visibility", "team"), ("once", &*once)];
    for _ in 0..2 {
        rosa.post(&notes, &fields).await.expect(303);
    }
    assert_eq!(desk.notes(&desk.cast.rosa).await, ["Once"]);
    // The same form with other words, as a browser's way back shows it.
    let fields = [("body", "Twice"), ("visibility", "team"), ("once", &*once)];
    let page = rosa.post(&notes, &fields).await.expect(422);
    assert_eq!(page.text_of("#body"), "Twice", "it is not lost");
    let once = page.value("once");
    let fields = [("body", "Twice"), ("visibility", "team"), ("once", &*once)];
    rosa.post(&notes, &fields).await.expect(303);
    assert_eq!(desk.notes(&desk.cast.rosa).await, ["Once", "Twice"]);
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
    let kept = "select count(*) from note_wordings where body = 'First words'";
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

#[tokio::test]
async fn an_answer_is_read_by_whoever_reads_the_note() {
    let desk = Desk::new().await;
    let (cast, own) = (&desk.cast, &desk.own);
    // Hugo hires: what he writes to recruiters they answer, and he reads the answer.
    desk.write(&mut browser(&cast.hugo), "To recruiters", "recruiters")
        .await
        .expect(303);
    let mut rosa = browser(&cast.rosa);
    let page = rosa.get(own).await.expect(200);
    let path = page.attributes(".feed a[href$=answer]", "href").remove(0);
    let form = rosa.get(&path).await.expect(200);
    assert_eq!(form.text_of("blockquote"), "To recruiters");
    let once = form.value("once");
    for _ in 0..2 {
        let fields = [("body", "Answered"), ("once", &*once)];
        rosa.post(&path, &fields).await.expect(303);
    }
    for person in [&cast.rosa, &cast.hugo, &cast.cora] {
        assert_eq!(
            desk.notes(person).await,
            ["To recruiters", "Answered"],
            "{}",
            person.name
        );
    }
    let page = rosa.get(own).await;
    assert_eq!(page.texts(".feed__answer .bubble"), ["Answered"]);
    let empty = rosa.post(&path, &[("body", " ")]).await.expect(422);
    assert_eq!(empty.texts(".error"), ["Error: Write something first"]);
    for (person, status) in [(&cast.otto, 403), (&cast.iris, 404), (&cast.olga, 404)] {
        let refused = browser(person).post(&path, &[("body", "No")]).await;
        refused.expect(status);
    }
    // Who reads it is settled now.
    let note = path.replace("/answer", "");
    let mut hugo = browser(&cast.hugo);
    let fields = [
        ("body", "To me"),
        ("visibility", "private"),
        ("version", "1"),
    ];
    let page = hugo.post(&note, &fields).await.expect(422);
    assert!(page.text_of(".error").contains("Others have answered"));
    // Once the first is deleted, the answer stands there, and nobody answers any more.
    let deletion = format!("{note}/deletion");
    hugo.post(&deletion, &[("version", "1")]).await.expect(303);
    let page = rosa.get(own).await;
    assert_eq!(page.texts(".bubble"), ["Answered"]);
    assert!(page.attributes(".feed a[href$=answer]", "href").is_empty());
    rosa.post(&path, &[("body", "More")]).await.expect(404);
}

#[tokio::test]
async fn whom_a_note_names_is_told_if_they_may_read_it() {
    let desk = Desk::new().await;
    let cast = &desk.cast;
    let mut rosa = browser(&cast.rosa);
    let page = rosa.get(&format!("{}/readers", desk.own)).await.expect(200);
    assert_eq!(
        page.texts("main li"),
        [
            "@Ada Marsh",
            "@Cora Penn",
            "@Hugo Brandt",
            "@Otto Quill",
            "@Rosa Lindqvist"
        ]
    );
    let body = "@Hugo, @Cora Penn: see noor@hugo.example, @Iris and @Rosa";
    let mut told = Vec::new();
    for visibility in ["team", "recruiters", "private"] {
        let answer = desk.write(&mut rosa, body, visibility).await;
        answer.expect(303);
        told.push(rosa.get(&desk.own).await.text_of("#toast span"));
    }
    assert_eq!(
        told,
        [
            "The note is written. Hugo Brandt and Cora Penn will hear of it.",
            "The note is written. Cora Penn will hear of it.",
            "The note is written."
        ]
    );
    let mails = "select count(*) from messages where kind = 'mentioned' and member_id is null and body not like '%noor@%'";
    assert_eq!(desk.app.number(mails).await, 3);
    let page = browser(&cast.hugo)
        .get("/heron/waiting?for=mentions")
        .await
        .expect(200);
    let own = format!("{}#note-", desk.own);
    let leads = page.attributes(".row__title", "href");
    assert!(leads.len() == 1 && leads[0].starts_with(&own));
    // Named once more by an edit, nobody is told twice.
    let note = leads[0].replace(&own, "/heron/notes/");
    let fields = [
        ("body", "@Hugo, @Cora, @Ada"),
        ("visibility", "team"),
        ("version", "1"),
    ];
    rosa.post(&note, &fields).await.expect(303);
    assert_eq!(desk.app.number(mails).await, 4);
    for person in [&cast.iris, &cast.olga] {
        let path = format!("{}/readers", desk.own);
        browser(person).get(&path).await.expect(404);
    }
    // What a note says of whom is found by those who read it.
    let found = async |person: &Person| {
        let page = browser(person).get("/heron/candidates?q=named").await;
        page.expect(200).texts(".row__title").len()
    };
    assert_eq!(found(&cast.hugo).await, 0);
}

#[tokio::test]
async fn what_a_note_said_is_read_by_those_who_could_read_it_then() {
    let desk = Desk::new().await;
    let cast = &desk.cast;
    let mut rosa = browser(&cast.rosa);
    desk.write(&mut rosa, "Mine alone", "private")
        .await
        .expect(303);
    let id = desk.app.number("select max(id) from notes").await;
    let note = format!("/heron/notes/{id}");
    for (version, body, visibility) in [
        ("1", "For recruiters", "recruiters"),
        ("2", "For all", "team"),
        ("3", "For all again", "team"),
    ] {
        let fields = [
            ("body", body),
            ("visibility", visibility),
            ("version", version),
        ];
        rosa.post(&note, &fields).await.expect(303);
    }
    let history = format!("{note}/history");
    let (now, all, recruiters, mine) = ("For all again", "For all", "For recruiters", "Mine alone");
    for (person, said) in [
        (&cast.rosa, vec![now, all, recruiters, mine]),
        (&cast.cora, vec![now, all, recruiters]),
        (&cast.hugo, vec![now, all]),
    ] {
        let page = browser(person).get(&history).await.expect(200);
        assert_eq!(page.texts(".bubble"), said, "{}", person.name);
    }
    for person in [&cast.iris, &cast.olga] {
        browser(person).get(&history).await.expect(404);
    }
}

#[tokio::test]
async fn a_deleted_note_comes_back_for_thirty_days_and_is_gone_then() {
    let desk = Desk::new().await;
    let mut rosa = browser(&desk.cast.rosa);
    for body in ["First", "Second"] {
        desk.write(&mut rosa, body, "team").await.expect(303);
    }
    let id = desk.app.number("select min(id) from notes").await;
    let note = format!("/heron/notes/{id}");
    let deletion = format!("{note}/deletion");
    rosa.post(&deletion, &[("version", "1")]).await.expect(303);
    let list = format!("{}/notes", desk.own);
    let page = rosa.get(&list).await.expect(200);
    assert_eq!(page.texts(".bubble"), ["First"]);
    // To nobody else.
    let page = browser(&desk.cast.cora).get(&list).await.expect(200);
    assert!(page.texts(".bubble").is_empty());
    browser(&desk.cast.iris).get(&list).await.expect(404);

    let (pool, now) = (desk.app.app.db.work(), desk.app.app.db.clock.now());
    let days = |days: i64| now.plus(jiff::SignedDuration::from_hours(24 * days));
    candor::domain::notes::purge(pool, days(29))
        .await
        .expect("a purge");
    let undo = format!("{deletion}/undo");
    rosa.post(&undo, &[("version", "2")]).await.expect(303);
    assert_eq!(desk.notes(&desk.cast.rosa).await, ["First", "Second"]);
    rosa.post(&deletion, &[("version", "3")]).await.expect(303);
    candor::domain::notes::purge(pool, days(31))
        .await
        .expect("a purge");
    assert_eq!(desk.app.number("select count(*) from notes").await, 1);
    rosa.post(&undo, &[("version", "4")]).await.expect(404);
}
