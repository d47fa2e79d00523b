//! The goals of `docs/performance.md` as ratios: what things cost beside other things in the same run, which machines agree about
//! better than about times.
//!
//!     cargo bench --features bench --bench goals -- --candidates 100000 --more 1000000
//!
//! Prints a table and writes `target/tmp/bench/goals-<candidates>.json`; it measures, and fails on nothing.

mod applying;
mod cpu;
mod crowd;
mod growth;
#[path = "../kit/mod.rs"]
mod kit;
mod load;
mod public;
mod staff;
mod table;

use clap::Parser;
use kit::{fill, server::Server};
use std::path::Path;
use table::{Row, many};

/// Candidates of an installation that is only there to be written to.
const FEW: u64 = 2_000;

#[derive(Parser)]
struct Arguments {
    /// How many candidates; there are 1.2 applications for each
    #[arg(long, default_value_t = 10_000)]
    candidates: u64,
    /// Also with so many, to see how searches grow
    #[arg(long)]
    more: Option<u64>,
    /// What `cargo bench` passes
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let home = kit::home()?;
    let mut rows = written(&home.join("goals")).await?;
    so_far(&rows);
    let mut searches = Vec::new();
    for candidates in [arguments.candidates].into_iter().chain(arguments.more) {
        let data = home.join(candidates.to_string());
        let filled = fill::fill(&data, candidates).await?;
        let measured = staff::measure(&data, &filled, candidates).await?;
        so_far(&measured.rows);
        rows.extend(measured.rows);
        searches.push((candidates, measured.worst_search));
    }
    if let [(few, before), (most, after)] = searches[..] {
        let what = format!("the worst search, {} / {}", many(most), many(few));
        rows.push(Row::most(5, what, after / before, "×", 4.0));
    }
    rows.extend(growth::measure(&home)?);
    table::print(&mut rows);
    let file = home.join(format!("goals-{}.json", arguments.candidates));
    std::fs::write(&file, serde_json::to_vec_pretty(&rows)?)?;
    println!("\nwritten to {}", file.display());
    Ok(())
}

/// It takes a quarter of an hour: whoever waits sees what there is.
fn so_far(rows: &[Row]) {
    for row in rows {
        eprintln!("{row}");
    }
}

/// The goals for which something is written, on an installation that is thrown away.
async fn written(data: &Path) -> anyhow::Result<Vec<Row>> {
    if data.exists() {
        std::fs::remove_dir_all(data)?;
    }
    let filled = fill::fill(data, FEW).await?;
    crowd::accounts(data).await?;
    let mut rows = public::measure(data, &filled).await?;
    let settings = [
        ("CANDOR_APPLICATIONS_PER_NETWORK", "0"),
        ("CANDOR_TRUSTED_PROXIES", "127.0.0.1"),
    ];
    let server = Server::start(data, &settings)?;
    rows.extend(crowd::beside(&server, &filled).await?);
    rows.push(applying::measure(&server, data, &filled).await?);
    rows.extend(crowd::storm(&server, data, &filled).await?);
    drop(server);
    std::fs::remove_dir_all(data)?;
    Ok(rows)
}
