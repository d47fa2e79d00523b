//! Mail that names no application is filed by hand, or deleted.

use crate::kit::{app::TestApp, cast::Cast, documents};
use base64::{Engine, prelude::BASE64_STANDARD};
use candor::domain::replies::{Received, receive};
use jiff::SignedDuration;

const ALL: &str = "/heron/settings/unmatched";

async fn comes(app: &TestApp, from: &str, subject: &str) {
    let pdf = BASE64_STANDARD.encode(documents::pdf(&["Knows stones"]));
    let raw = format!(
        "From: {from}\r\nTo: info@heron.example.com\r\nSubject: {subject}\r\nContent-Type: multipart/mixed; boundary=cut\r\n\r\n\
         --cut\r\nContent-Type: text/plain\r\n\r\nMy new address.\r\n\
         --cut\r\nContent-Type: application/pdf; name=cv.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n{pdf}\r\n--cut--\r\n"
    );
    let received = receive(&app.app.db, &app.app.storage, raw.into_bytes(), None).await;
    assert_eq!(received.expect("a mail"), Received::Unmatched);
}

#[tokio::test]
async fn what_names_nothing_is_filed_by_hand() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
    let empty = cast.ada.get(ALL).await.expect(200);
    assert!(
        empty
            .text()
            .contains("Every mail that came in has found its application")
    );
    comes(&app, "noor.castellane@example.org", "From Noor").await;
    comes(&app, "stranger@elsewhere.example", "<b>From</b> nobody").await;
    let list = cast.ada.get(ALL).await.expect(200);
    assert_eq!(
        list.texts(".row__title"),
        ["<b>From</b> nobody", "From Noor"]
    );
    let paths = list.attributes(".row__title", "href");

    let mail = cast.ada.get(&paths[1]).await.expect(200);
    assert!(mail.text_of(".panel").contains("My new address."));
    assert!(mail.text_of(".panel").contains("cv.pdf"));
    assert_eq!(mail.texts("fieldset label"), ["Noor Castellane, Miller"]);
    let filing = format!("{}/filing", paths[1]);
    let filed = [("likely", id.to_string()), ("application", String::new())];
    let filed = filed
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let shown = cast.ada.post_and_follow(&filing, &filed).await.expect(200);
    let message = shown.texts(".msg").pop().expect("the mail");
    assert!(
        message.contains("My new address.") && message.contains("cv.pdf"),
        "{message}"
    );
    cast.ada.post(&filing, &filed).await.expect(404);

    // Of somebody whom nobody knows: the address of the page says where.
    let filing = format!("{}/filing", paths[0]);
    for wrong in ["", "Noor", "999999", "/otter/applications/x"] {
        let page = cast
            .ada
            .post(&filing, &[("application", wrong)])
            .await
            .expect(422);
        assert_eq!(page.value("application"), wrong);
    }
    let page = format!("http://localhost:8080/heron/applications/{id}/mail");
    let shown = cast
        .ada
        .post_and_follow(&filing, &[("application", &page)])
        .await
        .expect(200);
    let message = shown.texts(".msg").pop().expect("the mail");
    assert!(
        message.contains("From another address: stranger@elsewhere.example"),
        "{message}"
    );
    let empty = cast.ada.get(ALL).await.expect(200);
    assert!(empty.texts(".row").is_empty());
}

#[tokio::test]
async fn only_administrators_see_it_and_it_goes_after_thirty_days() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    comes(&app, "stranger@elsewhere.example", "One").await;
    comes(&app, "stranger@elsewhere.example", "Two").await;
    let list = cast.ada.get(ALL).await.expect(200);
    let paths = list.attributes(".row__title", "href");
    for person in [
        &mut cast.rosa,
        &mut cast.hugo,
        &mut cast.iris,
        &mut cast.otto,
    ] {
        person.get(ALL).await.expect(403);
        person.get(&paths[0]).await.expect(403);
        person
            .post(&format!("{}/deletion", paths[0]), &[])
            .await
            .expect(403);
    }
    cast.olga
        .get(&paths[0].replace("heron", "otter"))
        .await
        .expect(404);
    let page = cast
        .ada
        .post_and_follow(&format!("{}/deletion", paths[0]), &[])
        .await
        .expect(200);
    cast.ada.get(&paths[0]).await.expect(404);
    cast.ada
        .post(&format!("{}/deletion", paths[0]), &[])
        .await
        .expect(404);
    // It can be had back, by whoever files mail.
    let undo = page.attributes("#toast form", "action").remove(0);
    let gone = cast.ada.get("/heron/deleted").await.expect(200);
    assert!(
        gone.text_of(".row__title")
            .contains("stranger@elsewhere.example: ")
    );
    for person in [&mut cast.rosa, &mut cast.otto] {
        person.post(&undo, &[]).await.expect(404);
        let theirs = person.get("/heron/deleted").await.expect(200);
        assert!(theirs.texts(".row__title").is_empty());
    }
    cast.ada.post(&undo, &[]).await.expect(303);
    cast.ada.post(&undo, &[]).await.expect(404);
    cast.ada.get(&paths[0]).await.expect(200);
    cast.ada
        .post(&format!("{}/deletion", paths[0]), &[])
        .await
        .expect(303);
    cast.ada.get(&paths[1]).await.expect(200);
    app.app
        .db
        .clock
        .advance(SignedDuration::from_hours(31 * 24));
    app.run_tasks().await;
    let left: i64 = sqlx::query_scalar("select count(*) from unmatched_mail")
        .fetch_one(app.app.db.pages())
        .await
        .unwrap();
    assert_eq!(left, 0, "what was thrown away goes with the rest");
}
