//! Who sees an application because they interview for it.

use super::{Desk, browser, posts};
use candor::access::TeamRole;

#[tokio::test]
async fn whoever_interviews_sees_that_application_and_no_other() {
    let desk = Desk::new().await;
    let (app, cast) = (&desk.office.app, &desk.office.cast);
    let other = desk.office.applies("Nils Aho").await;
    let mut iris = browser(&cast.iris);
    let (own, others) = (
        format!("/heron/applications/{}", desk.id),
        format!("/heron/applications/{other}"),
    );
    iris.get(&own).await.expect(404);
    app.meets(&cast.company, &cast.rosa, desk.id, &[cast.iris.member])
        .await;
    let page = iris.get(&own).await.expect(200);
    for link in page.attributes("#main a[href^='/heron'], .crumbs a", "href") {
        iris.get(&link).await.expect(200);
    }
    iris.get(&others).await.expect(404);
    let key = uuid::Uuid::new_v4().to_string();
    let note = [
        ("body", "Good hands."),
        ("visibility", "team"),
        ("once", &key),
    ];
    iris.post(&format!("{own}/notes"), &note).await.expect(303);
    iris.get(&format!("{own}/rejection")).await.expect(403);
    iris.get(&format!("{own}/interviews/new")).await.expect(403);
    desk.set(&cast.iris, &[&cast.iris]).await.expect(403);
    let agenda = iris.get("/heron/interviews").await.expect(200);
    assert_eq!(agenda.texts(".row__title"), ["Noor Castellane"]);
    assert!(agenda.text().contains("https://meet.example.com/mill-1"));
    // An auditor sees all, holds none and sets none.
    let mut otto = browser(&cast.otto);
    assert!(
        otto.get("/heron/interviews")
            .await
            .expect(200)
            .texts(".row__title")
            .is_empty()
    );
    assert_eq!(
        otto.get("/heron/interviews?whose=all")
            .await
            .texts(".row__title"),
        ["Noor Castellane"]
    );
    desk.set(&cast.otto, &[&cast.otto]).await.expect(403);
    // Once it is cancelled she has no business there any more.
    let interview = format!("/heron/interviews/{}/cancellation", desk.newest().await);
    posts(
        &cast.rosa,
        &interview,
        &[("version".to_owned(), "1".to_owned())],
    )
    .await
    .expect(303);
    iris.get(&own).await.expect(404);
    assert!(
        iris.get("/heron/interviews")
            .await
            .texts(".row__title")
            .is_empty()
    );
    app.joins(
        &cast.company,
        desk.office.live,
        cast.iris.member,
        TeamRole::Coordinator,
    )
    .await;
    desk.set(&cast.iris, &[&cast.iris]).await.expect(303);
}
