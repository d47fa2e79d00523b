//! Which statements a page asks Postgres, by Postgres' own log, and what they take without a page around them.
//!
//! The statements are those of a later request, when nothing is prepared any more and what a page does once is done, over
//! connections that are not the worker's: what it reads and what it writes, with its transactions around them. They are
//! replayed over one connection of the same kind, prepared, with the same values, one after another, in turns with the page.

use super::{
    fill::Filled,
    server::{Ask, Server},
};
use anyhow::Context;
use candor::{
    base::postgres::{Durability, EmbeddedPostgres},
    server::Installation,
};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Postgres, pool::PoolConnection};
use std::{
    collections::{HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// A statement with its values, as Postgres wrote them down.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Statement {
    /// The process that was asked.
    process: String,
    text: String,
    /// As literals, in order.
    values: Vec<String>,
}

/// The statements of each page, by its address.
pub struct Census(HashMap<String, Vec<Statement>>);

/// Asks for each page with Postgres writing down whatever it is asked, and takes that back.
pub async fn take(
    data: &Path,
    filled: &Filled,
    pages: &[(&'static str, String)],
) -> anyhow::Result<Census> {
    let cluster = EmbeddedPostgres::start(&data.join("postgres"), Durability::Full).await?;
    let mut superuser = PgConnection::connect_with(&cluster.superuser()).await?;
    let tell = "alter role candor set log_min_duration_statement = 0; alter role candor set log_error_verbosity = 'default'";
    sqlx::raw_sql(tell).execute(&mut superuser).await?;
    let counted = count(data, filled, pages).await;
    let quiet = "alter role candor reset log_min_duration_statement; alter role candor reset log_error_verbosity";
    sqlx::raw_sql(quiet).execute(&mut superuser).await?;
    superuser.close().await?;
    cluster.stop(Duration::from_secs(60)).await;
    counted
}

async fn count(
    data: &Path,
    filled: &Filled,
    pages: &[(&'static str, String)],
) -> anyhow::Result<Census> {
    let server = Server::start(data, &[])?;
    let mut client = server.connect().await?;
    let mut census = HashMap::new();
    // Whoever is asked while no page is, and nothing is made ready any more, works in the background.
    tokio::time::sleep(Duration::from_secs(5)).await;
    let log = Log::here(data)?;
    tokio::time::sleep(Duration::from_secs(10)).await;
    let background: HashSet<String> = log
        .since()
        .await?
        .into_iter()
        .map(|it| it.process)
        .collect();
    for (_, path) in pages {
        let ask = Ask::get(path).signed_in(&filled.token);
        // On each of its connections the server asks once of which types columns are.
        for _ in 0..24 {
            client.ask(&ask).await?;
        }
        let mut seen: Vec<Vec<Statement>> = Vec::new();
        for _ in 0..2 {
            let log = Log::here(data)?;
            client.ask(&ask).await?;
            let mut asked = log.since().await?;
            asked.retain(|it| !background.contains(&it.process));
            seen.push(asked);
        }
        let (first, second) = (seen.remove(0), seen.remove(0));
        let of_both = |one: &Statement| first.iter().any(|other| other.text == one.text);
        census.insert(path.clone(), second.into_iter().filter(of_both).collect());
    }
    Ok(Census(census))
}

impl Statement {
    /// Whether it begins or ends a transaction, or says something of it: what is no work by itself, and cannot be prepared.
    fn frames(&self) -> bool {
        let first = self.text.split_whitespace().next().unwrap_or_default();
        ["begin", "commit", "rollback", "set", "savepoint", "release"]
            .contains(&first.to_lowercase().as_str())
    }
}

impl Census {
    /// How many statements a page asks, and they alone, where the log says enough to repeat them.
    pub async fn alone(
        &self,
        path: &str,
        installation: &Installation,
    ) -> anyhow::Result<(usize, Option<Alone>)> {
        let statements = self.0.get(path).context("a page that was counted")?;
        let counted = statements.iter().filter(|it| !it.frames()).count();
        let app = installation.app();
        let mut db = match path.contains("/candidates?") {
            true => app.db.search().await?,
            false => app.db.read().await?,
        };
        let mut asked = Vec::new();
        for (n, statement) in statements.iter().enumerate() {
            if statement.frames() {
                asked.push(statement.text.clone());
                continue;
            }
            let name = format!("page_{n}");
            let prepare = format!("prepare {name} as {}", statement.text);
            let prepared = sqlx::raw_sql(AssertSqlSafe(prepare))
                .execute(&mut *db)
                .await;
            if prepared.is_err() {
                // The page says of which types its values are, and the log does not.
                db.close().await?;
                return Ok((counted, None));
            }
            asked.push(match statement.values.is_empty() {
                true => format!("execute {name}"),
                false => format!("execute {name}({})", statement.values.join(", ")),
            });
        }
        Ok((counted, Some(Alone { db, asked })))
    }
}

/// What a page asks, without the page.
pub struct Alone {
    db: PoolConnection<Postgres>,
    asked: Vec<String>,
}

impl Alone {
    /// Asks all of it, and says how long it took with its transactions.
    pub async fn ask(&mut self) -> anyhow::Result<Duration> {
        let began = Instant::now();
        for one in &self.asked {
            sqlx::raw_sql(AssertSqlSafe(one.as_str()))
                .fetch_all(&mut *self.db)
                .await?;
        }
        Ok(began.elapsed())
    }

    pub async fn close(self) -> anyhow::Result<()> {
        Ok(self.db.close().await?)
    }
}

/// A place in Postgres' log of today.
struct Log {
    path: PathBuf,
    from: usize,
}

impl Log {
    fn here(data: &Path) -> anyhow::Result<Self> {
        let dir = data.join("postgres/cluster/log");
        let newest = fs::read_dir(&dir)?
            .filter_map(Result::ok)
            .max_by_key(|file| file.metadata().and_then(|it| it.modified()).ok())
            .context("a log")?;
        let from = usize::try_from(newest.metadata()?.len())?;
        Ok(Self {
            path: newest.path(),
            from,
        })
    }

    /// What was asked since, once the collector has written it.
    async fn since(&self) -> anyhow::Result<Vec<Statement>> {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let log = fs::read(&self.path)?;
        let new = String::from_utf8_lossy(log.get(self.from..).unwrap_or_default()).into_owned();
        Ok(statements(&new))
    }
}

/// Reads a log: entries begin with a time, and go on in lines that begin with a tab. The values of a statement follow it.
fn statements(log: &str) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    let mut follows = false;
    for entry in log.replace("\n\t", "\u{1}").lines() {
        let entry = entry.replace('\u{1}', "\n");
        let executed = entry
            .split_once(" ms  execute ")
            .and_then(|(_, named)| named.split_once(": "))
            .or_else(|| entry.split_once(" ms  statement: "));
        if let Some((_, text)) = executed {
            let process = entry.split(['[', ']']).nth(1).unwrap_or_default();
            found.push(Statement {
                process: process.to_owned(),
                text: text.to_owned(),
                values: Vec::new(),
            });
        } else if follows
            && let Some((_, values)) = entry.split_once("arameters: ")
            && let Some(last) = found.last_mut()
        {
            last.values = literals(values);
        }
        follows = executed.is_some();
    }
    found
}

/// The values of "$1 = 'a', $2 = NULL".
fn literals(text: &str) -> Vec<String> {
    let (mut values, mut rest) = (Vec::new(), text);
    while let Some((_, after)) = rest.split_once(" = ") {
        let mut end = after.len();
        let mut quoted = false;
        for (at, c) in after.char_indices() {
            match c {
                '\'' => quoted = !quoted,
                ',' if !quoted => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        let (value, left) = after.split_at(end);
        values.push(value.to_owned());
        rest = left;
    }
    values
}
