//! What every page costs: fills an installation with synthetic people, starts the release build, and asks for each page as
//! one client, over one connection, again and again.
//!
//!     cargo bench --bench pages -- --candidates 100000
//!
//! The time is that of the whole request as the client sees it on loopback: the server's time is less. A fill is kept below
//! `target/tmp/bench/` for the next run. Prints a table and writes `target/tmp/bench/<candidates>.json`; it measures, and fails on
//! nothing.

#[path = "../kit/mod.rs"]
mod kit;
mod many;

use clap::Parser;
use kit::{
    WARMING,
    census::{self, Alone},
    fill,
    pages::pages,
    search,
    server::{Ask, Server},
};
use std::time::{Duration, Instant};

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
    let home = kit::home()?;
    let data = home.join(arguments.candidates.to_string());
    let filled = fill::fill(&data, arguments.candidates).await?;
    if arguments.many {
        let server = Server::start(&data, &[])?;
        let installation = fill::opened(&data).await?;
        many::measure(&server, &installation, &filled).await?;
        installation.close().await;
        return Ok(());
    }
    let mut pages = pages(&filled);
    pages.extend(search::shapes(&filled));
    pages.retain(|(name, _)| name.contains(&arguments.page));
    let census = census::take(&data, &filled, &pages).await?;
    let server = Server::start(&data, &[])?;
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
            ask: Ask::get(path).signed_in(&filled.token),
            alone,
            requests: arguments.requests,
        }
        .measure(page)
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

/// A page and its statements alone in turns, so that what else the machine does slows both down.
struct Turns<'a> {
    server: &'a Server,
    ask: Ask,
    alone: Option<Alone>,
    requests: usize,
}

impl Turns<'_> {
    async fn measure(mut self, page: &'static str) -> anyhow::Result<Measured> {
        let mut client = self.server.connect().await?;
        let mut times = Vec::with_capacity(self.requests);
        let mut bare = Vec::with_capacity(self.requests);
        let (mut status, mut bytes) = (0, 0);
        let start = Instant::now();
        for i in 0..self.requests + WARMING {
            if i > WARMING + 10 && start.elapsed() > PATIENCE {
                break;
            }
            let began = Instant::now();
            let answer = client.ask(&self.ask).await?;
            (status, bytes) = (answer.status().as_u16(), answer.body().len());
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
