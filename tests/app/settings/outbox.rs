//! The outbox: every mail of a company, with what became of it.

use crate::kit::{
    app::TestApp,
    cast::Cast,
    smtp::{Catcher, Mood},
};
use candor::base::secret::Secret;

const OUTBOX: &str = "/heron/settings/outbox";

#[tokio::test]
async fn mail_without_a_server_is_kept_where_administrators_read_it() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let page = cast.ada.get(OUTBOX).await.expect(200);
    assert_eq!(page.text_of(".empty h2"), "No mail here");
    let live = app.mill(&cast).await;
    let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
    app.run_tasks().await;
    let page = cast.ada.get(OUTBOX).await.expect(200);
    assert!(page.text_of(".note").starts_with("There is no mail server"));
    assert!(
        page.texts("main form").is_empty(),
        "there is nowhere to send it"
    );
    assert_eq!(page.texts(".row .badge"), ["Kept here"]);
    assert_eq!(page.texts(".chip .count"), ["1"]);
    let message = page.attributes(".row__title", "href").remove(0);
    let page = cast.otto.get(&message).await.expect(200);
    assert!(page.text().contains("[link to their page]"));
    assert!(!page.text().contains(&app.link_of(id).await));
    assert!(page.texts("main form").is_empty(), "auditors only look");
    let failed = cast
        .ada
        .get(&format!("{OUTBOX}?state=failed"))
        .await
        .expect(200);
    assert_eq!(failed.text_of(".empty p"), "None is in this state.");

    for person in [&mut cast.rosa, &mut cast.hugo, &mut cast.iris] {
        person.get(OUTBOX).await.expect(403);
        person.get(&message).await.expect(403);
    }
    cast.otto
        .post(&format!("{message}/sending"), &[])
        .await
        .expect(403);
    cast.otto
        .post(&format!("{OUTBOX}/sending"), &[])
        .await
        .expect(403);
    cast.olga.get(&message).await.expect(404);
    cast.olga
        .get(&message.replace("heron", "otter"))
        .await
        .expect(404);
}

#[tokio::test]
async fn what_was_kept_or_failed_is_sent_again() {
    let catcher = Catcher::new(Mood::Says("550 5.7.1 Not from you")).await;
    let url = format!("smtp://127.0.0.1:{}", catcher.port);
    let app = TestApp::set("localhost:8080", |config| {
        config.smtp_url = Some(Secret::new(url));
    })
    .await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    for name in ["Noor Castellane", "Nils Aamot", "Maarja Kask"] {
        app.applies(&cast.company, live.id, name).await;
    }
    app.run_tasks().await;
    let page = cast
        .ada
        .get(&format!("{OUTBOX}?state=failed"))
        .await
        .expect(200);
    assert_eq!(page.texts(".row").len(), 3);
    assert!(page.text_of(".row__sub").contains("Not from you"));
    // As if there had been no server for two of them.
    sqlx::query("update messages set state = 'kept' where id > (select min(id) from messages)")
        .execute(app.app.db.pages())
        .await
        .unwrap();
    catcher.becomes(Mood::Takes);
    let message = page.attributes(".row__title", "href").remove(2);
    let again = format!("{message}/sending");
    cast.ada.post_and_follow(&again, &[]).await.expect(200);
    cast.ada.post(&again, &[]).await.expect(409);
    app.run_tasks().await;
    assert_eq!(catcher.caught().len(), 1);
    let page = cast
        .ada
        .post_and_follow(&format!("{OUTBOX}/sending"), &[])
        .await
        .expect(200);
    assert_eq!(page.text_of(".toast"), "2 mails are on their way");
    app.run_tasks().await;
    assert_eq!(catcher.caught().len(), 3);
    let page = cast
        .ada
        .get(&format!("{OUTBOX}?state=sent"))
        .await
        .expect(200);
    assert_eq!(page.texts(".row").len(), 3);
}

#[tokio::test]
async fn a_long_outbox_has_pages() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    sqlx::query(
        "insert into messages (company_id, state, kind, recipient, subject, body, message_id, send_at, created_at, updated_at)
         select $1, 'kept', 'link', 'noor@example.org', 'Mail ' || n, 'Words', '<' || n || '@candor>', now(), now(), now()
         from generate_series(1, 120) n",
    )
    .bind(cast.company.id)
    .execute(app.app.db.pages())
    .await
    .unwrap();
    let (mut path, mut found) = (OUTBOX.to_owned(), Vec::new());
    loop {
        let page = cast.ada.get(&path).await.expect(200);
        found.extend(page.texts(".row__title"));
        match page.attributes("a[rel=next]", "href").pop() {
            Some(next) => path = next,
            None => break,
        }
    }
    let expected: Vec<_> = (1..=120).rev().map(|n| format!("Mail {n}")).collect();
    assert_eq!(found, expected);
    cast.ada
        .get(&format!("{OUTBOX}?after=eyJ4IjoxfQ&state=%27"))
        .await
        .expect(200);
}
