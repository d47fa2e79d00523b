//! Views of a job: filters of its board and list under a name.

use crate::kit::{
    app::{Client, TestApp},
    cast::{Cast, Person},
    postings::Live,
};

struct Desk {
    app: TestApp,
    cast: Cast,
    live: Live,
    board: String,
}

impl Desk {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let cast = Cast::of(&app).await;
        let live = app.mill(&cast).await;
        app.applies(&cast.company, live.id, "Noor Castellane").await;
        let board = format!("/heron/jobs/{}", live.job);
        Self {
            app,
            cast,
            live,
            board,
        }
    }

    async fn keep(&self, person: &mut Client, fields: &[(&str, &str)]) -> i64 {
        person
            .post(&format!("{}/views", self.board), fields)
            .await
            .expect(303);
        self.app.number("select max(id) from saved_views").await
    }
}

fn browser(person: &Person) -> Client {
    Client::clone(person)
}

#[tokio::test]
async fn what_a_board_shows_is_kept_named_and_shared() {
    let desk = Desk::new().await;
    let (mut rosa, mut hugo) = (browser(&desk.cast.rosa), browser(&desk.cast.hugo));
    let (board, late) = (&desk.board, format!("{}?late=1&tag=Night", desk.board));
    assert!(rosa.get(board).await.texts(".views").is_empty());
    // Once something is on, it can be kept.
    let page = rosa.get(&late).await.expect(200);
    assert_eq!(page.texts(".views nav a"), ["Everybody"]);
    let query = page.value("query");
    assert_eq!(query, "late=1&tag=Night");
    let mine = [("name", " Late  nights "), ("query", &*query)];
    let kept = rosa.post(&format!("{board}/views"), &mine).await;
    assert_eq!(kept.location(), late);
    let page = rosa.get(&late).await.expect(200);
    assert_eq!(page.texts(".views nav a"), ["Everybody", "Late nights"]);
    assert_eq!(
        page.attributes(".views [aria-current]", "href"),
        std::slice::from_ref(&late)
    );
    assert!(page.texts(".views .save").is_empty(), "it is kept already");
    // The list has the same, and those who are decided about are seen there.
    let page = rosa.get(&format!("{board}/list")).await.expect(200);
    assert_eq!(
        page.attributes(".views nav a", "href"),
        [
            format!("{board}/list"),
            format!("{board}/list?late=1&tag=Night")
        ]
    );
    let ours = [
        ("name", "Turned down"),
        ("query", "status=rejected&after=zz&late=1"),
        ("shared", "1"),
    ];
    let shared = desk.keep(&mut rosa, &ours).await;
    let page = hugo.get(board).await.expect(200);
    assert_eq!(
        page.texts(".views nav a"),
        ["Everybody", "Turned down, shared"]
    );
    assert_eq!(
        page.attributes(".views nav a", "href")[1],
        format!("{board}/list?status=rejected")
    );

    // Named anew by whoever saved it.
    let own = format!("/heron/views/{shared}");
    rosa.post(&own, &[("name", "Said no to"), ("shared", "1")])
        .await
        .expect(303);
    let taken = rosa
        .post(&own, &[("name", "late NIGHTS")])
        .await
        .expect(422);
    assert!(taken.text_of("#name-error").contains("already"));
    rosa.post(&own, &[("name", "")]).await.expect(422);
    let page = hugo.get(&format!("{board}/views")).await.expect(200);
    assert_eq!(page.texts("main h2"), ["Said no to"]);
    hugo.post(&own, &[("name", "Mine")]).await.expect(403);
    hugo.post(&format!("{own}/removal"), &[]).await.expect(403);
    rosa.post(&format!("{own}/removal"), &[]).await.expect(303);
    assert!(hugo.get(board).await.texts(".views").is_empty());
    assert_eq!(
        desk.app
            .number("select count(*) from events where kind like 'view.%'")
            .await,
        4
    );
}

#[tokio::test]
async fn somebody_begins_with_a_view_and_reaches_everybody() {
    let desk = Desk::new().await;
    let (mut rosa, mut hugo) = (browser(&desk.cast.rosa), browser(&desk.cast.hugo));
    let board = &desk.board;
    let shared = [("name", "Late"), ("query", "late=1"), ("shared", "1")];
    let id = desk.keep(&mut rosa, &shared).await;
    let begin = format!("/heron/views/{id}/beginning");
    hugo.post(&begin, &[("begin", "1")]).await.expect(303);
    // An address that says nothing leads there; one that says something is what it says.
    assert_eq!(hugo.get(board).await.location(), format!("{board}?late=1"));
    assert_eq!(
        hugo.get(&format!("{board}/list")).await.location(),
        format!("{board}/list?late=1")
    );
    let page = hugo.get(&format!("{board}?late=1")).await.expect(200);
    assert_eq!(
        page.attributes(".views nav a", "href"),
        [format!("{board}?all=1"), format!("{board}?late=1")]
    );
    let everybody = hugo.get(&format!("{board}?all=1")).await.expect(200);
    assert_eq!(everybody.texts(".card__name"), ["Noor Castellane"]);
    assert_eq!(everybody.texts(".views [aria-current]"), ["Everybody"]);
    // Taking the last filter off does not lead back to it.
    let off = page.attributes("main .filters .chip--on", "href");
    assert!(off.contains(&format!("{board}?all=1")), "{off:?}");
    rosa.get(board).await.expect(200);
    // What is shared no longer leads nobody else anywhere.
    rosa.post(&format!("/heron/views/{id}"), &[("name", "Late")])
        .await
        .expect(303);
    hugo.get(board).await.expect(200);
    hugo.post(&begin, &[("begin", "0")]).await.expect(404);
    rosa.post(&begin, &[("begin", "1")]).await.expect(303);
    rosa.post(&begin, &[("begin", "0")]).await.expect(303);
    rosa.get(board).await.expect(200);
    rosa.post(&format!("/heron/views/{id}/removal"), &[])
        .await
        .expect(303);
    assert_eq!(
        desk.app.number("select count(*) from default_views").await,
        0
    );
}

#[tokio::test]
async fn views_are_for_those_who_see_the_job() {
    let desk = Desk::new().await;
    let mut rosa = browser(&desk.cast.rosa);
    let own = format!("{}/views", desk.board);
    let id = desk
        .keep(
            &mut rosa,
            &[("name", "Late"), ("query", "late=1"), ("shared", "1")],
        )
        .await;
    let new = [("name", "Late"), ("query", "late=1")];
    for person in [&desk.cast.iris, &desk.cast.olga] {
        let refused = browser(person).get(&own).await;
        assert!([403, 404].contains(&refused.status.as_u16()));
        let refused = browser(person).post(&own, &new).await;
        assert!([403, 404].contains(&refused.status.as_u16()));
        for act in ["", "/beginning", "/removal"] {
            let path = format!("/heron/views/{id}{act}");
            let refused = browser(person).post(&path, &[("name", "x")]).await;
            assert!([403, 404].contains(&refused.status.as_u16()), "{path}");
        }
    }
    assert!(
        desk.app
            .visitor()
            .get(&own)
            .await
            .location()
            .starts_with("/sign-in")
    );
    for (name, query, said) in [
        ("", "late=1", "Give it a name"),
        (&*"x".repeat(101), "late=1", "100 characters"),
        ("Everybody", "", "Narrow the board down"),
        (
            "Nonsense",
            "late=9&stage=x&after=1",
            "Narrow the board down",
        ),
    ] {
        let page = rosa
            .post(&own, &[("name", name), ("query", query)])
            .await
            .expect(422);
        assert!(page.text().contains(said), "{said}");
    }
    // A view of a name is gone with whoever had it.
    rosa.post(&own, &[("name", "Her"), ("query", "q=Nóor+Castellane")])
        .await
        .expect(303);
    let words: String = sqlx::query_scalar("select words from saved_views where name = 'Her'")
        .fetch_one(desk.app.app.db.pages())
        .await
        .unwrap();
    assert_eq!(words, "noor castellane");
    let other = desk.live.job.0 + 1_000_000;
    rosa.post(&format!("/heron/jobs/{other}/views"), &new)
        .await
        .expect(404);
}
