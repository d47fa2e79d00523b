//! Snoozing somebody: for oneself, until a day or a reply.

use crate::kit::{app::TestApp, cast::Cast};
use jiff::SignedDuration;

#[tokio::test]
async fn who_is_snoozed_is_hidden_from_one_person_until_the_day() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
    let own = format!("/heron/applications/{id}");
    let review = format!("/heron/jobs/{}/review", live.job);
    let list = format!("/heron/jobs/{}/list?snoozed=1", live.job);
    let page = cast.rosa.get(&list).await.expect(200);
    assert!(page.texts("tbody tr").is_empty());

    let act = format!("{own}/snooze");
    let fields = [("until", "tomorrow"), ("back", own.as_str())];
    let page = cast.rosa.post_and_follow(&act, &fields).await.expect(200);
    assert!(page.text().contains("for you alone"));
    assert!(page.text_of("main .note").starts_with("Snoozed until "));
    let page = cast.rosa.get(&review).await.expect(200);
    assert_eq!(page.text_of("h2"), "Nobody waits for you here");
    let page = cast.rosa.get(&list).await.expect(200);
    assert_eq!(page.texts("tbody tr").len(), 1);
    assert!(page.text().contains("Snoozed by me"));
    // For nobody else.
    cast.hugo.get(&review).await.expect(303);
    assert!(cast.hugo.get(&own).await.texts("main .note").is_empty());

    // Awake by hand, and by the day.
    let woken = cast.rosa.post(&format!("{act}/end"), &[]).await;
    assert_eq!(woken.expect(303).location(), own);
    app.app.db.clock.advance(SignedDuration::from_secs(46));
    cast.rosa.get(&review).await.expect(303);
    cast.rosa.post(&act, &fields).await.expect(303);
    app.app.db.clock.advance(SignedDuration::from_hours(30));
    assert!(cast.rosa.get(&own).await.texts("main .note").is_empty());
    assert!(cast.rosa.get(&list).await.texts("tbody tr").is_empty());
    cast.rosa.get(&review).await.expect(303);
}

#[tokio::test]
async fn a_reply_wakes() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
    let own = format!("/heron/applications/{id}");
    for until in ["reply", "week"] {
        let act = format!("{own}/snooze");
        cast.rosa.post(&act, &[("until", until)]).await.expect(303);
        let page = cast.rosa.get(&own).await.expect(200);
        assert_eq!(page.texts("main .note").len(), 1, "{until}");
        app.app.db.clock.advance(SignedDuration::from_secs(60));
        sqlx::query("update applications set replied_at = $2 where id = $1")
            .bind(id)
            .bind(app.app.db.clock.now())
            .execute(app.app.db.pages())
            .await
            .expect("a reply");
        let page = cast.rosa.get(&own).await.expect(200);
        assert!(page.texts("main .note").is_empty(), "{until}");
        app.app.db.clock.advance(SignedDuration::from_secs(60));
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
    let act = format!("/heron/applications/{id}/snooze");
    cast.rosa.get(&act).await.expect(200);
    for (day, message) in [
        ("", "Error: Choose a day"),
        ("soon", "Error: Choose a day"),
        ("2001-01-01", "Error: Choose a day that is still to come"),
    ] {
        let fields = [("until", "day"), ("day", day)];
        let page = cast.rosa.post(&act, &fields).await.expect(422);
        assert_eq!(page.texts(".error"), [message]);
    }
    let fields = [("until", "day"), ("day", "2100-01-01")];
    cast.rosa.post(&act, &fields).await.expect(303);
    for path in [act.clone(), format!("{act}/end")] {
        cast.iris
            .post(&path, &[("until", "reply")])
            .await
            .expect(404);
        cast.olga
            .post(&path, &[("until", "reply")])
            .await
            .expect(404);
    }
    let nobody = app.visitor().get(&act).await.expect(303);
    assert!(nobody.location().starts_with("/sign-in"));
}
