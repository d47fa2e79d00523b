//! A small site behind the real edge, and a client that may be as rude as a test needs.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use candor::web::kit::around::{EdgeSettings, around};
use candor::web::kit::listen::{Listening, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// Longer than anything here may take.
pub const LONG: Duration = Duration::from_secs(20);

pub struct House {
    pub address: SocketAddr,
    pub stop: CancellationToken,
    pub done: JoinHandle<()>,
}

/// The edge's settings in tests.
pub fn settings() -> EdgeSettings {
    EdgeSettings::new(
        "https://jobs.example.org".parse().unwrap(),
        "__Host-session",
    )
}

impl House {
    /// Opens with the usual settings.
    pub async fn open(routes: Router) -> Self {
        Self::with(routes, settings(), Listening::default()).await
    }

    pub async fn with(routes: Router, settings: EdgeSettings, listening: Listening) -> Self {
        Self::serving(
            around(routes, settings, |router| router).unwrap(),
            listening,
        )
        .await
    }

    /// Serves a router as it is.
    pub async fn serving(router: Router, listening: Listening) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let done = tokio::spawn(serve(listener, router, listening, stop.clone()));
        Self {
            address,
            stop,
            done,
        }
    }

    pub async fn connect(&self) -> Client {
        Client(TcpStream::connect(self.address).await.unwrap())
    }

    /// Sends a request over a connection of its own.
    pub async fn ask(&self, request: &str) -> Answer {
        let mut client = self.connect().await;
        client.say(request).await;
        client.answer().await
    }

    /// GET, with more headers.
    pub async fn get(&self, path: &str, headers: &str) -> Answer {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nhost: localhost\r\n{headers}\r\n"
        ))
        .await
    }
}

pub struct Client(pub TcpStream);

impl Client {
    pub async fn say(&mut self, words: &str) {
        self.0.write_all(words.as_bytes()).await.unwrap();
    }

    /// Reads one answer. Panics if the connection ends before it.
    pub async fn answer(&mut self) -> Answer {
        timeout(LONG, self.read())
            .await
            .expect("an answer in time")
            .expect("an answer")
    }

    /// Waits until the other side closes, and returns what came until then.
    pub async fn end(&mut self) -> Vec<u8> {
        let mut rest = Vec::new();
        let _ = timeout(LONG, self.0.read_to_end(&mut rest))
            .await
            .expect("an end in time");
        rest
    }

    async fn read(&mut self) -> Option<Answer> {
        let mut bytes = Vec::new();
        let head = loop {
            if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break end;
            }
            if self.0.read_buf(&mut bytes).await.ok()? == 0 {
                return None;
            }
        };
        let body = bytes.split_off(head + 4);
        let mut answer = Answer::parse(str::from_utf8(&bytes).unwrap(), body);
        let length = answer
            .header("content-length")
            .map_or(0, |length| length.parse().unwrap());
        while answer.body.len() < length {
            if self.0.read_buf(&mut answer.body).await.ok()? == 0 {
                return None;
            }
        }
        Some(answer)
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    fn parse(head: &str, body: Vec<u8>) -> Self {
        let mut lines = head.trim_end().split("\r\n");
        let status = lines
            .next()
            .unwrap()
            .split(' ')
            .nth(1)
            .unwrap()
            .parse()
            .unwrap();
        let pair = |line: &str| {
            line.split_once(": ")
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        };
        Self {
            status,
            headers: lines.filter_map(pair).collect(),
            body,
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> &str {
        str::from_utf8(&self.body).unwrap()
    }
}
