//! How much a request may ask for.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use candor::web::kit::limits::{BODY, Limits, Pace, UPLOAD, Uploads, upload};
use candor::web::kit::listen::Listening;
use tokio::io::AsyncWriteExt;
use tokio::sync::Notify;
use tokio::time::sleep;

use super::house::{House, LONG, settings};

async fn count(body: Bytes) -> String {
    body.len().to_string()
}

fn site() -> Router {
    let files = Uploads::new(8, Limits::FILES);
    Router::new()
        .route("/", get(async || "hello").post(count))
        .route(
            "/raw",
            post(async |body: axum::body::Body| {
                axum::body::to_bytes(body, usize::MAX)
                    .await
                    .is_ok()
                    .to_string()
            }),
        )
        .merge(taking(files, get(async || "a form").post(count)))
}

fn taking(files: Uploads, route: MethodRouter) -> Router {
    Router::new().route("/apply", route.layer(from_fn_with_state(files, upload)))
}

fn post_of(path: &str, length: u64) -> String {
    format!("POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {length}\r\n\r\n")
}

#[tokio::test]
async fn a_body_that_says_it_is_too_large_is_not_read() {
    let house = House::open(site()).await;
    for path in ["/", "/raw"] {
        let answer = house.ask(&post_of(path, BODY + 1)).await;
        assert_eq!(
            (answer.status, answer.text()),
            (413, "What was sent is more than we take here."),
            "{path}"
        );
    }
    let polite = post_of("/", BODY + 1).replace("\r\n\r\n", "\r\nexpect: 100-continue\r\n\r\n");
    assert_eq!(house.ask(&polite).await.status, 413, "not even asked for");
    assert_eq!(house.ask(&post_of("/apply", UPLOAD + 1)).await.status, 413);
}

#[tokio::test]
async fn a_body_that_does_not_say_its_size_is_read_up_to_the_limit() {
    let house = House::open(site()).await;
    for path in ["/", "/raw"] {
        let mut client = house.connect().await;
        client
            .say(&format!(
                "POST {path} HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n"
            ))
            .await;
        let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
        for _ in 0..=BODY / 0x10000 {
            client.say(&chunk).await;
        }
        assert_eq!(client.answer().await.status, 413, "{path}");
    }
}

#[tokio::test]
async fn a_body_within_the_limit_arrives() {
    let house = House::open(site()).await;
    for (path, length) in [("/", BODY), ("/apply", 3 * BODY), ("/apply", UPLOAD)] {
        let body = "x".repeat(usize::try_from(length).unwrap());
        let answer = house.ask(&(post_of(path, length) + &body)).await;
        assert_eq!(
            (answer.status, answer.text()),
            (200, &*length.to_string()),
            "{path}"
        );
    }
}

/// Somebody who sends too large a file sees a page, not a broken connection: browsers send on while the
/// answer is under way, and a socket closed on them would throw it away.
#[tokio::test]
async fn a_sender_who_talks_on_still_hears_the_answer() {
    let house = House::open(site()).await;
    let mut client = house.connect().await;
    client.say(&post_of("/apply", 40 << 20)).await;
    let chunk = vec![b'x'; 1 << 20];
    for _ in 0..40 {
        client.0.write_all(&chunk).await.expect("nobody hangs up");
    }
    assert_eq!(client.answer().await.status, 413);
}

#[tokio::test]
async fn an_endless_sender_is_hung_up_on() {
    let with = Listening {
        linger: Duration::from_millis(500),
        ..Listening::default()
    };
    let house = House::with(site(), settings(), with).await;
    let mut client = house.connect().await;
    client.say(&post_of("/", 1 << 40)).await;
    let (start, chunk) = (Instant::now(), vec![b'x'; 1 << 16]);
    while client.0.write_all(&chunk).await.is_ok() {
        sleep(Duration::from_millis(5)).await;
        assert!(start.elapsed() < LONG);
    }
}

#[tokio::test]
async fn heads_and_queries_end_somewhere() {
    let house = House::open(site()).await;
    assert_eq!(
        house
            .get("/", &format!("x: {}\r\n", "x".repeat(31 << 10)))
            .await
            .status,
        200
    );
    assert_eq!(
        house
            .get("/", &format!("x: {}\r\n", "x".repeat(33 << 10)))
            .await
            .status,
        431
    );
    assert_eq!(house.get("/", &"x: 1\r\n".repeat(200)).await.status, 431);
    assert_eq!(
        house
            .get(&format!("/?q={}", "x".repeat(1_998)), "")
            .await
            .status,
        200
    );
    assert_eq!(
        house
            .get(&format!("/?q={}", "x".repeat(1_999)), "")
            .await
            .status,
        414
    );
}

#[tokio::test]
async fn a_request_has_its_time() {
    let mut settings = settings();
    settings.limits.time = Duration::from_millis(200);
    let slow = async || {
        sleep(Duration::from_secs(60)).await;
        "at last"
    };
    let house = House::with(
        site().route("/slow", get(slow)),
        settings,
        Listening::default(),
    )
    .await;
    let ours = house.get("/slow", "").await;
    assert_eq!(
        (ours.status, ours.header("retry-after")),
        (503, Some("2")),
        "we were too slow"
    );
    assert_eq!(
        house.ask(&(post_of("/", 10) + "12345")).await.status,
        408,
        "they were"
    );
}

#[tokio::test]
async fn an_upload_has_more_time_but_must_keep_up() {
    let mut settings = settings();
    settings.limits.time = Duration::from_millis(200);
    let pace = Pace {
        per_second: 10,
        grace: Duration::from_millis(400),
    };
    let files = Uploads::new(
        8,
        Limits {
            time: Duration::from_secs(10),
            pace: Some(pace),
            ..Limits::FILES
        },
    );
    let house = House::with(taking(files, post(count)), settings, Listening::default()).await;

    let mut steady = house.connect().await;
    steady.say(&post_of("/apply", 30)).await;
    for _ in 0..10 {
        steady.say("123").await;
        sleep(Duration::from_millis(80)).await;
    }
    let answer = steady.answer().await;
    assert_eq!(
        (answer.status, answer.text()),
        (200, "30"),
        "slower than a page may be"
    );

    let mut dripping = house.connect().await;
    dripping.say(&post_of("/apply", 30)).await;
    let start = Instant::now();
    dripping.say("1").await;
    assert_eq!(dripping.answer().await.status, 408);
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn uploads_beyond_the_places_are_asked_to_return() {
    let (here, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let busy = {
        let (here, go) = (here.clone(), go.clone());
        async move |_: Bytes| {
            here.notify_one();
            go.notified().await;
            "kept"
        }
    };
    let files = Uploads::new(1, Limits::FILES);
    let house = House::open(taking(files, get(async || "a form").post(busy))).await;

    let mut first = house.connect().await;
    first.say(&(post_of("/apply", 3) + "cv1")).await;
    here.notified().await;
    let second = house.ask(&(post_of("/apply", 3) + "cv2")).await;
    assert_eq!(
        (second.status, second.header("retry-after")),
        (503, Some("2"))
    );
    assert_eq!(
        house.get("/apply", "").await.text(),
        "a form",
        "looking needs no place"
    );
    go.notify_one();
    assert_eq!(first.answer().await.text(), "kept");
    go.notify_one();
    assert_eq!(
        house.ask(&(post_of("/apply", 3) + "cv2")).await.status,
        200,
        "the place is free again"
    );
}

#[tokio::test]
async fn one_address_gets_half_of_the_places() {
    let (here, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let busy = {
        let (here, go) = (here.clone(), go.clone());
        async move |_: Bytes| {
            here.notify_one();
            go.notified().await;
        }
    };
    let mut settings = settings();
    settings.proxies = "127.0.0.1".parse().unwrap();
    let routes = taking(Uploads::new(2, Limits::FILES), post(busy));
    let house = House::with(routes, settings, Listening::default()).await;
    let from = |address: &str| {
        let head = format!("\r\nx-forwarded-for: {address}\r\n\r\n");
        post_of("/apply", 2).replace("\r\n\r\n", &head) + "cv"
    };
    let (mut first, mut other) = (house.connect().await, house.connect().await);
    first.say(&from("203.0.113.1")).await;
    here.notified().await;
    assert_eq!(house.ask(&from("203.0.113.1")).await.status, 503);
    other.say(&from("203.0.113.2")).await;
    here.notified().await;
    go.notify_waiters();
    assert_eq!(
        (first.answer().await.status, other.answer().await.status),
        (200, 200)
    );
}
