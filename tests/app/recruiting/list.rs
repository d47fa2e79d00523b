//! The list: the same people as the board, as rows, those of one status.

use crate::kit::{app::TestApp, applications::crowd, cast::Cast};

#[tokio::test]
async fn statuses_are_tabs_and_pages_go_on() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let ids = crowd(&app, live.job.0, 70).await;
    let path = format!("/heron/jobs/{}/list", live.job);
    let page = cast.rosa.get(&path).await.expect(200);
    assert_eq!(
        page.texts(".tabs a"),
        ["Active 70", "Hired 0", "Rejected 0", "Withdrawn 0"]
    );
    assert_eq!(page.texts("tbody tr").len(), 50);
    let next = page.attributes("a[rel=next]", "href").remove(0);
    let rest = cast.rosa.get(&next).await.expect(200);
    assert_eq!(rest.texts("tbody .cell").len(), 20);
    assert_eq!(rest.texts("tbody .cell")[0], "Person 0051");
    assert!(rest.texts("a[rel=next]").is_empty());
    // Whoever comes back to a page that nobody is on any more reads that.
    let named = cast.rosa.get(&format!("{path}?q=person")).await.expect(200);
    let next = named.attributes("a[rel=next]", "href").remove(0);
    sqlx::query("update applications set name = 'Noor' where id = any($1)")
        .bind(ids[50..].iter().map(|id| id.0).collect::<Vec<_>>())
        .execute(app.app.db.pages())
        .await
        .unwrap();
    let gone = cast.rosa.get(&next).await.expect(200);
    assert_eq!(gone.text_of(".empty h2"), "That was everybody");

    let reason: i64 =
        sqlx::query_scalar("select min(id) from rejection_reasons where company_id = $1")
            .bind(cast.company.id)
            .fetch_one(app.app.db.pages())
            .await
            .unwrap();
    let fields = [
        ("reason", &*reason.to_string()),
        ("telling", "held"),
        ("version", "1"),
    ];
    cast.rosa
        .post(
            &format!("/heron/applications/{}/rejection", ids[3]),
            &fields,
        )
        .await
        .expect(303);
    let rejected = cast
        .rosa
        .get(&format!("{path}?status=rejected&stale=1"))
        .await
        .expect(200);
    assert_eq!(rejected.texts("tbody .cell"), ["Person 0004"]);
    assert_eq!(rejected.texts("tbody td").last().unwrap(), "Held");
    assert_eq!(rejected.text_of(".tabs [aria-current]"), "Rejected 1");
    let board = cast.rosa.get(&format!("/heron/jobs/{}", live.job)).await;
    assert_eq!(
        board.attributes("#col-rejected a", "href"),
        [format!("{path}?status=rejected")]
    );
}

#[tokio::test]
async fn an_empty_list_says_what_would_be_there() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let path = format!("/heron/jobs/{}/list", live.job);
    for (query, title) in [
        ("", "Nobody here"),
        ("?q=nobody", "Nobody like that"),
        ("?status=hired", "Nobody here"),
        ("?after=zzz&status=gone", "Nobody here"),
    ] {
        let page = cast.rosa.get(&format!("{path}{query}")).await.expect(200);
        assert_eq!(page.text_of(".empty h2"), title, "{query}");
    }
}
