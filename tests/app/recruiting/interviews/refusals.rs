//! What is refused, and what becomes of interviews when an application is over.

use super::{Desk, browser, posts, with};
use crate::careers::own::Mill;
use candor::domain::decisions::When;
use jiff::SignedDuration;

#[tokio::test]
async fn what_is_wrong_is_said_and_nothing_is_written() {
    let desk = Desk::new().await;
    let cast = &desk.office.cast;
    for (field, value, words) in [
        ("name", "", "Say what it is"),
        ("day", "soon", "Enter a day"),
        ("day", "2020-01-01", "still to come"),
        ("day", "9999-12-31", "within a year"),
        ("time", "25:00", "Enter a time"),
        ("minutes", "0", "from 5 to 480"),
        ("time_zone", "Middle/Earth", "Enter a time zone"),
        ("way", "pigeon", "Choose how you meet"),
        ("place", "javascript:alert(1)", "link of the call"),
        ("interviewers", "99999", "people who work here"),
        ("interviewers", "x", "Choose who interviews"),
    ] {
        let typed = with(desk.typed(&[&cast.iris]), field, value);
        let page = posts(&cast.rosa, &desk.path, &typed).await.expect(422);
        assert!(
            page.text_of(".error-summary").contains(words),
            "{field}: {}",
            page.text_of(".error-summary")
        );
        assert_eq!(
            page.text_of("#words"),
            "Bring a handful of rye.",
            "nothing typed is lost"
        );
    }
    desk.set(&cast.rosa, &[&cast.olga]).await.expect(422);
    desk.set(&cast.olga, &[&cast.olga]).await.expect(404);
    let typed = desk.typed(&[&cast.iris]);
    let typed: Vec<_> = typed
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let out = desk.office.app.visitor().post(&desk.path, &typed).await;
    assert!(out.location().starts_with("/sign-in"));
    assert_eq!(
        desk.office
            .app
            .happened(desk.id, "interview.scheduled")
            .await,
        0
    );
}

#[tokio::test]
async fn somebody_who_is_rejected_is_not_invited_and_their_interviews_end_when_they_are_told() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let (app, cast) = (&mill.app, &mill.cast);
    app.meets(&cast.company, &cast.rosa, id, &[cast.iris.member])
        .await;
    let own = format!("/heron/applications/{id}");
    let page = browser(&cast.rosa).get(&format!("{own}/rejection")).await;
    let page = page.expect(200);
    assert!(
        page.text_of(".note--warn")
            .contains("1 interview is still to come")
    );
    mill.reject(id, When::Now, "").await;
    app.run_tasks().await;
    assert_eq!(app.happened(id, "interview.cancelled").await, 0);
    let noor = app.link_of(id).await;
    let page = app.visitor().get(&noor).await.expect(200);
    assert!(
        page.text().contains("First interview with Iris"),
        "not told yet"
    );
    browser(&cast.rosa)
        .get(&format!("{own}/interviews"))
        .await
        .expect(200);
    app.app.db.clock.advance(SignedDuration::from_mins(15));
    app.run_tasks().await;
    assert_eq!(app.happened(id, "interview.cancelled").await, 1);
    app.run_tasks().await;
    let kinds: Vec<_> = app
        .mail_of(id)
        .await
        .into_iter()
        .map(|mail| mail.kind)
        .collect();
    for kind in [
        "not-selected",
        "interview-cancelled",
        "interviewer-released",
    ] {
        assert!(
            kinds.iter().any(|found| found == kind),
            "{kind} in {kinds:?}"
        );
    }
    let form = browser(&cast.rosa)
        .get(&format!("{own}/interviews/new"))
        .await
        .expect(200);
    let typed = with(
        form.fields_of("#tab form"),
        "place",
        "https://meet.example.com/1",
    );
    let typed = with(typed, "interviewers", &cast.iris.member.to_string());
    let refused = posts(&cast.rosa, &format!("{own}/interviews"), &typed).await;
    assert!(refused.expect(409).text().contains("no longer considered"));
}
