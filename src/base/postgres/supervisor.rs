//! What keeps the server up: a FIFO. Every process of ours that needs the server holds the FIFO's
//! write end; a shell, the supervisor, reads the other. When the last holder is gone, `kill -9`
//! included, the supervisor reads the end of the file and stops the server cleanly.
//!
//! The write end must not be handed to child processes, which could outlive us: the standard library
//! opens it close-on-exec, and nobody may change that.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::{fs::OpenOptionsExt, process::CommandExt},
    path::Path,
    process::{Child, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use super::{Durability, GLANCE, PostgresError, cluster::Cluster, memory, on};

const ANSWER_LIMIT: Duration = Duration::from_secs(30);

/// The supervisor. It hears no signals, since whoever stops a whole group of processes means us, who
/// still have requests to finish; it ends when its server does.
const SUPERVISOR: &str = r#"
set -u
trap '' TERM INT HUP
rm -f "$RUN"/ack-*
[ -p "$RUN/alive" ] || mkfifo -m 600 "$RUN/alive"
exec 3<"$RUN/alive"                  # waits for the first holder
"$BIN/postgres" "$@" 3<&- &
server=$!
{ while read -r token <&3; do : >"$RUN/ack-$token"; done; kill -INT "$server"; } 2>/dev/null &
watch=$!
exec 3<&-
wait "$server"
code=$?
kill -KILL "$watch" 2>/dev/null
exit "$code"
"#;

/// Settings of every server, over what its postgresql.conf says.
const SETTINGS: &[&str] = &[
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "max_connections=100",
    "timezone=UTC",
    "logging_collector=on",
    "log_directory=log",
    "log_filename=postgres-%a.log",
    "log_truncate_on_rotation=on",
    "log_rotation_age=1d",
    // The detail of a broken constraint quotes the row, and logs name nobody.
    "log_error_verbosity=terse",
];

/// Settings of a server whose data nobody will miss.
const CARELESS: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "max_wal_size=4GB",
];

/// Starts the supervisor, which waits for its first holder before it starts the server.
pub(super) fn spawn(cluster: &Cluster, durability: Durability) -> Result<Child, PostgresError> {
    let log_path = cluster.run.join("start.log");
    let open = OpenOptions::new()
        .create(true)
        .truncate(true)
        .write(true)
        .mode(0o600)
        .open(&log_path);
    let log = open.map_err(on(&log_path))?;
    let mut command = cluster.user.shell();
    command
        .args(["-c", SUPERVISOR, "candor-postgres", "-D"])
        .arg(&cluster.data)
        .arg("-k")
        .arg(&cluster.run);
    let careless = if durability == Durability::None {
        CARELESS
    } else {
        &[]
    };
    for setting in SETTINGS.iter().chain(careless) {
        command.args(["-c", setting]);
    }
    if durability == Durability::Full {
        for setting in memory::settings() {
            command.args(["-c", &setting]);
        }
    }
    command
        .env("BIN", &cluster.binaries.dir)
        .env("RUN", &cluster.run)
        .env("LC_ALL", "C.UTF-8")
        .env_remove("PGDATA")
        .env_remove("PGPORT")
        .current_dir(&cluster.run)
        .process_group(0) // Ctrl-C at the terminal is for us
        .stdin(Stdio::null())
        .stdout(log.try_clone().map_err(on(&log_path))?)
        .stderr(log)
        .spawn()
        .map_err(on(Path::new("sh")))
}

/// Becomes the first holder of a supervisor that was just started.
pub(super) fn first_hold(run: &Path, supervisor: &mut Child) -> Result<File, PostgresError> {
    let begun = Instant::now();
    loop {
        if let Some(alive) = join(run)? {
            return Ok(alive);
        }
        if supervisor.try_wait().map_err(on(run))?.is_some() {
            let output = fs::read_to_string(run.join("start.log")).unwrap_or_default();
            return Err(PostgresError::Ended {
                program: "postgres",
                output,
            });
        }
        if begun.elapsed() > ANSWER_LIMIT {
            return Err(PostgresError::TooSlow(
                "the supervisor of Postgres did not start",
            ));
        }
        std::thread::sleep(GLANCE);
    }
}

/// Holds the server for this process, or `None` when no supervisor is there to notice. One that has just
/// seen its last holder leave still has the FIFO open, so it must answer to a token before it counts.
pub(super) fn join(run: &Path) -> Result<Option<File>, PostgresError> {
    static TOKENS: AtomicU32 = AtomicU32::new(0);
    let Some(mut alive) = hold(run)? else {
        return Ok(None);
    };
    let token = format!(
        "{}-{}",
        std::process::id(),
        TOKENS.fetch_add(1, Ordering::Relaxed)
    );
    if alive.write_all(format!("{token}\n").as_bytes()).is_err() {
        return Ok(None); // it left between the two lines
    }
    let answer = run.join(format!("ack-{token}"));
    let begun = Instant::now();
    loop {
        match fs::remove_file(&answer) {
            Ok(()) => return Ok(Some(alive)),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
            Err(cause) => return Err(on(&answer)(cause)),
        }
        if !is_there(run)? {
            return Ok(None);
        }
        if begun.elapsed() > ANSWER_LIMIT {
            return Err(PostgresError::TooSlow(
                "the supervisor of Postgres did not answer",
            ));
        }
        std::thread::sleep(GLANCE);
    }
}

/// Whether a supervisor reads the FIFO.
pub(super) fn is_there(run: &Path) -> Result<bool, PostgresError> {
    hold(run).map(|alive| alive.is_some())
}

/// The write end of the FIFO, or `None` when nobody reads it.
fn hold(run: &Path) -> Result<Option<File>, PostgresError> {
    let path = run.join("alive");
    let nonblock = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    match OpenOptions::new()
        .write(true)
        .custom_flags(nonblock)
        .open(&path)
    {
        Ok(alive) => Ok(Some(alive)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) if cause.raw_os_error() == Some(rustix::io::Errno::NXIO.raw_os_error()) => {
            Ok(None)
        }
        Err(cause) => Err(on(&path)(cause)),
    }
}
