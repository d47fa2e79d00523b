//! What looks like abuse is held, whole, and whoever sent it hears the same as anybody.

use super::{PDF, key, mill, noor, reference, with};
use crate::kit::{
    app::{Answer, Client, TestApp},
    documents,
};
use jiff::SignedDuration;
use uuid::Uuid;

async fn reasons(app: &TestApp) -> Vec<Vec<String>> {
    sqlx::query_scalar("select reasons from held_submissions order by id")
        .fetch_all(app.app.db.pages())
        .await
        .unwrap()
}

async fn send(browser: &mut Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let pdf = documents::pdf(&["Noor Castellane", "Grinds finely"]);
    browser
        .post_files(path, fields, &[("resume", "cv.pdf", PDF, &pdf)])
        .await
}

#[tokio::test]
async fn nobody_sees_the_trap_but_programs() {
    let app = TestApp::new().await;
    let (_, _, path) = mill(&app).await;
    let form = app.visitor().get(&path).await.expect(200);
    let trap = |name| form.attributes("#comments", name);
    assert_eq!(trap("tabindex"), ["-1"]);
    assert_eq!(trap("autocomplete"), ["off"]);
    assert_eq!(form.attributes(".away", "aria-hidden"), ["true"]);
    assert!(!form.text().contains("set-cookie"), "no cookie is needed");
}

#[tokio::test]
async fn what_no_person_sends_is_held_whole_and_answered_like_any_other() {
    let app = TestApp::new().await;
    let (_, _, path) = mill(&app).await;
    let mut browser = app.visitor();

    let trapped = key(&mut browser, &path).await;
    let form = with(noor(&trapped), &[("comments", "Buy my watches")]);
    let first = reference(send(&mut browser, &path, &form).await);
    let thanks = format!("/careers/heron/applied/{first}");
    let thanks = browser.get(&thanks).await.expect(200);
    assert!(thanks.text().contains("Thank you. Your application is in."));
    assert!(!thanks.text().contains("held"), "{}", thanks.text());
    // A double click is the same sending.
    let again = reference(send(&mut browser, &path, &form).await);
    assert_eq!(again, first);
    // The same number for something else is refused, as ever.
    let other = with(noor(&trapped), &[("place", "Narva, Estonia")]);
    send(&mut browser, &path, &other).await.expect(422);

    let made_up = Uuid::now_v7().to_string();
    reference(send(&mut browser, &path, &noor(&made_up)).await);
    let forged = format!("{}.{}", Uuid::now_v7(), &trapped[37..]);
    reference(send(&mut browser, &path, &noor(&forged)).await);

    let fresh = candor::domain::intake::number(&app.app.db.key, app.app.db.clock.now());
    reference(send(&mut browser, &path, &noor(&fresh)).await);

    assert_eq!(
        reasons(&app).await,
        [["trap"], ["unsigned"], ["unsigned"], ["fast"]]
    );
    assert_eq!(app.number("select count(*) from applications").await, 0);
    assert_eq!(app.number("select count(*) from messages").await, 0);
    let personal = "select count(*) from event_details where detail::text ilike '%noor%'";
    assert_eq!(app.number(personal).await, 0);

    // Its file outlives the sweeps.
    for _ in 0..4 {
        app.app.db.clock.advance(SignedDuration::from_hours(25));
        app.run_tasks().await;
    }
    let keys: Vec<String> = sqlx::query_scalar("select unnest(storage_keys) from held_submissions")
        .fetch_all(app.app.db.pages())
        .await
        .unwrap();
    assert_eq!(keys.len(), 4);
    assert!(keys.iter().all(|key| app.lies_at(key).exists()));
}

#[tokio::test]
async fn a_form_that_was_open_for_days_is_an_application() {
    let app = TestApp::new().await;
    let (_, _, path) = mill(&app).await;
    let mut browser = app.visitor();
    let key = key(&mut browser, &path).await;
    app.app.db.clock.advance(SignedDuration::from_hours(6 * 24));
    reference(send(&mut browser, &path, &noor(&key)).await);
    assert_eq!(app.number("select count(*) from applications").await, 1);
}

#[tokio::test]
async fn the_limits_are_exact_however_many_come_at_once() {
    let app = TestApp::set("localhost:8080", |config| {
        config.applications_per_network = 8
    })
    .await;
    let (_, _, path) = mill(&app).await;
    let mut numbers = Vec::new();
    for _ in 0..12 {
        numbers.push(app.form_number());
    }
    let sending = numbers.iter().enumerate().map(|(n, number)| {
        let (mut browser, path) = (app.visitor(), path.clone());
        async move {
            let email = format!("noor{n}@example.org");
            let fields = with(noor(number), &[("email", &email)]);
            reference(send(&mut browser, &path, &fields).await)
        }
    });
    futures_util::future::join_all(sending).await;
    assert_eq!(app.number("select count(*) from applications").await, 8);
    assert_eq!(reasons(&app).await, vec![["network"]; 4]);
    // What is kept of networks tells nobody which they are, and not for long.
    let kept = "select count(*) from asked where key = sha256('0.0.0.0/24') or count > 12";
    assert_eq!(app.number(kept).await, 0);
    app.app.db.clock.advance(SignedDuration::from_hours(49));
    let mut browser = app.visitor();
    let later = key(&mut browser, &path).await;
    app.run_tasks().await;
    assert_eq!(app.number("select count(*) from asked").await, 0);
    reference(send(&mut browser, &path, &noor(&later)).await);
    assert_eq!(
        app.number("select count(*) from applications").await,
        9,
        "another hour has its own count"
    );
}

#[tokio::test]
async fn one_address_has_its_fill_in_a_day() {
    let app = TestApp::new().await;
    app.at_noon();
    let (_, _, path) = mill(&app).await;
    for n in 0..11 {
        let number = app.form_number();
        let headline = format!("Miller {n}");
        let fields = with(noor(&number), &[("headline", &headline)]);
        reference(send(&mut app.visitor(), &path, &fields).await);
    }
    assert_eq!(reasons(&app).await, [["address"]]);
    assert_eq!(app.number("select count(*) from applications").await, 1);
}
