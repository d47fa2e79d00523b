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
};
use anyhow::{Context, bail};
use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};
use std::{fs::DirBuilder, os::unix::fs::DirBuilderExt, time::Duration};

/// The parts of a program that has its database.
pub struct Installation {
    app: App,
    postgres: Option<EmbeddedPostgres>,
}

/// Where the database is: who serves from it, and who owns it.
pub struct Reached {
    pub serving: PgConnectOptions,
    pub owner: PgConnectOptions,
    postgres: Option<EmbeddedPostgres>,
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
        Ok(Self {
            app: App::new(Db::connect(reached.serving, key), config, program)?,
            postgres: reached.postgres,
        })
    }

    pub fn app(&self) -> &App {
        &self.app
    }

    /// Lets go of the database; the private one stops unless another process uses it.
    pub async fn close(self) {
        self.app.db.close().await;
        stop(self.postgres).await;
    }
}

impl Reached {
    /// Lets go of the private Postgres, if it is that.
    pub async fn close(self) {
        stop(self.postgres).await;
    }

    /// Finds the database, and starts the private one unless it runs. Nothing is migrated.
    pub async fn of(config: &Config) -> anyhow::Result<Self> {
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
            (Some(serving), owner) => Ok(Self {
                serving: options(serving)?,
                owner: options(owner.as_ref().unwrap_or(serving))?,
                postgres: None,
            }),
            (None, Some(_)) => bail!(
                "CANDOR_MIGRATION_DATABASE_URL is set without DATABASE_URL; set both or neither"
            ),
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

async fn stop(postgres: Option<EmbeddedPostgres>) {
    if let Some(postgres) = postgres {
        postgres.stop(Duration::from_secs(20)).await;
    }
}

/// The options in a URL; nothing of a developer's environment leaks in.
fn options(url: &Secret) -> anyhow::Result<PgConnectOptions> {
    url.reveal()
        .parse()
        .ok()
        .context("DATABASE_URL is not of the form postgres://user:password@host:port/database")
}
