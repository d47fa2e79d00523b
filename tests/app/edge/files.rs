//! Static files, pages from memory, and packing.

use std::io::Read;

use axum::Router;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Html;
use axum::routing::{get, post};
use candor::web::kit::assets::{self, asset};
use candor::web::kit::cached::CachedPage;

use super::house::{Answer, House};

fn unpacked(answer: &Answer) -> String {
    let mut text = String::new();
    let body = &*answer.body;
    match answer.header("content-encoding") {
        Some("gzip") => flate2::read::GzDecoder::new(body).read_to_string(&mut text),
        Some("br") => brotli::Decompressor::new(body, 4096).read_to_string(&mut text),
        Some(other) => panic!("{other}"),
        None => (&mut &*body).read_to_string(&mut text),
    }
    .unwrap();
    text
}

/// Asks in every encoding, compares what is unpacked, and asks again with the tag.
async fn in_every_encoding(house: &House, path: &str) -> String {
    let plain = house.get(path, "").await;
    let mut tags = Vec::new();
    for (accepted, coding) in [
        ("", None),
        ("gzip", Some("gzip")),
        ("gzip, deflate, br, zstd", Some("br")),
    ] {
        let accept = format!("accept-encoding: {accepted}\r\n");
        let answer = house.get(path, &accept).await;
        assert_eq!(
            (answer.status, answer.header("content-encoding")),
            (200, coding),
            "{path}"
        );
        assert_eq!(answer.header("vary"), Some("accept-encoding"));
        assert!(unpacked(&answer) == plain.text(), "{path} {accepted}");
        let tag = answer.header("etag").unwrap().to_owned();
        let again = house
            .get(
                path,
                &format!("{accept}if-none-match: \"old\", W/{tag}\r\n"),
            )
            .await;
        assert_eq!((again.status, again.body.len()), (304, 0));
        assert_eq!(again.header("etag"), Some(&*tag));
        assert_eq!(
            again.header("cache-control"),
            answer.header("cache-control")
        );
        tags.push(tag);
    }
    tags.dedup();
    assert_eq!(tags.len(), 3, "other bytes, other tag");
    plain.text().to_owned()
}

#[tokio::test]
async fn static_files_are_packed_and_kept_for_ever() {
    let house = House::open(assets::routes()).await;
    for (name, kind) in [
        ("app.css", "text/css; charset=utf-8"),
        ("icons.svg", "image/svg+xml"),
    ] {
        in_every_encoding(&house, asset(name)).await;
        let answer = house.get(asset(name), "").await;
        assert_eq!(answer.header("content-type"), Some(kind));
        assert_eq!(
            answer.header("cache-control"),
            Some("public, max-age=31536000, immutable")
        );
    }
    let small = house
        .get(asset("favicon.svg"), "accept-encoding: br\r\n")
        .await;
    assert_eq!(
        (small.status, small.header("content-encoding")),
        (200, None),
        "not worth it"
    );
}

#[tokio::test]
async fn unknown_files_are_not_there() {
    let house = House::open(assets::routes()).await;
    let stale = asset("app.css").replace("app.", "app.0");
    for path in [
        &*stale,
        "/static/app.css",
        "/static/css/main.css",
        "/static/../Cargo.toml",
        "/static/%2e%2e/Cargo.toml",
    ] {
        assert_eq!(house.get(path, "").await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn the_stylesheets_are_one_in_the_order_of_main_css() {
    let house = House::open(assets::routes()).await;
    let css = in_every_encoding(&house, asset("app.css")).await;
    assert!(!css.contains("@import"));
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/static/css/");
    let main = std::fs::read_to_string(format!("{folder}main.css")).unwrap();
    let layers = main
        .lines()
        .find(|line| line.starts_with("@layer"))
        .unwrap();
    let mut last = css.find(layers).expect("the order of layers");
    for name in main
        .lines()
        .filter_map(|line| line.strip_prefix("@import url(\"")?.strip_suffix("\");"))
    {
        let sheet = std::fs::read_to_string(format!("{folder}{name}")).unwrap();
        let start = sheet.split("url(").next().unwrap().trim_end();
        let place = css.find(start).unwrap_or_else(|| panic!("{name} is in it"));
        assert!(place > last, "{name} is in its place");
        last = place;
    }
    assert!(css.contains(asset("css/select.svg")));
    assert_eq!(house.get(asset("css/select.svg"), "").await.status, 200);
}

#[tokio::test]
async fn a_page_from_memory_is_sent_as_the_client_likes_it() {
    let body = "<!doctype html><p>Channel Sales, Lisbon</p>\n".repeat(500);
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    let caching = HeaderValue::from_static("public, max-age=60");
    let page = CachedPage::make(body.clone(), kind.clone(), caching.clone())
        .await
        .unwrap();
    let same = CachedPage::make(body.clone(), kind.clone(), caching.clone())
        .await
        .unwrap();
    let other = CachedPage::make(format!("{body} "), kind, caching)
        .await
        .unwrap();
    let tag = |page: &CachedPage| page.respond(&HeaderMap::new()).headers()[header::ETAG].clone();
    assert_eq!(tag(&page), tag(&same), "the same on every instance");
    assert_ne!(tag(&page), tag(&other));

    let routes = Router::new().route(
        "/",
        get(async move |headers: HeaderMap| page.respond(&headers)),
    );
    let house = House::open(routes).await;
    assert_eq!(in_every_encoding(&house, "/").await, body);
    let answer = house.get("/", "").await;
    assert_eq!(answer.header("cache-control"), Some("public, max-age=60"));
    assert_eq!(
        answer.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(answer.header("content-security-policy").is_some());
    let mut client = house.connect().await;
    client
        .say("HEAD / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        .await;
    let head = String::from_utf8(client.end().await).unwrap();
    assert!(
        head.contains(&format!("content-length: {}\r\n", body.len())) && head.ends_with("\r\n\r\n"),
        "{head}"
    );
}

#[tokio::test]
async fn pages_made_for_one_request_are_packed_where_it_pays() {
    let long = "a line of a table\n".repeat(200);
    let page = |body: String| get(async move || Html(body));
    let with = |name: header::HeaderName, value: &'static str| {
        let body = long.clone();
        get(async move || ([(header::CONTENT_TYPE, "text/csv"), (name, value)], body))
    };
    let routes = Router::new()
        .route("/long", page(long.clone()))
        .route("/short", page("short".into()))
        .route(
            "/kept",
            with(header::CACHE_CONTROL, "no-store, no-transform"),
        )
        .route("/tagged", with(header::ETAG, "\"1\""))
        .route("/picture", with(header::CONTENT_TYPE, "image/png"))
        .route("/sent", post(async || Html("x".repeat(5_000))));
    let house = House::open(routes).await;
    let long_answer = house.get("/long", "accept-encoding: br, gzip\r\n").await;
    assert_eq!(long_answer.header("content-encoding"), Some("gzip"));
    assert_eq!(unpacked(&long_answer), long);
    assert!(long_answer.body.len() < long.len() / 4);
    let plain = house.get("/long", "").await;
    assert_eq!(
        (plain.header("content-encoding"), plain.header("vary")),
        (None, Some("accept-encoding"))
    );
    for path in ["/short", "/kept", "/tagged", "/picture"] {
        assert_eq!(
            house
                .get(path, "accept-encoding: gzip\r\n")
                .await
                .header("content-encoding"),
            None,
            "{path}"
        );
    }
    let picky =
        "POST /sent HTTP/1.1\r\nhost: localhost\r\naccept-encoding: br, identity;q=0\r\n\r\n";
    assert_eq!(
        house.ask(picky).await.status,
        200,
        "what was done is not denied afterwards"
    );
}
