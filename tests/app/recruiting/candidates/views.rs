//! Searches that are kept.

use super::{Desk, browser};

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
    assert!(manage.texts("main form").is_empty(), "it is not his");

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
