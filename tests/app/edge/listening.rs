//! The accept loop: clients that keep silent, crowds, and the end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::get;
use candor::web::kit::listen::Listening;
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

use super::house::{House, LONG, settings};

const HELLO: &str = "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n";

fn site() -> Router {
    Router::new().route("/", get(async || "hello"))
}

async fn listening(change: impl FnOnce(&mut Listening)) -> House {
    let mut listening = Listening::default();
    change(&mut listening);
    House::with(site(), settings(), listening).await
}

#[tokio::test]
async fn a_client_that_does_not_finish_its_head_is_cut() {
    let house = listening(|with| with.head = Duration::from_millis(300)).await;
    let start = Instant::now();
    let mut silent = house.connect().await;
    let mut slow = house.connect().await;
    slow.say("GET / HTTP/1.1\r\nhost: local").await;
    let mut idle = house.connect().await;
    idle.say(HELLO).await;
    assert_eq!(idle.answer().await.status, 200);
    assert!(
        silent.end().await.is_empty() && slow.end().await.is_empty() && idle.end().await.is_empty()
    );
    assert!(
        start.elapsed() < Duration::from_secs(4),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn a_connection_serves_many_requests() {
    let house = listening(|_| {}).await;
    let mut client = house.connect().await;
    for _ in 0..3 {
        client.say(HELLO).await;
        assert_eq!(client.answer().await.text(), "hello");
    }
    client.say(&HELLO.repeat(2)).await;
    client.answer().await;
}

#[tokio::test]
async fn a_client_that_does_not_take_its_answer_is_cut() {
    struct Gone(Arc<AtomicBool>);
    impl Drop for Gone {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let gone = Arc::new(AtomicBool::new(false));
    let endless = {
        let gone = gone.clone();
        async move || {
            let held = Gone(gone);
            Body::from_stream(futures_util::stream::repeat_with(move || {
                let _ = &held;
                Ok::<_, std::convert::Infallible>(Bytes::from_static(&[b'x'; 1 << 16]))
            }))
        }
    };
    let with = Listening {
        patience: Duration::from_millis(300),
        ..Listening::default()
    };
    let house = House::with(Router::new().route("/", get(endless)), settings(), with).await;
    let mut client = house.connect().await;
    client.say(HELLO).await;
    let cut = async {
        while !gone.load(Ordering::Relaxed) {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(LONG, cut).await.expect("cut");
}

#[tokio::test]
async fn one_address_cannot_have_all_connections() {
    let house = listening(|with| with.each = 2).await;
    let (mut first, second) = (house.connect().await, house.connect().await);
    first.say(HELLO).await;
    assert_eq!(first.answer().await.status, 200);
    let refused = house.ask(HELLO).await;
    assert_eq!(
        (refused.status, refused.header("retry-after")),
        (503, Some("2"))
    );
    assert_eq!(refused.header("connection"), Some("close"));
    assert!(
        refused.header("content-security-policy").is_some(),
        "refused, but properly"
    );

    drop(second);
    let freed = async {
        while house.ask(HELLO).await.status != 200 {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(LONG, freed).await.expect("the place is free again");
}

#[tokio::test]
async fn a_proxy_stands_for_many() {
    let house = listening(|with| {
        with.each = 1;
        with.proxies = "127.0.0.1".parse().unwrap();
    })
    .await;
    let _held = house.connect().await;
    assert_eq!(house.ask(HELLO).await.status, 200);
}

#[tokio::test]
async fn beyond_all_places_some_are_told_and_the_rest_closed() {
    let house = listening(|with| (with.connections, with.apologies) = (4, 64)).await;
    let mut held = Vec::new();
    for _ in 0..4 {
        let mut client = house.connect().await;
        client.say(HELLO).await;
        assert_eq!(client.answer().await.status, 200);
        held.push(client);
    }
    assert_eq!(house.ask(HELLO).await.status, 503);
    let mut crowd = Vec::new();
    for _ in 0..64 {
        crowd.push(house.connect().await);
    }
    assert!(house.connect().await.end().await.is_empty());
    held[0].say(HELLO).await;
    assert_eq!(held[0].answer().await.status, 200, "who is in stays in");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_are_all_answered() {
    let house = Arc::new(listening(|with| with.each = 1_000).await);
    let asked = (0..500).map(|_| {
        let house = house.clone();
        tokio::spawn(async move { house.ask(HELLO).await.status })
    });
    for status in futures_util::future::join_all(asked).await {
        assert_eq!(status.unwrap(), 200);
    }
}

#[tokio::test]
async fn idle_connections_do_not_hold_up_the_end() {
    let house = listening(|_| {}).await;
    let mut idle = house.connect().await;
    idle.say(HELLO).await;
    idle.answer().await;
    let _fresh = house.connect().await;
    let start = Instant::now();
    house.stop.cancel();
    timeout(LONG, house.done).await.unwrap().unwrap();
    assert!(start.elapsed() < Duration::from_secs(1));
    assert!(
        TcpStream::connect(house.address).await.is_err(),
        "nobody new is let in"
    );
}

#[tokio::test]
async fn what_runs_is_finished_and_what_hangs_is_cut() {
    let (here, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let held = {
        let (here, go) = (here.clone(), go.clone());
        async move || {
            here.notify_one();
            go.notified().await;
            "done"
        }
    };
    let with = Listening {
        drain: Duration::from_millis(600),
        ..Listening::default()
    };
    let house = House::with(Router::new().route("/", get(held)), settings(), with).await;
    let (mut lucky, mut hanging) = (house.connect().await, house.connect().await);
    lucky.say(HELLO).await;
    here.notified().await;
    house.stop.cancel();
    sleep(Duration::from_millis(100)).await;
    go.notify_one();
    let answer = lucky.answer().await;
    assert_eq!(
        (answer.text(), answer.header("connection")),
        ("done", Some("close"))
    );
    assert!(hanging.end().await.is_empty());
    timeout(LONG, house.done).await.unwrap().unwrap();

    let house = {
        let held = async || std::future::pending::<&str>().await;
        let with = Listening {
            drain: Duration::from_millis(200),
            ..Listening::default()
        };
        House::with(Router::new().route("/", get(held)), settings(), with).await
    };
    let mut hanging = house.connect().await;
    hanging.say(HELLO).await;
    sleep(Duration::from_millis(100)).await;
    let start = Instant::now();
    house.stop.cancel();
    timeout(LONG, house.done).await.unwrap().unwrap();
    assert!(start.elapsed() < Duration::from_secs(1) && hanging.end().await.is_empty());
}
