//! The program itself, started as an operator starts it, on a data directory and a private Postgres of its own.

use super::app::TestApp;
use reqwest::redirect::Policy;
use sqlx::ConnectOptions;
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// A running `candor serve`. Dropping it kills it.
pub struct Program {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub origin: String,
    /// The one-time set-up address, where nobody has claimed the installation.
    pub set_up: Option<String>,
    /// From the start of the process to its first answer.
    pub took: Duration,
}

impl Program {
    /// Starts on a data directory and waits for the first answer.
    pub async fn start(data: &Path) -> Self {
        Self::start_with(data, &[]).await
    }

    /// Starts with more environment.
    pub async fn start_with(data: &Path, environment: &[(&str, &str)]) -> Self {
        let began = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_candor"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(data)
            .env_remove("DATABASE_URL")
            .env_remove("CANDOR_MIGRATION_DATABASE_URL")
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let out = BufReader::new(child.stdout.take().expect("its output"));
        let (said, heard) = tokio::sync::mpsc::unbounded_channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                let _ = said.send(line);
            }
        });
        let mut program = Self {
            child,
            origin: String::new(),
            set_up: None,
            took: Duration::ZERO,
        };
        program.hear(heard).await;
        let client = client();
        while client
            .get(format!("{}/readyz", program.origin))
            .send()
            .await
            .is_err()
        {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        program.took = began.elapsed();
        program
    }

    /// Reads the address, and the set-up link when one follows.
    async fn hear(&mut self, mut heard: tokio::sync::mpsc::UnboundedReceiver<String>) {
        let patience = Duration::from_secs(60);
        loop {
            let limit = if self.origin.is_empty() {
                patience
            } else {
                Duration::from_millis(500)
            };
            match tokio::time::timeout(limit, heard.recv()).await {
                Ok(Some(line)) => {
                    if let Some(origin) = line.strip_prefix("Candor is at ") {
                        self.origin = origin.to_owned();
                    }
                    if line.contains("/set-up/") {
                        self.set_up = Some(line.trim().to_owned());
                        return;
                    }
                }
                Ok(None) => panic!("the program ended before it said its address"),
                Err(_) if !self.origin.is_empty() => return,
                Err(_) => panic!("the program said no address in {patience:?}"),
            }
        }
    }

    /// Starts on the database and in the data directory of a test.
    pub async fn of(app: &TestApp, environment: &[(&str, &str)]) -> Self {
        let (serving, owner) = (app.db.serving.to_url_lossy(), app.db.owner.to_url_lossy());
        let ours = [
            ("DATABASE_URL", serving.as_str()),
            ("CANDOR_MIGRATION_DATABASE_URL", owner.as_str()),
            ("CANDOR_LOG", "warn"),
        ];
        Self::start_with(app.data.path(), &[&ours, environment].concat()).await
    }

    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`: no chance to tidy up.
    pub fn kill(&mut self) {
        self.child.kill().expect("a kill");
        self.child.wait().expect("its end");
    }

    /// SIGTERM, as a service manager sends it; gives how long the end took.
    pub fn stop(&mut self) -> Duration {
        let began = Instant::now();
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("a signal");
        let status = self.child.wait().expect("its end");
        assert!(status.success(), "ended with {status}");
        began.elapsed()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A client over real sockets that follows nothing by itself.
pub fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(Policy::none())
        .timeout(Duration::from_secs(60))
        .build()
        .expect("a client")
}
