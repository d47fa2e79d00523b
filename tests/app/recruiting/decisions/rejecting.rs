//! Rejections, and when candidates are told.

use super::{Desk, browser};
use jiff::SignedDuration;

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
