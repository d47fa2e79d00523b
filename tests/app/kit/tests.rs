//! Each tool of the kit, tried once: when one of these fails, mend it before you look at others.

use super::{
    browser::{Browser, Look, Screen},
    db::TestDb,
    python::python,
};
use fantoccini::Locator;
use sqlx::{Connection, PgConnection};

#[tokio::test]
async fn a_test_has_a_database_to_itself() {
    let (one, two) = tokio::join!(TestDb::new(), TestDb::new());
    for db in [&one, &two] {
        let mut owner = PgConnection::connect_with(&db.owner).await.unwrap();
        sqlx::raw_sql("create table marks (id bigint primary key)")
            .execute(&mut owner)
            .await
            .unwrap();
        sqlx::raw_sql("grant select, insert on marks to candor")
            .execute(&mut owner)
            .await
            .unwrap();
        owner.close().await.unwrap();
    }
    sqlx::query("insert into marks values (1)")
        .execute(&one.pool)
        .await
        .unwrap();
    let count = "select count(*) from marks";
    assert_eq!(
        sqlx::query_scalar::<_, i64>(count)
            .fetch_one(&one.pool)
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        sqlx::query_scalar::<_, i64>(count)
            .fetch_one(&two.pool)
            .await
            .unwrap(),
        0
    );
}

#[tokio::test]
async fn a_test_leaves_no_database_behind() {
    let (gone, other) = tokio::join!(TestDb::new(), TestDb::new());
    let name = gone.serving.get_database().unwrap().to_owned();
    drop(gone);
    let there: bool =
        sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
            .bind(name)
            .fetch_one(&other.pool)
            .await
            .unwrap();
    assert!(!there);
}

/// A page with a policy as strict as ours, a barrier, and a script that a browser may run.
async fn serve_page() -> String {
    const PAGE: &str = "<!doctype html><html lang=en><meta name=viewport content='width=device-width'><title>Kit</title><main><h1>Kit</h1>
        <form><label for=name>Name</label><input id=name name=name><button>Send</button></form>
        <img src=/picture.png><script src=/script.js></script></main>";
    let policy = [(
        "content-security-policy",
        "default-src 'none'; script-src 'self'",
    )];
    let page = move |query: axum::extract::RawQuery| async move {
        (
            policy,
            axum::response::Html(format!("{PAGE}<p>{}</p>", query.0.unwrap_or_default())),
        )
    };
    let script = || async {
        (
            [("content-type", "text/javascript")],
            "document.querySelector('h1').textContent = 'Scripted'",
        )
    };
    let router = axum::Router::new()
        .route("/", axum::routing::get(page))
        .route("/script.js", axum::routing::get(script));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/")
}

#[tokio::test]
async fn a_browser_sees_what_a_person_would() {
    let page = serve_page().await;
    for scripts in [true, false] {
        let look = Look {
            scripts,
            screen: Screen::Phone,
            dark: true,
        };
        let Some(browser) = Browser::open(look).await else {
            return;
        };
        browser.goto(&page).await.unwrap();

        let heading = browser
            .find(Locator::Css("h1"))
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        assert_eq!(heading, if scripts { "Scripted" } else { "Kit" });

        browser
            .find(Locator::Css("#name"))
            .await
            .unwrap()
            .send_keys("Noor")
            .await
            .unwrap();
        browser
            .find(Locator::Css("button"))
            .await
            .unwrap()
            .click()
            .await
            .unwrap();
        browser
            .wait()
            .for_element(Locator::XPath("//p[contains(., 'name=Noor')]"))
            .await
            .unwrap();

        let seen = browser
            .execute("return [innerWidth, innerHeight, matchMedia('(prefers-color-scheme: dark)').matches]", vec![])
            .await
            .unwrap();
        assert_eq!(seen, serde_json::json!([390, 844, true]));

        let barriers = browser.barriers().await;
        assert!(
            barriers
                .iter()
                .any(|line| line.starts_with("image-alt: img")),
            "{barriers:?}"
        );
        browser.screenshot("kit").await;
    }
}

#[test]
fn python_reads_feeds_and_markup() {
    let script = "import sys, feedparser, extruct\n\
                  print(feedparser.parse(sys.stdin.read()).entries[0].title, extruct.SYNTAXES[0])";
    let feed = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Support Manager</title></entry></feed>";
    let Some(said) = python(script, feed) else {
        return;
    };
    assert_eq!(said.trim(), "Support Manager microdata");
}
