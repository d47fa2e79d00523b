//! The list of a company, its filters, and both for machines.

use crate::kit::{
    app::{Answer, TestApp},
    cast::company,
    postings::{clerk, miller},
};

#[tokio::test]
async fn the_list_is_found_by_word_department_place_workplace_and_type() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    app.publish(&heron, miller()).await;
    let mut second = miller();
    second.advert.title = "Émile’s Apprentice".to_owned();
    app.publish(&heron, second).await;
    let clerk = clerk();
    let baltics = format!("Remote, {}", clerk.region.as_ref().unwrap().name);
    app.publish(&heron, clerk).await;
    let mut visitor = app.visitor();
    let all = visitor.get("/careers/heron").await.expect(200);
    assert_eq!(all.text_of("[role=status] b"), "3 roles");
    assert_eq!(all.texts(".role-group h2"), ["Mill2", "Office1"]);
    assert_eq!(
        all.texts("#department option"),
        ["All", "Mill (2)", "Office (1)"]
    );
    assert_eq!(
        all.texts("#place option"),
        ["All", &format!("{baltics} (1)"), "Tallinn, Estonia (2)"]
    );
    assert_eq!(
        all.texts("#workplace option"),
        ["Any", "On site (2)", "Remote (1)"]
    );
    assert_eq!(
        all.texts("#type option"),
        ["Any", "Full-time (2)", "Part-time (1)"]
    );
    assert_eq!(
        all.attributes("link[rel=canonical]", "href"),
        ["http://localhost:8080/careers/heron"]
    );

    for (query, titles) in [
        ("q=figures", &["Grain Clerk"][..]),
        ("q=EMILE", &["Émile’s Apprentice"]),
        ("q=stones+sacks", &["Émile’s Apprentice", "Miller"]),
        ("q=R%26O", &[]),
        ("department=Office", &["Grain Clerk"]),
        ("place=Tallinn%2C+Estonia&q=miller", &["Miller"]),
        ("workplace=remote", &["Grain Clerk"]),
        ("type=full_time", &["Émile’s Apprentice", "Miller"]),
        (
            "q=&department=&place=&workplace=&type=",
            &["Émile’s Apprentice", "Miller", "Grain Clerk"],
        ),
        (
            "utm_source=fair",
            &["Émile’s Apprentice", "Miller", "Grain Clerk"],
        ),
    ] {
        let found = visitor
            .get(&format!("/careers/heron?{query}"))
            .await
            .expect(200);
        assert_eq!(found.texts(".role__title"), titles, "{query}");
    }
    let found = visitor
        .get("/careers/heron?q=sack&type=part_time")
        .await
        .expect(200);
    assert_eq!(found.value("q"), "sack");
    assert_eq!(
        found.attributes("#type option[selected]", "value"),
        ["part_time"]
    );
    // What each choice would find beside what is looked for already.
    assert_eq!(
        found.texts("#department option"),
        ["All", "Mill (0)", "Office (1)"]
    );
    assert_eq!(
        found.texts("#type option"),
        ["Any", "Full-time (2)", "Part-time (1)"]
    );
    assert_eq!(
        found.text_of("[role=status] span"),
        "1 role matches “sack”, part-time"
    );
    assert_eq!(
        found.attributes("link[rel=canonical]", "href"),
        ["http://localhost:8080/careers/heron"]
    );
    assert_eq!(
        found.attributes("meta[name=robots]", "content"),
        ["noindex"]
    );
}

#[tokio::test]
async fn where_a_visitor_comes_from_goes_with_them_to_the_form() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    app.publish(&heron, miller()).await;
    let mut visitor = app.visitor();
    let follow = |page: &Answer, link: &str| page.attributes(link, "href").swap_remove(0);
    let plain = visitor.get("/careers/heron").await.expect(200);
    assert!(!follow(&plain, ".role__title").contains('?'));

    let list = visitor
        .get("/careers?source=fair&utm_medium=mail&other=x")
        .await;
    assert_eq!(
        list.header("location"),
        "/careers/heron?source=fair&utm_medium=mail"
    );
    let list = visitor.get(list.header("location")).await.expect(200);
    let searched = list.attributes(".role-filter input[type=hidden]", "value");
    assert_eq!(searched, ["fair", "mail"]);
    let posting = visitor
        .get(&follow(&list, ".role__title"))
        .await
        .expect(200);
    assert_eq!(
        follow(&posting, ".wordmark"),
        "/careers/heron?source=fair&utm_medium=mail"
    );
    let form = visitor
        .get(&follow(&posting, ".apply-call a"))
        .await
        .expect(200);
    assert_eq!(form.value("came"), "source=fair&utm_medium=mail");
    assert!(follow(&form, ".eyebrow a").ends_with("-miller?source=fair&utm_medium=mail"));
}

#[tokio::test]
async fn a_search_without_a_match_leads_on() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    let empty = app.visitor().get("/careers/heron").await.expect(200);
    assert_eq!(empty.text_of(".empty h2"), "No open roles just now");
    app.publish(&heron, miller()).await;
    app.eventually("/careers/heron", |page| !page.texts(".role").is_empty())
        .await;
    let none = app
        .visitor()
        .get("/careers/heron?q=%3Cwriter%3E&place=Oslo")
        .await
        .expect(200);
    assert_eq!(
        none.text_of("[role=status]"),
        "No roles match “<writer>”, in Oslo"
    );
    assert_eq!(
        none.text_of(".empty p"),
        "1 role is open if you clear the filters. Or let us tell you when one opens, by mail or by feed."
    );
    assert_eq!(
        none.attributes(".empty a", "href"),
        [
            "/careers/heron/alerts?q=%3Cwriter%3E&place=Oslo",
            "/careers/heron",
            "/careers/heron/feed.atom?q=%3Cwriter%3E&place=Oslo"
        ]
    );
    assert_eq!(
        none.attributes("#place option[selected]", "value"),
        ["Oslo"]
    );
}

/// An XML answer, each element as its name without prefix.
pub fn elements(answer: &Answer, name: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_reader(&answer.body[..]);
    let (mut buffer, mut texts, mut inside) = (Vec::new(), Vec::new(), false);
    loop {
        use quick_xml::events::Event;
        match reader.read_event_into(&mut buffer).expect("XML") {
            Event::Start(tag) if tag.local_name().as_ref() == name => {
                inside = true;
                texts.push(String::new());
            }
            Event::End(tag) if tag.local_name().as_ref() == name => inside = false,
            Event::Text(text) if inside => {
                texts.last_mut().unwrap().push_str(&text.xml10_content())
            }
            Event::GeneralRef(reference) if inside => {
                let text = texts.last_mut().unwrap();
                match reference.resolve_char_ref().expect("a character") {
                    Some(character) => text.push(character),
                    None => text.push_str(
                        quick_xml::escape::resolve_predefined_entity(&reference)
                            .expect("an entity of XML"),
                    ),
                }
            }
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    texts
}

#[tokio::test]
async fn machines_find_the_postings() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    company(&app, "otter", "Otter & Sons").await;
    let mut ad = miller();
    ad.advert.title = "Miller & <Baker>\u{b}".to_owned();
    let live = app.publish(&heron, ad).await;
    let mut visitor = app.visitor();
    let url = format!(
        "http://localhost:8080/careers/heron/jobs/{}-miller-baker",
        live.id
    );

    let feed = visitor.get("/careers/heron/feed.atom").await.expect(200);
    assert_eq!(
        feed.header("content-type"),
        "application/atom+xml; charset=utf-8"
    );
    assert_eq!(
        elements(&feed, "title"),
        ["Open roles at Heron Mills", "Miller & <Baker>"]
    );
    assert_eq!(elements(&feed, "entry").len(), 1);
    let content = elements(&feed, "content");
    assert!(
        content[0].contains("<p>We mill <strong>rye</strong> &amp; oats.</p>"),
        "{content:?}"
    );
    assert!(feed.attributes("entry link", "href").contains(&url));
    assert!(feed.text().contains("<id>urn:uuid:"));
    assert_eq!(
        visitor
            .get("/careers/otter/feed.atom")
            .await
            .expect(200)
            .texts("entry")
            .len(),
        0
    );

    let robots = visitor.get("/robots.txt").await.expect(200).text();
    assert!(
        robots.contains("Sitemap: http://localhost:8080/sitemap.xml"),
        "{robots}"
    );
    assert!(
        !robots.contains("/v1") && !robots.contains("/v0") && !robots.contains("Disallow: /\n"),
        "{robots}"
    );
    let index = visitor.get("/sitemap.xml").await.expect(200);
    let maps = elements(&index, "loc");
    assert_eq!(
        maps,
        [
            "http://localhost:8080/careers/heron/sitemap.xml",
            "http://localhost:8080/careers/otter/sitemap.xml"
        ]
    );
    let map = visitor.get("/careers/heron/sitemap.xml").await.expect(200);
    assert_eq!(
        elements(&map, "loc"),
        ["http://localhost:8080/careers/heron", &url]
    );

    for path in [
        "/careers",
        "/careers/heron",
        "/careers/heron/feed.atom",
        "/sitemap.xml",
        "/careers/heron/sitemap.xml",
    ] {
        let etag = visitor
            .get(path)
            .await
            .expect(200)
            .header("etag")
            .to_owned();
        visitor.headers.insert("if-none-match".to_owned(), etag);
        visitor.get(path).await.expect(304);
        visitor.headers.clear();
    }
}

#[tokio::test]
async fn the_index_names_the_companies() {
    let app = TestApp::new().await;
    let mut visitor = app.visitor();
    assert_eq!(
        visitor.get("/careers").await.expect(200).text_of("h2"),
        "No company hires here yet"
    );
    let heron = company(&app, "heron", "Heron Mills").await;
    app.eventually("/careers/heron", |page| page.status == 200)
        .await;
    let answer = visitor.get("/careers").await.expect(302);
    assert_eq!(answer.header("location"), "/careers/heron");
    company(&app, "otter", "otter works").await;
    app.publish(&heron, miller()).await;
    app.publish(&heron, clerk()).await;
    let index = app
        .eventually("/careers", |page| {
            page.texts(".role").len() == 2 && page.text().contains("2 open")
        })
        .await;
    assert_eq!(index.texts(".role__title"), ["Heron Mills", "otter works"]);
    assert_eq!(
        index.texts(".role__facts"),
        ["2 open roles", "No open roles just now"]
    );
}

#[tokio::test]
async fn a_company_has_its_own_colour_and_words() {
    let app = TestApp::new().await;
    company(&app, "heron", "Heron Mills").await;
    let mut visitor = app.visitor();
    visitor.get("/careers/heron/privacy").await.expect(404);
    sqlx::query("update companies set accent_hue = 335, careers_intro = 'Come and grind.', about = 'Since **1871**.', contact_email = 'jobs@heron.example.com', privacy_notice = 'We keep it <script>safe</script>.'")
        .execute(app.app.db.pages())
        .await
        .unwrap();
    let list = app
        .eventually("/careers/heron", |page| {
            page.text().contains("Come and grind.")
        })
        .await;
    let theme = list
        .attributes("link[rel=stylesheet]", "href")
        .pop()
        .unwrap();
    let css = visitor.get(&theme).await.expect(200);
    assert_eq!(css.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(css.text(), ":root { --accent-h: 335; }\n");
    assert_eq!(list.text_of(".prose strong"), "1871");
    assert_eq!(
        list.attributes("footer a", "href"),
        ["/careers/heron/privacy", "mailto:jobs@heron.example.com"]
    );
    assert_eq!(
        list.attributes(".site__nav a", "href"),
        ["/careers/heron", "/careers/heron/link"]
    );
    let notice = visitor.get("/careers/heron/privacy").await.expect(200);
    assert_eq!(notice.text_of(".prose"), "We keep it .");
}
