//! The careers site's settings: its logo, and its hosts.

use super::people::event;
use crate::kit::{
    app::{Answer, TestApp},
    cast::{Cast, Person},
};

const SITE: &str = "/heron/settings/site";

/// A picture of that size, as far as its head says.
fn png(width: u32, height: u32, length: usize) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.resize(length, 0);
    bytes
}

async fn upload(person: &mut Person, name: &str, bytes: &[u8]) -> Answer {
    let files = [("logo", name, "image/png", bytes)];
    person
        .post_files(&format!("{SITE}/logo"), &[], &files)
        .await
}

async fn make_operator(app: &TestApp, person: &Person) {
    sqlx::query("update users set operator = true where id = $1")
        .bind(person.user)
        .execute(app.app.db.pages())
        .await
        .expect("an operator");
}

#[tokio::test]
async fn a_logo_stands_in_place_of_the_name() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let page = app.visitor().get("/careers/heron").await.expect(200);
    assert_eq!(page.text_of(".wordmark"), "Heron Mills");

    upload(&mut cast.ada, "logo.png", &png(400, 80, 900))
        .await
        .location();
    let page = app
        .eventually("/careers/heron", |page| {
            !page.texts(".wordmark img").is_empty()
        })
        .await;
    let of = |name| page.attributes(".wordmark img", name).remove(0);
    assert_eq!(
        [of("alt"), of("width"), of("height")],
        ["Heron Mills", "400", "80"]
    );
    let path = of("src");
    let logo = app.visitor().get(&path).await.expect(200);
    assert_eq!(logo.header("content-type"), "image/png");
    assert_eq!(logo.header("x-content-type-options"), "nosniff");
    assert!(
        logo.header("content-security-policy")
            .starts_with("sandbox")
    );
    assert!(logo.header("cache-control").ends_with("immutable"));
    assert_eq!(logo.body, png(400, 80, 900));
    assert_eq!(
        event(&app, &cast.company, "company.changed").await["logo"],
        path.rsplit('/').next().unwrap()
    );

    // Another picture has another address, and the old one is gone.
    upload(&mut cast.ada, "logo.jpg", &png(300, 80, 900))
        .await
        .location();
    let replaced = cast.ada.get(SITE).await.expect(200);
    let before = replaced.attributes("#toast form", "action").remove(0);
    app.eventually("/careers/heron", |page| {
        page.attributes(".wordmark img", "width") == ["300"]
    })
    .await;
    app.visitor().get(&path).await.expect(404);
    app.visitor()
        .get("/careers/otter/logo/x.png")
        .await
        .expect(404);

    let settings = cast.ada.get(SITE).await.expect(200);
    assert_eq!(settings.attributes("main img", "width"), ["300"]);
    let removed = cast
        .ada
        .post_and_follow(&format!("{SITE}/logo/removal"), &[])
        .await
        .expect(200);
    app.eventually("/careers/heron", |page| {
        page.texts(".wordmark img").is_empty()
    })
    .await;
    cast.ada
        .post(&format!("{SITE}/logo/removal"), &[])
        .await
        .expect(409);
    // It comes back as it was, for whoever may set one.
    let undo = removed.attributes("#toast form", "action").remove(0);
    cast.rosa.post(&undo, &[]).await.expect(404);
    cast.ada.post(&undo, &[]).await.expect(303);
    cast.ada.post(&undo, &[]).await.expect(404);
    app.eventually("/careers/heron", |page| {
        page.attributes(".wordmark img", "width") == ["300"]
    })
    .await;
    // In place of another one too, which comes back in its turn: also the one that was replaced.
    let removed = cast
        .ada
        .post_and_follow(&format!("{SITE}/logo/removal"), &[])
        .await
        .expect(200);
    let undo = removed.attributes("#toast form", "action").remove(0);
    upload(&mut cast.ada, "logo.png", &png(400, 80, 900))
        .await
        .expect(303);
    let width = async |width: &'static str| {
        app.eventually("/careers/heron", move |page| {
            page.attributes(".wordmark img", "width") == [width]
        })
        .await;
    };
    cast.ada.post(&undo, &[]).await.expect(303);
    width("300").await;
    cast.ada.post(&before, &[]).await.expect(303);
    width("400").await;
    let deleted = cast.ada.get("/heron/deleted").await.expect(200);
    let others = deleted.attributes("main form", "action");
    assert_eq!(others.len(), 2, "the one of 300, and the second of 400");
    cast.ada.post(&others[0], &[]).await.expect(303);
    width("300").await;
    assert_eq!(app.number("select count(*) from company_logos").await, 1);
    assert_eq!(app.number("select count(*) from deleted").await, 2);
}

#[tokio::test]
async fn what_is_no_small_picture_is_refused() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec();
    for (bytes, says) in [
        (svg, "scripts"),
        (b"GIF89a".to_vec(), "no picture"),
        (b"<script>alert(1)</script>".to_vec(), "no picture"),
        (png(400, 80, 16 * 1024 + 1), "16 KB"),
        (png(400, 80, 900_000), "16 KB"),
        (png(2_001, 80, 900), "2,000 pixels"),
        (png(0, 80, 900), "pixels"),
        (Vec::new(), "Choose a picture"),
    ] {
        let refused = upload(&mut cast.ada, "logo.png", &bytes).await.expect(422);
        let error = refused.text_of("#logo-error");
        assert!(error.contains(says), "{says}: {error}");
    }
    let nothing = cast
        .ada
        .post_files(&format!("{SITE}/logo"), &[("x", "y")], &[])
        .await;
    nothing.expect(422);
    let picture = png(400, 80, 900);
    for person in [
        &mut cast.rosa,
        &mut cast.hugo,
        &mut cast.iris,
        &mut cast.otto,
    ] {
        person.get(SITE).await.expect(403);
        upload(person, "logo.png", &picture).await.expect(403);
        person
            .post(&format!("{SITE}/logo/removal"), &[])
            .await
            .expect(403);
        person
            .post(&format!("{SITE}/hosts"), &[("hosts", "")])
            .await
            .expect(403);
    }
    upload(&mut cast.olga, "logo.png", &picture)
        .await
        .expect(404);
    assert_eq!(app.number("select count(*) from company_logos").await, 0);
}

#[tokio::test]
async fn hosts_are_given_by_whoever_runs_the_installation() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let hosts = format!("{SITE}/hosts");
    let page = cast.ada.get(SITE).await.expect(200);
    assert!(page.texts("#hosts").is_empty());
    cast.ada
        .post(&hosts, &[("hosts", "jobs.heron.example")])
        .await
        .expect(403);

    make_operator(&app, &cast.ada).await;
    make_operator(&app, &cast.olga).await;
    for (typed, says) in [
        ("https://jobs.heron.example", "no name"),
        ("10.0.0.1", "no name"),
        ("localhost.example localhost", "no name"),
        (
            "a.example b.example c.example d.example e.example f.example",
            "at most 5",
        ),
    ] {
        let refused = cast.ada.post(&hosts, &[("hosts", typed)]).await.expect(422);
        let error = refused.text_of("#hosts-error");
        assert!(error.contains(says), "{says}: {error}");
        assert_eq!(refused.text_of("#hosts"), typed);
    }
    let typed = "Jobs.Heron.example\r\nwork.heron.example";
    cast.ada.post(&hosts, &[("hosts", typed)]).await.location();
    let page = cast.ada.get(SITE).await.expect(200);
    assert_eq!(
        page.text_of("#hosts"),
        "jobs.heron.example work.heron.example"
    );
    assert!(
        page.text_of(".page-head__lead")
            .contains("http://jobs.heron.example:8080/")
    );
    let detail = event(&app, &cast.company, "company.changed").await;
    assert_eq!(detail["hosts"]["after"][0], "jobs.heron.example");

    let theirs = [("hosts", "work.heron.example")];
    let refused = cast
        .olga
        .post("/otter/settings/site/hosts", &theirs)
        .await
        .expect(422);
    assert!(refused.text_of("#hosts-error").contains("another company"));
}

#[tokio::test]
async fn the_installations_own_name_is_nobodys() {
    let app = TestApp::at("hire.example.org").await;
    let mut cast = Cast::of(&app).await;
    make_operator(&app, &cast.ada).await;
    let typed = [("hosts", "HIRE.example.org")];
    let refused = cast
        .ada
        .post(&format!("{SITE}/hosts"), &typed)
        .await
        .expect(422);
    assert!(
        refused
            .text_of("#hosts-error")
            .contains("all its companies")
    );
}
