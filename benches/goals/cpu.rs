//! What requests cost: processor time of the program and of its Postgres, in the system and outside.
//!
//! It is counted in ticks, so that a turn lasts for a second of processor time. Things are asked for in turns, three
//! rounds of them, so that what else the machine does meets all alike; a ratio is taken in each round, and the middle one counts.

use super::kit::{
    WARMING,
    census::Alone,
    server::{Ask, Client, Server},
};
use anyhow::Context;
use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

/// How often all turns are taken.
pub const ROUNDS: usize = 3;

/// What Linux counts in, for programs: `USER_HZ` is 100.
const TICK_MS: u64 = 10;

/// Processor time that a turn uses, and the longest that one may last.
const TURN: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(10);

/// How often a turn looks whether it has had its time.
const GLANCE: Duration = Duration::from_millis(50);

/// Reads what an installation has used of the processors.
pub struct Meter {
    program: u32,
    postgres: u32,
}

/// What one process has used. What its children used is counted when they have ended.
struct Process {
    parent: u32,
    own: Duration,
    ended: Duration,
}

impl Meter {
    pub fn of(server: &Server, data: &Path) -> anyhow::Result<Self> {
        let file = fs::read_to_string(data.join("postgres/cluster/postmaster.pid"))?;
        let postgres = file.lines().next().context("Postgres runs")?.parse()?;
        let program = server.child.id();
        Ok(Self { program, postgres })
    }

    /// Since both began.
    pub fn used(&self) -> anyhow::Result<Duration> {
        let program = process(self.program).context("the program runs")?;
        let postgres = process(self.postgres).context("Postgres runs")?;
        let serving: Duration = self.serving().map(|it| it.own).sum();
        Ok(program.own + postgres.own + postgres.ended + serving)
    }

    /// How many connections the program has to Postgres.
    pub fn connections(&self) -> usize {
        let of = |pid: u32| fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let serving =
            pids().filter(|pid| process(*pid).is_some_and(|it| it.parent == self.postgres));
        serving
            .filter(|pid| of(*pid).starts_with("postgres: candor "))
            .count()
    }

    fn serving(&self) -> impl Iterator<Item = Process> {
        pids()
            .filter_map(process)
            .filter(|it| it.parent == self.postgres)
    }
}

fn pids() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

/// Reads `/proc/PID/stat` (proc(5)): behind the name in brackets stand the state, the parent, and from the twelfth on the ticks.
fn process(pid: u32) -> Option<Process> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let numbers: Vec<u64> = stat
        .rsplit_once(") ")?
        .1
        .split_whitespace()
        .map(|word| word.parse().unwrap_or_default())
        .collect();
    let time = |at: usize| {
        let ticks = numbers.get(at)? + numbers.get(at + 1)?;
        Some(Duration::from_millis(ticks * TICK_MS))
    };
    Some(Process {
        parent: u32::try_from(*numbers.get(1)?).ok()?,
        own: time(11)?,
        ended: time(13)?,
    })
}

/// Something that is asked for again and again.
pub enum Asked<'a> {
    Page(&'a Server, Ask),
    /// Of which only what Postgres does is counted: nobody else is asked.
    Statements(Alone),
}

/// One of them, with the connection over which it is asked for.
enum Asking<'a> {
    Page(Client, &'a Ask),
    Statements(&'a mut Alone),
}

impl Asked<'_> {
    /// The server hangs up on a client that keeps silent, so that each turn has a connection of its own.
    async fn begin(&mut self) -> anyhow::Result<Asking<'_>> {
        Ok(match self {
            Self::Page(server, ask) => Asking::Page(server.connect().await?, ask),
            Self::Statements(alone) => Asking::Statements(alone),
        })
    }

    async fn warm(&mut self) -> anyhow::Result<()> {
        let mut asking = self.begin().await?;
        for _ in 0..WARMING {
            asking.once().await?;
        }
        Ok(())
    }

    /// What one of them costs, in microseconds.
    async fn turn(&mut self, meter: &Meter) -> anyhow::Result<f64> {
        let mut asking = self.begin().await?;
        let (before, began) = (meter.used()?, Instant::now());
        let mut times = 0_u32;
        loop {
            let glance = Instant::now();
            while glance.elapsed() < GLANCE {
                asking.once().await?;
                times += 1;
            }
            let used = meter.used()?.saturating_sub(before);
            if used >= TURN || began.elapsed() >= PATIENCE {
                return Ok(used.as_secs_f64() * 1e6 / f64::from(times));
            }
        }
    }
}

impl Asking<'_> {
    async fn once(&mut self) -> anyhow::Result<()> {
        match self {
            Self::Page(client, ask) => {
                let status = client.ask(ask).await?.status();
                anyhow::ensure!(status.is_success(), "{} answers {status}", ask.path);
            }
            Self::Statements(alone) => {
                alone.ask().await?;
            }
        }
        Ok(())
    }
}

/// What each of some things costs, in microseconds, by round.
pub struct Costs(Vec<Vec<f64>>);

/// Asks for all of them in turns.
pub async fn compare(meter: &Meter, mut things: Vec<Asked<'_>>) -> anyhow::Result<Costs> {
    for thing in &mut things {
        thing.warm().await?;
    }
    let mut costs = vec![Vec::new(); things.len()];
    for _ in 0..ROUNDS {
        for (thing, costs) in things.iter_mut().zip(&mut costs) {
            costs.push(thing.turn(meter).await?);
        }
    }
    for thing in things {
        if let Asked::Statements(alone) = thing {
            alone.close().await?;
        }
    }
    Ok(Costs(costs))
}

impl Costs {
    /// What one costs.
    pub fn of(&self, thing: usize) -> f64 {
        median(self.0[thing].iter().copied())
    }

    /// How many times another one costs.
    pub fn ratio(&self, thing: usize, other: usize) -> f64 {
        median(
            self.0[thing]
                .iter()
                .zip(&self.0[other])
                .map(|(one, other)| one / other),
        )
    }
}

/// The middle one.
pub fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}
