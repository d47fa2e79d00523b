//! One posting, for people and for search engines.

use crate::kit::{
    app::TestApp,
    cast::company,
    postings::{clerk, miller},
};
use candor::{base::clock::Day, domain::postings::advert::Visibility};
use jiff::{SignedDuration, tz::TimeZone};
use serde_json::{Value, json};
use std::time::Duration;

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_posting_shows_what_it_says_and_says_it_to_machines_too() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    let live = app.publish(&heron, miller()).await;
    let path = format!("/careers/heron/jobs/{}-miller", live.id);
    let page = app.visitor().get(&path).await.expect(200);
    assert_eq!(page.text_of("h1"), "Miller");
    assert_eq!(
        page.text_of(".prose"),
        "We mill rye & oats. What your day will look like Set the stones Weigh the sacks"
    );
    let facts = page.text_of("dl.facts");
    for fact in [
        "Heron Mills",
        "Tallinn, Estonia",
        "On site",
        "Full-time",
        "Mill",
        "€34,000–€42,000.50 a year",
    ] {
        assert!(facts.contains(fact), "{fact} is not in {facts}");
    }
    assert_eq!(
        page.attributes("a.btn--primary", "href")[0],
        format!("{path}/apply")
    );
    assert_eq!(
        page.attributes("link[rel=canonical]", "href"),
        [format!("http://localhost:8080{path}")]
    );
    assert!(page.attributes("meta[name=robots]", "content").is_empty());

    let markup = page.text_of("script[type='application/ld+json']");
    assert!(!markup.contains('<'), "{markup}");
    let markup: Value = serde_json::from_str(&markup).unwrap();
    let description = scraper::Html::parse_fragment(markup["description"].as_str().unwrap());
    assert_eq!(
        folded(&description.root_element().text().collect::<String>()),
        page.text_of(".prose")
    );
    assert_eq!(markup["@type"], "JobPosting");
    assert_eq!(markup["title"], "Miller");
    assert_eq!(markup["url"], format!("http://localhost:8080{path}"));
    assert_eq!(markup["identifier"]["value"], live.id.to_string());
    assert_eq!(markup["hiringOrganization"]["name"], "Heron Mills");
    assert_eq!(markup["employmentType"], "FULL_TIME");
    assert_eq!(markup["directApply"], true);
    assert_eq!(markup.get("validThrough"), None);
    let address = json!({ "@type": "PostalAddress", "streetAddress": "Veski 4", "addressLocality": "Tallinn", "postalCode": "10119", "addressCountry": "EE" });
    assert_eq!(markup["jobLocation"][0]["address"], address);
    let salary = json!({ "@type": "MonetaryAmount", "currency": "EUR", "value": { "@type": "QuantitativeValue", "minValue": 34000, "maxValue": 42000.5, "unitText": "YEAR" } });
    assert_eq!(markup["baseSalary"], salary);
    let posted = page.attributes("dl.facts time", "datetime");
    assert_eq!(posted, [markup["datePosted"].as_str().unwrap()]);
}

#[tokio::test]
async fn days_are_those_of_the_company() {
    let app = TestApp::new().await;
    let now = app.app.db.clock.now();
    // Whatever the time is, one of these has another day than UTC.
    let zone = match now.0.to_zoned(TimeZone::UTC).hour() {
        ..10 => "Pacific/Pago_Pago",
        10.. => "Pacific/Kiritimati",
    };
    let heron = company(&app, "heron", "Heron Mills").await;
    sqlx::query("update companies set time_zone = $1")
        .bind(zone)
        .execute(app.app.db.pages())
        .await
        .unwrap();
    let live = app.publish(&heron, miller()).await;
    let path = format!("/careers/heron/jobs/{}-miller", live.id);
    let page = app.visitor().get(&path).await.expect(200);
    let today = now.day(&TimeZone::get(zone).unwrap());
    assert_ne!(today, now.day(&TimeZone::UTC));
    let markup = page.text_of("script[type='application/ld+json']");
    let markup: Value = serde_json::from_str(&markup).unwrap();
    assert_eq!(markup["datePosted"], today.to_string());
    assert_eq!(
        page.attributes("dl.facts time", "datetime"),
        [today.to_string()]
    );
    assert_eq!(
        page.text_of("dl.facts time"),
        today.strftime("%-d %B %Y").to_string()
    );
}

#[tokio::test]
async fn remote_work_says_from_where() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    let mut ad = clerk();
    ad.advert.title = "Clerk </script><script>alert(1)</script>".to_owned();
    let last_day = app
        .app
        .db
        .clock
        .now()
        .day(&TimeZone::UTC)
        .tomorrow()
        .unwrap();
    ad.advert.closes_on = Some(Day(last_day));
    let live = app.publish(&heron, ad.clone()).await;
    let page = app
        .visitor()
        .get(&format!(
            "/careers/heron/jobs/{}-clerk-script-script-alert-1-script",
            live.id
        ))
        .await
        .expect(200);
    assert_eq!(
        page.texts("script").len(),
        1,
        "nothing in a posting ends the markup"
    );
    let markup: Value = serde_json::from_str(&page.text_of("script")).unwrap();
    assert_eq!(markup["title"], ad.advert.title);
    assert_eq!(markup["jobLocationType"], "TELECOMMUTE");
    let countries = json!([{ "@type": "Country", "name": "Estonia" }, { "@type": "Country", "name": "Latvia" }]);
    assert_eq!(markup["applicantLocationRequirements"], countries);
    assert_eq!(markup.get("jobLocation"), None);
    assert_eq!(markup.get("baseSalary"), None);
    assert_eq!(markup["validThrough"], format!("{last_day}T23:59:59.999Z"));
    assert!(page.text_of("dl.facts").contains("We agree it with you."));
}

#[tokio::test]
async fn a_posting_has_one_address() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    company(&app, "otter", "Otter Works").await;
    let live = app.publish(&heron, miller()).await;
    let mut visitor = app.visitor();
    for other in ["", "-", "-grinder", "-miller-"] {
        let answer = visitor
            .get(&format!(
                "/careers/heron/jobs/{}{other}?source=fair",
                live.id
            ))
            .await
            .expect(301);
        assert_eq!(
            answer.header("location"),
            format!("/careers/heron/jobs/{}-miller?source=fair", live.id),
            "{other}"
        );
    }
    for nowhere in [
        "/careers/otter/jobs/1-miller",
        "/careers/heron/jobs/999-miller",
        "/careers/heron/jobs/miller",
        "/careers/nobody",
        "/careers/nobody/jobs/1",
    ] {
        visitor.get(nowhere).await.expect(404);
    }
    visitor
        .get(&format!("/careers/otter/jobs/{}-miller", live.id))
        .await
        .expect(404);
    visitor
        .get(&format!("/careers/otter/jobs/{}-miller/apply", live.id))
        .await
        .expect(404);
}

#[tokio::test]
async fn a_closed_posting_stays_readable() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    let live = app.publish(&heron, miller()).await;
    let other = app.publish(&heron, clerk()).await;
    let path = format!("/careers/heron/jobs/{}-miller", live.id);
    let mut visitor = app.visitor();
    visitor.get(&path).await.expect(200);
    app.close_posting(&heron, live).await;
    let page = app
        .eventually(&path, |page| !page.texts(".note").is_empty())
        .await;
    assert!(
        page.text_of(".note").contains("This role closed on"),
        "{}",
        page.text()
    );
    assert!(page.text_of(".prose").contains("We mill rye & oats."));
    assert_eq!(page.attributes("meta[name=robots]", "content"), ["noindex"]);
    assert!(page.texts("script").is_empty());
    assert!(
        page.attributes("a", "href")
            .iter()
            .all(|href| !href.ends_with("/apply"))
    );
    assert_eq!(page.texts(".role__title"), ["Grain Clerk"]);
    let answer = visitor.get(&format!("{path}/apply")).await.expect(303);
    assert_eq!(answer.header("location"), path);
    let list = visitor.get("/careers/heron").await.expect(200);
    assert_eq!(list.texts(".role__title"), ["Grain Clerk"]);
    visitor
        .get(&format!("/careers/heron/jobs/{}-grain-clerk", other.id))
        .await
        .expect(200);
}

#[tokio::test]
async fn after_its_last_day_a_posting_is_closed_without_waiting_for_anybody() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    let mut ad = miller();
    let today = app.app.db.clock.now().day(&TimeZone::UTC);
    ad.advert.closes_on = Some(Day(today));
    let live = app.publish(&heron, ad).await;
    let path = format!("/careers/heron/jobs/{}-miller", live.id);
    let mut visitor = app.visitor();
    let open = visitor.get(&path).await.expect(200);
    assert!(open.text_of("dl.facts").contains("Apply by"));
    assert_eq!(
        visitor.get("/careers/heron").await.texts(".role__title"),
        ["Miller"]
    );
    assert_eq!(
        visitor
            .get("/careers/heron/feed.atom")
            .await
            .texts("entry")
            .len(),
        1
    );
    app.app.db.clock.advance(SignedDuration::from_hours(24));
    let closed = visitor.get(&path).await.expect(200);
    assert!(
        closed.text_of(".note").contains("closed on"),
        "{}",
        closed.text()
    );
    assert!(
        visitor
            .get("/careers/heron")
            .await
            .texts(".role__title")
            .is_empty()
    );
    assert!(
        visitor
            .get("/careers/heron/feed.atom")
            .await
            .texts("entry")
            .is_empty()
    );
}

#[tokio::test]
async fn an_unlisted_posting_is_reached_by_link_and_an_internal_one_is_not() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    let mut ad = miller();
    ad.advert.visibility = Visibility::Unlisted;
    let live = app.publish(&heron, ad).await;
    let path = format!("/careers/heron/jobs/{}-miller", live.id);
    let mut visitor = app.visitor();
    let page = visitor.get(&path).await.expect(200);
    assert_eq!(page.attributes("meta[name=robots]", "content"), ["noindex"]);
    assert!(page.texts("script").is_empty());
    visitor.get(&format!("{path}/apply")).await.expect(200);
    for listing in [
        "/careers/heron",
        "/careers/heron/feed.atom",
        "/careers/heron/sitemap.xml",
    ] {
        assert!(
            !visitor
                .get(listing)
                .await
                .expect(200)
                .text()
                .contains("miller"),
            "{listing}"
        );
    }
    app.revise(&heron, live, |advert| {
        advert.visibility = Visibility::Internal
    })
    .await;
    app.eventually(&path, |page| page.status == 404).await;
}

#[tokio::test]
async fn what_is_applied_for_elsewhere_leads_there() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    let mut ad = miller();
    ad.advert.external_apply_url = Some("https://jobs.example.com/x?id=1&y=2".to_owned());
    let live = app.publish(&heron, ad).await;
    let path = format!("/careers/heron/jobs/{}-miller", live.id);
    let page = app.visitor().get(&path).await.expect(200);
    assert_eq!(
        page.attributes("a.btn--primary", "href")[0],
        "https://jobs.example.com/x?id=1&y=2"
    );
    assert_eq!(
        page.attributes("a.btn--primary", "rel")[0],
        "nofollow noopener noreferrer"
    );
    let answer = app
        .visitor()
        .get(&format!("{path}/apply"))
        .await
        .expect(303);
    assert_eq!(answer.header("location"), path);
}

#[tokio::test]
async fn pages_come_from_memory_and_show_a_change_within_a_second() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    let live = app.publish(&heron, miller()).await;
    let path = format!("/careers/heron/jobs/{}-miller", live.id);
    let mut visitor = app.visitor();
    let page = visitor.get(&path).await.expect(200);
    let etag = page.header("etag").to_owned();
    visitor
        .headers
        .insert("if-none-match".to_owned(), etag.clone());
    let again = visitor.get(&path).await.expect(304);
    assert!(again.body.is_empty());
    assert_eq!(again.header("etag"), etag);
    visitor.headers.clear();

    visitor
        .headers
        .insert("accept-encoding".to_owned(), "br".to_owned());
    let packed = visitor.get(&path).await.expect(200);
    assert_eq!(packed.header("content-encoding"), "br");
    assert!(packed.body.len() < page.body.len());
    visitor.headers.clear();

    app.revise(&heron, live, |advert| {
        advert.summary = "Grind what the hills grow.".to_owned()
    })
    .await;
    let said = std::time::Instant::now();
    app.eventually(&path, |page| {
        page.text_of(".lead") == "Grind what the hills grow."
    })
    .await;
    assert!(
        said.elapsed() < Duration::from_secs(1),
        "{:?}",
        said.elapsed()
    );

    // With the database away, what is in memory is still there.
    app.app.db.close().await;
    visitor.get(&path).await.expect(200);
    visitor.get("/careers/heron").await.expect(200);
    visitor.get("/careers/heron?q=oats").await.expect(200);
    visitor.get(&format!("{path}/apply")).await.expect(200);
}

#[tokio::test]
async fn a_lost_connection_is_made_up_for() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    let live = app.publish(&heron, miller()).await;
    let path = format!("/careers/heron/jobs/{}-miller", live.id);
    app.visitor().get(&path).await.expect(200);
    sqlx::query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'LISTEN \"postings\"%'")
        .execute(app.app.db.pages())
        .await
        .unwrap();
    app.revise(&heron, live, |advert| {
        advert.summary = "Said while nobody heard it.".to_owned()
    })
    .await;
    app.eventually(&path, |page| {
        page.text_of(".lead") == "Said while nobody heard it."
    })
    .await;
}
