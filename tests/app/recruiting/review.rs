//! The review queue: one after another, never two people at the same one.

use crate::kit::{
    app::{Client, TestApp},
    applications::crowd,
    cast::Cast,
    statements,
};
use candor::base::ids::ApplicationId;
use jiff::SignedDuration;
use std::collections::BTreeSet;

/// Asks for the next one; whoever it is.
async fn handed(browser: &mut Client, path: &str) -> Option<ApplicationId> {
    let answer = browser.get(path).await;
    if answer.status == 200 {
        return None;
    }
    let to = answer.location();
    let id = to.split_once("at=").expect("somebody").1;
    Some(id.parse().expect("an id"))
}

#[tokio::test]
async fn a_queue_is_gone_through_by_its_decisions() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let people = crowd(&app, live.job.0, 4).await;
    let first = app.stage(live, "Application review").await;
    let review = format!("/heron/jobs/{}/review", live.job);
    let board = cast.rosa.get(&format!("/heron/jobs/{}", live.job)).await;
    let from = board.attributes("[data-key='r']", "href").remove(0);
    assert_eq!(from, format!("{review}?stage={first}"));

    let to = cast.rosa.get(&from).await.location();
    assert_eq!(to, format!("{review}?stage={first}&at={}", people[0]));
    let page = cast.rosa.get(&to).await.expect(200);
    assert_eq!(page.text_of("h1"), "Person 0001");
    assert_eq!(
        page.text_of(".review__bar [role=status]"),
        "4 in this queue"
    );
    assert_eq!(page.texts(".queue-item").len(), 4);
    assert!(page.attributes("[rel=prev]", "href").is_empty());

    // Moved on with one button, and on to the next.
    let fields = page.fields_of("footer form[action$='/move']");
    let mut fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let stage = page
        .attributes("footer button[name=stage]", "value")
        .remove(0);
    fields.push(("stage", &stage));
    let act = format!("/heron/applications/{}/move", people[0]);
    let on = cast.rosa.post(&act, &fields).await.location();
    // Behind them, where they stood: the move has given them another day.
    let behind = format!("{review}?stage={first}&after={}&due=", people[0]);
    assert!(on.starts_with(&behind), "{on}");
    let next = cast.rosa.get(&on).await.location();
    let page = cast.rosa.get(&next).await.expect(200);
    assert_eq!(page.text_of("h1"), "Person 0002");
    assert_eq!(
        page.text_of(".toast span"),
        "Person 0001 moved to Recruiter screen."
    );

    // Put off: not again today, but tomorrow.
    let here = format!("{review}?stage={first}&at={}", people[1]);
    let act = format!("/heron/applications/{}/aside", people[1]);
    let on = cast.rosa.post(&act, &[("back", &here)]).await.location();
    assert_eq!(handed(&mut cast.rosa, &on).await, Some(people[2]));
    let over = format!("{review}?stage={first}&after={}", people[3]);
    assert_eq!(
        handed(&mut cast.rosa, &over).await,
        Some(people[2]),
        "from the top again"
    );
    assert_eq!(
        handed(&mut cast.hugo, &over).await,
        Some(people[1]),
        "for Rosa alone"
    );

    let back = cast.rosa.post(&review, &[]).await.location();
    assert_eq!(back, review);
}

#[tokio::test]
async fn whose_answer_is_due_later_once_moved_takes_nobody_along() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let people = crowd(&app, live.job.0, 4).await;
    // All are late; whoever goes on in the plan has an answer by another day, behind all others.
    sqlx::query(
        "update applications set promised_by = promised_by - interval '90 days' + id * interval '1 day'",
    )
    .execute(app.app.db.pages())
    .await
    .expect("promises");
    let next = app.stage(live, "Recruiter screen").await.to_string();
    for all in ["", "stage"] {
        let review = format!("/heron/jobs/{}/review", live.job);
        let first = app.stage(live, "Application review").await;
        let queue = match all {
            "" => review.clone(),
            _ => format!("{review}?stage={first}"),
        };
        let and = if all.is_empty() { "?" } else { "&" };
        let here = format!("{queue}{and}at={}", people[1]);
        let act = format!("/heron/applications/{}/move", people[1]);
        let page = cast.rosa.get(&here).await.expect(200);
        let version = page.attributes("footer [name=version]", "value").remove(0);
        let fields = [("stage", &*next), ("version", &*version), ("back", &*here)];
        let on = cast.rosa.post(&act, &fields).await.location();
        assert_eq!(handed(&mut cast.rosa, &on).await, Some(people[2]));
        // Taken back, from the page of whoever came next: they are shown again.
        let there = format!("{queue}{and}at={}", people[2]);
        let page = cast.rosa.get(&there).await.expect(200);
        let undo = page.attributes(".toast form", "action").remove(0);
        let version = page.attributes(".toast [name=version]", "value").remove(0);
        let mut rosa = cast.rosa.clone();
        let from = format!("http://localhost:8080{there}");
        rosa.headers.insert("referer".to_owned(), from);
        let back = rosa.post(&undo, &[("version", &version)]).await.location();
        assert_eq!(back, here);
    }
}

#[tokio::test]
async fn two_reviewers_are_never_handed_the_same_one() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let people = crowd(&app, live.job.0, 3).await;
    let review = format!("/heron/jobs/{}/review", live.job);
    for _ in 0..10 {
        let (mut rosa, mut ada, mut hugo) =
            (cast.rosa.clone(), cast.ada.clone(), cast.hugo.clone());
        let (a, b, c) = tokio::join!(
            handed(&mut rosa, &review),
            handed(&mut ada, &review),
            handed(&mut hugo, &review)
        );
        let all: BTreeSet<_> = [a, b, c]
            .into_iter()
            .map(|id| id.expect("somebody").0)
            .collect();
        assert_eq!(all.len(), 3);
    }
    // A fourth has nobody, and is told so; once the others have gone there is somebody.
    let none = cast.cora.get(&review).await.expect(200);
    assert_eq!(none.text_of("h2"), "Nobody waits for you here");
    app.app.db.clock.advance(SignedDuration::from_secs(46));
    assert_eq!(handed(&mut cast.cora, &review).await, Some(people[0]));
}

#[tokio::test]
async fn looking_ahead_hands_nobody_out() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let people = crowd(&app, live.job.0, 3).await;
    let review = format!("/heron/jobs/{}/review", live.job);
    assert_eq!(handed(&mut cast.rosa, &review).await, Some(people[0]));
    // What her page fetches while she reads.
    let ahead = format!("{review}?at={}", people[1]);
    cast.rosa.get(&ahead).await.expect(200);
    assert_eq!(handed(&mut cast.ada, &review).await, Some(people[1]));
    assert_eq!(
        app.number("select count(*) from readers where handed")
            .await,
        2
    );
    // And going on after that, she is handed who is left.
    let on = format!("{review}?after={}", people[0]);
    assert_eq!(handed(&mut cast.rosa, &on).await, Some(people[2]));
}

#[tokio::test]
async fn a_queue_is_whom_a_filter_shows() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let people = crowd(&app, live.job.0, 3).await;
    let tags = format!("/heron/applications/{}/tags", people[1]);
    cast.rosa
        .post(&tags, &[("tag", "Night shift")])
        .await
        .expect(303);
    let list = format!("/heron/jobs/{}/list?tag=Night+shift&unread=1", live.job);
    let page = cast.rosa.get(&list).await.expect(200);
    let from = page.attributes("[data-key='r']", "href").remove(0);
    let review = format!("/heron/jobs/{}/review?tag=Night+shift&unread=1", live.job);
    assert_eq!(from, review);
    assert_eq!(handed(&mut cast.rosa, &from).await, Some(people[1]));
    let here = format!("{review}&at={}", people[1]);
    let page = cast.rosa.get(&here).await.expect(200);
    assert_eq!(
        page.text_of(".review__bar [role=status]"),
        "1 in this queue"
    );
    let stop = page.attributes("[data-key='escape']", "href").remove(0);
    assert_eq!(
        stop,
        format!("/heron/jobs/{}?tag=Night+shift&unread=1", live.job)
    );
}

#[tokio::test]
async fn a_colleague_is_seen_and_their_decision_is_told() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
    let presence = format!("/heron/applications/{id}/presence");
    assert_eq!(cast.hugo.post(&presence, &[]).await.expect(200).text(), "");
    let told = cast.rosa.post(&presence, &[]).await.expect(200).text();
    assert_eq!(told, "Hugo Brandt is reading this too.");

    let here = format!("/heron/jobs/{}/review?at={id}", live.job);
    let page = cast.rosa.get(&here).await.expect(200);
    assert_eq!(
        page.text_of("[data-presence]"),
        "Hugo Brandt is reading this too."
    );
    let (version, stage) = (
        page.value("version"),
        page.attributes("footer button[name=stage]", "value")
            .remove(0),
    );
    let act = format!("/heron/applications/{id}/move");
    let moved = [("version", version.as_str()), ("stage", &stage)];
    cast.hugo.post(&act, &moved).await.expect(303);
    let again = [
        ("version", version.as_str()),
        ("stage", &stage),
        ("back", &here),
    ];
    let told = cast.rosa.post(&act, &again).await.expect(409);
    assert!(
        told.text_of("[role=alert]").contains("Hugo Brandt moved"),
        "{}",
        told.text()
    );
    assert_eq!(told.value("back"), here);
    app.app.db.clock.advance(SignedDuration::from_secs(46));
    assert_eq!(cast.rosa.post(&presence, &[]).await.expect(200).text(), "");
}

#[tokio::test]
async fn chance_gives_each_reviewer_an_order_of_their_own() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let people = crowd(&app, live.job.0, 12).await;
    let mut orders = Vec::new();
    for person in [&mut cast.rosa, &mut cast.ada] {
        let mut path = format!("/heron/jobs/{}/review?order=random", live.job);
        let mut order = Vec::new();
        for _ in 0..people.len() {
            let id = handed(person, &path).await.expect("somebody");
            order.push(id.0);
            path = format!("/heron/jobs/{}/review?order=random&after={id}", live.job);
        }
        app.app.db.clock.advance(SignedDuration::from_secs(46));
        orders.push(order);
    }
    let all: BTreeSet<_> = people.iter().map(|id| id.0).collect();
    for order in &orders {
        assert_eq!(order.iter().copied().collect::<BTreeSet<_>>(), all);
    }
    assert_ne!(orders[0], orders[1]);
}

#[tokio::test]
async fn whoever_sees_no_candidates_reviews_none() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
    for path in [
        format!("/heron/jobs/{}/review", live.job),
        format!("/heron/jobs/{}/review?at={id}", live.job),
    ] {
        let refused = cast.iris.get(&path).await;
        assert!([403, 404].contains(&refused.status.as_u16()), "{path}");
        assert!(!refused.text().contains("Castellane"));
        cast.olga.get(&path).await.expect(404);
    }
    for act in ["presence", "aside"] {
        let path = format!("/heron/applications/{id}/{act}");
        cast.iris.post(&path, &[]).await.expect(404);
        cast.olga.post(&path, &[]).await.expect(404);
    }
    // Auditors look, without a button.
    let path = format!("/heron/jobs/{}/review?at={id}", live.job);
    let page = cast.otto.get(&path).await.expect(200);
    assert!(
        page.texts("footer button[name=stage], footer .btn--bad")
            .is_empty()
    );
    let nobody = format!("/heron/jobs/{}/review?at=999&stage=x&order=9", live.job);
    cast.rosa.get(&nobody).await.expect(404);
}

#[tokio::test]
async fn a_review_costs_four_statements() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
    crowd(&app, live.job.0, 30).await;
    let path = format!("/heron/jobs/{}/review?at={id}&late=1&q=noor", live.job);
    cast.rosa.get(&path).await.expect(200);
    let (answer, sent) = statements::during(cast.rosa.get(&path)).await;
    answer.expect(200);
    assert_eq!(sent.len(), 4, "{sent:#?}");
}
