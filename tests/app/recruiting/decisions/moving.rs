//! Moves from stage to stage, also by several people at once.

use super::{Desk, browser};
use std::collections::BTreeMap;

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
