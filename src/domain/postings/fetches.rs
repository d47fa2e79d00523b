//! Who fetched the feeds, and when: so that a company knows which job sites read it. Programs only, by the name that they
//! give themselves and the network they come from.

use crate::base::{clock::Time, error::Result, ids::CompanyId};
use jiff::SignedDuration;
use sqlx::{PgConnection, PgPool};

/// How long the lines are kept.
pub const DAYS: i64 = 90;

/// Characters of a program's name that are kept.
pub const AGENT: usize = 200;

/// Which feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(type_name = "feed_format", rename_all = "snake_case")]
pub enum Format {
    Atom,
    Rss,
    /// The XML that job sites fetch.
    Jobs,
    /// The same of every company in one.
    AllJobs,
}

impl Format {
    pub fn label(self) -> &'static str {
        match self {
            Self::Atom => "Atom",
            Self::Rss => "RSS",
            Self::Jobs => "Jobs in XML",
            Self::AllJobs => "Jobs of all companies in XML",
        }
    }
}

/// Who took what.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fetch {
    pub company: CompanyId,
    pub format: Format,
    pub agent: String,
    pub network: String,
    /// Of the answer: 200, or 304 where the program had it already.
    pub status: i16,
}

/// How often it did so, and when.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    pub count: i64,
    pub first: Time,
    pub last: Time,
}

/// A day's line of the log.
pub struct Line {
    pub format: Format,
    pub agent: String,
    pub network: String,
    pub status: i16,
    pub count: i64,
    pub last: Time,
}

/// Adds to the log what was noted since the last time, to the days of each company.
pub async fn write(pool: &PgPool, noted: &[(Fetch, Times)]) -> Result<()> {
    let column = |of: fn(&Fetch) -> String| noted.iter().map(|(fetch, _)| of(fetch)).collect();
    let agents: Vec<String> = column(|fetch| fetch.agent.clone());
    let networks: Vec<String> = column(|fetch| fetch.network.clone());
    let companies: Vec<i64> = noted.iter().map(|(fetch, _)| fetch.company.0).collect();
    let formats: Vec<Format> = noted.iter().map(|(fetch, _)| fetch.format).collect();
    let statuses: Vec<i16> = noted.iter().map(|(fetch, _)| fetch.status).collect();
    let counts: Vec<i64> = noted.iter().map(|(_, times)| times.count).collect();
    let firsts: Vec<Time> = noted.iter().map(|(_, times)| times.first).collect();
    let lasts: Vec<Time> = noted.iter().map(|(_, times)| times.last).collect();
    sqlx::query!(
        r#"insert into feed_fetches as f (company_id, day, format, agent, network, status, count, first_at, last_at)
           select n.company_id, (n.last_at at time zone c.time_zone)::date, n.format, n.agent, n.network, n.status, n.count,
                  n.first_at, n.last_at
           from unnest($1::bigint[], $2::feed_format[], $3::text[], $4::text[], $5::smallint[], $6::bigint[],
                       $7::timestamptz[], $8::timestamptz[])
                as n (company_id, format, agent, network, status, count, first_at, last_at)
           join companies c on c.id = n.company_id
           on conflict (company_id, day, format, agent, network, status)
           do update set count = f.count + excluded.count, last_at = greatest(f.last_at, excluded.last_at)"#,
        &companies,
        &formats as _,
        &agents,
        &networks,
        &statuses,
        &counts,
        &firsts as _,
        &lasts as _,
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// The newest lines of a company's log.
pub async fn newest(db: &mut PgConnection, company: CompanyId, most: i64) -> Result<Vec<Line>> {
    Ok(sqlx::query_as!(
        Line,
        r#"select format as "format: Format", agent, network, status, count, last_at as "last: Time"
           from feed_fetches where company_id = $1 order by last_at desc, agent, network limit $2"#,
        company as _,
        most,
    )
    .fetch_all(db)
    .await?)
}

/// Forgets lines that are older than anybody needs.
pub async fn forget(pool: &PgPool, now: Time) -> Result<()> {
    let oldest = now.minus(SignedDuration::from_hours(24 * DAYS));
    sqlx::query!(
        r#"delete from feed_fetches f using companies c
           where c.id = f.company_id and f.day < ($1::timestamptz at time zone c.time_zone)::date"#,
        oldest as _,
    )
    .execute(pool)
    .await?;
    Ok(())
}
