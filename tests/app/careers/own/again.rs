//! The link again: the same answer for everybody, and a mail for whoever has applied.

use super::{Mill, words};
use crate::kit::{app::Answer, postings::miller};
use jiff::SignedDuration;

const PATH: &str = "/careers/heron/link";

async fn ask(mill: &Mill, email: &str) -> Answer {
    mill.app.visitor().post(PATH, &[("email", email)]).await
}

#[tokio::test]
async fn whoever_asks_hears_the_same_and_a_mailbox_learns_more() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    mill.app.run_tasks().await;
    let known = ask(&mill, " Noor.Castellane@Example.org ").await;
    let unknown = ask(&mill, "nobody@example.org").await;
    assert_eq!(known.location(), unknown.location());
    assert_eq!(known.body, unknown.body);
    let page = mill.app.visitor().get(&known.location()).await.expect(200);
    assert_eq!(page.text_of("h1"), "Look into your mail");
    assert_eq!(mill.kinds(id).await.len(), 1, "a task writes the mail");
    mill.app.run_tasks().await;
    let sent = words(&[("received", "kept"), ("link", "kept")]);
    assert_eq!(mill.kinds(id).await, sent);
    let mail = mill.app.mail_of(id).await.remove(1);
    assert_eq!(mail.to, "noor.castellane@example.org");
    assert!(mail.body.contains("{status_link}"));
    assert_eq!(mill.app.happened(id, "link.sent").await, 1);
    let payloads = mill
        .app
        .number("select count(*) from work where finished_at is not null and payload <> '{}'")
        .await;
    assert_eq!(payloads, 0, "no address stays in a task that is done");
}

#[tokio::test]
async fn an_application_is_mailed_once_in_ten_minutes_and_the_five_newest_only() {
    let mill = Mill::new().await;
    let mut ids = vec![mill.applies("Noor Castellane").await];
    for _ in 0..5 {
        mill.app.app.db.clock.advance(SignedDuration::from_mins(1));
        let live = mill.app.publish(&mill.cast.company, miller()).await;
        let company = &mill.cast.company;
        ids.push(mill.app.applies(company, live.id, "Noor Castellane").await);
    }
    for _ in 0..2 {
        ask(&mill, "noor.castellane@example.org").await.expect(303);
        mill.app.run_tasks().await;
    }
    let mut links = Vec::new();
    for id in &ids {
        let kinds = mill.kinds(*id).await;
        links.push(kinds.iter().filter(|(kind, _)| kind == "link").count());
    }
    assert_eq!(links, [0, 1, 1, 1, 1, 1]);
    mill.app.app.db.clock.advance(SignedDuration::from_mins(11));
    ask(&mill, "noor.castellane@example.org").await.expect(303);
    mill.app.run_tasks().await;
    assert_eq!(mill.kinds(ids[5]).await.len(), 3);
}

#[tokio::test]
async fn too_many_askings_from_a_network_wait() {
    let mill = Mill::new().await;
    for n in 0..20 {
        ask(&mill, &format!("n{n}@example.org")).await.expect(303);
    }
    let refused = ask(&mill, "late@example.org").await.expect(429);
    assert_eq!(
        refused.value("email"),
        "late@example.org",
        "nothing typed is lost"
    );
    assert!(refused.header("retry-after").parse::<u32>().unwrap() > 3_500);
    let path = "/careers/heron/link";
    let mut elsewhere = mill.app.visitor();
    elsewhere.get(path).await.expect(200);
    mill.app.app.db.clock.advance(SignedDuration::from_hours(1));
    ask(&mill, "late@example.org").await.expect(303);
}

#[tokio::test]
async fn what_is_no_address_is_asked_again() {
    let mill = Mill::new().await;
    let page = ask(&mill, "noor at example").await.expect(422);
    assert_eq!(page.value("email"), "noor at example");
    assert_eq!(page.texts(".error-summary li").len(), 1);
    ask(&mill, &"x".repeat(3_000)).await.expect(422);
    mill.app
        .visitor()
        .get("/careers/nobody/link")
        .await
        .expect(404);
}

#[tokio::test]
async fn the_way_there_is_at_the_head_of_careers_pages() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let posting = format!("/careers/heron/jobs/{}-miller", mill.live.id);
    for path in ["/careers/heron", &posting, PATH] {
        let page = mill.app.visitor().get(path).await.expect(200);
        let head = page.attributes(".site__nav a", "href");
        assert!(head.contains(&PATH.to_owned()), "{path}");
    }
    let own = mill.app.link_of(id).await;
    let page = mill.app.visitor().get(&own).await.expect(200);
    assert!(
        page.attributes("aside a", "href")
            .contains(&PATH.to_owned())
    );
}
