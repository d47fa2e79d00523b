//! Where one is after a decision, and what changes on the board.

use super::{Desk, browser};
use crate::kit::app::{Answer, Client};
use axum::{body::Body, http::Method};

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
