//! Company texts: written once, in versions, and quoted by postings.

use super::{edit, publish};
use crate::kit::{
    app::{Answer, Client, TestApp},
    cast::Cast,
    postings::{Live, miller},
};

const ABOUT: &str = "We have milled by the **weir** since 1871.";

fn text<'a>(name: &'a str, source: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("name", name),
        ("kind", "about"),
        ("heading", "About the mill"),
        ("source", source),
    ]
}

/// Adds a text and gives its address.
async fn add(browser: &mut Client, name: &str, source: &str) -> String {
    let list = browser
        .post_and_follow("/heron/texts/new", &text(name, source))
        .await
        .expect(200);
    let links = list.attributes(".row__title", "href");
    let names = list.texts(".row__title");
    let at = names.iter().position(|known| known == name);
    links[at.expect("the text in the list")].clone()
}

/// Saves a text over a version.
async fn rewrite(browser: &mut Client, path: &str, version: &str, source: &str) -> Answer {
    let mut fields = text("About us", source).to_vec();
    fields.push(("version", version));
    browser.post(path, &fields).await
}

async fn a_draft() -> (TestApp, Cast, Live, String) {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let live = app.draft(&cast.company, miller()).await;
    let path = format!("/heron/postings/{}", live.id);
    (app, cast, live, path)
}

#[tokio::test]
async fn drafts_follow_a_text_and_live_postings_keep_what_they_went_live_with() {
    let (app, mut cast, live, path) = a_draft().await;
    let rosa = &mut cast.rosa;
    let about = add(rosa, "About us", ABOUT).await;
    let id = about.rsplit('/').next().expect("an id");
    let section = format!("text:{id}:about");
    edit(rosa, &path, &[("new_section", &section)]).await;
    publish(rosa, &path).await.expect(303);
    let public = format!("/careers/heron/jobs/{}-miller", live.id);
    let seen = app.eventually(&public, |page| page.status == 200).await;
    assert!(seen.text().contains("by the <strong>weir</strong> since"));
    assert!(seen.text().contains("About the mill"));

    let page = rosa.get(&about).await.expect(200);
    assert_eq!(page.texts(".rows .row__title"), ["Miller"]);
    assert!(page.text_of(".rows .row__sub").contains("version 1"));
    rewrite(rosa, &about, "1", "We mill by the new weir.")
        .await
        .expect(303);
    let preview = rosa.get(&format!("{path}/preview")).await.expect(200);
    assert!(preview.text().contains("by the new weir"));
    let seen = app.visitor().get(&public).await.expect(200);
    assert!(seen.text().contains("weir</strong> since 1871"));

    publish(rosa, &path).await.expect(303);
    app.eventually(&public, |page| page.text().contains("by the new weir"))
        .await;
    let page = rosa.get(&about).await.expect(200);
    assert!(page.text_of(".rows .row__sub").contains("version 2"));
    assert_eq!(page.texts("details summary b"), ["2", "1"]);
    let list = rosa.get("/heron/texts").await.expect(200);
    assert!(list.text_of(".row__side").contains("1 posting"));
}

#[tokio::test]
async fn a_text_that_says_the_same_makes_no_version() {
    let (app, mut cast, ..) = a_draft().await;
    let about = add(&mut cast.rosa, "About us", ABOUT).await;
    rewrite(&mut cast.rosa, &about, "1", ABOUT)
        .await
        .expect(303);
    let versions = "select count(*) from text_block_versions";
    assert_eq!(app.number(versions).await, 1);
    assert!(app.history(&cast.company, "text.saved").await.is_empty());
}

#[tokio::test]
async fn who_saves_second_sees_what_was_saved_and_keeps_what_they_typed() {
    let (_app, mut cast, ..) = a_draft().await;
    let about = add(&mut cast.rosa, "About us", ABOUT).await;
    rewrite(&mut cast.ada, &about, "1", "Ada wrote this.")
        .await
        .expect(303);
    let told = rewrite(&mut cast.rosa, &about, "1", "Rosa wrote that.")
        .await
        .expect(409);
    assert!(told.text_of("[role=alert]").contains("Ada Marsh saved"));
    assert_eq!(told.text_of("#source"), "Rosa wrote that.");
    assert!(told.text_of("details[open]").contains("Ada wrote this."));
    let version = told.value("version");
    rewrite(&mut cast.rosa, &about, &version, "Both wrote this.")
        .await
        .expect(303);
    let page = cast.ada.get(&about).await.expect(200);
    assert_eq!(page.text_of("#source"), "Both wrote this.");
}

#[tokio::test]
async fn what_is_wrong_is_said_at_the_field_and_nothing_is_lost() {
    let (app, mut cast, ..) = a_draft().await;
    let rosa = &mut cast.rosa;
    add(rosa, "About us", ABOUT).await;
    let (long, longer) = ("x".repeat(201), "x".repeat(20_001));
    for (name, heading, source, field, words) in [
        (" ", "", "Words", "name", "Give the text a name"),
        (&*long, "", "Words", "name", "up to 200 characters"),
        ("ABOUT US", "", "Words", "name", "Another company text"),
        ("Offer", &*long, "Words", "heading", "Shorten the heading"),
        ("Offer", "", " \r\n ", "source", "Write the text"),
        ("Offer", "", &*longer, "source", "Shorten the text"),
    ] {
        let fields = [
            ("name", name),
            ("kind", "offer"),
            ("heading", heading),
            ("source", source),
        ];
        let page = rosa.post("/heron/texts/new", &fields).await.expect(422);
        let said = page.text_of(&format!("#{field}-error"));
        assert!(said.contains(words), "{said}");
        assert_eq!(page.value("name"), name);
        assert_eq!(page.value("heading"), heading);
        assert_eq!(page.text_of("#source"), source.trim());
    }
    let whole = text("Offer", "Words");
    rosa.post("/heron/texts/new", &whole[..3]).await.expect(400);
    let large = "x".repeat(2 << 20);
    rosa.post("/heron/texts/new", &text("Offer", &large))
        .await
        .expect(413);
    assert_eq!(app.number("select count(*) from text_blocks").await, 1);
}

#[tokio::test]
async fn markup_in_a_text_is_words_to_whoever_reads_it() {
    let (app, mut cast, live, path) = a_draft().await;
    let hostile =
        "<script>alert(1)</script> <img src=x onerror=alert(2)> [here](javascript:alert(3))";
    let rosa = &mut cast.rosa;
    let about = add(rosa, "<b>About</b>", hostile).await;
    let id = about.rsplit('/').next().expect("an id");
    let section = format!("text:{id}:about");
    edit(rosa, &path, &[("new_section", &section)]).await;
    publish(rosa, &path).await.expect(303);
    let public = format!("/careers/heron/jobs/{}-miller", live.id);
    let seen = app.eventually(&public, |page| page.status == 200).await;
    let pages = [
        seen,
        rosa.get(&about).await.expect(200),
        rosa.get("/heron/texts").await.expect(200),
        rosa.get(&path).await.expect(200),
        rosa.get(&format!("{path}/preview")).await.expect(200),
    ];
    for page in pages {
        let text = page.text();
        assert!(!text.contains("<script>alert"), "{}", page.path);
        assert!(!text.contains("<img src=x"), "{}", page.path);
        assert!(!text.contains("<b>About</b>"), "{}", page.path);
        let links = page.attributes("a", "href");
        assert!(!links.iter().any(|to| to.starts_with("javascript:")));
    }
}

#[tokio::test]
async fn texts_are_for_those_who_edit_them_in_their_own_company() {
    let (app, mut cast, ..) = a_draft().await;
    let about = add(&mut cast.rosa, "About us", ABOUT).await;
    let fields = text("Theirs", "Words");
    for path in ["/heron/texts", "/heron/texts/new", &about] {
        let to = app.visitor().get(path).await.location();
        assert!(to.starts_with("/sign-in"), "{path}");
        cast.olga.get(path).await.expect(404);
        for person in [
            &mut cast.cora,
            &mut cast.hugo,
            &mut cast.iris,
            &mut cast.otto,
        ] {
            person.get(path).await.expect(403);
        }
    }
    for path in ["/heron/texts/new", &about] {
        cast.otto.post(path, &fields).await.expect(403);
        cast.olga.post(path, &fields).await.expect(404);
    }
    let elsewhere = about.replace("heron", "otter");
    cast.olga.get(&elsewhere).await.expect(404);
    rewrite(&mut cast.olga, &elsewhere, "1", "Taken over.")
        .await
        .expect(404);
    cast.rosa.get("/heron/texts/999999").await.expect(404);
    assert_eq!(
        cast.rosa.get(&about).await.text_of("#source"),
        ABOUT,
        "nobody changed it"
    );
}
