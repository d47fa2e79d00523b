//! What a request is answered, whoever sends it.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use candor::web::kit::around::around;
use candor::web::kit::assets;
use candor::web::kit::client::ClientAddress;
use candor::web::kit::headers::DOWNLOAD_POLICY;
use candor::web::kit::health;
use candor::web::kit::listen::Listening;
use candor::web::kit::problem::{self, Problem};
use tokio_util::sync::CancellationToken;

use super::house::{House, settings};

fn site() -> Router {
    Router::new()
        .route("/", get(async || "hello"))
        .route(
            "/people/{id}",
            get(async |axum::extract::Path(id): axum::extract::Path<i64>| id.to_string()),
        )
        .route(
            "/change",
            post(async || "changed")
                .put(async || "")
                .patch(async || "")
                .delete(async || ""),
        )
        .route("/v1/change", post(async || "changed"))
        .route("/panic", get(panics))
        .route(
            "/file",
            get(async || {
                (
                    [(header::CONTENT_SECURITY_POLICY, DOWNLOAD_POLICY)],
                    "a file",
                )
            }),
        )
        .route(
            "/who",
            get(async |client: axum::Extension<ClientAddress>| {
                format!("{} {}", client.ip, client.https)
            }),
        )
        .route(
            "/id",
            get(async |headers: HeaderMap| headers["x-request-id"].to_str().unwrap().to_owned()),
        )
        .merge(assets::routes())
}

async fn panics() -> &'static str {
    panic!("the password is hunter2")
}

const SORRY: &str =
    "Please try again; if it stays, name the number below to whoever runs this site.";

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
    worker-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
    frame-ancestors 'none'";

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let house = House::open(site()).await;
    let css = assets::asset("app.css");
    let long = format!("/?{}", "q".repeat(3_000));
    for (path, status) in [
        ("/", 200),
        ("/nowhere", 404),
        (css, 200),
        ("/static/app.css", 404),
        ("/panic", 500),
        ("/people/x", 400),
        (&long, 414),
    ] {
        let answer = house.get(path, "").await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(
            answer.header("content-security-policy"),
            Some(POLICY),
            "{path}"
        );
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{path}"
        );
        assert_eq!(
            answer.header("referrer-policy"),
            Some("same-origin"),
            "{path}"
        );
        assert_eq!(
            answer.header("cross-origin-opener-policy"),
            Some("same-origin"),
            "{path}"
        );
        assert_eq!(
            answer.header("strict-transport-security"),
            Some("max-age=31536000"),
            "{path}"
        );
        assert!(
            answer
                .header("permissions-policy")
                .unwrap()
                .contains("camera=()"),
            "{path}"
        );
        assert!(
            answer
                .header("content-type")
                .unwrap()
                .ends_with("; charset=utf-8"),
            "{path}"
        );
        assert_eq!(answer.header("x-request-id").unwrap().len(), 36, "{path}");
        assert_eq!(answer.header("server"), None, "{path}");
    }
    let wrong = house
        .ask("GET / HTTP/1.1\r\nhost: evil.example\r\n\r\n")
        .await;
    assert_eq!(wrong.header("content-security-policy"), Some(POLICY));
    assert_eq!(
        house
            .get("/file", "")
            .await
            .header("content-security-policy"),
        DOWNLOAD_POLICY.to_str().ok()
    );
}

#[tokio::test]
async fn without_https_nobody_is_told_to_insist_on_it() {
    let mut settings = settings();
    settings.public_url = "http://127.0.0.1:8080".parse().unwrap();
    let house = House::with(site(), settings, Listening::default()).await;
    assert_eq!(
        house.get("/", "").await.header("strict-transport-security"),
        None
    );
}

#[tokio::test]
async fn a_request_id_is_ours_and_the_same_everywhere() {
    let house = House::open(site()).await;
    let answer = house.get("/id", "x-request-id: forged\r\n").await;
    assert_eq!(answer.header("x-request-id"), Some(answer.text()));
    assert_ne!(answer.text(), "forged");
    assert_ne!(house.get("/id", "").await.text(), answer.text());
}

#[tokio::test]
async fn the_library_s_words_reach_nobody() {
    let house = House::open(site()).await;
    for path in ["/people/x", "/people/%ff", "/people/99999999999999999999"] {
        let answer = house.get(path, "").await;
        assert_eq!(
            (answer.status, answer.text()),
            (400, "This request could not be understood."),
            "{path}"
        );
    }
    assert_eq!(
        house.get("/nowhere", "").await.text(),
        "There is nothing at this address."
    );
}

#[tokio::test]
async fn only_declared_methods_are_taken() {
    let house = House::open(site()).await;
    for method in ["POST", "TRACE", "DELETE", "OPTIONS", "BREW"] {
        let answer = house
            .ask(&format!("{method} / HTTP/1.1\r\nhost: localhost\r\n\r\n"))
            .await;
        assert_eq!(
            (answer.status, answer.header("allow")),
            (405, Some("GET,HEAD")),
            "{method}"
        );
    }
    let answer = house
        .ask("CONNECT evil.example:443 HTTP/1.1\r\nhost: evil.example:443\r\n\r\n")
        .await;
    assert!(matches!(answer.status, 400..500), "{answer:?}");
}

#[tokio::test]
async fn a_panic_gives_a_500_with_an_id_and_nothing_else() {
    let house = House::open(site()).await;
    let answer = house.get("/panic", "").await;
    assert_eq!((answer.status, answer.text()), (500, SORRY));
    assert!(answer.header("x-request-id").is_some());
    assert_eq!(
        house.get("/", "").await.status,
        200,
        "the others do not notice"
    );
}

#[tokio::test]
async fn problems_are_drawn_with_all_headers_and_a_drawing_may_panic() {
    async fn draw(request: axum::extract::Request, next: Next) -> axum::response::Response {
        let mut response = next.run(request).await;
        let Some(problem) = response.extensions_mut().remove::<Problem>() else {
            return response;
        };
        assert_ne!(
            problem.status,
            StatusCode::BAD_REQUEST,
            "drawn on purpose to panic"
        );
        let (mut parts, _) = response.into_parts();
        parts.headers.remove(header::CONTENT_TYPE);
        (
            parts.status,
            parts.headers,
            axum::response::Html(format!("<p>{}</p>", problem.code)),
        )
            .into_response()
    }
    let router = around(site(), settings(), |router| router.layer(from_fn(draw))).unwrap();
    let house = House::serving(router, Listening::default()).await;

    let answer = house
        .ask("POST / HTTP/1.1\r\nhost: localhost\r\n\r\n")
        .await;
    assert_eq!(
        (answer.status, answer.text()),
        (405, "<p>method_not_allowed</p>")
    );
    assert_eq!(answer.header("allow"), Some("GET,HEAD"));
    assert_eq!(answer.header("content-security-policy"), Some(POLICY));
    assert_eq!(house.get("/panic", "").await.text(), "<p>unexpected</p>");
    let broken = house.get("/people/x", "").await;
    assert_eq!((broken.status, broken.text()), (500, SORRY));
}

#[tokio::test]
async fn the_site_s_own_pages_say_which_request_it_was() {
    let router = around(site(), settings(), |router| {
        router.layer(from_fn(problem::draw))
    })
    .unwrap();
    let house = House::serving(router, Listening::default()).await;
    let page = house.get("/panic", "").await;
    assert_eq!(
        (page.status, page.header("content-type")),
        (500, Some("text/html; charset=utf-8"))
    );
    assert!(page.text().contains(page.header("x-request-id").unwrap()));
    assert!(!page.text().contains("hunter2"));
    for (request, status, code) in [
        (
            "GET / HTTP/1.1\r\nhost: evil.example\r\n",
            421,
            "unknown_host",
        ),
        (
            "POST /change HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: cross-site\r\n",
            403,
            "cross_site",
        ),
    ] {
        let answer = house
            .ask(&format!("{request}accept: application/json\r\n\r\n"))
            .await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (status, Some("application/problem+json"))
        );
        let problem: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(problem["code"], code);
    }
}

#[tokio::test]
async fn only_our_names_are_answered_to() {
    let mut settings = settings();
    settings.company_host = Some(Arc::new(|name| name == "careers.acme.example"));
    let routes = site().merge(health::routes(
        async || Vec::new(),
        CancellationToken::new(),
    ));
    let house = House::with(routes, settings, Listening::default()).await;
    for (host, status) in [
        ("host: jobs.example.org\r\n", 200),
        ("host: localhost:1234\r\n", 200),
        ("host: careers.acme.example\r\n", 200),
        ("host: evil.example\r\n", 421),
        ("host: a\r\nhost: b\r\n", 400),
        ("", 400),
    ] {
        assert_eq!(
            house
                .ask(&format!("GET / HTTP/1.1\r\n{host}\r\n"))
                .await
                .status,
            status,
            "{host}"
        );
    }
    assert_eq!(house.ask("GET / HTTP/1.0\r\n\r\n").await.status, 400);
    assert_eq!(
        house
            .ask("GET /healthz HTTP/1.1\r\nhost: 10.0.0.7:8080\r\n\r\n")
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn changes_come_from_our_own_pages() {
    let mut settings = settings();
    settings.cookieless = |path| path.starts_with("/v1/");
    let house = House::with(site(), settings, Listening::default()).await;
    let cookie = "cookie: __Host-session=abc\r\n";
    let cases = [
        // a browser's word
        ("sec-fetch-site: same-origin\r\n", true),
        ("sec-fetch-site: none\r\n", true),
        ("sec-fetch-site: same-site\r\n", false),
        ("sec-fetch-site: cross-site\r\n", false),
        (
            "sec-fetch-site: cross-site\r\norigin: https://evil.example\r\n",
            false,
        ),
        // an older browser's
        ("origin: https://jobs.example.org\r\n", true),
        ("origin: https://evil.example\r\n", false),
        ("origin: null\r\n", false),
        // through a proxy that changes the host
        (
            "sec-fetch-site: cross-site\r\norigin: https://jobs.example.org\r\n",
            true,
        ),
    ];
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        for (headers, passes) in cases {
            for cookie in ["", cookie] {
                let request = format!(
                    "{method} /change HTTP/1.1\r\nhost: jobs.example.org\r\n{headers}{cookie}\r\n"
                );
                let status = house.ask(&request).await.status;
                assert_eq!(status, if passes { 200 } else { 403 }, "{request}");
            }
        }
        let silent = format!("{method} /change HTTP/1.1\r\nhost: jobs.example.org\r\n");
        assert_eq!(
            house.ask(&format!("{silent}\r\n")).await.status,
            200,
            "a program without cookies"
        );
        assert_eq!(
            house.ask(&format!("{silent}{cookie}\r\n")).await.status,
            403,
            "our cookie and no origin"
        );
    }
    let program = "POST /v1/change HTTP/1.1\r\nhost: jobs.example.org\r\norigin: https://partner.example\r\n\r\n";
    assert_eq!(house.ask(program).await.status, 200);
    assert_eq!(
        house
            .get("/", "sec-fetch-site: cross-site\r\n")
            .await
            .status,
        200,
        "looking is free"
    );
}

#[tokio::test]
async fn only_our_proxy_says_who_somebody_is() {
    let claim = "x-forwarded-for: 203.0.113.9\r\nx-forwarded-proto: https\r\n";
    let house = House::open(site()).await;
    assert_eq!(house.get("/who", claim).await.text(), "127.0.0.1 false");
    let mut settings = settings();
    settings.proxies = "127.0.0.0/8".parse().unwrap();
    let house = House::with(site(), settings, Listening::default()).await;
    assert_eq!(house.get("/who", claim).await.text(), "203.0.113.9 true");
}
