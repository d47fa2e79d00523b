//! Searches that are kept.

use super::{Desk, browser, names};

#[tokio::test]
async fn a_search_is_kept_for_oneself_or_for_everybody() {
    let desk = Desk::new().await;
    desk.applies(desk.miller, "Noor Castellane", "Ubuntu.")
        .await;
    let cast = &desk.cast;
    let (mut rosa, mut hugo, mut ada) =
        (browser(&cast.rosa), browser(&cast.hugo), browser(&cast.ada));
    let mine = [("name", "My  printers"), ("query", "q=ubuntu&after=zz&x=1")];
    let answer = rosa.post("/heron/candidates", &mine).await;
    assert_eq!(answer.location(), "/heron/candidates?q=ubuntu");
    let ours = [
        ("name", "Ours"),
        ("query", "status=active"),
        ("shared", "1"),
    ];
    rosa.post("/heron/candidates", &ours).await.expect(303);
    let page = rosa.get("/heron/candidates?q=ubuntu").await.expect(200);
    assert_eq!(page.texts(".saved li > a"), ["My printers", "Ours shared"]);
    assert_eq!(
        page.attributes(".saved [aria-current]", "href"),
        ["/heron/candidates?q=ubuntu"]
    );
    // The same name again is the same search.
    rosa.post(
        "/heron/candidates",
        &[("name", "MY printers"), ("query", "q=debian")],
    )
    .await
    .expect(303);
    let page = hugo.get("/heron/candidates").await.expect(200);
    assert_eq!(page.texts(".saved li > a"), ["Ours shared"]);
    let manage = hugo.get("/heron/candidates/views").await.expect(200);
    assert_eq!(manage.texts("main h2"), ["Ours"]);
    let acts = manage.attributes("main form", "action");
    assert!(
        acts.iter().all(|act| act.ends_with("/beginning")),
        "it is not his"
    );

    let id: i64 = sqlx::query_scalar("select id from saved_views where shared")
        .fetch_one(desk.app.app.db.pages())
        .await
        .unwrap();
    let own: i64 = sqlx::query_scalar("select id from saved_views where not shared")
        .fetch_one(desk.app.app.db.pages())
        .await
        .unwrap();
    let removal = |id: i64| format!("/heron/views/{id}/removal");
    hugo.post(&removal(id), &[]).await.expect(403);
    hugo.post(&removal(own), &[]).await.expect(404);
    ada.post(&removal(own), &[]).await.expect(404);
    browser(&cast.olga)
        .post(&format!("/otter/views/{id}/removal"), &[])
        .await
        .expect(404);
    ada.post(&removal(id), &[]).await.expect(303);
    rosa.post(&removal(own), &[]).await.expect(303);
    assert!(
        rosa.get("/heron/candidates")
            .await
            .texts(".saved")
            .is_empty()
    );
}

#[tokio::test]
async fn what_cannot_be_kept_says_why() {
    let desk = Desk::new().await;
    let mut rosa = browser(&desk.cast.rosa);
    for (name, query, said) in [
        ("", "q=ubuntu", "Give it a name"),
        (&*"x".repeat(101), "q=ubuntu", "100 characters"),
        ("Everything", "", "Search for something"),
        ("Nonsense", "job=x&after=1", "Search for something"),
    ] {
        let page = rosa
            .post("/heron/candidates", &[("name", name), ("query", query)])
            .await
            .expect(422);
        assert!(page.text().contains(said), "{said}");
    }
    for n in 0..50 {
        let name = format!("Search {n}");
        rosa.post(
            "/heron/candidates",
            &[("name", &name), ("query", "q=ubuntu")],
        )
        .await
        .expect(303);
    }
    let page = rosa
        .post(
            "/heron/candidates",
            &[("name", "One more"), ("query", "q=ubuntu")],
        )
        .await
        .expect(422);
    assert!(page.text_of("#name-error").contains("50"));
}

#[tokio::test]
async fn a_search_begins_with_what_somebody_saved() {
    const LIST: &str = "/heron/candidates";
    let desk = Desk::new().await;
    desk.applies(desk.miller, "Noor Castellane", "Ubuntu.")
        .await;
    let cast = &desk.cast;
    let (mut rosa, mut hugo) = (browser(&cast.rosa), browser(&cast.hugo));
    let shared = [("name", "Night"), ("query", "tag=Night"), ("shared", "1")];
    rosa.post(LIST, &shared).await.expect(303);
    let id = desk.app.number("select id from saved_views").await;
    let begin = format!("/heron/views/{id}/beginning");
    let page = hugo.post_and_follow(&begin, &[("begin", "1")]).await;
    assert!(page.expect(200).text().contains("You begin here"));
    // An address that says nothing leads there, for him alone; one that says something is what it says.
    assert_eq!(hugo.get(LIST).await.location(), format!("{LIST}?tag=Night"));
    rosa.get(LIST).await.expect(200);
    let page = hugo.get(&format!("{LIST}?tag=Night")).await.expect(200);
    assert!(names(&page).is_empty());
    let everybody = format!("{LIST}?all=1");
    assert_eq!(
        page.attributes(".saved li a", "href"),
        [everybody.clone(), format!("{LIST}?tag=Night")]
    );
    // Taking the last filter off does not lead back to it, and neither does searching for nothing.
    assert_eq!(page.attributes(".chip--on", "href"), [&*everybody]);
    for path in [everybody.as_str(), "/heron/candidates?q=&sort=activity"] {
        let page = hugo.get(path).await.expect(200);
        assert_eq!(names(&page), ["Noor Castellane"], "{path}");
        assert_eq!(page.texts(".saved [aria-current]"), ["Everybody"]);
    }
    // Another one takes its place.
    hugo.post(LIST, &[("name", "Mine"), ("query", "q=ubuntu")])
        .await
        .expect(303);
    let own = desk.app.number("select max(id) from saved_views").await;
    let other = format!("/heron/views/{own}/beginning");
    hugo.post(&other, &[("begin", "1")]).await.expect(303);
    assert_eq!(hugo.get(LIST).await.location(), format!("{LIST}?q=ubuntu"));
    assert_eq!(
        desk.app.number("select count(*) from default_views").await,
        1
    );
    // Everybody again; and a search that is removed leads nobody anywhere.
    hugo.post(&other, &[("begin", "0")]).await.expect(303);
    hugo.get(LIST).await.expect(200);
    hugo.post(&begin, &[("begin", "1")]).await.expect(303);
    rosa.post(&other, &[("begin", "1")]).await.expect(404);
    browser(&cast.olga)
        .post(&begin.replacen("heron", "otter", 1), &[("begin", "1")])
        .await
        .expect(404);
    rosa.post(&format!("/heron/views/{id}/removal"), &[])
        .await
        .expect(303);
    hugo.get(LIST).await.expect(200);
}
