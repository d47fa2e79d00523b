use super::people::event;
use crate::kit::{
    app::{Answer, TestApp},
    cast::{Cast, person},
};
use candor::{access::Role, domain::companies};
use sqlx::postgres::PgListener;

const COMPANY: &str = "/heron/settings/company";

/// The form as it is filled in, with some of it typed anew.
fn form(changed: &[(&str, &str)]) -> Vec<(String, String)> {
    let saved = [
        ("name", "Heron Mills"),
        ("website", "https://heron.example.com"),
        ("contact_email", "people@heron.example.com"),
        ("careers_intro", "We mill."),
        ("about", "Since 1874."),
        ("privacy_notice", "We keep little."),
        ("accent_hue", "155"),
        ("time_zone", "Europe/Tallinn"),
        ("locale", "en-GB"),
        ("promise_after_applying", "8"),
        ("promise_after_interview", "4"),
        ("holidays", "2026-12-25\r\n2026-12-24"),
        ("version", "1"),
    ];
    let typed = |name| changed.iter().find(|(other, _)| *other == name);
    let mut fields: Vec<_> = saved
        .iter()
        .map(|(name, value)| (*name, typed(*name).map_or(*value, |(_, typed)| *typed)))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    if typed("working_days").is_none() {
        fields.extend(["1", "2", "3", "4"].map(|day| ("working_days".to_owned(), day.to_owned())));
    }
    fields
}

trait Saves {
    async fn save(&mut self, changed: &[(&str, &str)]) -> Answer;
}

impl Saves for crate::kit::app::Client {
    async fn save(&mut self, changed: &[(&str, &str)]) -> Answer {
        let fields = form(changed);
        let fields: Vec<_> = fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        self.post(COMPANY, &fields).await
    }
}

#[tokio::test]
async fn a_company_says_what_it_is_and_every_instance_hears() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mut ear = PgListener::connect_with(app.app.db.pages())
        .await
        .expect("an ear");
    ear.listen(companies::CHANNEL).await.expect("listening");
    cast.ada.save(&[]).await.expect(303);
    assert_eq!(
        ear.recv().await.expect("word").payload(),
        cast.company.id.to_string()
    );
    let page = cast.ada.get(COMPANY).await.expect(200);
    assert_eq!(page.text_of(".toast"), "Saved");
    assert_eq!(page.value("website"), "https://heron.example.com");
    assert_eq!(page.value("accent_hue"), "155");
    assert_eq!(page.text_of("#holidays"), "2026-12-24 2026-12-25");
    assert_eq!(
        page.attributes("[name=working_days][checked]", "value"),
        ["1", "2", "3", "4"]
    );
    assert_eq!(page.value("version"), "2");
    let told = event(&app, &cast.company, "company.changed").await;
    assert_eq!(told["time_zone"]["before"], "UTC");
    assert_eq!(
        told["working_days"]["after"],
        serde_json::json!([1, 2, 3, 4])
    );
    assert!(told.get("name").is_none(), "it stayed");
}

#[tokio::test]
async fn whoever_comes_second_is_told_and_loses_nothing() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mut nora = person(&app, &cast.company, "Nora Finch", Role::Administrator).await;
    cast.ada.save(&[]).await.expect(303);
    let typed = [("name", "Heron & Sons"), ("about", "Since\r\n1874.")];
    let page = nora.save(&typed).await.expect(409);
    let note = page.text_of(".note");
    assert!(
        note.starts_with("Ada Marsh changed these settings while you were at them."),
        "{note}"
    );
    assert!(note.contains("now: name, about"), "{note}");
    assert_eq!(page.value("name"), "Heron & Sons");
    assert_eq!(page.value("version"), "2");
    let again = [typed[0], typed[1], ("version", "2")];
    nora.save(&again).await.expect(303);
    assert_eq!(nora.get(COMPANY).await.value("name"), "Heron & Sons");
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let wrong = [
        ("name", ""),
        ("website", "heron.example.com"),
        ("contact_email", "people"),
        ("accent_hue", "400"),
        ("time_zone", "Mars/Base"),
        ("locale", "English"),
        ("promise_after_applying", "0"),
        ("promise_after_interview", "91"),
        ("holidays", "Christmas"),
        ("working_days", ""),
    ];
    let page = cast.ada.save(&wrong).await.expect(422);
    assert_eq!(page.texts(".error-summary li").len(), wrong.len());
    for (field, typed) in wrong
        .iter()
        .filter(|(field, _)| !["holidays", "working_days"].contains(field))
    {
        assert_eq!(page.value(field), *typed);
    }
    assert_eq!(page.text_of("#holidays"), "Christmas");
    for target in page.attributes(".error-summary a", "href") {
        assert_eq!(page.texts(&target).len(), 1, "{target}");
    }
    cast.ada.save(&[("about", "a\0b")]).await.expect(422);
    cast.ada
        .save(&[("about", &"a".repeat(20_001))])
        .await
        .expect(422);
    cast.ada
        .save(&[("about", &"a".repeat(2 << 20))])
        .await
        .expect(413);
    cast.ada.save(&[("version", "first")]).await.expect(400);
    assert_eq!(cast.ada.get(COMPANY).await.value("version"), "1");
}

#[tokio::test]
async fn auditors_look_and_others_stay_out() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let page = cast.otto.get(COMPANY).await.expect(200);
    assert_eq!(
        page.attributes("main form > fieldset[disabled]", "disabled")
            .len(),
        1
    );
    assert!(!page.texts("main .btn").contains(&"Save".to_owned()));
    cast.otto.save(&[]).await.expect(403);
    cast.rosa.get(COMPANY).await.expect(403);
    cast.rosa.save(&[]).await.expect(403);
    cast.olga.get(COMPANY).await.expect(404);
    cast.olga.save(&[]).await.expect(404);
    assert_eq!(app.visitor().save(&[]).await.location(), "/sign-in");
}
