//! What those who look after an installation see.

use std::sync::{Arc, Mutex};

use axum::routing::get;
use axum::{Extension, Router};
use candor::web::kit::health::{self, Check};
use candor::web::kit::log::Who;
use tokio_util::sync::CancellationToken;

use super::house::House;
use crate::kit::statements;

#[tokio::test]
async fn health_and_readiness_are_two_things() {
    let stop = CancellationToken::new();
    let checks = async || {
        vec![
            Check {
                name: "database",
                well: true,
            },
            Check {
                name: "storage",
                well: false,
            },
        ]
    };
    let house = House::open(health::routes(checks, stop.clone())).await;
    assert_eq!(house.get("/healthz", "").await.status, 200);
    let unready = house.get("/readyz", "").await;
    assert_eq!(
        (unready.status, unready.text()),
        (503, "database: well\nstorage: not well\n")
    );

    let house = House::open(health::routes(async || Vec::new(), stop.clone())).await;
    assert_eq!(house.get("/readyz", "").await.status, 200);
    stop.cancel();
    let stopping = house.get("/readyz", "").await;
    assert_eq!((stopping.status, stopping.text()), (503, "stopping\n"));
    assert_eq!(house.get("/healthz", "").await.status, 200);
}

/// One line for each request: its route's pattern, never what the client put into the address.
#[tokio::test]
async fn the_log_names_the_route_and_not_the_address() {
    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);
    impl std::io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let log = Kept::default();
    let writer = {
        let log = log.clone();
        move || log.clone()
    };
    let lines = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_writer(writer)
        .finish();
    // With one subscriber only, whoever first logs on another thread would switch our lines off for good.
    statements::listen();
    let _guard = tracing::subscriber::set_default(lines);

    let person = async |who: Extension<Who>| {
        who.is(7);
        "a person"
    };
    let house = House::open(Router::new().route("/people/{id}", get(person))).await;
    let answer = house
        .get(
            "/people/4711?token=secret",
            "cookie: __Host-session=secret\r\n",
        )
        .await;
    house.get("/no/such/secret", "").await;

    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert_eq!(lines[0]["route"], "/people/{id}");
    assert_eq!(lines[0]["status"], 200);
    assert_eq!(lines[0]["user"], 7);
    assert_eq!(lines[0]["request"], answer.header("x-request-id").unwrap());
    assert!(lines[0]["ms"].is_number() && lines[1].get("route").is_none());
    assert!(!text.contains("secret") && !text.contains("4711"), "{text}");
}
