//! Where applications come from: codes in links, personal links, and the first and last touch.

use crate::{
    careers::own::Mill,
    kit::app::{Client, TestApp},
};
use jiff::SignedDuration;

const CODES: &str = "/heron/settings/sources";

/// Applies through the pages, beginning at an address; says what the form carried.
async fn applies_from(mill: &Mill, start: &str, email: &str) -> String {
    let mut browser = mill.app.visitor();
    let list = browser.get(start).await.expect(200);
    let posting = list.attributes(".role__title", "href").remove(0);
    let posting = browser.get(&posting).await.expect(200);
    let apply = posting.attributes(".apply-call a", "href").remove(0);
    let form = browser.get(&apply).await.expect(200);
    let carried = form.fields_of("#apply");
    let came = carried.iter().find(|(name, _)| name == "came");
    let came = came.map(|(_, came)| came.clone()).unwrap_or_default();
    let key = form.value("key");
    let fields = [
        ("key", key.as_str()),
        ("came", &came),
        ("given_name", "Noor"),
        ("email", email),
        ("place", "Tartu"),
        ("resume_text", "I mill."),
        ("consent", "yes"),
    ];
    // Nobody types a form within a second.
    mill.app.app.db.clock.advance(SignedDuration::from_mins(1));
    let path = apply.split('?').next().unwrap_or_default();
    browser.post_files(path, &fields, &[]).await.expect(303);
    came
}

async fn newest(app: &TestApp) -> (String, Option<String>, Option<String>) {
    sqlx::query_as(
        "select s.kind::text, k.code, u.given_name from applications a
         join sources s on s.id = a.source_id and s.company_id = a.company_id
         left join source_codes k on k.id = a.source_code_id and k.company_id = a.company_id
         left join memberships m on m.id = a.referred_by and m.company_id = a.company_id left join users u on u.id = m.user_id
         order by a.id desc limit 1",
    )
    .fetch_one(app.app.db.pages())
    .await
    .expect("an application")
}

#[tokio::test]
async fn a_members_own_link_refers_people() {
    let mill = Mill::new().await;
    let mut iris = Client::clone(&mill.cast.iris);
    let page = iris.get("/heron/share").await.expect(200);
    assert!(page.attributes("[readonly]", "value").is_empty());
    iris.post("/heron/share", &[]).await.expect(303);
    iris.post("/heron/share", &[]).await.expect(303);
    let page = iris.get("/heron/share").await.expect(200);
    let links = page.attributes("[readonly]", "value");
    assert_eq!(links.len(), 2, "the list, and the one posting");
    let posting = links[1].strip_prefix("http://localhost:8080").unwrap();
    assert!(posting.contains(&format!(
        "/careers/heron/jobs/{}-miller?ref=m-",
        mill.live.id
    )));
    mill.app.visitor().get(posting).await.expect(200);
    let list = links[0].strip_prefix("http://localhost:8080").unwrap();
    applies_from(&mill, list, "noor@example.org").await;
    let (kind, code, who) = newest(&mill.app).await;
    assert_eq!((kind.as_str(), who.as_deref()), ("referral", Some("Iris")));
    assert!(links[0].ends_with(&code.unwrap()));
    let page = iris.get("/heron/share").await.expect(200);
    assert!(page.text_of(".page-head__lead").contains("1 application"));
    let id = mill.app.number("select max(id) from applications").await;
    let profile = Client::clone(&mill.cast.rosa)
        .get(&format!("/heron/applications/{id}"))
        .await;
    assert!(
        profile
            .expect(200)
            .text()
            .contains("<dt>Referred by</dt><dd>Iris Vale</dd>")
    );
}

#[tokio::test]
async fn recruiters_make_codes_count_and_retire_them() {
    let mill = Mill::new().await;
    let mut rosa = Client::clone(&mill.cast.rosa);
    let event = mill.app.number("select id from sources where kind = 'event' and company_id = (select id from companies where slug = 'heron')").await.to_string();
    let new = [
        ("code", "Fair-2026"),
        ("source", event.as_str()),
        ("medium", "stand"),
        ("campaign", ""),
    ];
    rosa.post(CODES, &new).await.expect(303);
    assert!(
        rosa.post(CODES, &new)
            .await
            .expect(422)
            .text()
            .contains("there is such a code already")
    );
    for wrong in [
        ("code", "a b"),
        ("code", "x"),
        ("source", "0"),
        ("source", ""),
    ] {
        let mut form = new;
        form[0].1 = "other";
        for field in &mut form {
            if field.0 == wrong.0 {
                field.1 = wrong.1;
            }
        }
        rosa.post(CODES, &form).await.expect(422);
    }
    applies_from(&mill, "/careers/heron?ref=fair-2026", "noor@example.org").await;
    assert_eq!(
        newest(&mill.app).await,
        ("event".to_owned(), Some("fair-2026".to_owned()), None)
    );
    let page = rosa.get(CODES).await.expect(200);
    assert_eq!(page.text_of("tbody td.num-r"), "1");
    assert_eq!(
        page.attributes("[readonly]", "value"),
        ["http://localhost:8080/careers/heron?ref=fair-2026"]
    );
    let retire = page
        .attributes("form[action$='/retirement']", "action")
        .remove(0);
    Client::clone(&mill.cast.olga)
        .post(&retire.replace("/heron/", "/otter/"), &[])
        .await
        .expect(404);
    rosa.post(&retire, &[]).await.expect(303);
    applies_from(&mill, "/careers/heron?ref=fair-2026", "nils@example.org").await;
    assert_eq!(
        newest(&mill.app).await.0,
        "careers_site",
        "a retired code says nothing"
    );
    for person in [&mill.cast.hugo, &mill.cast.cora, &mill.cast.otto] {
        Client::clone(person).get(CODES).await.expect(403);
    }
}

#[tokio::test]
async fn the_first_touch_stays_when_another_follows() {
    let mill = Mill::new().await;
    let came = applies_from(
        &mill,
        "/careers/heron?utm_source=news&utm_medium=mail",
        "noor@example.org",
    )
    .await;
    assert_eq!(came, "utm_source=news&utm_medium=mail");
    mill.app
        .app
        .db
        .clock
        .advance(jiff::SignedDuration::from_hours(1));
    mill.app
        .publish(&mill.cast.company, crate::kit::postings::clerk())
        .await;
    mill.app
        .eventually("/careers/heron", |page| {
            page.texts(".role__title").len() == 2
        })
        .await;
    let mut browser = mill.app.visitor();
    browser.headers.insert(
        "referer".to_owned(),
        "https://Board.example/search?q=secret".to_owned(),
    );
    let list = browser.get("/careers/heron").await.expect(200);
    let links = list.attributes(".role__title", "href");
    assert!(
        links
            .iter()
            .all(|link| link.ends_with("?from=board.example")),
        "{links:?}"
    );
    let start = "/careers/heron?q=clerk&from=board.example";
    applies_from(&mill, start, "noor@example.org").await;
    let touches: Vec<(String, Option<String>, Option<String>)> = sqlx::query_as(
        "select place::text, source, host from touches where application_id = (select max(id) from applications) order by place",
    )
    .fetch_all(mill.app.app.db.pages())
    .await
    .unwrap();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        touches,
        [
            ("first".to_owned(), some("news"), None),
            ("last".to_owned(), None, some("board.example"))
        ]
    );
    let id = mill.app.number("select max(id) from applications").await;
    let page = Client::clone(&mill.cast.rosa)
        .get(&format!("/heron/applications/{id}"))
        .await
        .expect(200);
    assert!(page.text().contains("from board.example"));
    assert!(page.text().contains("through news, mail"));
}
