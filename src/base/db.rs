//! The database: one pool for pages, one for background work, and what goes with every change: the clock that business
//! time comes from, and the installation's key.

use super::{
    clock::Clock,
    error::Result,
    key::InstallationKey,
    signals::{Calls, Signals},
};
use sqlx::{
    AssertSqlSafe, Connection, PgConnection, PgPool, Postgres,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::time::Duration;

/// The migrations, in the binary.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!();

/// How many connections pages share, background work, and searches: however long those take, pages have theirs.
const PAGES: u32 = 8;
const WORK: u32 = 3;
const SEARCH: u32 = 3;

/// How old a connection gets, and how many statements it remembers with their plans: more than a day's pages ask. To plan a
/// statement of a page takes longer than to carry it out.
const AGE: Duration = Duration::from_hours(24);
const STATEMENTS: usize = 256;

/// How long anybody waits for a connection.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long a connection that has been given back is taken to be alive: whoever gives one back asks whether it is, and a page
/// takes several, one after another.
const FRESH: Duration = Duration::from_secs(1);

/// The way to Postgres.
#[derive(Clone, Debug)]
pub struct Db {
    pages: PgPool,
    work: PgPool,
    search: PgPool,
    signals: Signals,
    pub clock: Clock,
    pub key: InstallationKey,
}

impl Db {
    /// Opens lazily: a database that is away makes pages answer 503, not the program end.
    pub fn connect(options: PgConnectOptions, key: InstallationKey) -> Self {
        let options = with_limits(options).statement_cache_capacity(STATEMENTS);
        let pool = |most, options: PgConnectOptions| {
            PgPoolOptions::new()
                .max_connections(most)
                .acquire_timeout(PATIENCE)
                // A plan that was made is worth keeping, also over a quiet hour.
                .idle_timeout(None)
                .max_lifetime(AGE)
                .test_before_acquire(false)
                .before_acquire(|db, it| {
                    Box::pin(async move {
                        if it.idle_for > FRESH {
                            db.ping().await?;
                        }
                        Ok(true)
                    })
                })
                .connect_lazy_with(options)
        };
        Self {
            pages: pool(PAGES, options.clone()),
            work: pool(WORK, options.clone()),
            search: pool(SEARCH, for_search(options.clone())),
            signals: Signals::new(options, PATIENCE),
            clock: Clock::default(),
            key,
        }
    }

    /// A connection for a page. Hand it back before drawing.
    pub async fn read(&self) -> Result<PoolConnection<Postgres>> {
        Ok(self.pages.acquire().await?)
    }

    /// A connection for a search, which is given up soon.
    pub async fn search(&self) -> Result<PoolConnection<Postgres>> {
        Ok(self.search.acquire().await?)
    }

    pub fn pages(&self) -> &PgPool {
        &self.pages
    }

    /// The pool of background work.
    pub fn work(&self) -> &PgPool {
        &self.work
    }

    /// What is said on a channel from now on.
    pub async fn listen(&self, channel: &str) -> sqlx::Result<Calls> {
        self.signals.listen(channel).await
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        sqlx::query("select 1").execute(&self.pages).await?;
        Ok(())
    }

    pub async fn close(&self) {
        tokio::join!(self.pages.close(), self.work.close(), self.search.close());
    }
}

/// What every connection that serves asks for: nobody waits for ever, and times are UTC.
pub fn with_limits(options: PgConnectOptions) -> PgConnectOptions {
    options.options([
        ("statement_timeout", "10s"),
        ("lock_timeout", "5s"),
        ("TimeZone", "UTC"),
        // Compiling a plan takes longer than any page of ours may.
        ("jit", "off"),
    ])
}

/// What searches ask for besides. Their statements are written so that a plan is right whatever is looked for: it is made
/// once, since making one takes longer than most searches.
fn for_search(options: PgConnectOptions) -> PgConnectOptions {
    options.options([
        ("statement_timeout", "3s"),
        ("plan_cache_mode", "force_generic_plan"),
        // How alike a name must be to be proposed.
        ("pg_trgm.word_similarity_threshold", "0.4"),
    ])
}

/// Brings a database's schema up to date, under the lock that sqlx takes, and returns how many migrations ran.
pub async fn migrate(options: &PgConnectOptions) -> anyhow::Result<usize> {
    let mut db = PgConnection::connect_with(options).await?;
    let before = applied(&mut db).await;
    MIGRATOR.run(&mut db).await?;
    let ran = applied(&mut db).await.saturating_sub(before);
    if ran > 0 {
        // Nothing is known yet of what a new index is made of, and nobody looks by itself until many rows have changed.
        let tables: String = sqlx::query_scalar("select string_agg(format('%I', tablename), ', ') from pg_tables where schemaname = current_schema()")
            .fetch_one(&mut db)
            .await?;
        sqlx::raw_sql(AssertSqlSafe(format!("analyze {tables}")))
            .execute(&mut db)
            .await?;
    }
    db.close().await?;
    Ok(ran)
}

async fn applied(db: &mut PgConnection) -> usize {
    let n: Result<i64, _> = sqlx::query_scalar("select count(*) from _sqlx_migrations")
        .fetch_one(db)
        .await;
    n.ok().and_then(|n| usize::try_from(n).ok()).unwrap_or(0)
}
