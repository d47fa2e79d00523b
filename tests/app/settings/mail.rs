//! How a company words its mails.

use crate::kit::{
    app::TestApp,
    cast::Cast,
    postings::miller,
    smtp::{Catcher, Mood},
};
use candor::{base::secret::Secret, domain::postings::advert::Language};

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
    assert_eq!(list.texts(".badge--accent"), ["English: your wording"]);
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

#[tokio::test]
async fn candidates_are_written_to_in_the_language_of_the_posting() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mut german = miller();
    german.advert.title = "Müllerin".to_owned();
    german.advert.language = Language("de-AT".to_owned());
    let mut estonian = miller();
    estonian.advert.language = Language("et".to_owned());
    let (german, estonian) = (
        app.staffed(&cast, german).await,
        app.staffed(&cast, estonian).await,
    );

    let id = app
        .applies(&cast.company, german.id, "Noor Castellane")
        .await;
    let mail = app.mail_of(id).await.remove(0);
    assert_eq!(mail.subject, "Ihre Bewerbung ist da: Müllerin");
    assert!(mail.body.starts_with("Guten Tag Noor,"), "{}", mail.body);
    let by = mail.body.split("bis zum ").nth(1).unwrap();
    let month = by.split(' ').nth(1).unwrap();
    assert!(by.split(' ').next().unwrap().ends_with('.'), "{by}");
    assert!(
        [
            "November",
            "Dezember",
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober"
        ]
        .contains(&month),
        "{by}"
    );

    // Nobody speaks Estonian here yet: the company's language stands in.
    let id = app.applies(&cast.company, estonian.id, "Nils Aamot").await;
    assert!(app.mail_of(id).await[0].body.starts_with("Hello Nils,"));
    let path = format!("{MAIL}/received");
    let page = cast.ada.get(&path).await.expect(200);
    assert_eq!(
        page.texts("nav[aria-label=Language] a"),
        ["English", "French", "German", "et"]
    );
    let page = cast
        .ada
        .get(&format!("{path}?language=et"))
        .await
        .expect(200);
    assert_eq!(page.value("language"), "et");
    assert!(page.text_of("#body").starts_with("Hello {first_name},"));
    let wrong = [
        ("language", "et"),
        ("subject", "Tere"),
        ("body", "Tere"),
        ("version", ""),
    ];
    cast.ada.post(&path, &wrong).await.expect(422);
    let typed = [
        ("language", "et"),
        ("subject", "Tere"),
        ("body", "Tere {first_name},\n\n{answer_by}\n\n{status_link}"),
        ("version", ""),
    ];
    cast.ada.post(&path, &typed).await.expect(303);
    let id = app.applies(&cast.company, estonian.id, "Maarja Kask").await;
    let mail = app.mail_of(id).await.remove(0);
    assert!(mail.body.starts_with("Tere Maarja,\n\n20"), "{}", mail.body);
    let list = cast.ada.get(MAIL).await.expect(200);
    assert_eq!(list.texts(".badge--accent"), ["et: your wording"]);

    let german = cast
        .ada
        .get(&format!("{path}/page?language=de"))
        .await
        .expect(200);
    assert_eq!(german.attributes("html", "lang"), ["de"]);
    assert_eq!(german.text_of(".btn"), "Ihre Bewerbung ansehen");
    assert!(
        german.text().contains("berichtigen oder löschen"),
        "{}",
        german.text()
    );
    for unknown in ["xx", "english", "%22"] {
        cast.ada
            .get(&format!("{path}?language={unknown}"))
            .await
            .expect(404);
    }
}

#[tokio::test]
async fn an_administrator_sends_themselves_a_test() {
    let catcher = Catcher::new(Mood::Takes).await;
    let url = format!("smtp://127.0.0.1:{}", catcher.port);
    let app = TestApp::set("localhost:8080", |config| {
        config.smtp_url = Some(Secret::new(url));
    })
    .await;
    let mut cast = Cast::of(&app).await;
    let path = format!("{MAIL}/received/test");
    let typed = [
        ("language", "de"),
        ("subject", "Neu: {posting}"),
        ("body", "Guten Tag {first_name},\n\n{status_link}"),
    ];
    let page = cast.ada.post_and_follow(&path, &typed).await.expect(200);
    assert_eq!(
        page.text_of(".toast"),
        "A test is on its way to ada@heron.example.com"
    );
    assert_eq!(page.value("language"), "de");
    app.run_tasks().await;
    let caught = catcher.caught();
    assert_eq!(caught[0].to, "ada@heron.example.com");
    let raw = String::from_utf8_lossy(&caught[0].raw).into_owned();
    assert!(
        raw.contains("Subject: [Test] Neu: Lighthouse Keeper\r\n"),
        "{raw}"
    );
    assert!(raw.contains("Guten Tag Noor,"), "{raw}");
    let outbox = cast.ada.get("/heron/settings/outbox").await.expect(200);
    assert_eq!(
        outbox.texts(".row__title"),
        ["[Test] Neu: Lighthouse Keeper"]
    );

    cast.ada
        .post(&path, &[("subject", "{salary}"), ("body", "x")])
        .await
        .expect(422);
    for _ in 1..10 {
        cast.ada.post(&path, &typed).await.expect(303);
    }
    cast.ada.post(&path, &typed).await.expect(429);
    cast.otto.post(&path, &typed).await.expect(403);
    cast.rosa.post(&path, &typed).await.expect(403);
}
