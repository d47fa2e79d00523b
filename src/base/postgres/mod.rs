//! The private Postgres that Candor keeps when nobody gives it a `DATABASE_URL`.
//!
//! The cluster lies in `<data>/postgres` and listens on a Unix socket only, in a folder that nobody but
//! its own user may enter: there is no port to clash with and no password to keep. It lives as long as
//! one process of ours does (`supervisor`), is stopped cleanly after the last of them, `kill -9`
//! included, and is started again by the next. Several processes may share it. One that dies by itself is
//! started again by whoever watches it.
//!
//! - `binaries`: where a Postgres server is installed
//! - `server_user`: whose face the server wears when we are root
//! - `cluster`: making the folder, and clearing up after a crash
//! - `supervisor`: what keeps the server up
//! - `roles`: who owns the database, who serves from it, and what serving may do

mod binaries;
mod cluster;
mod memory;
mod roles;
mod server_user;
mod supervisor;

use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::Child,
    time::{Duration, Instant},
};

use sqlx::postgres::{PgConnectOptions, PgSslMode};

use binaries::Binaries;
use cluster::Cluster;
pub use roles::grant_serving;

/// How often a state is looked at while waiting for it.
const GLANCE: Duration = Duration::from_millis(5);

/// How often it is looked whether the server is still up.
const LOOK: Duration = Duration::from_millis(250);

/// What a commit is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// A commit that was acknowledged survives a power cut.
    Full,
    /// Nothing waits for the disk. For tests only.
    None,
}

/// Why the private Postgres is not to be had. The texts say what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    #[error(
        "no Postgres server is installed: install one (Debian, Ubuntu: apt-get install postgresql), \
         set PG_BIN_DIR to the folder of its programs, or set DATABASE_URL to a server elsewhere"
    )]
    NotInstalled,
    #[error("{} was made by Postgres {major}, and no Postgres {major} is installed", data.display())]
    OtherMajor { data: PathBuf, major: u32 },
    #[error(
        "Postgres does not run as root, no ordinary user can reach {}, and this system has no user \
         namespaces: run Candor as an ordinary user, choose another data directory, or set DATABASE_URL",
        dir.display()
    )]
    OutOfReach { dir: PathBuf },
    #[error("{} is not a private directory of user {user}", dir.display())]
    NotPrivate { dir: PathBuf, user: u32 },
    #[error("{program} ended unexpectedly: {output}")]
    Ended {
        program: &'static str,
        output: String,
    },
    #[error("{0} in time")]
    TooSlow(&'static str),
    #[error("{}: {cause}", path.display())]
    File { path: PathBuf, cause: io::Error },
    #[error("the private Postgres could not be prepared")]
    Database(#[from] sqlx::Error),
    #[error("starting Postgres was interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// Names the file that an operation failed on.
fn on(path: &Path) -> impl FnOnce(io::Error) -> PostgresError {
    let path = path.to_owned();
    move |cause| PostgresError::File { path, cause }
}

/// A running private Postgres, held up by this process until it is stopped or dropped.
#[derive(Debug)]
pub struct EmbeddedPostgres {
    socket: Socket,
    /// What it was started with.
    dir: PathBuf,
    durability: Durability,
    /// The hold on the server; see `supervisor`. Closing it is letting go.
    alive: File,
    /// The supervisor, when this process started it.
    supervisor: Option<Child>,
}

/// Where the server listens; whoever has it may connect, and does not hold the server up.
#[derive(Debug, Clone)]
pub struct Socket(PathBuf);

impl EmbeddedPostgres {
    /// The major version that a new cluster would have.
    ///
    /// # Errors
    /// When no Postgres server is installed.
    pub fn installed() -> Result<u32, PostgresError> {
        Ok(Binaries::find(Path::new(""), None)?.major)
    }

    /// The major version that the cluster below `dir` needs, and where it listens if it runs. Nothing is made or started.
    ///
    /// # Errors
    /// When that version is not installed, or the folder cannot be read.
    pub fn look(dir: &Path) -> Result<(u32, Option<Socket>), PostgresError> {
        let dir = fs::canonicalize(dir).map_err(on(dir))?;
        let (data, run) = Cluster::folders(&dir);
        let major = Binaries::find(&data, Cluster::made_by(&data))?.major;
        Ok((major, supervisor::is_there(&run)?.then_some(Socket(run))))
    }

    /// Starts the cluster below `dir`, making it first when there is none, or joins the running one;
    /// then makes the roles and the database that are missing.
    ///
    /// # Errors
    /// See [`PostgresError`]; a second call after mending the cause is always safe.
    pub async fn start(dir: &Path, durability: Durability) -> Result<Self, PostgresError> {
        let dir = dir.to_owned();
        let begun = Instant::now();
        let (server, turn) = tokio::task::spawn_blocking(move || {
            fs::create_dir_all(&dir).map_err(on(&dir))?;
            let dir = fs::canonicalize(&dir).map_err(on(&dir))?;
            let turn = take_turn(&dir)?;
            Ok::<_, PostgresError>((Self::start_or_join(dir, durability, &turn)?, turn))
        })
        .await??;
        roles::prepare(&server).await?;
        drop(turn);
        tracing::info!(
            started = server.supervisor.is_some(),
            milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            "private Postgres is ready"
        );
        Ok(server)
    }

    fn start_or_join(
        dir: PathBuf,
        durability: Durability,
        turn: &File,
    ) -> Result<Self, PostgresError> {
        let cluster = Cluster::at(&dir)?;
        let run = cluster.run.clone();
        let held = |alive, supervisor| Self {
            socket: Socket(run.clone()),
            dir,
            durability,
            alive,
            supervisor,
        };
        if let Some(alive) = supervisor::join(&run)? {
            cluster.wait_ready("", || supervisor::is_there(&run))?;
            return Ok(held(alive, None));
        }
        // Nobody supervises: a server that was left over is stopped cleanly first.
        cluster.stop_orphan()?;
        let stale = cluster.pid_file();
        cluster.make_unless_there(durability, turn)?;
        let mut child = supervisor::spawn(&cluster, durability)?;
        let alive = supervisor::first_hold(&run, &mut child)?;
        cluster.wait_ready(&stale, || Ok(child.try_wait().map_err(on(&run))?.is_none()))?;
        Ok(held(alive, Some(child)))
    }

    /// Waits until the server has ended, though this process holds it.
    pub async fn ended(&self) {
        // Where we cannot look, nothing is known to be wrong.
        while supervisor::is_there(&self.socket.0).unwrap_or(true) {
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Starts a server that has ended again, or joins what another process of ours has started meanwhile.
    ///
    /// # Errors
    /// As [`EmbeddedPostgres::start`].
    pub async fn start_again(&mut self) -> Result<(), PostgresError> {
        let again = Self::start(&self.dir, self.durability).await?;
        let before = std::mem::replace(self, again);
        if let Some(mut supervisor) = before.supervisor {
            drop(before.alive);
            // It has nothing left to do but to end.
            tokio::task::spawn_blocking(move || supervisor.wait());
        }
        Ok(())
    }

    /// Connects as the role that owns the database and changes its schema.
    #[must_use]
    pub fn owner(&self) -> PgConnectOptions {
        self.socket.owner()
    }

    /// Connects as the role that serves: it owns nothing, and [`grant_serving`] says what it may do.
    #[must_use]
    pub fn serving(&self) -> PgConnectOptions {
        self.socket.serving()
    }

    /// Connects as the cluster's superuser, who makes roles and databases, to the maintenance database.
    #[must_use]
    pub fn superuser(&self) -> PgConnectOptions {
        self.socket.connect_as(roles::SUPERUSER, "postgres")
    }

    /// Lets go of the server and, when this process started it, waits for it to shut down: not at all
    /// while another process holds it, and at most `limit`. Close every pool first, or lose its work.
    pub async fn stop(self, limit: Duration) {
        drop(self.alive);
        let Some(mut supervisor) = self.supervisor else {
            return;
        };
        let begun = Instant::now();
        while let Ok(None) = supervisor.try_wait()
            && begun.elapsed() < limit
        {
            tokio::time::sleep(GLANCE).await;
        }
    }
}

impl Socket {
    /// See [`EmbeddedPostgres::owner`].
    #[must_use]
    pub fn owner(&self) -> PgConnectOptions {
        self.connect_as(roles::OWNER, roles::DATABASE)
    }

    /// See [`EmbeddedPostgres::serving`].
    #[must_use]
    pub fn serving(&self) -> PgConnectOptions {
        self.connect_as(roles::SERVING, roles::DATABASE)
    }

    fn connect_as(&self, role: &str, database: &str) -> PgConnectOptions {
        // Everything is said, so that PGPORT and its like in somebody's environment say nothing.
        PgConnectOptions::new_without_pgpass()
            .socket(&self.0)
            .port(5432)
            .ssl_mode(PgSslMode::Disable)
            .username(role)
            .database(database)
    }
}

/// One starter at a time: waits for its turn, which ends when every copy of the file is closed.
fn take_turn(dir: &Path) -> Result<File, PostgresError> {
    let path = dir.join("start.lock");
    let open = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(&path);
    let file = open.map_err(on(&path))?;
    file.lock().map_err(on(&path))?;
    Ok(file)
}
