//! The board: who is in which stage, in the right order, and nobody else's business.

use crate::kit::{
    app::{Answer, TestApp},
    applications::crowd,
    cast::Cast,
    postings::miller,
    statements,
};
use candor::access::TeamRole;
use jiff::SignedDuration;

/// Names of a column's cards, by the column's number from 0.
fn names(page: &Answer, column: usize) -> Vec<String> {
    let columns = page.html();
    let section = scraper::Selector::parse("section.col:not(.col--shut)").unwrap();
    let name = scraper::Selector::parse(".card__name").unwrap();
    let column = columns.select(&section).nth(column).expect("a column");
    column
        .select(&name)
        .map(|card| card.text().collect())
        .collect()
}

#[tokio::test]
async fn columns_are_the_stages_in_order_with_their_people_by_promise_then_age() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let first = app.applies(&cast.company, live.id, "Noor Castellane").await;
    app.app.db.clock.advance(SignedDuration::from_hours(1));
    app.applies(&cast.company, live.id, "Bao Lindenmere").await;
    app.app.db.clock.advance(SignedDuration::from_hours(1));
    let urgent = app.applies(&cast.company, live.id, "Wren Halloway").await;
    sqlx::query(
        "update applications set promised_by = promised_by - interval '5 days' where id = $1",
    )
    .bind(urgent)
    .execute(app.app.db.pages())
    .await
    .unwrap();
    let path = format!("/heron/jobs/{}", live.job);
    let page = cast.rosa.get(&path).await.expect(200);
    assert_eq!(
        page.texts(".col:not(.col--shut) h2"),
        [
            "Application review",
            "Recruiter screen",
            "Assessment",
            "Interviews",
            "Decision",
            "Offer"
        ]
    );
    assert_eq!(
        page.texts(".col:not(.col--shut) .count"),
        ["3", "0", "0", "0", "0", "0"]
    );
    assert_eq!(
        names(&page, 0),
        ["Wren Halloway", "Noor Castellane", "Bao Lindenmere"]
    );
    assert_eq!(
        page.texts(".col--shut:not([hidden])"),
        ["Hired 0", "Rejected 0"]
    );
    assert_eq!(page.text_of(".board-tools [role=status]"), "3 people");
    assert_eq!(
        page.attributes(&format!("#card-{first} .card__more"), "href"),
        [format!("/heron/applications/{first}/move")]
    );
    assert!(page.header("cache-control").contains("no-store"));
}

#[tokio::test]
async fn a_card_tells_how_long_somebody_waits() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
    let path = format!("/heron/jobs/{}", live.job);
    let mut seen = Vec::new();
    for days in [1, 3, 1, 16] {
        app.aged(id, days).await;
        let page = cast.rosa.get(&path).await.expect(200);
        seen.push(page.text_of(&format!("#card-{id} .card__meta")));
    }
    assert_eq!(
        seen[..3],
        [
            "24 h in stage",
            "4 d in stage, ageing",
            "5 d in stage, stale"
        ]
    );
    let late = seen[3]
        .strip_prefix("21 d in stage, staleAnswer ")
        .expect("a late answer");
    assert!(late.ends_with(" d late"), "{late}");
}

#[tokio::test]
async fn a_long_column_goes_on_by_link_and_by_part() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    crowd(&app, live.job.0, 120).await;
    let path = format!("/heron/jobs/{}", live.job);
    let mut page = cast.rosa.get(&path).await.expect(200);
    let (mut all, mut pages) = (Vec::new(), 0);
    loop {
        all.extend(names(&page, 0));
        pages += 1;
        let Some(next) = page.attributes(".col__more a[hx-get]", "href").pop() else {
            break;
        };
        page = cast.rosa.get(&next).await.expect(200);
        assert_eq!(
            page.texts(".col__more a").first().map(String::as_str),
            Some("Back to the top")
        );
    }
    let expected: Vec<String> = (1..=120).map(|n| format!("Person {n:04}")).collect();
    assert_eq!((all, pages), (expected, 3));

    let first = cast.rosa.get(&path).await;
    let part = first.attributes(".col__more a", "hx-get").remove(0);
    cast.rosa.htmx = true;
    let part = cast.rosa.get(&part).await.expect(200);
    assert!(!part.text().contains("<html"));
    assert_eq!(part.texts(".card__name").len(), 50);
    assert_eq!(part.texts(".card__name")[0], "Person 0051");
}

#[tokio::test]
async fn filters_stand_in_the_address() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    for name in ["Noor Castellane", "100% Wren"] {
        app.applies(&cast.company, live.id, name).await;
    }
    let eleanor = app.applies(&cast.company, live.id, "Eleanor Pike").await;
    let path = format!("/heron/jobs/{}", live.job);
    for (query, expected) in [
        ("q=noo", vec!["Noor Castellane"]),
        ("q=NOR", vec!["Eleanor Pike"]),
        ("q=pi", vec!["Eleanor Pike"]),
        ("q=or", vec![]),
        ("q=100%25", vec!["100% Wren"]),
        ("q=%25%25%25", vec![]),
        ("stale=1", vec![]),
        ("late=1", vec![]),
    ] {
        let page = cast.rosa.get(&format!("{path}?{query}")).await.expect(200);
        assert_eq!(names(&page, 0), expected, "{query}");
        assert_eq!(
            page.texts(".col .count")[0],
            expected.len().to_string(),
            "{query}"
        );
    }
    app.aged(eleanor, 6).await;
    let stale = cast.rosa.get(&format!("{path}?stale=1")).await.expect(200);
    assert_eq!(names(&stale, 0), ["Eleanor Pike"]);
    assert_eq!(stale.texts(".chip--on"), ["StaleRemove filter"]);
    assert_eq!(
        stale.attributes(".chip--on", "href"),
        std::slice::from_ref(&path)
    );
    let late = cast.rosa.get(&format!("{path}?late=1")).await.expect(200);
    assert!(names(&late, 0).is_empty());
    app.aged(eleanor, 20).await;
    let both = cast
        .rosa
        .get(&format!("{path}?late=1&stale=1&q=pike"))
        .await
        .expect(200);
    assert_eq!(names(&both, 0), ["Eleanor Pike"]);
}

#[tokio::test]
async fn who_may_not_see_candidates_sees_no_board() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    app.applies(&cast.company, live.id, "Noor Castellane").await;
    for path in [
        format!("/heron/jobs/{}", live.job),
        format!("/heron/jobs/{}/list", live.job),
    ] {
        for person in [
            &mut cast.ada,
            &mut cast.rosa,
            &mut cast.cora,
            &mut cast.hugo,
            &mut cast.otto,
        ] {
            person.get(&path).await.expect(200);
        }
        // In the team, but not to see candidates: shown the rest of the job, and told who can.
        let refused = cast.iris.get(&path).await;
        if path.ends_with("list") {
            assert_eq!(refused.status, 403);
        } else {
            assert_eq!(refused.location(), format!("{path}/team"));
        }
        assert!(!refused.text().contains("Castellane"));
        cast.olga.get(&path).await.expect(404);
        cast.olga
            .get(&path.replace("heron", "otter"))
            .await
            .expect(404);
        assert!(
            app.visitor()
                .get(&path)
                .await
                .location()
                .starts_with("/sign-in")
        );
    }
    let other = app.publish(&cast.company, miller()).await;
    cast.iris
        .get(&format!("/heron/jobs/{}", other.job))
        .await
        .expect(404);
    cast.hugo
        .get(&format!("/heron/jobs/{}", other.job))
        .await
        .expect(404);
    // Coordinators and auditors look; the buttons are for those who decide.
    let path = format!("/heron/jobs/{}", live.job);
    assert!(cast.otto.get(&path).await.texts(".card__more").is_empty());
    assert_eq!(cast.hugo.get(&path).await.texts(".card__more").len(), 1);
}

#[tokio::test]
async fn a_confidential_job_is_its_teams() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    app.joins(&cast.company, live, cast.cora.member, TeamRole::Coordinator)
        .await;
    sqlx::query("update jobs set confidential = true where id = $1")
        .bind(live.job)
        .execute(app.app.db.pages())
        .await
        .unwrap();
    let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
    for path in [
        format!("/heron/jobs/{}", live.job),
        format!("/heron/applications/{id}"),
    ] {
        cast.rosa.get(&path).await.expect(404);
        for person in [
            &mut cast.ada,
            &mut cast.cora,
            &mut cast.hugo,
            &mut cast.otto,
        ] {
            person.get(&path).await.expect(200);
        }
    }
}

#[tokio::test]
async fn a_board_and_a_list_cost_three_statements() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    app.applies(&cast.company, live.id, "Noor Castellane").await;
    for path in [
        format!("/heron/jobs/{}", live.job),
        format!("/heron/jobs/{}?q=noor&late=1", live.job),
        format!("/heron/jobs/{}/list", live.job),
    ] {
        // The first time, a connection asks for the types of columns as well.
        cast.rosa.get(&path).await.expect(200);
        let (answer, sent) = statements::during(cast.rosa.get(&path)).await;
        answer.expect(200);
        assert_eq!(sent.len(), 3, "{path}: {sent:#?}");
    }
}

#[tokio::test]
async fn a_card_is_small() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    app.applies(&cast.company, live.id, "Noor Castellane").await;
    let path = format!("/heron/jobs/{}", live.job);
    let one = cast.rosa.get(&path).await.body.len();
    crowd(&app, live.job.0, 40).await;
    let more = cast.rosa.get(&path).await.body.len();
    let card = (more - one) / 40;
    // The name stands there four times: to read, whole on hovering, in the label of the menu and in that of the box.
    let words = 4 * "Person 0001".len() + 2 * "Miller of the valley".len();
    assert!(
        card - words < 500,
        "a card takes {card} bytes, {words} of them words"
    );
}
