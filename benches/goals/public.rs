//! Goal 1: what candidates see costs what a constant costs, asks nobody, and changes at once.

use super::{
    cpu::{Meter, ROUNDS, median},
    kit::{
        census,
        fill::{self, Filled},
        server::{Ask, Server},
    },
    load::{always, load},
    table::Row,
};
use anyhow::Context;
use hyper::Method;
use std::{
    path::Path,
    time::{Duration, Instant},
};

/// Clients at once, and how long a turn takes.
const CLIENTS: usize = 8;
const TURN: Duration = Duration::from_secs(2);

/// How often a posting is published.
const PUBLISHED: usize = 5;

pub async fn measure(data: &Path, filled: &Filled) -> anyhow::Result<Vec<Row>> {
    let list = "/careers/bench".to_owned();
    let pages = [
        ("careers list", list),
        ("posting", filled.posting_path.clone()),
    ];
    let census = census::take(data, filled, &pages).await?;
    let installation = fill::opened(data).await?;
    let mut rows = Vec::new();
    for (name, path) in &pages {
        let (statements, alone) = census.alone(path, &installation).await?;
        if let Some(alone) = alone {
            alone.close().await?;
        }
        rows.push(Row::most(
            1,
            format!("{name}, statements"),
            statements as f64,
            "",
            0.0,
        ));
    }
    installation.close().await;
    let server = Server::start(data, &[])?;
    rows.extend(rates(&server, data, &pages).await?);
    rows.push(published(&server, filled).await?);
    Ok(rows)
}

/// A page as clients of one kind ask for it.
struct Kind {
    what: String,
    ask: Ask,
    status: u16,
    /// Of the rate of a constant.
    wanted: f64,
}

async fn rates(
    server: &Server,
    data: &Path,
    pages: &[(&'static str, String)],
) -> anyhow::Result<Vec<Row>> {
    let meter = Meter::of(server, data)?;
    let mut kinds = vec![Kind {
        what: "a constant".to_owned(),
        ask: Ask::get("/v0/bench/constant"),
        status: 200,
        wanted: 1.0,
    }];
    for (name, path) in pages {
        let plain = Ask::get(path);
        let mut packed = plain.clone();
        packed.headers.push(("accept-encoding", "br".to_owned()));
        let answer = server.connect().await?.ask(&packed).await?;
        let tag = answer.headers().get("etag").context("a tag")?.to_str()?;
        let mut known = packed.clone();
        known.headers.push(("if-none-match", tag.to_owned()));
        for (how, ask, status, wanted) in [
            ("brotli", packed, 200, 0.6),
            ("identity", plain, 200, 0.5),
            ("304", known, 304, 0.7),
        ] {
            let what = format!("{name}, {how} / a constant, requests a second");
            kinds.push(Kind {
                what,
                ask,
                status,
                wanted,
            });
        }
    }
    let mut rates = vec![Vec::new(); kinds.len()];
    let mut costs = vec![Vec::new(); kinds.len()];
    for _ in 0..ROUNDS {
        for ((kind, rates), costs) in kinds.iter().zip(&mut rates).zip(&mut costs) {
            let before = meter.used()?;
            let served = load(
                server,
                CLIENTS,
                &always(kind.ask.clone()),
                kind.status,
                TURN,
            )
            .await?;
            let used = meter.used()?.saturating_sub(before);
            rates.push(served.rate);
            costs.push(used.as_secs_f64() * 1e6 / served.answers as f64);
        }
    }
    let (constant, cost) = (&rates[0], &costs[0]);
    let rows = kinds
        .iter()
        .zip(rates.iter().zip(&costs))
        .skip(1)
        .map(|(kind, (rate, used))| {
            let share = median(rate.iter().zip(constant).map(|(one, other)| one / other));
            let times = median(used.iter().zip(cost).map(|(one, other)| one / other));
            let (rate, used) = (median(rate.iter().copied()), median(used.iter().copied()));
            Row::least(1, &kind.what, share, "×", kind.wanted).note(format!(
                "{rate:.0} a second; CPU {used:.0} µs, {times:.2} × a constant's"
            ))
        });
    Ok(rows.collect())
}

/// How long at most until candidates can apply for what was published.
async fn published(server: &Server, filled: &Filled) -> anyhow::Result<Row> {
    let act = |name: &str| {
        let path = format!("/bench/postings/{}/{name}", filled.posting);
        let mut ask = Ask::get(&path).signed_in(&filled.token);
        ask.method = Method::POST;
        ask.headers
            .push(("origin", format!("http://{}", server.host)));
        ask
    };
    let (close, reopen) = (act("closing"), act("reopening"));
    let form = Ask::get(&format!("{}/apply", filled.posting_path));
    let mut client = server.connect().await?;
    let mut worst = Duration::ZERO;
    for _ in 0..PUBLISHED {
        for (act, status) in [(&close, 303), (&reopen, 200)] {
            let done = client.ask(act).await?.status();
            anyhow::ensure!(done == 303, "{} answers {done}", act.path);
            let began = Instant::now();
            while client.ask(&form).await?.status() != status {
                anyhow::ensure!(
                    began.elapsed() < Duration::from_secs(30),
                    "it is never seen"
                );
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            worst = worst.max(began.elapsed());
        }
    }
    let what = format!("published and closed {PUBLISHED} times, seen at the latest after");
    Ok(Row::most(1, what, worst.as_secs_f64(), "s", 1.0))
}
