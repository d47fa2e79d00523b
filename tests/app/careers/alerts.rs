//! Job alerts: nothing before somebody said yes, one mail in the morning, and one click ends it.

use super::own::Mill;
use crate::kit::{
    app::{Answer, TestApp},
    own::Written,
    postings::{clerk, miller},
};
use axum::{body::Body, http::Method};
use candor::domain::mail;
use jiff::SignedDuration;

const PATH: &str = "/careers/heron/alerts";

async fn ask(mill: &Mill, email: &str, search: &str) -> Answer {
    let form = [("email", email), ("search", search)];
    mill.app.visitor().post(PATH, &form).await
}

/// The page of the newest alert of an address.
async fn page_of(app: &TestApp, email: &str) -> String {
    let nonce: Vec<u8> = sqlx::query_scalar(
        "select nonce from job_alerts where email = $1 order by id desc limit 1",
    )
    .bind(email)
    .fetch_one(app.app.db.pages())
    .await
    .expect("an alert");
    let token = mail::own_token(&app.app.db.key, &nonce);
    format!("{PATH}/{}", token.reveal())
}

async fn mails(app: &TestApp, email: &str) -> Vec<Written> {
    let rows: Vec<(String, String, String, String, String)> = sqlx::query_as(
        "select kind, state::text, recipient, subject, body from messages where recipient = $1 order by id",
    )
    .bind(email)
    .fetch_all(app.app.db.pages())
    .await
    .expect("mail");
    let written = |(kind, state, to, subject, body)| Written {
        kind,
        state,
        to,
        subject,
        body,
    };
    rows.into_iter().map(written).collect()
}

async fn days(mill: &Mill, days: i64) {
    let clock = &mill.app.app.db.clock;
    clock.advance(SignedDuration::from_hours(24 * days));
    mill.app.run_tasks().await;
}

/// An alert that was confirmed.
async fn confirmed(mill: &Mill, email: &str, search: &str) -> String {
    ask(mill, email, search).await.expect(303);
    mill.app.run_tasks().await;
    let page = page_of(&mill.app, email).await;
    let path = format!("{page}/confirmation");
    mill.app.visitor().post(&path, &[]).await.expect(303);
    page
}

#[tokio::test]
async fn nothing_comes_before_a_person_has_said_yes() {
    let mill = Mill::new().await;
    let list = mill
        .app
        .visitor()
        .get("/careers/heron?q=clerk&ref=fair")
        .await
        .expect(200);
    let link = list.attributes("a[href*='/alerts?']", "href").remove(0);
    assert_eq!(link, format!("{PATH}?q=clerk&ref=fair"));
    let form = mill.app.visitor().get(&link).await.expect(200);
    assert!(form.text_of(".lead").contains("“clerk”"));
    let (search, came) = (form.value("search"), form.value("came"));
    let fields = [
        ("email", " Noor@Example.org"),
        ("search", search.as_str()),
        ("came", &came),
    ];
    let sent = mill
        .app
        .visitor()
        .post_and_follow(PATH, &fields)
        .await
        .expect(200);
    assert_eq!(sent.text_of("h1"), "Look into your mail");
    assert_eq!(
        mill.app.number("select count(*) from job_alerts").await,
        0,
        "a task looks"
    );
    mill.app.run_tasks().await;
    let asked = mails(&mill.app, "noor@example.org").await;
    assert_eq!(
        (asked.len(), asked[0].kind.as_str()),
        (1, "alert-confirmation")
    );
    assert!(asked[0].body.contains("“clerk”") && asked[0].body.contains("{own_link}"));

    let page = page_of(&mill.app, "noor@example.org").await;
    let shown = mill.app.visitor().get(&page).await.expect(200);
    assert_eq!(shown.header("cache-control"), "no-store");
    assert_eq!(
        shown.attributes("form", "action"),
        [format!("{page}/confirmation")]
    );
    mill.app.publish(&mill.cast.company, clerk()).await;
    days(&mill, 1).await;
    assert_eq!(
        mails(&mill.app, "noor@example.org").await.len(),
        1,
        "looking confirms nothing"
    );
    let confirm = format!("{page}/confirmation");
    for _ in 0..2 {
        let shown = mill
            .app
            .visitor()
            .post_and_follow(&confirm, &[])
            .await
            .expect(200);
        assert_eq!(shown.text_of("h1"), "New openings by mail");
    }
    days(&mill, 1).await;
    assert_eq!(
        mails(&mill.app, "noor@example.org").await.len(),
        1,
        "what opened before is no news"
    );
    let touch = mill
        .app
        .number("select count(*) from job_alerts where touch->>'code' = 'fair'")
        .await;
    assert_eq!(touch, 1);
    let told = mill
        .app
        .number("select count(*) from events where kind = 'alert.confirmed'")
        .await;
    assert_eq!(told, 1);
}

#[tokio::test]
async fn the_morning_brings_what_fits_once() {
    let mill = Mill::new().await;
    let page = confirmed(&mill, "noor@example.org", "q=clerk").await;
    confirmed(&mill, "nils@example.org", "").await;
    for _ in 0..22 {
        mill.app.publish(&mill.cast.company, miller()).await;
    }
    let live = mill.app.publish(&mill.cast.company, clerk()).await;
    mill.app.run_tasks().await;
    assert_eq!(
        mails(&mill.app, "noor@example.org").await.len(),
        1,
        "not before the morning"
    );
    days(&mill, 1).await;
    days(&mill, 1).await;
    let mail = mails(&mill.app, "noor@example.org").await;
    assert_eq!(mail.len(), 2);
    assert_eq!(
        (mail[1].kind.as_str(), mail[1].state.as_str()),
        ("alert", "kept")
    );
    assert_eq!(mail[1].subject, "1 new opening at Heron Mills");
    let url = format!(
        "http://localhost:8080/careers/heron/jobs/{}-grain-clerk",
        live.id
    );
    assert!(mail[1].body.contains(&url), "{}", mail[1].body);
    assert!(!mail[1].body.contains("Miller\n"));
    let everything = mails(&mill.app, "nils@example.org").await.remove(1);
    assert_eq!(everything.subject, "23 new openings at Heron Mills");
    assert_eq!(
        everything.body.matches("http://localhost").count(),
        21,
        "twenty, and the list"
    );
    assert!(everything.body.contains("And 3 more"));

    let form = [("q", "miller"), ("search", "q=clerk")];
    let search = format!("{page}/search");
    let shown = mill.app.visitor().post_and_follow(&search, &form).await;
    assert!(shown.text_of(".lead").contains("“miller”"));
    mill.app.publish(&mill.cast.company, miller()).await;
    days(&mill, 1).await;
    assert!(
        mails(&mill.app, "noor@example.org").await[2]
            .body
            .contains("Miller\n")
    );
}

#[tokio::test]
async fn one_click_ends_it_wherever_it_comes_from() {
    let mill = Mill::new().await;
    let page = confirmed(&mill, "noor@example.org", "").await;
    let mut program = mill.app.visitor();
    program
        .headers
        .insert("sec-fetch-site".to_owned(), "cross-site".to_owned());
    program
        .headers
        .insert("origin".to_owned(), "https://mail.example".to_owned());
    let kind = Some("application/x-www-form-urlencoded");
    let confirm = format!("{page}/confirmation");
    let refused = program
        .send(Method::POST, &confirm, kind, Body::empty())
        .await;
    refused.expect(403);
    for _ in 0..2 {
        let body = Body::from("List-Unsubscribe=One-Click");
        let ended = program
            .send(Method::POST, &page, kind, body)
            .await
            .expect(200);
        assert_eq!(ended.text_of("h1"), "No more of these mails");
    }
    assert_eq!(mill.app.number("select count(*) from job_alerts").await, 0);
    assert_eq!(
        mails(&mill.app, "noor@example.org").await.len(),
        0,
        "nothing is left of it"
    );
    mill.app.visitor().get(&page).await.expect(404);
    mill.app.visitor().post(&confirm, &[]).await.expect(404);
}

#[tokio::test]
async fn whoever_never_answers_is_forgotten() {
    let mill = Mill::new().await;
    ask(&mill, "noor@example.org", "").await.expect(303);
    mill.app.run_tasks().await;
    let page = page_of(&mill.app, "noor@example.org").await;
    let clock = &mill.app.app.db.clock;
    clock.advance(SignedDuration::from_hours(24 * 7));
    mill.app.visitor().get(&page).await.expect(404);
    let confirm = format!("{page}/confirmation");
    mill.app.visitor().post(&confirm, &[]).await.expect(404);
    mill.app.run_tasks().await;
    assert_eq!(mill.app.number("select count(*) from job_alerts").await, 0);
    assert_eq!(mails(&mill.app, "noor@example.org").await.len(), 0);
}

#[tokio::test]
async fn an_address_is_asked_three_times_a_day_and_everybody_hears_the_same() {
    let mill = Mill::new().await;
    confirmed(&mill, "noor@example.org", "").await;
    let known = ask(&mill, "noor@example.org", "").await;
    let unknown = ask(&mill, "nobody@example.org", "").await;
    assert_eq!(
        (known.location(), known.body),
        (unknown.location(), unknown.body)
    );
    for n in 0..4 {
        ask(&mill, "noor@example.org", &format!("q={n}"))
            .await
            .expect(303);
    }
    mill.app.run_tasks().await;
    assert_eq!(mails(&mill.app, "noor@example.org").await.len(), 3);
    for n in 0..14 {
        ask(&mill, &format!("n{n}@example.org"), "").await;
    }
    let late = ask(&mill, "late@example.org", "q=x").await.expect(429);
    assert_eq!(
        (late.value("email"), late.value("search")),
        ("late@example.org".to_owned(), "q=x".to_owned())
    );
    assert!(!late.header("retry-after").is_empty());
}

#[tokio::test]
async fn what_is_no_address_or_no_token_leads_nowhere() {
    let mill = Mill::new().await;
    let page = ask(&mill, "noor at example", "q=clerk").await.expect(422);
    assert_eq!(page.value("search"), "q=clerk");
    ask(&mill, &"x".repeat(3_000), "").await.expect(422);
    let own = confirmed(&mill, "noor@example.org", "").await;
    let elsewhere = own.replace("/heron/", "/otter/");
    for wrong in [elsewhere, format!("{PATH}/x"), format!("{own}x")] {
        mill.app.visitor().get(&wrong).await.expect(404);
        let search = format!("{wrong}/search");
        mill.app
            .visitor()
            .post(&search, &[("q", "x")])
            .await
            .expect(404);
    }
    ask(&mill, "noor@example.org", &"q=x&place=y".repeat(900))
        .await
        .expect(303);
    mill.app.run_tasks().await;
    assert_eq!(
        mill.app
            .number("select count(*) from job_alerts where char_length(query) < 400")
            .await,
        2
    );
}

#[tokio::test]
async fn the_mail_speaks_as_the_company_does_and_leads_to_its_own_host() {
    let mill = Mill::new().await;
    let pages = mill.app.app.db.pages();
    for statement in [
        "update companies set locale = 'de'",
        "insert into company_hosts (company_id, host, position) select id, 'jobs.heron.example', 1 from companies where slug = 'heron'",
    ] {
        sqlx::query(statement).execute(pages).await.expect("a home");
    }
    let mut rosa = crate::kit::app::Client::clone(&mill.cast.rosa);
    rosa.post("/heron/share", &[]).await.expect(303);
    let page = rosa.get("/heron/share").await.expect(200);
    for link in page.attributes("[readonly]", "value") {
        assert!(
            link.starts_with("http://jobs.heron.example:8080/"),
            "{link}"
        );
        assert!(!link.contains("/careers/"), "{link}");
    }
    confirmed(&mill, "noor@example.org", "q=clerk").await;
    mill.app.publish(&mill.cast.company, clerk()).await;
    days(&mill, 1).await;
    let mails = mails(&mill.app, "noor@example.org").await;
    assert_eq!(mails.len(), 2);
    assert!(mails[0].subject.starts_with("Neue Stellen bei "));
    assert!(mails[0].body.contains("„clerk“"), "{}", mails[0].body);
    assert!(mails[1].subject.starts_with("Eine neue Stelle bei "));
    assert!(
        mails[1]
            .body
            .contains("http://jobs.heron.example:8080/jobs/"),
        "{}",
        mails[1].body
    );
}
