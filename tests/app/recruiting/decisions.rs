//! Moving, rejecting, hiring, and taking each back; of two at once one wins, and the other is told.

use crate::kit::{
    app::{Answer, Client, TestApp},
    cast::{Cast, Person},
    postings::Live,
};
use axum::{body::Body, http::Method};
use candor::{
    access::permissions::EditJobs,
    base::ids::ApplicationId,
    domain::jobs::{self, Seat},
};
use jiff::SignedDuration;
use std::collections::BTreeMap;

/// Somebody in a job whose team decides.
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

    async fn version(&self) -> String {
        let version: i64 = self.fact("version").await;
        version.to_string()
    }

    /// A column of the application's row.
    async fn fact<T>(&self, column: &str) -> T
    where
        T: Send + Unpin + for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
    {
        let statement = format!("select {column} from applications where id = $1");
        let fact = sqlx::query_scalar(sqlx::AssertSqlSafe(statement)).bind(self.id);
        fact.fetch_one(self.app.app.db.pages()).await.expect(column)
    }

    async fn stage(&self, name: &str) -> String {
        self.app.stage(self.live, name).await.to_string()
    }

    async fn stage_name(&self) -> String {
        self.fact("(select name from stages s where s.company_id = applications.company_id and s.id = stage_id)")
            .await
    }

    async fn reason(&self) -> String {
        let id: i64 =
            sqlx::query_scalar("select min(id) from rejection_reasons where company_id = $1")
                .bind(self.cast.company.id)
                .fetch_one(self.app.app.db.pages())
                .await
                .unwrap();
        id.to_string()
    }

    async fn move_to(&self, person: &mut Client, stage: &str, version: &str) -> Answer {
        let stage = self.stage(stage).await;
        person
            .post(
                &format!("{}/move", self.own),
                &[("stage", &stage), ("version", version)],
            )
            .await
    }

    async fn reject(&self, person: &mut Client, telling: &[(&str, &str)]) -> Answer {
        let (reason, version) = (self.reason().await, self.version().await);
        let mut fields = vec![
            ("reason", &*reason),
            ("version", &*version),
            ("note", "Kind, too new."),
        ];
        fields.extend(telling);
        person
            .post(&format!("{}/rejection", self.own), &fields)
            .await
    }
}

fn browser(person: &Person) -> Client {
    Client::clone(person)
}

#[tokio::test]
async fn a_move_is_made_told_and_taken_back() {
    let desk = Desk::new().await;
    desk.app.aged(desk.id, 3).await;
    let mut hugo = browser(&desk.cast.hugo);
    let page = hugo.get(&format!("{}/move", desk.own)).await.expect(200);
    assert_eq!(page.text_of("h1"), "Move Noor Castellane");
    let labels = page.texts(".pick label");
    assert!(
        labels[0].starts_with("Application review now"),
        "{labels:?}"
    );
    assert_eq!(labels.len(), 7, "six stages and Hired");
    let (version, stage) = (page.value("version"), desk.stage("Interviews").await);
    let fields = [
        ("stage", &*stage),
        ("version", &version),
        ("back", &page.value("back")),
    ];
    let profile = hugo
        .post_and_follow(&format!("{}/move", desk.own), &fields)
        .await
        .expect(200);
    assert_eq!(desk.stage_name().await, "Interviews");
    assert!(
        profile
            .text_of("#toast")
            .starts_with("Noor Castellane moved to Interviews.")
    );
    let undo = profile.attributes("#toast form", "action").remove(0);
    let seen = profile
        .attributes("#toast input[name=version]", "value")
        .remove(0);
    let back = hugo
        .post_and_follow(&undo, &[("version", &seen)])
        .await
        .expect(200);
    assert!(
        back.text_of("#toast")
            .contains("Noor Castellane is back in Application review.")
    );
    assert_eq!(desk.stage_name().await, "Application review");
    let waits: f64 = desk
        .fact("extract(epoch from updated_at - stage_entered_at)::float8")
        .await;
    assert!(waits > 3.0 * 86400.0, "as if they had never been away");
    assert_eq!(desk.app.happened(desk.id, "application.moved").await, 2);
    // Once more is once too often.
    hugo.post(&undo, &[("version", &seen)]).await.expect(409);
    let version = desk.version().await;
    let again = hugo.post(&undo, &[("version", &version)]).await;
    assert_eq!(
        again.status, 303,
        "an undo is a move, and can be taken back itself"
    );
    assert_eq!(desk.stage_name().await, "Interviews");
}

#[tokio::test]
async fn a_move_to_nowhere_is_no_move() {
    let desk = Desk::new().await;
    let other = desk.app.mill(&desk.cast).await;
    let foreign = desk.app.stage(other, "Interviews").await.to_string();
    let here = desk.stage("Application review").await;
    let mut rosa = browser(&desk.cast.rosa);
    for (stage, message) in [
        (foreign.as_str(), "Choose one of the stages of this job"),
        ("x", "Choose one of the stages of this job"),
        ("", "Choose one of the stages of this job"),
        (
            here.as_str(),
            "Noor Castellane is in Application review already. Choose another stage",
        ),
    ] {
        let fields = [("stage", stage), ("version", "1")];
        let page = rosa
            .post(&format!("{}/move", desk.own), &fields)
            .await
            .expect(422);
        assert_eq!(page.text_of("#stage-error"), format!("Error: {message}"));
    }
    assert_eq!(desk.app.happened(desk.id, "application.moved").await, 0);
}

#[tokio::test]
async fn of_two_at_once_the_second_is_told_who_did_what() {
    let desk = Desk::new().await;
    let (mut rosa, mut hugo) = (browser(&desk.cast.rosa), browser(&desk.cast.hugo));
    desk.move_to(&mut rosa, "Interviews", "1").await.expect(303);
    let page = desk.move_to(&mut hugo, "Assessment", "1").await.expect(409);
    assert_eq!(
        page.text_of(".note--bad"),
        "Rosa Lindqvist moved Noor Castellane to Interviews just now. Look again before you decide."
    );
    assert!(page.texts(".pick label")[3].starts_with("Interviews now"));
    assert_eq!(desk.stage_name().await, "Interviews");
    // The form has what is true now: to send it again is a decision.
    let (version, stage) = (page.value("version"), desk.stage("Assessment").await);
    let fields = [("stage", &*stage), ("version", &version)];
    hugo.post(&format!("{}/move", desk.own), &fields)
        .await
        .expect(303);
    assert_eq!(desk.stage_name().await, "Assessment");
    // A rejection that is out of date keeps what was typed.
    let reason = desk.reason().await;
    let fields = [
        ("reason", &*reason),
        ("version", "1"),
        ("telling", "held"),
        ("note", "Kept words"),
    ];
    let page = rosa
        .post(&format!("{}/rejection", desk.own), &fields)
        .await
        .expect(409);
    assert!(
        page.text_of(".note--bad")
            .starts_with("Hugo Brandt moved Noor Castellane to Assessment")
    );
    assert_eq!(page.text_of("#note"), "Kept words");
    // And where nothing is left to decide, it says so.
    rosa.post(
        &format!("{}/rejection", desk.own),
        &[
            ("reason", &*reason),
            ("version", &desk.version().await),
            ("telling", "held"),
        ],
    )
    .await
    .expect(303);
    let gone = desk.move_to(&mut hugo, "Offer", "3").await.expect(409);
    assert!(
        gone.text()
            .contains("Rosa Lindqvist rejected Noor Castellane")
    );
    hugo.get(&format!("{}/move", desk.own)).await.expect(409);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_at_once_have_one_winner_each_time() {
    let desk = Desk::new().await;
    let stages = [
        "Recruiter screen",
        "Assessment",
        "Interviews",
        "Decision",
        "Offer",
    ];
    let reason = desk.reason().await;
    for round in 0..20 {
        let version = desk.version().await;
        // Nobody asks for the stage where somebody is already: that would win nothing.
        let here = desk.stage_name().await;
        let mut ids = Vec::new();
        for stage in stages.into_iter().filter(|stage| *stage != here) {
            ids.push(desk.stage(stage).await);
        }
        let before = desk.app.happened(desk.id, "application.%").await;
        let rivals = (0..16).map(|n| {
            let mut person = browser([&desk.cast.ada, &desk.cast.rosa, &desk.cast.hugo][n % 3]);
            let (own, version, reason) = (desk.own.clone(), version.clone(), reason.clone());
            let stage = ids[(round + n) % ids.len()].clone();
            tokio::spawn(async move {
                if n % 4 == 3 {
                    let fields = [
                        ("reason", &*reason),
                        ("telling", "held"),
                        ("version", &version),
                    ];
                    person
                        .post(&format!("{own}/rejection"), &fields)
                        .await
                        .status
                        .as_u16()
                } else {
                    let fields = [("stage", &*stage), ("version", &version)];
                    person
                        .post(&format!("{own}/move"), &fields)
                        .await
                        .status
                        .as_u16()
                }
            })
        });
        let rivals: Vec<_> = rivals.collect();
        let mut statuses = BTreeMap::new();
        for rival in rivals {
            *statuses.entry(rival.await.expect("an answer")).or_insert(0) += 1;
        }
        assert_eq!(
            statuses,
            BTreeMap::from([(303, 1), (409, 15)]),
            "round {round}"
        );
        let after = desk.app.happened(desk.id, "application.%").await;
        assert_eq!(after, before + 1, "round {round}");
        if desk.fact::<String>("status::text").await == "rejected" {
            let version = desk.version().await;
            let mut rosa = browser(&desk.cast.rosa);
            rosa.post(
                &format!("{}/rejection/undo", desk.own),
                &[("version", &version)],
            )
            .await
            .expect(303);
        }
    }
}

#[tokio::test]
async fn a_rejection_needs_a_reason_and_a_time() {
    let desk = Desk::new().await;
    let mut rosa = browser(&desk.cast.rosa);
    let page = rosa
        .get(&format!("{}/rejection", desk.own))
        .await
        .expect(200);
    assert_eq!(page.text_of("h1"), "Reject Noor Castellane?");
    assert_eq!(page.texts("#reason label").len(), 11);
    let empty = rosa
        .post(
            &format!("{}/rejection", desk.own),
            &[("version", "1"), ("note", "Kept words")],
        )
        .await
        .expect(422);
    assert_eq!(
        empty.texts(".error-summary li"),
        ["Choose a reason", "Choose when they are told"]
    );
    assert_eq!(empty.text_of("#note"), "Kept words");
    let (reason, long) = (desk.reason().await, "x".repeat(5001));
    for (fields, error) in [
        (
            vec![("reason", "999999999"), ("telling", "now")],
            "Choose a reason",
        ),
        (
            vec![("telling", "later"), ("tell_at", "")],
            "Enter a day and a time, like 2026-11-24 09:00",
        ),
        (
            vec![("telling", "later"), ("tell_at", "2019-01-01T09:00")],
            "Choose a time within the next 90 days",
        ),
        (
            vec![("telling", "later"), ("tell_at", "2199-01-01T09:00")],
            "Choose a time within the next 90 days",
        ),
        (
            vec![("telling", "now"), ("note", &long)],
            "Shorten the note to 5,000 characters",
        ),
    ] {
        let mut all = vec![("reason", reason.as_str()), ("version", "1")];
        all.retain(|(name, _)| !fields.iter().any(|(other, _)| other == name));
        all.extend(fields);
        let page = rosa
            .post(&format!("{}/rejection", desk.own), &all)
            .await
            .expect(422);
        assert_eq!(page.texts(".error-summary li"), [error]);
    }
    assert_eq!(desk.fact::<String>("status::text").await, "active");
}

#[tokio::test]
async fn a_rejected_candidate_is_told_once_it_can_no_longer_be_undone() {
    let desk = Desk::new().await;
    let mut rosa = browser(&desk.cast.rosa);
    let told = "told_at is not null";
    desk.move_to(&mut rosa, "Interviews", "1").await.expect(303);
    let page = desk.reject(&mut rosa, &[("telling", "now")]).await;
    let page = rosa.get(&page.location()).await.expect(200);
    assert!(
        page.text_of("#toast")
            .starts_with("Noor Castellane is rejected. They are told in 10 minutes.")
    );
    desk.app.app.db.clock.advance(SignedDuration::from_mins(9));
    desk.app.run_tasks().await;
    assert!(!desk.fact::<bool>(told).await);
    // Taken back in time: the stage is the former one, and nobody is told anything.
    let undo = format!("{}/rejection/undo", desk.own);
    let version = desk.version().await;
    rosa.post(&undo, &[("version", &version)]).await.expect(303);
    assert_eq!(
        (
            desk.fact::<String>("status::text").await,
            desk.stage_name().await
        ),
        ("active".into(), "Interviews".into())
    );
    // Rejected anew: the first rejection's task has nothing to tell.
    desk.reject(&mut rosa, &[("telling", "now")])
        .await
        .expect(303);
    desk.app.app.db.clock.advance(SignedDuration::from_mins(5));
    desk.app.run_tasks().await;
    assert!(!desk.fact::<bool>(told).await);
    desk.app.app.db.clock.advance(SignedDuration::from_mins(6));
    desk.app.run_tasks().await;
    assert!(desk.fact::<bool>(told).await);
    assert_eq!(desk.app.happened(desk.id, "application.told").await, 1);
    let profile = rosa.get(&desk.own).await.expect(200);
    assert!(
        profile
            .text_of(".note--bad")
            .contains("Noor Castellane was told on")
    );
    // Taking back what was told tells nothing any more.
    let version = desk.version().await;
    rosa.post(&undo, &[("version", &version)]).await.expect(303);
    assert!(!desk.fact::<bool>(told).await);
}

#[tokio::test]
async fn telling_may_wait_for_a_time_or_for_somebody() {
    let desk = Desk::new().await;
    let mut rosa = browser(&desk.cast.rosa);
    let told = "told_at is not null";
    let tomorrow = desk
        .app
        .app
        .db
        .clock
        .now()
        .plus(SignedDuration::from_hours(5));
    let at = tomorrow.0.strftime("%Y-%m-%dT%H:%M").to_string();
    desk.reject(&mut rosa, &[("telling", "later"), ("tell_at", &at)])
        .await
        .expect(303);
    desk.app.app.db.clock.advance(SignedDuration::from_hours(4));
    desk.app.run_tasks().await;
    assert!(!desk.fact::<bool>(told).await);
    desk.app.app.db.clock.advance(SignedDuration::from_hours(1));
    desk.app.run_tasks().await;
    assert!(desk.fact::<bool>(told).await);

    rosa.post(
        &format!("{}/rejection/undo", desk.own),
        &[("version", &desk.version().await)],
    )
    .await
    .expect(303);
    desk.reject(&mut rosa, &[("telling", "held")])
        .await
        .expect(303);
    desk.app.app.db.clock.advance(SignedDuration::from_hours(5));
    desk.app.run_tasks().await;
    assert!(!desk.fact::<bool>(told).await);
    let profile = rosa.get(&desk.own).await.expect(200);
    assert_eq!(
        profile.text_of(".actions .btn--primary"),
        "Let Noor Castellane know"
    );
    let telling = format!("{}/telling", desk.own);
    let version = desk.version().await;
    rosa.post(&telling, &[("version", "1")]).await.expect(409);
    rosa.post(&telling, &[("version", &version)])
        .await
        .expect(303);
    rosa.post(&telling, &[("version", &desk.version().await)])
        .await
        .expect(409);
    desk.app.app.db.clock.advance(SignedDuration::from_mins(11));
    desk.app.run_tasks().await;
    assert!(desk.fact::<bool>(told).await);
}

#[tokio::test]
async fn a_hire_fills_one_opening_and_frees_it_again() {
    let desk = Desk::new().await;
    let mut hugo = browser(&desk.cast.hugo);
    let second = desk
        .app
        .system::<EditJobs>(&desk.cast.company)
        .change(async |change| {
            let seat = Seat {
                code: Some("MILL-2".to_owned()),
                track: None,
                level: None,
                place: None,
                target_date: None,
            };
            jobs::add_opening(change, desk.live.job, seat).await
        })
        .await
        .unwrap()
        .to_string();
    // By way of the stages, as the last of them.
    let form = hugo
        .post(
            &format!("{}/move", desk.own),
            &[("stage", "hired"), ("version", "1")],
        )
        .await
        .expect(200);
    assert_eq!(form.texts("#opening .pick label").len(), 2);
    assert!(
        form.attributes("#opening input[checked]", "value")
            .is_empty(),
        "somebody chooses"
    );
    let hire = format!("{}/hire", desk.own);
    hugo.post(&hire, &[("version", "1")]).await.expect(422);
    hugo.post(&hire, &[("version", "1"), ("opening", "999999999")])
        .await
        .expect(422);
    let page = hugo
        .post_and_follow(&hire, &[("version", "1"), ("opening", &second)])
        .await
        .expect(200);
    assert!(
        page.text_of("#toast")
            .starts_with("Noor Castellane is hired.")
    );
    assert!(
        page.text_of(".note--good")
            .starts_with("Hired by Hugo Brandt on")
    );
    let filled = "select count(*) from openings where status = 'filled'";
    assert_eq!(desk.app.number(filled).await, 1);
    // Nobody else gets it, nor the candidate a second one.
    let other = desk
        .app
        .applies(&desk.cast.company, desk.live.id, "Bao Lindenmere")
        .await;
    let others = format!("/heron/applications/{other}/hire");
    hugo.post(&others, &[("version", "1"), ("opening", &second)])
        .await
        .expect(422);
    hugo.post(
        &hire,
        &[("version", &desk.version().await), ("opening", &second)],
    )
    .await
    .expect(409);
    let form = hugo.get(&others).await.expect(200);
    let last = form.attributes("#opening input[checked]", "value");
    assert_eq!(last.len(), 1, "the only one left is chosen");
    let page = hugo
        .post_and_follow(&others, &[("version", "1"), ("opening", &last[0])])
        .await;
    assert!(
        page.text_of(".note--good")
            .contains("No opening of Miller is left")
    );
    let third = desk
        .app
        .applies(&desk.cast.company, desk.live.id, "Wren Halloway")
        .await;
    let none = hugo
        .get(&format!("/heron/applications/{third}/hire"))
        .await
        .expect(200);
    assert!(
        none.text_of(".note--warn")
            .contains("no opening that is open")
    );
    // Back.
    let undo = format!("{hire}/undo");
    let version = desk.version().await;
    hugo.post(&undo, &[("version", &version)]).await.expect(303);
    assert_eq!(desk.app.number(filled).await, 1);
    assert_eq!(desk.fact::<String>("status::text").await, "active");
    hugo.post(&undo, &[("version", &desk.version().await)])
        .await
        .expect(409);
}

#[tokio::test]
async fn who_applied_again_meanwhile_is_not_active_twice() {
    let desk = Desk::new().await;
    let mut rosa = browser(&desk.cast.rosa);
    desk.reject(&mut rosa, &[("telling", "held")])
        .await
        .expect(303);
    desk.app
        .applies(&desk.cast.company, desk.live.id, "Noor Castellane")
        .await;
    let version = desk.version().await;
    let page = rosa
        .post(
            &format!("{}/rejection/undo", desk.own),
            &[("version", &version)],
        )
        .await
        .expect(409);
    assert!(page.text().contains("has applied for this job again"));
    assert_eq!(desk.fact::<String>("status::text").await, "rejected");
}

#[tokio::test]
async fn only_those_who_decide_here_decide() {
    let desk = Desk::new().await;
    let stage = desk.stage("Offer").await;
    let acts = [
        "move",
        "move/undo",
        "rejection",
        "rejection/undo",
        "telling",
        "hire",
        "hire/undo",
    ];
    for act in acts {
        let path = format!("{}/{act}", desk.own);
        let fields = [
            ("stage", &*stage),
            ("version", "1"),
            ("reason", "1"),
            ("telling", "held"),
            ("opening", "1"),
        ];
        for person in [&desk.cast.otto, &desk.cast.cora] {
            let page = browser(person).post(&path, &fields).await.expect(403);
            assert!(
                page.text().contains("hiring managers"),
                "{path} says who can"
            );
        }
        browser(&desk.cast.iris)
            .post(&path, &fields)
            .await
            .expect(404);
        browser(&desk.cast.olga)
            .post(&path, &fields)
            .await
            .expect(404);
        let signed_out = desk.app.visitor().post(&path, &fields).await;
        assert!(signed_out.location().starts_with("/sign-in"), "{path}");
    }
    for ask in ["move", "rejection", "hire"] {
        let path = format!("{}/{ask}", desk.own);
        browser(&desk.cast.otto).get(&path).await.expect(403);
        browser(&desk.cast.iris).get(&path).await.expect(404);
    }
    assert_eq!(
        desk.app.happened(desk.id, "application.%").await,
        1,
        "they applied, no more"
    );
    assert_eq!(desk.version().await, "1");
    let mut rosa = browser(&desk.cast.rosa);
    rosa.post(
        "/heron/applications/0/move",
        &[("stage", &*stage), ("version", "1")],
    )
    .await
    .expect(404);
    let nul = rosa
        .post(&format!("{}/rejection", desk.own), &[("note", "a\0b")])
        .await;
    assert_eq!(nul.status, 422);
    let huge = "x".repeat(2 << 20);
    rosa.post(&format!("{}/rejection", desk.own), &[("note", &huge)])
        .await
        .expect(413);
}

/// Asks as the board's script does.
async fn from_board(
    desk: &Desk,
    person: &mut Client,
    path: &str,
    fields: &[(&str, &str)],
) -> Answer {
    person.htmx = true;
    let board = format!("http://localhost:8080/heron/jobs/{}?q=cast", desk.live.job);
    person.headers.insert("hx-current-url".to_owned(), board);
    person.post(path, fields).await
}

#[tokio::test]
async fn a_board_gets_the_parts_that_changed() {
    let desk = Desk::new().await;
    let mut rosa = browser(&desk.cast.rosa);
    let (stage, path) = (desk.stage("Offer").await, format!("{}/move", desk.own));
    let parts = from_board(
        &desk,
        &mut rosa,
        &path,
        &[("stage", &stage), ("version", "1")],
    )
    .await
    .expect(200);
    let oob = parts.attributes("[hx-swap-oob]", "id");
    let from = desk.stage("Application review").await;
    assert_eq!(
        oob,
        [
            format!("card-{}", desk.id),
            format!("col-{from}-head"),
            format!("col-{stage}"),
            "col-hired".into(),
            "col-rejected".into(),
            "col-withdrawn".into(),
            "people".into(),
            "toast".into()
        ]
    );
    assert_eq!(
        parts.text_of(&format!("#col-{stage} .card__name")),
        "Noor Castellane"
    );
    assert_eq!(parts.text_of(&format!("#col-{from}-head .count")), "0");
    // Somebody whose board is out of date gets it as it is, and is told.
    let mut hugo = browser(&desk.cast.hugo);
    let stale = from_board(
        &desk,
        &mut hugo,
        &path,
        &[("stage", &from), ("version", "1")],
    )
    .await
    .expect(409);
    assert_eq!(
        stale.text_of(&format!("#board #col-{stage} .card__name")),
        "Noor Castellane"
    );
    assert!(
        stale
            .text_of("#toast")
            .starts_with("Rosa Lindqvist moved Noor Castellane to Offer")
    );
    assert!(
        stale
            .text_of("form .note--bad")
            .starts_with("Rosa Lindqvist moved")
    );
    // Undo from the board brings the card back.
    let undo = parts.attributes("#toast form", "action").remove(0);
    let version = parts.attributes("#toast input", "value").remove(0);
    let back = from_board(&desk, &mut rosa, &undo, &[("version", &version)])
        .await
        .expect(200);
    assert_eq!(
        back.text_of(&format!("#col-{from} .card__name")),
        "Noor Castellane"
    );
    let late = from_board(&desk, &mut rosa, &undo, &[("version", &version)])
        .await
        .expect(409);
    assert_eq!(
        late.attributes("[hx-swap-oob]", "id"),
        ["board", "people", "toast"]
    );
    // The form, as a part; elsewhere htmx is led back.
    let form = rosa.get(&path).await.expect(200);
    assert!(!form.text().contains("<html") && form.text().contains("hx-post"));
    let reason = desk.reason().await;
    let fields = [
        ("reason", &*reason),
        ("telling", "held"),
        ("version", &desk.version().await),
    ];
    let rejected = from_board(
        &desk,
        &mut rosa,
        &format!("{}/rejection", desk.own),
        &fields,
    )
    .await
    .expect(200);
    assert_eq!(rejected.text_of("#col-rejected .count"), "1");
    assert!(rejected.texts("section.col:not(.col--shut)").is_empty());
    rosa.headers.insert(
        "hx-current-url".to_owned(),
        format!("http://localhost:8080{}", desk.own),
    );
    let version = desk.version().await;
    let led = rosa
        .post(
            &format!("{}/rejection/undo", desk.own),
            &[("version", &version)],
        )
        .await
        .expect(200);
    assert_eq!(led.header("hx-redirect"), desk.own);
}

#[tokio::test]
async fn acting_leads_back_to_where_one_was() {
    let desk = Desk::new().await;
    let mut rosa = browser(&desk.cast.rosa);
    let list = format!("/heron/jobs/{}/list?q=cast", desk.live.job);
    rosa.headers
        .insert("referer".to_owned(), format!("http://localhost:8080{list}"));
    let form = rosa.get(&format!("{}/move", desk.own)).await.expect(200);
    assert_eq!(form.value("back"), list);
    rosa.headers.clear();
    let stage = desk.stage("Offer").await;
    let fields = [("stage", &*stage), ("version", "1"), ("back", &list)];
    assert_eq!(
        rosa.post(&format!("{}/move", desk.own), &fields)
            .await
            .location(),
        list
    );
    let fields = [
        ("stage", &*desk.stage("Interviews").await),
        ("version", "2"),
        ("back", "//evil.example/heron"),
    ];
    assert_eq!(
        rosa.post(&format!("{}/move", desk.own), &fields)
            .await
            .location(),
        desk.own
    );
    let malformed = rosa
        .send(
            Method::POST,
            &format!("{}/move", desk.own),
            Some("application/json"),
            Body::from("{}"),
        )
        .await;
    assert_eq!(malformed.status, 400);
}
