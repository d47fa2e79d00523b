//! A company's own host: its careers site, and nothing else.

use super::{applying::noor, listing::elements};
use crate::kit::{
    app::{Answer, Client, TestApp},
    cast::{Cast, company},
    postings::{clerk, miller},
    statements,
};
use axum::{body::Body, http::Request};
use tower::ServiceExt;

const HOST: &str = "jobs.heron.example";

/// Gives Heron the host, and waits until it is known.
async fn at_home(app: &TestApp) -> Client {
    sqlx::query(
        "with given as (insert into company_hosts (company_id, host, position)
             select id, unnest(array['jobs.heron.example', 'work.heron.example']), generate_series(1, 2)
             from companies where slug = 'heron' returning company_id)
         select pg_notify('postings', company_id::text) from given",
    )
    .execute(app.app.db.pages())
    .await
    .expect("a host");
    let visitor = app.visitor().at(HOST);
    for _ in 0..100 {
        if visitor.clone().get("/").await.status == 200 {
            return visitor;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{HOST} was never known");
}

/// Every path of ours that a page leads to.
fn leads(page: &Answer) -> Vec<String> {
    let mut paths = page.attributes("[href]", "href");
    paths.extend(page.attributes("form", "action"));
    paths.retain(|path| path.starts_with('/') && !path.starts_with("/static/"));
    paths
}

#[tokio::test]
async fn the_careers_site_is_at_the_top_of_its_host() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    let live = app.publish(&heron, miller()).await;
    app.publish(&heron, clerk()).await;
    app.visitor().at(HOST).get("/").await.expect(421);
    let mut visitor = at_home(&app).await;
    let path = format!("/jobs/{}-miller", live.id);

    let list = visitor.get("/").await.expect(200);
    assert!(list.attributes(".role__title", "href").contains(&path));
    assert_eq!(
        list.attributes("link[rel=canonical]", "href"),
        ["http://jobs.heron.example:8080/"]
    );
    let found = visitor.get("/?q=miller").await.expect(200);
    assert_eq!(found.texts(".role__title"), ["Miller"]);
    let posting = visitor.get(&path).await.expect(200);
    let markup = posting.text_of("script[type='application/ld+json']");
    assert!(
        markup.contains(&format!("http://jobs.heron.example:8080{path}")),
        "{markup}"
    );
    let form = visitor.get(&format!("{path}/apply")).await.expect(200);
    for page in [&list, &posting, &form] {
        for link in leads(page) {
            assert!(!link.starts_with("/careers"), "{link} on {}", page.path);
            if !link.ends_with("/apply") {
                visitor.get(&link).await.expect(200);
            }
        }
    }
    for (feed, name) in [
        ("/feed.atom", "id"),
        ("/feed.xml", "url"),
        ("/sitemap.xml", "loc"),
    ] {
        let feed = visitor.get(feed).await.expect(200).text();
        assert!(
            feed.contains(&format!("http://jobs.heron.example:8080{path}")),
            "{name}: {feed}"
        );
        assert!(!feed.contains("localhost"), "{feed}");
    }
    let robots = visitor.get("/robots.txt").await.expect(200).text();
    assert!(
        robots.contains("Sitemap: http://jobs.heron.example:8080/sitemap.xml"),
        "{robots}"
    );

    // The other host shows the same, and says where it lives; so do the pages beside other companies'.
    let mut other = app.visitor().at("Work.Heron.example:443");
    let mut shared = app.visitor();
    for page in [
        other.get(&path).await,
        shared.get(&format!("/careers/heron{path}")).await,
    ] {
        let canonical = page.expect(200).attributes("link[rel=canonical]", "href");
        assert_eq!(canonical, [format!("http://jobs.heron.example:8080{path}")]);
    }
    let index = shared.get("/sitemap.xml").await.expect(200);
    assert!(elements(&index, "loc").is_empty());
}

#[tokio::test]
async fn nothing_else_is_at_a_companys_host() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.publish(&cast.other_company, miller()).await;
    let mut visitor = at_home(&app).await;
    for path in [
        "/sign-in",
        "/account",
        "/heron",
        "/heron/jobs",
        "/otter/jobs",
        "/careers",
        "/careers/otter",
        "/careers/feed.xml",
        "/set-up/x",
        &format!("/jobs/{}", live.id),
        &format!("/careers/otter/jobs/{}-miller", live.id),
    ] {
        let missing = visitor.get(path).await.expect(404);
        assert_eq!(missing.attributes("main a", "href"), ["/"], "{path}");
    }
    // A session is of no use there, and a program's word for another host neither.
    let mut ada = (*cast.ada).clone().at(HOST);
    ada.get("/heron/settings/company").await.expect(404);
    ada.post("/sign-out", &[]).await.expect(404);
    cast.ada.get("/heron/settings/company").await.expect(200);
    app.visitor()
        .at("jobs.otter.example")
        .get("/")
        .await
        .expect(421);
    visitor.get("/healthz").await.expect(200);
    visitor.get("/careers/heron").await.expect(200);
}

#[tokio::test]
async fn one_applies_at_a_companys_host_and_mail_leads_there() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let otter = app.publish(&cast.other_company, miller()).await;
    let theirs = app
        .applies(&cast.other_company, otter.id, "Noor Castellane")
        .await;
    let theirs = app.link_of(theirs).await;
    let mut visitor = at_home(&app).await;
    let path = format!("/jobs/{}-miller/apply", live.id);
    let form = visitor.get(&path).await.expect(200);
    let action = form.attributes("#apply", "action").remove(0);
    assert_eq!(action, path);
    let key = form.value("key");
    let resume = [(
        "resume",
        "noor.txt",
        "text/plain",
        &b"Noor Castellane, miller"[..],
    )];
    let to = visitor
        .post_files(&action, &noor(&key), &resume)
        .await
        .location();
    assert!(to.starts_with("/applied/"), "{to}");
    visitor.get(&to).await.expect(200);
    app.run_tasks().await;
    let application = app.number("select max(id) from applications where company_id = (select id from companies where slug = 'heron')").await;
    let own = app
        .link_of(candor::base::ids::ApplicationId(application))
        .await;
    let page = visitor.get(&own).await.expect(200);
    for link in leads(&page) {
        assert!(!link.starts_with("/careers/heron/jobs"), "{link}");
    }
    // The same link leads to the same page beside other companies, and another company's to nothing here.
    app.visitor().get(&own).await.expect(200);
    visitor.get(&theirs).await.expect(404);
    visitor
        .post(&format!("{theirs}/withdrawal"), &[])
        .await
        .expect(404);

    // What browsers say of where a form comes from is compared with the host that it came to.
    for (name, value, status) in [
        ("sec-fetch-site", "same-origin", 303),
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("origin", "http://jobs.heron.example", 303),
        ("origin", "http://localhost:8080", 303),
        ("origin", "http://evil.example", 403),
    ] {
        let request = Request::post("/link")
            .header("host", HOST)
            .header("content-type", "application/x-www-form-urlencoded")
            .header(name, value)
            .body(Body::from("email=a%40b.example"));
        let router = app.router.clone();
        let answer = router
            .oneshot(request.expect("a request"))
            .await
            .expect("an answer");
        assert_eq!(answer.status().as_u16(), status, "{name}: {value}");
    }
}

#[tokio::test]
async fn a_visit_to_a_companys_host_costs_no_statement() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    let live = app.publish(&heron, miller()).await;
    let mut visitor = at_home(&app).await;
    let posting = format!("/jobs/{}-miller", live.id);
    for path in [
        "/",
        "/?q=mill",
        "/feed.xml",
        "/feed.atom",
        "/sitemap.xml",
        &posting,
    ] {
        let (answer, sent) = statements::during(visitor.get(path)).await;
        answer.expect(200);
        assert!(sent.is_empty(), "{path}: {sent:?}");
    }
}
