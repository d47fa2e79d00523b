//! Hires, and the openings that they fill.

use super::{Desk, browser};
use candor::{
    access::permissions::EditJobs,
    domain::jobs::{self, Seat},
};
use jiff::SignedDuration;

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
    desk.reject(&mut rosa, &[("telling", "now")])
        .await
        .expect(303);
    desk.app.app.db.clock.advance(SignedDuration::from_mins(11));
    desk.app.run_tasks().await;
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
