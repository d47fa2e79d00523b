//! The database: reached as the server reaches it, of a version and with a schema that fit, and held by roles that
//! cannot rewrite history.

use super::{Finding, erasures};
use candor::{
    base::{
        clock::Clock,
        config::Config,
        db::{MIGRATOR, with_limits},
        postgres::EmbeddedPostgres,
    },
    server::{Looked, Reached},
};
use sqlx::{ConnectOptions, PgConnection, Row, postgres::PgConnectOptions};
use std::{collections::HashMap, time::Duration};

/// Major versions of Postgres that Candor's statements were written for.
const VERSIONS: std::ops::RangeInclusive<i32> = 14..=18;
/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Pages, background work and listening, and a few for whoever looks after the database.
const CONNECTIONS: i32 = 20;

type Facts = sqlx::Result<Vec<Finding>>;

pub(super) async fn findings(config: &Config) -> Vec<Finding> {
    let reached = match Looked::at(config) {
        Ok(Looked::Reached(reached)) => reached,
        Ok(Looked::New) => {
            return vec![match EmbeddedPostgres::installed() {
                Ok(major) => Finding::Well(format!(
                    "Postgres {major} is installed; the first start makes the database."
                )),
                Err(cause) => Finding::Wrong(format!("There is no database: {cause}.")),
            }];
        }
        Ok(Looked::Stopped { dir, major }) => {
            return vec![Finding::Well(format!(
                "The private Postgres {major} in {} is stopped; `candor serve` starts it. Check again while Candor runs, \
                 and what is in the database is looked at too.",
                dir.display()
            ))];
        }
        Err(cause) => return vec![Finding::Wrong(format!("There is no database: {cause:#}."))],
    };
    match look(&reached, config).await {
        Ok(found) => found,
        Err(cause) => vec![Finding::Wrong(format!(
            "The database does not answer as it should: {cause}. Look at DATABASE_URL: the host, the database's name, the \
             user and the password; and at whether that server lets this machine in."
        ))],
    }
}

async fn look(reached: &Reached, config: &Config) -> Facts {
    let (mut one, mut two) = tokio::try_join!(open(&reached.serving), open(&reached.serving))?;
    if shared(&mut one, &mut two).await? {
        return Ok(vec![Finding::Wrong(
            "The pooler in front of Postgres hands out a connection for each transaction, which breaks prepared statements \
             and locks. Set pool_mode = session for this database, or connect to Postgres itself."
                .to_owned(),
        )]);
    }
    drop(two);
    let db = &mut one;
    let mut found = server(db).await?;
    found.extend(extensions(db).await?);
    found.extend(migrations(db).await?);
    found.extend(roles(db, reached).await?);
    found.extend(erasures::findings(db, config).await?);
    Ok(found)
}

async fn open(options: &PgConnectOptions) -> sqlx::Result<PgConnection> {
    let options = with_limits(options.clone());
    let connection = tokio::time::timeout(PATIENCE, options.connect()).await;
    connection.map_err(|_| sqlx::Error::PoolTimedOut)?
}

/// Whether two connections that are both open have one server process behind them.
async fn shared(one: &mut PgConnection, two: &mut PgConnection) -> sqlx::Result<bool> {
    // Without preparing, which is what a pooler may break.
    let pid = async |db: &mut PgConnection| -> sqlx::Result<i32> {
        sqlx::raw_sql("select pg_backend_pid()")
            .fetch_one(db)
            .await?
            .try_get(0)
    };
    Ok(pid(one).await? == pid(two).await?)
}

async fn server(db: &mut PgConnection) -> Facts {
    let row = sqlx::query(
        "select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
                current_setting('server_encoding') as encoding, current_setting('max_connections')::int as connections,
                current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on'
                    and current_setting('synchronous_commit') <> 'off' as durable,
                current_setting('statement_timeout') as patience,
                pg_is_in_recovery() as standby,
                extract(epoch from clock_timestamp())::float8 as clock",
    )
    .fetch_one(db)
    .await?;
    let now = Clock::default().now().0.as_millisecond();
    let mut found = Vec::new();
    let (version, number): (String, i32) = (row.try_get("version")?, row.try_get("number")?);
    found.push(if VERSIONS.contains(&(number / 10_000)) {
        Finding::Well(format!("Postgres {version} answers."))
    } else {
        Finding::Wrong(format!(
            "Postgres {version} answers, and Candor works with {} to {}. Move the database to one of these.",
            VERSIONS.start(),
            VERSIONS.end()
        ))
    });
    if row.try_get::<bool, _>("standby")? {
        found.push(Finding::Wrong(
            "The database is a standby, where nothing can be written. Connect to its primary."
                .to_owned(),
        ));
    }
    if !row.try_get::<bool, _>("durable")? {
        found.push(Finding::Wrong(
            "An application that was acknowledged can be lost in a power cut: set fsync, full_page_writes and \
             synchronous_commit to on in postgresql.conf."
                .to_owned(),
        ));
    }
    let encoding: String = row.try_get("encoding")?;
    if encoding != "UTF8" {
        found.push(Finding::Wrong(format!(
            "The database's encoding is {encoding}, and not every name can be written in it. Make the database anew with \
             encoding 'UTF8'."
        )));
    }
    let connections: i32 = row.try_get("connections")?;
    if connections < CONNECTIONS {
        found.push(Finding::Doubtful(format!(
            "The server takes {connections} connections; {CONNECTIONS} are better (max_connections)."
        )));
    }
    if row.try_get::<String, _>("patience")? != "10s" {
        found.push(Finding::Doubtful(
            "Something between drops our limits on statements, as PgBouncer does with ignore_startup_parameters = options. \
             Set them at the role: alter role … set statement_timeout = '10s'; alter role … set lock_timeout = '5s';"
                .to_owned(),
        ));
    }
    // The clock that Postgres has is its machine's.
    let apart = (row.try_get::<f64, _>("clock")? - now as f64 / 1000.0).abs();
    if apart > 5.0 {
        found.push(Finding::Doubtful(format!(
            "The clocks of this machine and of the database's are {apart:.0} seconds apart. Let both keep time by NTP."
        )));
    }
    Ok(found)
}

/// The extensions that the migrations make.
async fn extensions(db: &mut PgConnection) -> Facts {
    let needed: Vec<String> = MIGRATOR
        .iter()
        .flat_map(|migration| {
            migration
                .sql
                .as_str()
                .split("create extension if not exists ")
                .skip(1)
        })
        .filter_map(|rest| Some(rest.split_once(';')?.0.to_owned()))
        .collect();
    let missing: Vec<String> = sqlx::query_scalar(
        "select name from unnest($1::text[]) as needed (name)
         where not exists (select from pg_available_extensions a where a.name = needed.name)",
    )
    .bind(&needed)
    .fetch_all(db)
    .await?;
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![Finding::Wrong(format!(
        "The database server lacks {}. They come with Postgres: install its contrib package (postgresql-contrib).",
        missing.join(" and ")
    ))])
}

async fn migrations(db: &mut PgConnection) -> Facts {
    let known: HashMap<i64, &[u8]> = MIGRATOR
        .iter()
        .map(|one| (one.version, one.checksum.as_ref()))
        .collect();
    let there: bool = sqlx::query_scalar("select to_regclass('_sqlx_migrations') is not null")
        .fetch_one(&mut *db)
        .await?;
    let ran: Vec<(i64, Vec<u8>, bool)> = if there {
        sqlx::query_as("select version, checksum, success from _sqlx_migrations order by version")
            .fetch_all(db)
            .await?
    } else {
        Vec::new()
    };
    for (version, checksum, success) in &ran {
        let problem = match known.get(version) {
            None => format!(
                "is newer than this program: it has migration {version}. Install the newer Candor again"
            ),
            Some(ours) if *ours != checksum.as_slice() => format!(
                "was made by another edition of migration {version} than this program's. Install the Candor that made it, \
                 or restore a backup"
            ),
            Some(_) if !success => format!(
                "stopped in the middle of migration {version}. Restore the backup from before"
            ),
            Some(_) => continue,
        };
        return Ok(vec![Finding::Wrong(format!("The database {problem}."))]);
    }
    let waiting = known.len().saturating_sub(ran.len());
    Ok(vec![match waiting {
        0 => Finding::Well("The database is up to date.".to_owned()),
        _ => Finding::Well(format!(
            "{waiting} migrations will run at the next start, or now by `candor migrate`."
        )),
    }])
}

async fn roles(db: &mut PgConnection, reached: &Reached) -> Facts {
    if reached.serving.get_username() != reached.owner.get_username() {
        open(&reached.owner).await?; // else no migration can run
    }
    let there: bool = sqlx::query_scalar("select to_regclass('events') is not null")
        .fetch_one(&mut *db)
        .await?;
    if !there {
        return Ok(Vec::new());
    }
    let (owns, rewrites): (bool, bool) = sqlx::query_as(
        "select exists (select from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
                        and pg_has_role(relowner, 'usage')),
                has_table_privilege('events', 'update, delete, truncate')
                    or has_table_privilege('event_details', 'update, delete, truncate')
                    or has_table_privilege('account_events', 'update, delete, truncate')",
    )
    .fetch_one(db)
    .await?;
    Ok(vec![if owns {
        Finding::Doubtful(
            "One role serves and owns the tables, so that only triggers keep history from being rewritten. Make a second \
             role for DATABASE_URL, and name the owner's in CANDOR_MIGRATION_DATABASE_URL."
                .to_owned(),
        )
    } else if rewrites {
        Finding::Wrong(
            "The role that serves may rewrite history. Run `candor migrate`, which takes these rights from it, and give it \
             no others."
                .to_owned(),
        )
    } else {
        Finding::Well("The role that serves owns nothing and cannot rewrite history.".to_owned())
    }])
}
