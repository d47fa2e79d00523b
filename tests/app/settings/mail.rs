//! How a company words its mails.

use crate::kit::{app::TestApp, cast::Cast};

const MAIL: &str = "/heron/settings/mail";

#[tokio::test]
async fn a_wording_is_checked_shown_saved_and_given_up() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let path = format!("{MAIL}/received");
    let page = cast.ada.get(&path).await.expect(200);
    assert!(page.text_of(".sheet").starts_with("Hello Noor,"));
    assert!(
        page.text_of(".sheet").contains("Lighthouse Keeper"),
        "nobody applied yet"
    );
    assert_eq!(page.value("version"), "");

    let live = app.mill(&cast).await;
    app.applies(&cast.company, live.id, "Maarja Kask").await;
    let typed = [
        ("subject", "{posting}: it is here"),
        ("body", "Dear {first_name},\r\n\r\n{status_link}"),
        ("version", ""),
    ];
    let wrong = [
        ("subject", "{salary}"),
        ("body", "Dear you"),
        ("version", ""),
    ];
    let page = cast.ada.post(&path, &wrong).await.expect(422);
    assert_eq!(page.texts(".error-summary li").len(), 2);
    assert_eq!(page.value("subject"), "{salary}");
    cast.ada
        .post(
            &path,
            &[("subject", &*"x".repeat(201)), ("body", "{status_link}")],
        )
        .await
        .expect(422);

    let look = [typed[0], typed[1], typed[2], ("act", "preview")];
    let page = cast.ada.post(&path, &look).await.expect(200);
    assert_eq!(page.text_of("#preview"), "As mail: Miller: it is here");
    assert!(page.text_of(".sheet").starts_with("Dear Maarja,"));
    let page = cast
        .ada
        .post(&format!("{path}/page"), &typed)
        .await
        .expect(200);
    assert!(page.text().contains("Dear Maarja,"));
    let policy = page.header("content-security-policy");
    assert!(
        policy.starts_with("sandbox; default-src 'none'"),
        "{policy}"
    );
    let page = cast.ada.get(&format!("{path}/page")).await.expect(200);
    assert!(page.text().contains("Hello Maarja,"), "nothing was saved");

    cast.ada.post(&path, &typed).await.expect(303);
    let stale = cast.ada.post(&path, &typed).await.expect(409);
    assert_eq!(stale.value("subject"), "{posting}: it is here");
    assert_eq!(stale.value("version"), "1");
    let list = cast.ada.get(MAIL).await.expect(200);
    assert_eq!(list.texts(".badge--accent"), ["Your wording"]);
    let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
    assert_eq!(app.mail_of(id).await[0].subject, "Miller: it is here");

    let page = cast.ada.get(&path).await.expect(200);
    let version = page.value("version");
    cast.ada
        .post(&format!("{path}/reset"), &[("version", "7")])
        .await
        .expect(409);
    cast.ada
        .post(&format!("{path}/reset"), &[("version", &version)])
        .await
        .expect(303);
    let page = cast.ada.get(&path).await.expect(200);
    assert_eq!(
        page.value("subject"),
        "We have your application for {posting}"
    );
}

#[tokio::test]
async fn auditors_look_and_others_stay_out() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let path = format!("{MAIL}/received");
    let typed = [
        ("subject", "Mine"),
        ("body", "{status_link}"),
        ("version", ""),
    ];
    let page = cast.otto.get(&path).await.expect(200);
    assert!(page.texts("main button").is_empty());
    for address in [&path, &format!("{path}/page"), &format!("{path}/reset")] {
        cast.otto.post(address, &typed).await.expect(403);
        cast.rosa.post(address, &typed).await.expect(403);
    }
    cast.rosa.get(&path).await.expect(403);
    cast.rosa.get(MAIL).await.expect(403);
    cast.olga.get(&path).await.expect(404);
    for nothing in ["mine", "Received", "erased%2f"] {
        cast.ada.get(&format!("{MAIL}/{nothing}")).await.expect(404);
    }
}

#[tokio::test]
async fn a_company_names_its_sender() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let company = "/heron/settings/company";
    let page = cast.ada.get(company).await.expect(200);
    let mut fields = page.fields_of("main form");
    let mut post = async |name: &str, email: &str| {
        for (field, value) in &mut fields {
            match field.as_str() {
                "sender_name" => *value = name.to_owned(),
                "sender_email" => *value = email.to_owned(),
                _ => {}
            }
        }
        let fields: Vec<_> = fields.iter().map(|(n, v)| (&**n, &**v)).collect();
        cast.ada.post(company, &fields).await
    };
    for wrong in [
        "people",
        "a b@c.example",
        "Heron <people@heron.example.com>",
        "a@b@c.example",
        "a..b@c.example",
    ] {
        let page = post("", wrong).await.expect(422);
        assert_eq!(page.texts(".error-summary li").len(), 1, "{wrong}");
    }
    post("Heron\r\nBcc: spy@evil.example", "").await.expect(422);
    post("Heron people", "people@heron.example.com")
        .await
        .expect(303);
    let page = cast.ada.get(company).await.expect(200);
    assert_eq!(page.value("sender_name"), "Heron people");
    assert_eq!(page.value("sender_email"), "people@heron.example.com");
}
