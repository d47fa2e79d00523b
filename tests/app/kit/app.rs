//! The site in process, on a database of its own, with a clock that tests move.

pub use super::answer::Answer;
use super::{applications::FILLING_IN, db::TestDb};
use axum::{
    Router,
    body::Body,
    http::{Method, Request, header},
};
use candor::{
    access::{AccountPermit, Actor, CompanyRef, Permission, Permit, Through},
    app::App,
    base::{clock::Clock, config::Config, db::Db, key::InstallationKey},
    web,
    worker::Worker,
};
use clap::Parser;
use jiff::SignedDuration;
use std::{collections::BTreeMap, sync::Arc};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

/// Candor, as tests use it.
pub struct TestApp {
    pub app: App,
    pub router: Router,
    // The database goes after everything that uses it.
    pub db: TestDb,
    pub data: tempfile::TempDir,
    /// What people type, without the scheme.
    host: String,
}

#[derive(Parser)]
struct Flags {
    #[command(flatten)]
    config: Config,
}

impl TestApp {
    pub async fn new() -> Self {
        Self::at("localhost:8080").await
    }

    /// The site as it is reached at a host and port.
    pub async fn at(host: &str) -> Self {
        Self::set(host, |_| ()).await
    }

    /// The site as its operator has set it.
    pub async fn set(host: &str, with: impl FnOnce(&mut Config)) -> Self {
        let db = TestDb::new().await;
        let data = tempfile::tempdir().expect("a data directory");
        let dir = data.path().to_str().expect("a plain path");
        let mut flags = Flags::parse_from([
            "candor",
            "--data-dir",
            dir,
            "--public-url",
            &format!("http://{host}"),
        ]);
        with(&mut flags.config);
        let key = InstallationKey::open(&flags.config.key_path()).expect("a key");
        let app = App::new(
            Db::connect(db.serving.clone(), key),
            flags.config,
            env!("CARGO_BIN_EXE_candor").into(),
        )
        .expect("an app");
        let router = web::site(app.clone(), CancellationToken::new()).expect("a site");
        Self {
            app,
            router,
            db,
            data,
            host: host.to_owned(),
        }
    }

    /// A browser that nobody has signed in with.
    pub fn visitor(&self) -> Client {
        Client {
            router: self.router.clone(),
            host: self.host.clone(),
            clock: self.app.db.clock.clone(),
            cookies: BTreeMap::new(),
            headers: BTreeMap::new(),
            htmx: false,
        }
    }

    pub fn accounts(&self) -> AccountPermit {
        AccountPermit::new(&self.app.db, None)
    }

    /// A permit of the program itself, to prepare things through the domain.
    pub fn system<P: Permission>(&self, company: &CompanyRef) -> Permit<P> {
        let actor = Arc::new(Actor::System(Through::CommandLine));
        Permit::issue(&self.app.db, Arc::new(company.clone()), actor, None)
            .expect("the program may")
    }

    /// Moves the clock to the next noon, UTC: no day ends while a test goes on that counts by days.
    pub fn at_noon(&self) {
        const DAY: i64 = 24 * 60 * 60;
        let clock = &self.app.db.clock;
        let left = (DAY / 2 - clock.now().0.as_second()).rem_euclid(DAY);
        clock.advance(SignedDuration::from_secs(left));
    }

    /// Does all background work that is due, and says how much it was.
    pub async fn run_tasks(&self) -> usize {
        Worker::new(self.app.clone())
            .run_due()
            .await
            .expect("tasks")
    }
}

/// A browser: keeps cookies, follows nothing by itself.
#[derive(Clone)]
pub struct Client {
    router: Router,
    host: String,
    clock: Clock,
    pub cookies: BTreeMap<String, String>,
    /// Headers that every request has beside the usual ones.
    pub headers: BTreeMap<String, String>,
    pub htmx: bool,
}

impl Client {
    /// The same browser, at another host that leads here.
    pub fn at(mut self, host: &str) -> Self {
        self.host = host.to_owned();
        self
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, None, Body::empty()).await
    }

    pub async fn head(&mut self, path: &str) -> Answer {
        self.send(Method::HEAD, path, None, Body::empty()).await
    }

    /// Posts a form as a browser does.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.send(
            Method::POST,
            path,
            Some("application/x-www-form-urlencoded"),
            Body::from(body),
        )
        .await
    }

    /// Posts, and follows the redirect as a browser does.
    pub async fn post_and_follow(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(path, fields).await;
        let to = answer.location();
        self.get(&to).await
    }

    /// Posts a form with files: name, file name, media type, bytes.
    pub async fn post_files(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &str, &[u8])],
    ) -> Answer {
        const BOUNDARY: &str = "----CandorTestBoundary7MA4YWxkTrZu0gW";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        for (name, file, kind, bytes) in files {
            body.extend(
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: {kind}\r\n\r\n").bytes(),
            );
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").bytes());
        self.send(
            Method::POST,
            path,
            Some(&format!("multipart/form-data; boundary={BOUNDARY}")),
            Body::from(body),
        )
        .await
    }

    /// Sends anything.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        kind: Option<&str>,
        body: Body,
    ) -> Answer {
        let draws_a_form = method == Method::GET && path.ends_with("/apply");
        let response = self.answered(method, path, kind, body).await;
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let text = cookie.to_str().expect("a cookie");
            let (name, value) = text
                .split(';')
                .next()
                .and_then(|pair| pair.split_once('='))
                .expect("a pair");
            if text.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        // What never ends by itself is looked at no further than its head.
        let endless = parts
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
        if draws_a_form {
            self.clock.advance(FILLING_IN);
        }
        let body = if endless { Body::empty() } else { body };
        let body = axum::body::to_bytes(body, 64 << 20).await.expect("a body");
        Answer {
            path: path.to_owned(),
            status: parts.status,
            headers: parts.headers,
            body: body.to_vec(),
        }
    }

    /// Opens what never ends by itself.
    pub async fn opens(&self, path: &str) -> axum::response::Response {
        self.answered(Method::GET, path, None, Body::empty()).await
    }

    async fn answered(
        &self,
        method: Method,
        path: &str,
        kind: Option<&str>,
        body: Body,
    ) -> axum::response::Response {
        let mut request = Request::builder()
            .method(method.clone())
            .uri(path)
            .header(header::HOST, &self.host);
        if !method.is_safe() && !self.headers.contains_key("sec-fetch-site") {
            request = request.header("sec-fetch-site", "same-origin");
        }
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if self.htmx {
            request = request.header("hx-request", "true");
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<_> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        self.router
            .clone()
            .oneshot(request.body(body).expect("a request"))
            .await
            .expect("an answer")
    }
}
