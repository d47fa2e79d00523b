//! A database of its own for each test, on one private cluster below the target folder.
//!
//! The first test of a new set of migrations runs them once, as the owner, into a template; every test
//! gets a copy and works in it as the serving role, with no more rights than the program has.

use std::{path::Path, time::Duration};

use candor::base::{
    db::MIGRATOR,
    postgres::{Durability, EmbeddedPostgres, grant_serving},
};
use sqlx::{
    AssertSqlSafe, Connection, PgConnection, PgPool,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::sync::OnceCell;
use uuid::Uuid;

/// Any number: processes that make the template take turns.
const TEMPLATE_LOCK: i64 = 1;

/// The tests' cluster. It goes down with the test program.
async fn cluster() -> &'static EmbeddedPostgres {
    static CLUSTER: OnceCell<EmbeddedPostgres> = OnceCell::const_new();
    CLUSTER
        .get_or_init(|| async {
            let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("postgres");
            EmbeddedPostgres::start(&dir, Durability::None)
                .await
                .expect("the tests' Postgres")
        })
        .await
}

/// A database with all migrations and no rows, dropped when the test ends.
pub struct TestDb {
    name: String,
    /// How the program connects to serve from this database.
    pub serving: PgConnectOptions,
    /// How the program connects to migrate this database.
    pub owner: PgConnectOptions,
    /// Connections of the serving role.
    pub pool: PgPool,
}

impl TestDb {
    pub async fn new() -> Self {
        super::aloud::speak();
        let template = template().await;
        let cluster = cluster().await;
        let name = format!("test_{}", Uuid::new_v4().simple());
        let mut admin = connect(&cluster.superuser()).await;
        run(
            &mut admin,
            format!("create database {name} template {template} owner candor_owner"),
        )
        .await;
        let serving = cluster.serving().database(&name);
        let owner = cluster.owner().database(&name);
        let pool = PgPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(Duration::from_secs(20))
            .connect_lazy_with(serving.clone());
        Self {
            name,
            serving,
            owner,
            pool,
        }
    }

    /// How somebody connects who may make roles.
    pub async fn superuser(&self) -> PgConnectOptions {
        cluster().await.superuser().database(&self.name)
    }
}

impl Drop for TestDb {
    /// On a thread of its own, because the test's runtime cannot wait here. What a crash leaves behind,
    /// the next template clears away.
    fn drop(&mut self) {
        let name = std::mem::take(&mut self.name);
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                let mut admin = connect(&cluster().await.superuser()).await;
                run(&mut admin, format!("drop database {name} with (force)")).await;
            });
        });
        let _ = dropped.join(); // a failure has been printed, and is not the test's
    }
}

/// The name of a template with today's migrations, made when there is none.
async fn template() -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    TEMPLATE.get_or_init(make_template).await
}

async fn make_template() -> String {
    let name = format!("template_{:016x}", fingerprint(&MIGRATOR));
    let mut admin = connect(&cluster().await.superuser()).await;
    sqlx::query("select pg_advisory_lock($1)")
        .bind(TEMPLATE_LOCK)
        .execute(&mut admin)
        .await
        .expect("the lock");
    let there: bool = sqlx::query_scalar(
        "select exists (select from pg_database where datname = $1 and datistemplate)",
    )
    .bind(&name)
    .fetch_one(&mut admin)
    .await
    .expect("the list of databases");
    if !there {
        clear_away(&mut admin).await;
        run(
            &mut admin,
            format!("create database {name} template candor owner candor_owner"),
        )
        .await;
        let mut owner = connect(&cluster().await.owner().database(&name)).await;
        MIGRATOR.run(&mut owner).await.expect("the migrations");
        grant_serving(&mut owner, "candor")
            .await
            .expect("the grants");
        owner.close().await.expect("the owner's connection");
        run(
            &mut admin,
            format!("alter database {name} with is_template true"),
        )
        .await;
    }
    name
}

/// Drops what earlier runs left behind, other sets of migrations included.
async fn clear_away(admin: &mut PgConnection) {
    let left: Vec<String> =
        sqlx::query_scalar(r"select datname::text from pg_database where datname like 'test\_%' or datname like 'template\_%'")
            .fetch_all(&mut *admin)
            .await
            .expect("the list of databases");
    for name in left {
        run(
            admin,
            format!("alter database {name} with is_template false"),
        )
        .await;
        run(admin, format!("drop database {name} with (force)")).await;
    }
}

/// FNV-1a over the checksums of all migrations.
fn fingerprint(migrations: &Migrator) -> u64 {
    let bytes = migrations
        .iter()
        .flat_map(|migration| migration.checksum.iter());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

async fn connect(options: &PgConnectOptions) -> PgConnection {
    PgConnection::connect_with(options)
        .await
        .expect("the tests' Postgres")
}

/// For statements about databases, whose names cannot be bound; all of them are made here.
async fn run(db: &mut PgConnection, statement: String) {
    let done = sqlx::raw_sql(AssertSqlSafe(statement.as_str()))
        .execute(db)
        .await;
    done.unwrap_or_else(|error| panic!("{statement}: {error}"));
}
