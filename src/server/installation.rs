//! An installation: its data directory, its database, brought up to date.

use crate::{
    app::App,
    base::{
        config::Config,
        db::{Db, migrate},
        key::InstallationKey,
        postgres::{Durability, EmbeddedPostgres, grant_serving},
        secret::Secret,
    },
    domain::privacy,
};
use anyhow::{Context, bail};
use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};
use std::{fs::DirBuilder, os::unix::fs::DirBuilderExt, path::PathBuf, time::Duration};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// How long the private Postgres may take to shut down.
const STOP: Duration = Duration::from_secs(20);
/// Pause between tries to start it again.
const AGAIN: Duration = Duration::from_secs(1);
const ONE_WITHOUT_THE_OTHER: &str =
    "CANDOR_MIGRATION_DATABASE_URL is set without DATABASE_URL; set both or neither";

/// The parts of a program that has its database.
pub struct Installation {
    app: App,
    postgres: Option<Kept>,
}

/// Where the database is: who serves from it, and who owns it.
pub struct Reached {
    pub serving: PgConnectOptions,
    pub owner: PgConnectOptions,
    postgres: Option<EmbeddedPostgres>,
}

/// The private Postgres, watched.
struct Kept {
    stop: CancellationToken,
    task: JoinHandle<EmbeddedPostgres>,
}

impl Installation {
    /// Opens the database and runs the migrations that are missing, under a lock.
    pub async fn open(config: Config) -> anyhow::Result<Self> {
        let reached = Reached::of(&config).await?;
        let ran = migrate(&reached.owner)
            .await
            .context("the database could not be brought up to date")?;
        if ran > 0 {
            tracing::info!(migrations = ran, "brought the database up to date");
        }
        if reached.serving.get_username() != reached.owner.get_username() {
            let mut owner = PgConnection::connect_with(&reached.owner).await?;
            grant_serving(&mut owner, reached.serving.get_username()).await?;
            owner.close().await?;
        }
        let key = InstallationKey::open(&config.key_path())?;
        let program = std::env::current_exe().context("the program cannot find itself")?;
        let app = App::new(Db::connect(reached.serving, key), config, program)?;
        let erased = privacy::replay(&app.db, &app.erasures).await?;
        if erased > 0 {
            tracing::warn!(
                people = erased,
                "an older backup brought back people who had been erased; they are erased again"
            );
        }
        Ok(Self {
            app,
            postgres: reached.postgres.map(Kept::keep),
        })
    }

    pub fn app(&self) -> &App {
        &self.app
    }

    /// Lets go of the database; the private one stops unless another process uses it.
    pub async fn close(self) {
        // First, so that a server that ends now is not started again.
        let postgres = match self.postgres {
            Some(kept) => kept.release().await,
            None => None,
        };
        self.app.db.close().await;
        if let Some(postgres) = postgres {
            postgres.stop(STOP).await;
        }
    }
}

impl Reached {
    /// A server elsewhere.
    fn given(serving: &Secret, owner: Option<&Secret>) -> anyhow::Result<Self> {
        Ok(Self {
            serving: options(serving)?,
            owner: options(owner.unwrap_or(serving))?,
            postgres: None,
        })
    }

    /// Finds the database, and starts the private one unless it runs. Nothing is migrated.
    async fn of(config: &Config) -> anyhow::Result<Self> {
        // What lies in it is closed to others; the folder itself is not, since where root starts us, an
        // ordinary user runs the private Postgres.
        DirBuilder::new()
            .recursive(true)
            .mode(0o711)
            .create(&config.data_dir)
            .with_context(|| {
                format!(
                    "{} cannot be made; choose another folder with --data-dir",
                    config.data_dir.display()
                )
            })?;
        match (&config.database_url, &config.migration_database_url) {
            (Some(serving), owner) => Self::given(serving, owner.as_ref()),
            (None, Some(_)) => bail!(ONE_WITHOUT_THE_OTHER),
            (None, None) => {
                let postgres =
                    EmbeddedPostgres::start(&config.data_dir.join("postgres"), Durability::Full)
                        .await?;
                Ok(Self {
                    serving: postgres.serving(),
                    owner: postgres.owner(),
                    postgres: Some(postgres),
                })
            }
        }
    }
}

impl Kept {
    fn keep(postgres: EmbeddedPostgres) -> Self {
        let stop = CancellationToken::new();
        let task = tokio::spawn(keep(postgres, stop.clone()));
        Self { stop, task }
    }

    /// The server, unwatched from now on.
    async fn release(self) -> Option<EmbeddedPostgres> {
        self.stop.cancel();
        self.task.await.ok()
    }
}

/// Starts the private Postgres again whenever it ends without being asked to. Meanwhile pages answer 503.
async fn keep(mut postgres: EmbeddedPostgres, stop: CancellationToken) -> EmbeddedPostgres {
    loop {
        tokio::select! {
            () = stop.cancelled() => return postgres,
            () = postgres.ended() => {}
        }
        tracing::error!("the private Postgres has ended by itself; it is started again");
        if let Err(cause) = postgres.start_again().await {
            tracing::error!(%cause, "the private Postgres does not start");
            tokio::select! {
                () = stop.cancelled() => return postgres,
                () = tokio::time::sleep(AGAIN) => {}
            }
        }
    }
}

/// What a look at the database found, without making or starting anything.
pub enum Looked {
    /// Somewhere to connect to; whether it answers is another question.
    Reached(Box<Reached>),
    /// The private Postgres is to be made by the first start.
    New,
    /// The private Postgres is there, and stopped.
    Stopped { dir: PathBuf, major: u32 },
}

impl Looked {
    pub fn at(config: &Config) -> anyhow::Result<Self> {
        let dir = config.data_dir.join("postgres");
        match (&config.database_url, &config.migration_database_url) {
            (Some(serving), owner) => {
                let given = Reached::given(serving, owner.as_ref())?;
                Ok(Self::Reached(Box::new(given)))
            }
            (None, Some(_)) => bail!(ONE_WITHOUT_THE_OTHER),
            (None, None) if !dir.join("cluster").exists() => Ok(Self::New),
            (None, None) => Ok(match EmbeddedPostgres::look(&dir)? {
                (_, Some(socket)) => Self::Reached(Box::new(Reached {
                    serving: socket.serving(),
                    owner: socket.owner(),
                    postgres: None,
                })),
                (major, None) => Self::Stopped { dir, major },
            }),
        }
    }
}

/// The options in a URL; nothing of a developer's environment leaks in.
fn options(url: &Secret) -> anyhow::Result<PgConnectOptions> {
    url.reveal()
        .parse()
        .ok()
        .context("DATABASE_URL is not of the form postgres://user:password@host:port/database")
}
