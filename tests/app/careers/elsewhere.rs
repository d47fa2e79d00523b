//! The list on other websites and in programs: feeds, and the frame.

use super::listing::elements;
use crate::kit::{
    app::TestApp,
    cast::company,
    postings::{clerk, miller},
};

#[tokio::test]
async fn feeds_follow_a_search() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    let live = app.publish(&heron, miller()).await;
    app.publish(&heron, clerk()).await;
    let mut visitor = app.visitor();

    let page = visitor.get("/careers/heron?q=miller").await.expect(200);
    let follow = page.attributes(".role-sum a[href*=feed]", "href").remove(0);
    assert_eq!(follow, "/careers/heron/feed.atom?q=miller");
    let feed = visitor.get(&follow).await.expect(200);
    assert_eq!(elements(&feed, "entry").len(), 1);
    assert!(
        feed.attributes("link", "href")
            .contains(&format!("http://localhost:8080{follow}"))
    );

    let feed = visitor.get("/careers/heron/feed.rss").await.expect(200);
    assert_eq!(
        feed.header("content-type"),
        "application/rss+xml; charset=utf-8"
    );
    assert_eq!(elements(&feed, "item").len(), 2);
    let feed = visitor
        .get("/careers/heron/feed.rss?q=miller")
        .await
        .expect(200);
    assert_eq!(elements(&feed, "item").len(), 1);
    let text = feed.text();
    assert!(
        text.contains("<title>Open roles at Heron Mills: “miller”</title>"),
        "{text}"
    );
    assert!(
        text.contains(&format!(
            "http://localhost:8080/careers/heron/jobs/{}",
            live.id
        )),
        "{text}"
    );
    let published = text.split("<pubDate>").nth(1).expect("a date");
    let published = published.split('<').next().expect("its end");
    assert!(
        jiff::fmt::rfc2822::DateTimeParser::new()
            .parse_timestamp(published)
            .is_ok(),
        "{published}"
    );
}

#[tokio::test]
async fn other_websites_may_frame_the_list_and_nothing_else() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    app.publish(&heron, miller()).await;
    app.publish(&heron, clerk()).await;
    let mut visitor = app.visitor();
    for (path, found) in [
        ("/careers/heron/embed", 2),
        ("/careers/heron/embed?q=miller&source=website", 1),
    ] {
        let list = visitor.get(path).await.expect(200);
        let policy = list.header("content-security-policy").to_owned();
        assert!(policy.ends_with("frame-ancestors *"), "{policy}");
        assert!(policy.contains("form-action 'none'") && !policy.contains("script-src"));
        assert!(visitor.cookies.is_empty());
        assert_eq!(list.attributes("base", "target"), ["_top"]);
        let roles = list.attributes(".role__title", "href");
        assert_eq!(roles.len(), found);
        assert_eq!(
            roles[0].ends_with("?source=website"),
            path.contains("source")
        );
        visitor.get(&roles[0]).await.expect(200);
    }
    let page = visitor.get("/careers/heron").await.expect(200);
    let policy = page.header("content-security-policy");
    assert!(policy.ends_with("frame-ancestors 'none'"), "{policy}");
    visitor.get("/careers/nobody/embed").await.expect(404);
}
