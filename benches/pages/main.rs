//! What every page costs: fills an installation with synthetic people, starts the release build, and asks for each page as
//! one client, over one connection, again and again.
//!
//!     cargo bench --bench pages -- --candidates 100000
//!
//! The time is that of the whole request as the client sees it on loopback: the server's time is less. A fill is kept below
//! `target/tmp/bench/` for the next run. Prints a table and writes `target/tmp/bench/<candidates>.json`; it measures, and fails on
//! nothing.

mod census;
mod fill;
mod many;
mod search;

use candor::{base::secret::Token, domain::accounts::sessions};
use census::Alone;
use clap::Parser;
use fill::Filled;
use http_body_util::{BodyExt, Empty};
use hyper::{Request, body::Bytes, client::conn::http1::SendRequest};
use hyper_util::rt::TokioIo;
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// How often a page is asked for before it counts: each of the server's connections makes plans for a statement five times
/// before it keeps one.
const WARMING: usize = 60;

/// A page that is slow is asked for no longer than this.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Parser)]
struct Arguments {
    /// How many candidates; there are 1.2 applications for each
    #[arg(long, default_value_t = 10_000)]
    candidates: u64,
    /// How often each page is asked for
    #[arg(long, default_value_t = 300)]
    requests: usize,
    /// Only pages with this in their names
    #[arg(long, default_value = "")]
    page: String,
    /// Instead: what readers wait for while twenty acts move five hundred people each
    #[arg(long)]
    many: bool,
    /// What `cargo bench` passes
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(serde::Serialize)]
struct Measured {
    page: &'static str,
    status: u16,
    bytes: usize,
    p50_ms: f64,
    p95_ms: f64,
    p99_ms: f64,
    most_ms: f64,
    statements: usize,
    /// The same statements in the same run, without a page around them; where the log is enough to repeat them.
    bare_p50_ms: Option<f64>,
}

impl Measured {
    fn print(&self) {
        let kb = self.bytes as f64 / 1024.0;
        println!(
            "| {} | {} | {kb:.0} | {:.1} | {:.1} | {:.1} | {:.1} | {} | {} |",
            self.page,
            self.status,
            self.p50_ms,
            self.p95_ms,
            self.p99_ms,
            self.most_ms,
            self.statements,
            self.bare_p50_ms
                .map_or(String::new(), |ms| format!("{ms:.1}")),
        );
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    std::fs::create_dir_all(&home)?;
    let data = home.join(arguments.candidates.to_string());
    let filled = fill::fill(&data, arguments.candidates).await?;
    if arguments.many {
        let server = Server::start(&data)?;
        let installation = fill::opened(&data).await?;
        many::measure(&server, &installation, &filled).await?;
        installation.close().await;
        return Ok(());
    }
    let mut pages = pages(&filled);
    pages.extend(search::shapes(&filled));
    pages.retain(|(name, _)| name.contains(&arguments.page));
    let census = census::take(&data, &filled, &pages).await?;
    let server = Server::start(&data)?;
    println!(
        "\n{} candidates, {} requests a page at most, one client\n",
        arguments.candidates, arguments.requests
    );
    println!(
        "| page | status | KB | p50 ms | p95 ms | p99 ms | most ms | statements | these alone, p50 ms |\n|---|---|---|---|---|---|---|---|---|"
    );
    let mut table = Vec::new();
    let installation = fill::opened(&data).await?;
    for (page, path) in &pages {
        let (statements, alone) = census.alone(path, &installation).await?;
        let mut row = Turns {
            server: &server,
            token: &filled.token,
            alone,
            requests: arguments.requests,
        }
        .measure(page, path)
        .await?;
        row.statements = statements;
        row.print();
        table.push(row);
    }
    installation.close().await;
    let file = home.join(format!("{}.json", arguments.candidates));
    std::fs::write(&file, serde_json::to_vec_pretty(&table)?)?;
    println!(
        "\nresident memory of the server: {} MB\nwritten to {}",
        server.memory_mb(),
        file.display()
    );
    Ok(())
}

/// Every page that a recruiter or a candidate opens, with its address.
fn pages(f: &Filled) -> Vec<(&'static str, String)> {
    let (job, application, posting) = (f.big_job, f.application, f.posting);
    vec![
        ("careers list", "/careers/bench".to_owned()),
        (
            "careers list, filtered",
            "/careers/bench?q=engineer".to_owned(),
        ),
        ("posting", f.posting_path.clone()),
        ("application form", format!("{}/apply", f.posting_path)),
        ("home", "/bench".to_owned()),
        ("jobs", "/bench/jobs".to_owned()),
        ("board of 10,000", format!("/bench/jobs/{job}")),
        ("list of 10,000", format!("/bench/jobs/{job}/list")),
        ("list, by name", format!("/bench/jobs/{job}/list?q=minter")),
        ("application", format!("/bench/applications/{application}")),
        (
            "application, résumé",
            format!("/bench/applications/{application}/resume"),
        ),
        (
            "application, activity",
            format!("/bench/applications/{application}/activity"),
        ),
        ("move", format!("/bench/applications/{application}/move")),
        (
            "reject",
            format!("/bench/applications/{application}/rejection"),
        ),
        ("job, edit", format!("/bench/jobs/{job}/edit")),
        ("job, plan", format!("/bench/jobs/{job}/plan")),
        ("job, team", format!("/bench/jobs/{job}/team")),
        ("postings", "/bench/postings".to_owned()),
        ("posting editor", format!("/bench/postings/{posting}")),
        ("users", "/bench/settings/users".to_owned()),
        (
            "review",
            format!("/bench/jobs/{job}/review?at={application}"),
        ),
        ("candidates", "/bench/candidates".to_owned()),
        ("reports", "/bench/reports".to_owned()),
        ("report, stages", "/bench/reports/stages".to_owned()),
        ("report, promises", "/bench/reports/promises".to_owned()),
        ("report, rows", "/bench/reports/funnel/rows".to_owned()),
    ]
}

/// A page and its statements alone in turns, so that what else the machine does slows both down.
struct Turns<'a> {
    server: &'a Server,
    token: &'a Token,
    alone: Option<Alone>,
    requests: usize,
}

impl Turns<'_> {
    async fn measure(mut self, page: &'static str, path: &str) -> anyhow::Result<Measured> {
        let mut connection = self.server.connect().await?;
        let mut times = Vec::with_capacity(self.requests);
        let mut bare = Vec::with_capacity(self.requests);
        let (mut status, mut bytes) = (0, 0);
        let start = Instant::now();
        for i in 0..self.requests + WARMING {
            if i > WARMING + 10 && start.elapsed() > PATIENCE {
                break;
            }
            let began = Instant::now();
            (status, bytes) = measured(self.server, &mut connection, self.token, path).await?;
            let took = began.elapsed();
            let asked = match &mut self.alone {
                Some(alone) => Some(alone.ask().await?),
                None => None,
            };
            if i >= WARMING {
                times.push(took);
                bare.extend(asked);
            }
        }
        if let Some(alone) = self.alone {
            alone.close().await?;
        }
        times.sort_unstable();
        bare.sort_unstable();
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        let at = |share: f64| ms(times[((times.len() - 1) as f64 * share) as usize]);
        Ok(Measured {
            page,
            status,
            bytes,
            p50_ms: at(0.5),
            p95_ms: at(0.95),
            p99_ms: at(0.99),
            most_ms: at(1.0),
            statements: 0,
            bare_p50_ms: bare.get(bare.len().saturating_sub(1) / 2).copied().map(ms),
        })
    }
}

/// Asks for a page: its status and length.
async fn measured(
    server: &Server,
    connection: &mut SendRequest<Empty<Bytes>>,
    token: &Token,
    path: &str,
) -> anyhow::Result<(u16, usize)> {
    let request = Request::get(path)
        .header("host", &server.host)
        .header("cookie", format!("{}={}", sessions::COOKIE, token.reveal()))
        .header("accept", "text/html")
        .body(Empty::<Bytes>::new())?;
    connection.ready().await?;
    let response = connection.send_request(request).await?;
    let status = response.status().as_u16();
    let bytes = response.into_body().collect().await?.to_bytes().len();
    Ok((status, bytes))
}

/// The release build, serving the filled installation.
struct Server {
    child: Child,
    host: String,
}

impl Server {
    fn start(data: &Path) -> anyhow::Result<Self> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_candor"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(data)
            .env("CANDOR_LOG", "warn")
            .env_remove("DATABASE_URL")
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

    async fn connect(&self) -> anyhow::Result<SendRequest<Empty<Bytes>>> {
        let stream = tokio::net::TcpStream::connect(&self.host).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(sender)
    }

    fn memory_mb(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .unwrap_or_default();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS"))
            .unwrap_or_default();
        line.split_whitespace()
            .nth(1)
            .and_then(|kb| kb.parse::<u64>().ok())
            .unwrap_or_default()
            / 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let pid = rustix::process::Pid::from_child(&self.child);
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        let _ = self.child.wait();
    }
}
