//! Notes who fetches the feeds. The request itself writes nothing: notes are counted in memory, and written together a
//! moment later.

use super::company::CompanySite;
use crate::{
    app::App,
    base::{clock::Time, db::Db, error::Error, error::Result},
    domain::postings::fetches::{self, AGENT, Fetch, Times},
    web::kit::client::ClientAddress,
};
use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
    response::Response,
};
use jiff::{civil::Date, tz::TimeZone};
use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

pub use fetches::Format;

/// How long notes are collected.
const PAUSE: Duration = Duration::from_secs(2);
/// Different lines of one day; programs beyond that are counted as one, so that nobody fills the table.
const LINES: usize = 2_000;

/// The notes of this instance. Clones share them.
#[derive(Clone)]
pub struct Fetches {
    db: Db,
    notes: Arc<Mutex<Notes>>,
}

#[derive(Default)]
struct Notes {
    taken: HashMap<Fetch, Times>,
    /// Whether somebody is about to write them.
    writing: bool,
    day: Date,
    lines: HashSet<u64>,
    hashing: RandomState,
}

impl Fetches {
    pub fn new(db: Db) -> Self {
        Self {
            db,
            notes: Arc::default(),
        }
    }

    fn note(&self, fetch: Fetch, now: Time) {
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        let fetch = notes.fitting(fetch, now);
        let times = notes.taken.entry(fetch).or_insert(Times {
            count: 0,
            first: now,
            last: now,
        });
        times.count += 1;
        times.last = now;
        if !std::mem::replace(&mut notes.writing, true) {
            tokio::spawn(self.clone().write());
        }
    }

    /// What cannot be written is lost: it is a count of programs, and the database has other worries then.
    async fn write(self) {
        tokio::time::sleep(PAUSE).await;
        let taken = {
            let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
            notes.writing = false;
            std::mem::take(&mut notes.taken)
        };
        let taken: Vec<_> = taken.into_iter().collect();
        if let Err(cause) = fetches::write(self.db.work(), &taken).await {
            tracing::warn!(%cause, "who fetched the feeds was not written down");
        }
    }
}

impl Notes {
    /// The line that a fetch is counted in.
    fn fitting(&mut self, fetch: Fetch, now: Time) -> Fetch {
        let today = now.day(&TimeZone::UTC);
        if today != self.day {
            self.day = today;
            self.lines.clear();
        }
        let mark = self.hashing.hash_one(&fetch);
        if self.lines.len() < LINES || self.lines.contains(&mark) {
            self.lines.insert(mark);
            return fetch;
        }
        Fetch {
            agent: "Many others".to_owned(),
            network: String::new(),
            ..fetch
        }
    }
}

/// Whoever asks for a feed.
pub struct Fetcher {
    agent: String,
    network: String,
    now: Time,
    fetches: Fetches,
}

impl Fetcher {
    /// Notes that a company's feed was taken, and sends it.
    pub fn took(&self, site: &CompanySite, format: Format, answer: Response) -> Response {
        let fetch = Fetch {
            company: site.data.id(),
            format,
            agent: self.agent.clone(),
            network: self.network.clone(),
            status: i16::try_from(answer.status().as_u16()).unwrap_or_default(),
        };
        self.fetches.note(fetch, self.now);
        answer
    }
}

impl FromRequestParts<App> for Fetcher {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let fetches = parts.extensions.get::<Fetches>().cloned();
        let agent = parts.headers.get(header::USER_AGENT);
        let agent = agent.map(|agent| String::from_utf8_lossy(agent.as_bytes()));
        let plain = agent.iter().flat_map(|agent| agent.chars());
        let client = parts.extensions.get::<ClientAddress>();
        Ok(Self {
            agent: plain.filter(|c| !c.is_control()).take(AGENT).collect(),
            network: client.map(|client| network(client.ip)).unwrap_or_default(),
            now: app.db.clock.now(),
            fetches: fetches.ok_or_else(|| anyhow::anyhow!("a feed without its log"))?,
        })
    }
}

/// An address without the part that tells one machine from its neighbours.
fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::CompanyId;

    #[test]
    fn addresses_lose_their_end() {
        assert_eq!(network("203.0.113.77".parse().unwrap()), "203.0.113.0/24");
        assert_eq!(
            network("2001:db8:7:8::9".parse().unwrap()),
            "2001:db8:7::/48"
        );
    }

    #[test]
    fn a_crowd_of_names_is_one_line() {
        let mut notes = Notes::default();
        let now = Time(jiff::Timestamp::UNIX_EPOCH);
        let fetch = |agent: usize| Fetch {
            company: CompanyId(1),
            format: Format::Rss,
            agent: agent.to_string(),
            network: String::new(),
            status: 200,
        };
        for n in 0..LINES {
            assert_eq!(notes.fitting(fetch(n), now), fetch(n));
        }
        assert_eq!(notes.fitting(fetch(LINES), now).agent, "Many others");
        assert_eq!(notes.fitting(fetch(0), now), fetch(0));
        let tomorrow = now.plus(jiff::SignedDuration::from_hours(24));
        assert_eq!(notes.fitting(fetch(LINES), tomorrow), fetch(LINES));
    }
}
