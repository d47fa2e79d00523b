//! Introducing oneself without a job in mind: unseen until the address says yes, and out again with one button.

use super::own::Mill;
use crate::kit::app::{Answer, Client};
use candor::domain::mail;
use jiff::SignedDuration;

const PATH: &str = "/careers/heron/introduction";
const PDF: &str = "application/pdf";

/// Fills the form in and sends it.
pub async fn introduces(mill: &Mill, email: &str, words: &str) -> Answer {
    let mut browser = mill.app.visitor();
    let form = browser.get(&format!("{PATH}?ref=fair")).await.expect(200);
    let (key, came) = (form.value("key"), form.value("came"));
    let areas = form.attributes("[name=areas]", "value");
    // People take their time.
    let clock = &mill.app.app.db.clock;
    clock.advance(SignedDuration::from_secs(20));
    let fields = [
        ("key", key.as_str()),
        ("came", &came),
        ("given_name", "Wilma"),
        ("family_name", "Okafor"),
        ("email", email),
        ("words", words),
        ("areas", areas.first().map_or("", String::as_str)),
        ("consent", "yes"),
    ];
    let pdf = crate::kit::documents::pdf(&["Wilma Okafor"]);
    browser
        .post_files(PATH, &fields, &[("resume", "cv.pdf", PDF, &pdf)])
        .await
}

/// The page of the newest introduction.
pub async fn page_of(mill: &Mill) -> String {
    let nonce: Vec<u8> = sqlx::query_scalar(
        "select nonce from prospects where nonce is not null order by id desc limit 1",
    )
    .fetch_one(mill.app.app.db.pages())
    .await
    .expect("an introduction");
    let token = mail::own_token(&mill.app.app.db.key, &nonce);
    format!("{PATH}/{}", token.reveal())
}

/// Somebody in the pool, and their page.
pub async fn in_the_pool(mill: &Mill) -> String {
    introduces(mill, "wilma@example.org", "I would like to mill by night.")
        .await
        .expect(303);
    let page = page_of(mill).await;
    let confirm = format!("{page}/confirmation");
    mill.app.visitor().post(&confirm, &[]).await.expect(303);
    page
}

async fn later(mill: &Mill, days: i64) {
    let clock = &mill.app.app.db.clock;
    clock.advance(SignedDuration::from_hours(24 * days));
    mill.app.run_tasks().await;
}

async fn seen_by_rosa(mill: &Mill) -> Vec<String> {
    let page = Client::clone(&mill.cast.rosa).get("/heron/prospects").await;
    page.expect(200).texts("tbody th a")
}

#[tokio::test]
async fn nobody_sees_it_before_its_address_says_yes() {
    let mill = Mill::new().await;
    let list = mill.app.visitor().get("/careers/heron").await.expect(200);
    assert!(list.attributes("main a", "href").contains(&PATH.to_owned()));
    let sent = introduces(&mill, "wilma@example.org", "I would like to mill by night.").await;
    assert_eq!(sent.location(), format!("{PATH}/sent"));
    mill.app.visitor().get(&sent.location()).await.expect(200);
    mill.app.run_tasks().await;
    assert!(seen_by_rosa(&mill).await.is_empty());
    assert_eq!(mill.app.number("select count(*) from candidates").await, 0);
    let asked = mill.app.number("select count(*) from messages where kind = 'introduction' and state = 'kept' and body like '%{own_link}%'").await;
    assert_eq!(asked, 1);

    let page = page_of(&mill).await;
    let shown = mill.app.visitor().get(&page).await.expect(200);
    assert_eq!(
        shown.attributes("form", "action"),
        [format!("{page}/confirmation")]
    );
    let confirm = format!("{page}/confirmation");
    for _ in 0..2 {
        let shown = mill
            .app
            .visitor()
            .post_and_follow(&confirm, &[])
            .await
            .expect(200);
        assert_eq!(shown.text_of("h1"), "We think of you");
    }
    assert_eq!(seen_by_rosa(&mill).await, ["Wilma Okafor"]);
    let kept = mill.app.number(
        "select count(*) from prospects p join consents k on k.candidate_id = p.candidate_id join attachments t on t.candidate_id = p.candidate_id
         where p.email = '' and p.touch->>'code' = 'fair' and k.text like '%for a year%' and k.withdrawn_at is null",
    ).await;
    assert_eq!(kept, 1);
    let file = mill
        .app
        .visitor()
        .get(&format!("{page}/resume"))
        .await
        .expect(200);
    assert!(file.header("content-disposition").starts_with("attachment"));
    let copy = mill
        .app
        .visitor()
        .get(&format!("{page}/copy.json"))
        .await
        .expect(200)
        .json();
    assert_eq!(
        copy["talent_pool"]["words"],
        "I would like to mill by night."
    );
    assert_eq!(copy["person"]["emails"][0], "wilma@example.org");
}

#[tokio::test]
async fn whoever_leaves_is_erased() {
    let mill = Mill::new().await;
    let page = in_the_pool(&mill).await;
    let leaving = format!("{page}/withdrawal");
    mill.app.visitor().get(&leaving).await.expect(200);
    let left = mill.app.visitor().post(&leaving, &[]).await.expect(200);
    assert_eq!(left.text_of("h1"), "You have left");
    for table in [
        "select count(*) from candidates",
        "select count(*) from prospects",
        "select count(*) from files",
        "select count(*) from consents",
    ] {
        assert_eq!(mill.app.number(table).await, 0, "{table}");
    }
    mill.app.visitor().get(&page).await.expect(404);
    mill.app.visitor().post(&leaving, &[]).await.expect(404);
}

#[tokio::test]
async fn whoever_applied_too_keeps_that() {
    let mill = Mill::new().await;
    let page = in_the_pool(&mill).await;
    let candidate = mill.app.number("select max(id) from candidates").await;
    let id = mill
        .app
        .applies(&mill.cast.company, mill.live.id, "Wilma Okafor")
        .await;
    sqlx::query("update applications set candidate_id = $1 where id = $2")
        .bind(candidate)
        .bind(id)
        .execute(mill.app.app.db.pages())
        .await
        .unwrap();
    let leaving = format!("{page}/withdrawal");
    mill.app.visitor().post(&leaving, &[]).await.expect(200);
    assert_eq!(mill.app.number("select count(*) from prospects").await, 0);
    assert_eq!(mill.app.number("select count(*) from consents where withdrawn_at is not null and purpose = 'talent_pool'").await, 1);
    mill.app
        .visitor()
        .get(&mill.app.link_of(id).await)
        .await
        .expect(200);
}

#[tokio::test]
async fn consent_ends_and_they_are_asked_before() {
    let mill = Mill::new().await;
    let page = in_the_pool(&mill).await;
    later(&mill, 340).await;
    later(&mill, 1).await;
    let asked = "select count(*) from messages where kind = 'pool-again' and recipient = 'wilma@example.org'";
    assert_eq!(mill.app.number(asked).await, 1, "once");
    let stay = format!("{page}/stay");
    mill.app.visitor().post(&stay, &[]).await.expect(303);
    later(&mill, 60).await;
    assert_eq!(mill.app.number("select count(*) from prospects").await, 1);
    later(&mill, 280).await;
    assert_eq!(mill.app.number(asked).await, 2, "and once for each time");
    later(&mill, 40).await;
    assert_eq!(mill.app.number("select count(*) from prospects").await, 0);
    assert_eq!(
        mill.app.number("select count(*) from candidates").await,
        0,
        "nothing else keeps it"
    );
}

#[tokio::test]
async fn what_nobody_confirms_is_gone_after_seven_days() {
    let mill = Mill::new().await;
    introduces(&mill, "wilma@example.org", "Hello.")
        .await
        .expect(303);
    let page = page_of(&mill).await;
    later(&mill, 7).await;
    mill.app.visitor().get(&page).await.expect(404);
    for table in [
        "select count(*) from prospects",
        "select count(*) from files",
        "select count(*) from messages",
    ] {
        assert_eq!(mill.app.number(table).await, 0, "{table}");
    }
    assert_eq!(
        mill.app.number("select count(*) from file_removals").await,
        1
    );
}

#[tokio::test]
async fn what_is_wrong_is_asked_again_and_nothing_is_lost() {
    let mill = Mill::new().await;
    let page = introduces(&mill, "wilma at example", "").await.expect(422);
    assert_eq!(page.texts(".error-summary li").len(), 2);
    assert_eq!(page.value("email"), "wilma at example");
    assert!(page.text().contains("You need not choose it again"));
    introduces(&mill, "w@example.org", &"x".repeat(5_001))
        .await
        .expect(422);
    for wrong in [
        format!("{PATH}/x"),
        format!("{PATH}/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    ] {
        mill.app.visitor().get(&wrong).await.expect(404);
        for act in ["confirmation", "stay", "withdrawal"] {
            mill.app
                .visitor()
                .post(&format!("{wrong}/{act}"), &[])
                .await
                .expect(404);
        }
    }
    for _ in 0..3 {
        introduces(&mill, "wilma@example.org", "Hello.")
            .await
            .expect(303);
    }
    let page = page_of(&mill).await.replace("/heron/", "/otter/");
    mill.app.visitor().get(&page).await.expect(404);
}

/// A program fills in everything at once.
async fn floods(mill: &Mill, email: &str) -> Answer {
    let mut browser = mill.app.visitor();
    let form = browser.get(PATH).await.expect(200);
    let key = form.value("key");
    let fields = [
        ("key", key.as_str()),
        ("given_name", "Robin"),
        ("family_name", "Tester"),
        ("email", email),
        ("words", "Buy my lamps."),
        ("comments", "https://lamps.example.com"),
        ("consent", "yes"),
    ];
    browser.post_files(PATH, &fields, &[]).await
}

#[tokio::test]
async fn what_looks_like_abuse_is_held_and_nobody_is_written_to() {
    let mill = Mill::new().await;
    let (asked, events) = (
        "select count(*) from messages where kind = 'introduction'",
        "select count(*) from events where kind like 'introduction.%'",
    );
    let sent = floods(&mill, "robin@example.org").await;
    assert_eq!(sent.location(), format!("{PATH}/sent"), "as anybody's");
    floods(&mill, "robin.two@example.org").await.expect(303);
    // Of one address there are three mails a day.
    for _ in 0..4 {
        let sent = introduces(&mill, "wilma@example.org", "Hello.").await;
        assert_eq!(sent.location(), format!("{PATH}/sent"));
    }
    assert_eq!(mill.app.number(asked).await, 3);
    let mut rosa = Client::clone(&mill.cast.rosa);
    let home = rosa.get("/heron").await.expect(200);
    assert!(
        home.attributes("a", "href")
            .contains(&"/heron/held".to_owned())
    );
    let page = rosa.get("/heron/held").await.expect(200);
    assert_eq!(
        page.texts("article h3"),
        ["Wilma Okafor", "Robin Tester", "Robin Tester"]
    );
    for reason in [
        "a field that people do not see",
        "within seconds",
        "the same address on that day",
    ] {
        assert!(page.text().contains(reason), "{reason}");
    }
    let acts = page.attributes("article form", "action");
    let hana = mill.cast.iris.clone().post(&acts[0], &[]).await;
    hana.expect(403);
    rosa.post(&acts[0], &[]).await.expect(303);
    assert_eq!(mill.app.number(asked).await, 4, "now the address is asked");
    rosa.post(&acts[0], &[]).await.expect(404);
    rosa.post(&acts[3], &[]).await.expect(303);
    let elsewhere = acts[5].replace("/heron/", "/otter/");
    rosa.post(&elsewhere, &[]).await.expect(404);
    assert_eq!(mill.app.number(events).await, 5);
    // What nobody lets in goes by itself, later than what waits for its address.
    let held = "select count(*) from prospects where held_for is not null";
    later(&mill, 8).await;
    assert_eq!(mill.app.number("select count(*) from prospects").await, 1);
    assert_eq!(mill.app.number(held).await, 1);
    later(&mill, 23).await;
    assert_eq!(mill.app.number(held).await, 0);
}
