//! Taking an act back: all of it for ten minutes, but for what was changed since; and two acts at once.

use super::{Desk, browser};

#[tokio::test]
async fn a_rejection_is_taken_back_and_its_mails_never_go() {
    let desk = Desk::new().await;
    let rosa = &desk.cast.rosa;
    let reason = desk.reason().await;
    let typed = [("reason", &*reason), ("telling", "now")];
    let (own, _) = desk.done(rosa, "reject", &desk.people, &typed).await;
    desk.later(9).await;
    let page = desk.take_back(rosa, &own).await;
    assert_eq!(
        page.text_of("#progress [role=status]"),
        "Taken back by Rosa Lindqvist: 3 of 3."
    );
    assert_eq!(desk.facts("status").await, ["active"; 3]);
    desk.later(30).await;
    for id in desk.people {
        assert_eq!(
            desk.app.mail_of(id).await.last().expect("a mail").state,
            "cancelled"
        );
    }
    assert_eq!(desk.facts("told_at is null").await, ["true"; 3]);
    // Once is enough.
    desk.take_back(rosa, &own).await;
    assert_eq!(desk.happened("application.unrejected").await, [1, 1, 1]);
}

#[tokio::test]
async fn nobody_is_told_while_the_worker_comes_to_taking_it_back() {
    let desk = Desk::new().await;
    let rosa = &desk.cast.rosa;
    let reason = desk.reason().await;
    let typed = [("reason", &*reason), ("telling", "now")];
    let (own, _) = desk.done(rosa, "reject", &desk.people, &typed).await;
    browser(rosa)
        .post(&format!("{own}/undo"), &[])
        .await
        .expect(303);
    // The worker that had it died: until another may have it, the time to tell comes.
    sqlx::query("update work set run_at = run_at + interval '1 hour' where kind = 'undo_bulk'")
        .execute(desk.app.app.db.pages())
        .await
        .expect("a delay");
    desk.later(11).await;
    assert_eq!(desk.facts("told_at is null").await, ["true"; 3]);
    desk.later(60).await;
    assert_eq!(desk.facts("status").await, ["active"; 3]);
    assert_eq!(desk.happened("application.told").await, [0, 0, 0]);
}

#[tokio::test]
async fn what_was_changed_since_is_left_as_it_is() {
    let desk = Desk::new().await;
    let rosa = &desk.cast.rosa;
    let [noor, ..] = desk.people;
    let (interviews, offer) = (desk.stage("Interviews").await, desk.stage("Offer").await);
    let (own, _) = desk
        .done(rosa, "move", &desk.people, &[("stage", &interviews)])
        .await;
    let mut hugo = browser(&desk.cast.hugo);
    let moved = [("stage", &*offer), ("version", "2")];
    hugo.post(&format!("/heron/applications/{noor}/move"), &moved)
        .await
        .expect(303);
    let page = desk.take_back(rosa, &own).await;
    assert_eq!(
        page.text_of("#progress [role=status]"),
        "Taken back by Rosa Lindqvist: 2 of 3. 1 left as they are, because they were changed since."
    );
    assert_eq!(
        desk.stages().await,
        ["Offer", "Application review", "Application review"]
    );
    let left = browser(rosa)
        .get(&format!("{own}?show=left"))
        .await
        .expect(200);
    assert_eq!(
        left.texts("tbody td:last-child"),
        ["Hugo Brandt moved Noor Saar to Offer since."]
    );
}

#[tokio::test]
async fn after_ten_minutes_it_stays() {
    let desk = Desk::new().await;
    let rosa = &desk.cast.rosa;
    let interviews = desk.stage("Interviews").await;
    let (own, page) = desk
        .done(rosa, "move", &desk.people, &[("stage", &interviews)])
        .await;
    assert_eq!(page.texts("#progress form button"), ["Take it back"]);
    assert!(!page.text_of("#progress").contains("mails wait"));
    desk.later(10).await;
    let page = browser(rosa).get(&own).await.expect(200);
    assert!(page.texts("#progress form button").is_empty());
    browser(rosa)
        .post(&format!("{own}/undo"), &[])
        .await
        .expect(409);
    desk.app.run_tasks().await;
    assert_eq!(desk.stages().await, ["Interviews"; 3]);
}

#[tokio::test]
async fn mails_tags_and_owners_are_taken_back_too() {
    let desk = Desk::new().await;
    let rosa = &desk.cast.rosa;
    let [noor, nils, _] = desk.people;
    let typed = [("subject", "Come by"), ("body", "Hello {first_name}")];
    let (mails, page) = desk.done(rosa, "mail", &desk.people, &typed).await;
    assert!(page.text_of("#progress").contains("mails wait until then"));
    let (tags, _) = desk
        .done(rosa, "tag", &desk.people, &[("tag", "Night")])
        .await;
    let me = rosa.member.to_string();
    let (owners, _) = desk
        .done(rosa, "assign", &desk.people, &[("owner", &me)])
        .await;
    // Somebody takes one tag off, and puts it on again later: that is theirs.
    let (off, on) = (
        format!("/heron/applications/{noor}/tags/removal"),
        format!("/heron/applications/{noor}/tags"),
    );
    let mut cora = browser(&desk.cast.cora);
    desk.later(1).await;
    cora.post(&off, &[("tag", "Night")]).await.expect(303);
    cora.post(&on, &[("tag", "Night")]).await.expect(303);
    for act in [&mails, &tags, &owners] {
        desk.take_back(rosa, act).await;
    }
    desk.later(30).await;
    assert_eq!(
        desk.app.mail_of(nils).await.last().expect("a mail").state,
        "cancelled"
    );
    assert_eq!(desk.happened("message.held_back").await, [1, 1, 1]);
    assert_eq!(desk.facts("tags").await, ["{Night}", "{}", "{}"]);
    assert_eq!(desk.facts("owner_id").await, [""; 3]);
}

#[tokio::test]
async fn what_is_taken_back_before_it_is_done_is_never_done() {
    let desk = Desk::new().await;
    let rosa = &desk.cast.rosa;
    let stage = desk.stage("Interviews").await;
    let preview = desk
        .preview(rosa, "move", &desk.people, &[("stage", &stage)])
        .await
        .expect(200);
    let own = desk.start(rosa, &preview).await;
    let page = desk.take_back(rosa, &own).await;
    assert_eq!(
        page.text_of("#progress [role=status]"),
        "Taken back by Rosa Lindqvist: 0 of 0."
    );
    assert_eq!(desk.happened("application.moved").await, [0, 0, 0]);
}

#[tokio::test]
async fn of_two_acts_at_once_on_the_same_people_each_of_them_is_ones() {
    let desk = Desk::new().await;
    let (interviews, offer) = (desk.stage("Interviews").await, desk.stage("Offer").await);
    for round in 0..5 {
        let people = crate::kit::applications::crowd(&desk.app, desk.live.job.0, 120).await;
        let (rosa, ada) = (&desk.cast.rosa, &desk.cast.ada);
        let ids = people
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(",");
        desk.later(1).await;
        let hers = [("picked", &*ids), ("stage", &*interviews)];
        let others = [("picked", &*ids), ("stage", &*offer)];
        let (one, two) = (
            desk.preview_of(rosa, "move", &hers).await.expect(200),
            desk.preview_of(ada, "move", &others).await.expect(200),
        );
        let (one, two) = (desk.start(rosa, &one).await, desk.start(ada, &two).await);
        tokio::join!(desk.app.run_tasks(), desk.app.run_tasks());
        desk.app.run_tasks().await;
        let (mut done, mut skipped) = (0, 0);
        for own in [one, two] {
            let page = browser(ada).get(&own).await.expect(200);
            let said = page.text_of("#progress [role=status]");
            let numbers: Vec<i64> = said
                .split(|c: char| !c.is_ascii_digit())
                .filter_map(|n| n.parse().ok())
                .collect();
            assert_eq!(numbers[1], 120, "{said}");
            done += numbers[0];
            skipped += numbers.get(2).copied().unwrap_or(0);
        }
        assert_eq!((done, skipped), (120, 120), "round {round}");
        let moves: i64 = sqlx::query_scalar("select count(*) from events where kind = 'application.moved' and application_id = any($1)")
            .bind(people.iter().map(|id| id.0).collect::<Vec<_>>())
            .fetch_one(desk.app.app.db.pages())
            .await
            .expect("moves");
        assert_eq!(moves, 120, "round {round}");
    }
}
