//! A thousand people apply in the same moment.

use super::applying::{PDF, mill, noor};
use crate::kit::{app::TestApp, applications::large_pdf, program::client};
use axum::Router;
use candor::web::{
    self,
    kit::{
        client::Proxies,
        listen::{Listening, serve},
    },
};
use reqwest::{
    Client, StatusCode,
    multipart::{Form, Part},
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::Barrier, task::JoinSet};
use tokio_util::sync::CancellationToken;

const CLIENTS: u64 = 1_000;
const SIZE: usize = 200 << 10;

fn pdf(client: u64) -> Vec<u8> {
    large_pdf(client, SIZE)
}

/// Each client has an address of its own, which a proxy tells.
fn address(client: u64) -> String {
    format!("192.0.{}.{}", 2 + client / 250, 1 + client % 250)
}

fn proxies() -> Proxies {
    "127.0.0.1".parse().unwrap()
}

/// The site, believing this machine what it says of clients.
fn behind_proxy(app: &TestApp) -> Router {
    let mut app = app.app.clone();
    let config = Arc::make_mut(&mut app.config);
    config.trusted_proxies = "127.0.0.1".to_owned();
    config.applications_per_network = 0; // all of them are behind few networks
    web::site(app, CancellationToken::new()).unwrap()
}

/// Sends a form until it is answered, as a patient person does: with the same key, after the time that was asked for.
async fn apply(http: &Client, url: &str, client: u64, key: &str) -> (String, u32) {
    let file = pdf(client);
    let email = format!("noor{client}@example.org");
    for refusals in 0.. {
        let fields = noor(key).into_iter().map(|(name, value)| match name {
            "email" => (name.to_owned(), email.clone()),
            _ => (name.to_owned(), value.to_owned()),
        });
        let form = fields.fold(Form::new(), |form, (name, value)| form.text(name, value));
        let part = Part::bytes(file.clone())
            .file_name("cv.pdf")
            .mime_str(PDF)
            .unwrap();
        let sent = http
            .post(url)
            .header("sec-fetch-site", "same-origin")
            .header("x-forwarded-for", address(client))
            .multipart(form.part("resume", part))
            .send();
        let wait = match sent.await {
            Ok(answer) => match answer.status() {
                StatusCode::SEE_OTHER => {
                    let to = answer.headers()["location"].to_str().unwrap();
                    return (to.rsplit('/').next().unwrap().to_owned(), refusals);
                }
                StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => {
                    let wait = answer.headers()["retry-after"]
                        .to_str()
                        .unwrap()
                        .parse()
                        .unwrap();
                    Duration::from_secs(wait)
                }
                other => panic!("{other}: {}", answer.text().await.unwrap_or_default()),
            },
            // Refused before the file was sent: the connection may end under it.
            Err(_) => Duration::from_secs(1),
        };
        assert!(refusals < 200, "client {client} was never let in");
        tokio::time::sleep(wait + Duration::from_millis(client * 37 % 1_000)).await;
    }
    unreachable!("the loop ends by an answer or a panic")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_applications_at_once_are_each_kept_once() {
    let app = TestApp::new().await;
    let (_, _, path) = mill(&app).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let server = tokio::spawn(serve(
        listener,
        behind_proxy(&app),
        Listening {
            proxies: proxies(),
            ..Listening::default()
        },
        stop.clone(),
    ));
    let http = client();
    let url = format!("http://{address}{path}");
    let start = Arc::new(Barrier::new(CLIENTS as usize));
    let mut clients = JoinSet::new();
    for client in 0..CLIENTS {
        let (http, url, start) = (http.clone(), url.clone(), start.clone());
        let key = app.form_number();
        clients.spawn(async move {
            start.wait().await;
            let (reference, refusals) = apply(&http, &url, client, &key).await;
            // Some do not see the answer, and send again.
            if client % 50 == 0 {
                assert_eq!(apply(&http, &url, client, &key).await.0, reference);
            }
            (reference, refusals, client)
        });
    }
    let mut references = BTreeMap::new();
    let mut refusals = 0;
    while let Some(done) = clients.join_next().await {
        let (reference, refused, client) = done.unwrap();
        refusals += refused;
        assert!(references.insert(reference, client).is_none());
    }
    stop.cancel();
    server.await.unwrap();
    assert!(
        refusals > 0,
        "beyond the places, people are asked to come back"
    );

    let rows: Vec<(String, String, i64, Vec<u8>, String)> = sqlx::query_as(
        "select s.reference, e.email, f.size, f.sha256, f.storage_key
         from submissions s join applications a on a.id = s.application_id join candidate_emails e on e.candidate_id = a.candidate_id
         join attachments m on m.application_id = a.id join files f on f.id = m.file_id",
    )
    .fetch_all(app.app.db.pages())
    .await
    .unwrap();
    assert_eq!(rows.len() as u64, CLIENTS);
    for table in [
        "submissions",
        "applications",
        "candidates",
        "files",
        "attachments",
    ] {
        let count = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        let count: i64 = sqlx::query_scalar(count)
            .fetch_one(app.app.db.pages())
            .await
            .unwrap();
        assert_eq!(count as u64, CLIENTS, "{table}");
    }
    for (reference, email, size, sha256, key) in rows {
        let client = references[&reference];
        assert_eq!(email, format!("noor{client}@example.org"));
        let bytes = std::fs::read(app.lies_at(&key)).unwrap();
        assert_eq!(bytes.len() as i64, size);
        assert!(
            bytes == pdf(client),
            "the file of {email} is not what was sent"
        );
        if client % 50 == 0 {
            assert_eq!(Sha256::digest(&bytes).as_slice(), sha256);
        }
    }
}
