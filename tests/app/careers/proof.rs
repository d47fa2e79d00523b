//! What machines read of the demonstration's postings, judged by parsers that are not ours.

use crate::kit::{app::TestApp, python::python};
use candor::demo;
use serde_json::json;

const SCRIPT: &str = include_str!("../tools/careers.py");

#[tokio::test]
async fn other_parsers_read_what_people_read() {
    let app = TestApp::new().await;
    demo::fill(&app.app).await.expect("the demonstration");
    let mut visitor = app.visitor();
    let companies: Vec<String> = sqlx::query_scalar("select slug from companies order by slug")
        .fetch_all(app.app.db.pages())
        .await
        .expect("companies");
    let (mut postings, mut feeds) = (Vec::new(), Vec::new());
    for company in companies {
        let at = format!("/careers/{company}");
        let list = visitor.get(&format!("{at}/feed.atom")).await.expect(200);
        for path in visitor
            .get(&at)
            .await
            .expect(200)
            .attributes(".role__title", "href")
        {
            let page = visitor.get(&path).await.expect(200);
            let url = format!("http://localhost:8080{path}");
            postings.push(json!({ "url": url, "html": page.text() }));
        }
        let mut titles = list.texts("entry title");
        let text = async |name: &str| {
            let mut visitor = app.visitor();
            visitor
                .get(&format!("{at}/{name}"))
                .await
                .expect(200)
                .text()
        };
        titles.retain(|title| !title.is_empty());
        feeds.push(json!({
            "titles": titles, "atom": list.text(), "rss": text("feed.rss").await,
            "jobs": text("feed.xml").await, "sitemap": text("sitemap.xml").await,
        }));
    }
    assert!(postings.len() >= 5, "{}", postings.len());
    let given = json!({ "postings": postings, "feeds": feeds }).to_string();
    if let Some(said) = python(SCRIPT, &given) {
        let wrong: Vec<String> = serde_json::from_str(&said).expect("complaints");
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
