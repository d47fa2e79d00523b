//! The release build, serving a filled installation, and clients that ask it over one connection each.

use candor::{base::secret::Token, domain::accounts::sessions};
use http_body_util::{BodyExt, Full};
use hyper::{Method, Request, Response, body::Bytes, client::conn::http1::SendRequest};
use hyper_util::rt::TokioIo;
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

/// A request, to be sent any number of times.
#[derive(Clone)]
pub struct Ask {
    pub method: Method,
    pub path: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Bytes,
}

impl Ask {
    pub fn get(path: &str) -> Self {
        Self {
            method: Method::GET,
            path: path.to_owned(),
            headers: vec![("accept", "text/html".to_owned())],
            body: Bytes::new(),
        }
    }

    /// As the one whose session it is.
    pub fn signed_in(mut self, token: &Token) -> Self {
        let cookie = format!("{}={}", sessions::COOKIE, token.reveal());
        self.headers.push(("cookie", cookie));
        self
    }
}

/// A connection that is kept.
pub struct Client {
    sender: SendRequest<Full<Bytes>>,
    host: String,
}

impl Client {
    /// Asks, and reads the whole answer.
    pub async fn ask(&mut self, ask: &Ask) -> anyhow::Result<Response<Bytes>> {
        let mut request = Request::builder()
            .method(&ask.method)
            .uri(&ask.path)
            .header("host", &self.host);
        for (name, value) in &ask.headers {
            request = request.header(*name, value);
        }
        self.sender.ready().await?;
        let request = request.body(Full::new(ask.body.clone()))?;
        let (head, body) = self.sender.send_request(request).await?.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok(Response::from_parts(head, body))
    }
}

/// The program at work. Dropping it asks it to stop, and waits.
pub struct Server {
    pub child: Child,
    /// Its address and port.
    pub host: String,
}

impl Server {
    /// Starts it on a data directory, with settings of the environment.
    pub fn start(data: &Path, settings: &[(&str, &str)]) -> anyhow::Result<Self> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_candor"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(data)
            .env("CANDOR_LOG", "warn")
            .env_remove("DATABASE_URL")
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .spawn()?;
        let out = child
            .stdout
            .take()
            .ok_or_else(|| anyhow::anyhow!("no output"))?;
        let mut host = String::new();
        for line in BufReader::new(out).lines() {
            if let Some(origin) = line?.strip_prefix("Candor is at http://") {
                host = origin.to_owned();
                break;
            }
        }
        anyhow::ensure!(!host.is_empty(), "the server did not start");
        Ok(Self { child, host })
    }

    pub async fn connect(&self) -> anyhow::Result<Client> {
        let stream = tokio::net::TcpStream::connect(&self.host).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Client {
            sender,
            host: self.host.clone(),
        })
    }

    /// What it has of the machine's memory now, in MB.
    pub fn memory_mb(&self) -> u64 {
        self.status("VmRSS") / 1024
    }

    /// A number of its process, as Linux tells it.
    pub fn status(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .unwrap_or_default();
        let line = status
            .lines()
            .find(|line| line.starts_with(name))
            .unwrap_or_default();
        line.split_whitespace()
            .nth(1)
            .and_then(|number| number.parse().ok())
            .unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let pid = rustix::process::Pid::from_child(&self.child);
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        let _ = self.child.wait();
    }
}
