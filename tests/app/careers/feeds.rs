//! The XML that job sites fetch, and the log of who did.

use super::listing::elements;
use crate::kit::{
    app::{Answer, Client, TestApp},
    cast::{Cast, company},
    postings::{clerk, miller},
    statements,
};
use jiff::SignedDuration;

#[tokio::test]
async fn job_sites_read_every_job_at_each_of_its_places() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    let otter = company(&app, "otter", "Otter & Sons").await;
    let mut two = miller();
    two.advert.title = "Miller ]]> & <Baker>\u{b}".to_owned();
    two.advert
        .places
        .push(candor::domain::postings::advert::Place::Named {
            name: "Riga".to_owned(),
            country: Some("LV".to_owned()),
        });
    let live = app.publish(&heron, two).await;
    app.publish(&otter, clerk()).await;
    let mut visitor = app.visitor();
    let feed = visitor.get("/careers/heron/feed.xml").await.expect(200);
    assert_eq!(
        feed.header("content-type"),
        "application/xml; charset=utf-8"
    );
    assert_eq!(elements(&feed, "job").len(), 2);
    let text = feed.text();
    for part in [
        "<publisher><![CDATA[Heron Mills]]></publisher>".to_owned(),
        "<title><![CDATA[Miller ]]]]><![CDATA[> & <Baker>]]></title>".to_owned(),
        format!("<referencenumber><![CDATA[{}]]></referencenumber>", live.id),
        format!(
            "<referencenumber><![CDATA[{}-2]]></referencenumber>",
            live.id
        ),
        "<city><![CDATA[Tallinn]]></city>".to_owned(),
        "<city><![CDATA[Riga]]></city>".to_owned(),
        "<country><![CDATA[LV]]></country>".to_owned(),
        "<postalcode><![CDATA[10119]]></postalcode>".to_owned(),
        "<salary><![CDATA[€34,000–€42,000.50 a year]]></salary>".to_owned(),
        "<jobtype><![CDATA[fulltime]]></jobtype>".to_owned(),
        "<category><![CDATA[Mill]]></category>".to_owned(),
    ] {
        assert!(text.contains(&part), "{part}\n{text}");
    }
    let all = visitor.get("/careers/feed.xml").await.expect(200);
    assert_eq!(elements(&all, "job").len(), 3);
    assert!(
        all.text()
            .contains("<remotetype><![CDATA[Fully remote]]></remotetype>")
    );
    assert!(
        all.text()
            .contains("<company><![CDATA[Otter & Sons]]></company>")
    );
    visitor.get("/careers/nobody/feed.xml").await.expect(404);
    let etag = all.header("etag").to_owned();
    visitor.headers.insert("if-none-match".to_owned(), etag);
    visitor.get("/careers/feed.xml").await.expect(304);

    app.close_posting(&heron, live).await;
    app.eventually("/careers/heron/feed.xml", |feed| {
        elements(feed, "job").is_empty()
    })
    .await;
}

async fn fetch(browser: &mut Client, agent: &str, path: &str) -> Answer {
    browser
        .headers
        .insert("user-agent".to_owned(), agent.to_owned());
    let (answer, sent) = statements::during(browser.get(path)).await;
    assert!(sent.is_empty(), "{path}: {sent:?}");
    answer
}

#[tokio::test]
async fn who_fetches_the_feeds_is_written_down_later() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    // Where it is never the same day.
    sqlx::query(
        "update companies set time_zone = case slug when 'heron' then 'Pacific/Kiritimati' else 'Pacific/Pago_Pago' end",
    )
    .execute(app.app.db.pages())
    .await
    .expect("companies far from each other");
    app.publish(&cast.company, miller()).await;
    let mut visitor = app.visitor();
    visitor.get("/careers/heron").await.expect(200);
    let long = format!("Finder/1.0 <b> {}", "x".repeat(500));
    for _ in 0..3 {
        fetch(&mut visitor, "JobBot/2", "/careers/heron/feed.xml")
            .await
            .expect(200);
    }
    let atom = fetch(&mut visitor, &long, "/careers/heron/feed.atom")
        .await
        .expect(200);
    visitor
        .headers
        .insert("if-none-match".to_owned(), atom.header("etag").to_owned());
    fetch(&mut visitor, &long, "/careers/heron/feed.atom")
        .await
        .expect(304);
    visitor.headers.remove("if-none-match");
    fetch(&mut visitor, "JobBot/2", "/careers/feed.xml")
        .await
        .expect(200);
    fetch(&mut visitor, "JobBot/2", "/careers/otter/feed.rss")
        .await
        .expect(200);
    for _ in 0..100 {
        if app.number("select count(*) from feed_fetches").await == 5 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let days = "select count(distinct day) from feed_fetches";
    assert_eq!(app.number(days).await, 2, "of each company its own");
    let log = cast.ada.get("/heron/settings/site").await.expect(200);
    let column = |what: &str| log.texts(&format!(".set:last-child .row {what}"));
    let subs = column(".row__sub");
    assert_eq!(subs.len(), 4, "{subs:?}");
    let jobs = subs
        .iter()
        .position(|sub| sub == "Jobs in XML, from 0.0.0.0/24")
        .expect("the line of the job site");
    assert_eq!(column(".t-m")[jobs], "JobBot/2");
    assert_eq!(column(".num")[jobs], "3 times");
    for sub in [
        "Atom, from 0.0.0.0/24",
        "Atom, from 0.0.0.0/24, nothing new",
        "Jobs of all companies in XML, from 0.0.0.0/24",
    ] {
        assert!(subs.iter().any(|had| had == sub), "{sub}: {subs:?}");
    }
    assert!(!log.text().contains("<b>"));
    let other = cast.olga.get("/otter/settings/site").await.expect(200);
    assert_eq!(other.texts(".set:last-child .row").len(), 1);

    app.app
        .db
        .clock
        .advance(SignedDuration::from_hours(24 * 91));
    app.run_tasks().await;
    assert_eq!(app.number("select count(*) from feed_fetches").await, 0);
}
