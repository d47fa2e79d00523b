//! The cluster's folder: made whole or not at all, and cleared up after a crash.

use std::{
    fs, io,
    os::unix::{
        ffi::OsStrExt,
        fs::{DirBuilderExt, MetadataExt},
    },
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use sha2::{Digest, Sha256};

use super::{
    Durability, GLANCE, PostgresError, binaries::Binaries, on, roles, server_user::ServerUser,
};

/// Recovery after a power cut replays at most some minutes' work.
const READY_LIMIT: Duration = Duration::from_secs(300);
const ORPHAN_LIMIT: Duration = Duration::from_secs(60);
/// A socket's path may have 107 bytes; `/.s.PGSQL.5432.lock` follows the folder's.
const LONGEST_RUN_DIR: usize = 85;

/// Where everything of a cluster lies, and who runs it.
pub(super) struct Cluster {
    dir: PathBuf,
    /// Postgres's own data directory. It exists only once it is complete.
    pub data: PathBuf,
    /// The socket, the FIFO that holds the server up, and the log of its start.
    pub run: PathBuf,
    pub binaries: Binaries,
    pub user: ServerUser,
}

impl Cluster {
    /// Postgres's own data directory, and that of the socket.
    pub fn folders(dir: &Path) -> (PathBuf, PathBuf) {
        (dir.join("cluster"), short_path(dir))
    }

    /// The major version that made a data directory, if there is one.
    pub fn made_by(data: &Path) -> Option<u32> {
        let version = fs::read_to_string(data.join("PG_VERSION")).ok()?;
        version.trim().parse().ok()
    }

    /// Looks at what is in `dir`, and makes sure of the folder for the socket.
    pub fn at(dir: &Path) -> Result<Self, PostgresError> {
        let (data, run) = Self::folders(dir);
        let binaries = Binaries::find(&data, Self::made_by(&data))?;
        let user = ServerUser::choose(dir, &data)?;
        let run = private_dir(run, user)?;
        Ok(Self {
            dir: dir.to_owned(),
            data,
            run,
            binaries,
            user,
        })
    }

    /// Makes the data directory, under another name until it is complete, so that an interrupted first
    /// start leaves nothing that looks like a cluster. `initdb` may outlive us, so it keeps our turn too.
    pub fn make_unless_there(
        &self,
        durability: Durability,
        turn: &fs::File,
    ) -> Result<(), PostgresError> {
        if self.data.exists() {
            return Ok(());
        }
        let new = self.dir.join("cluster.new");
        if new.exists() {
            fs::remove_dir_all(&new).map_err(on(&new))?;
        }
        fs::DirBuilder::new()
            .mode(0o700)
            .create(&new)
            .map_err(on(&new))?;
        self.user.give(&new)?;
        let mut initdb = self.user.shell();
        initdb
            .args(["-c", r#"exec "$BIN/initdb" "$@""#, "initdb", "-D"])
            .arg(&new);
        initdb.args([
            "-U",
            roles::SUPERUSER,
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--data-checksums",
            "--no-instructions",
        ]);
        // Whoever reaches the socket is the server's own user or root.
        initdb.arg("--auth=trust");
        if durability == Durability::None {
            initdb.arg("--no-sync");
        }
        let output = initdb
            .env("BIN", &self.binaries.dir)
            .current_dir(&new)
            .stdin(turn.try_clone().map_err(on(&new))?)
            .output()
            .map_err(on(&new))?;
        if !output.status.success() {
            let output = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(PostgresError::Ended {
                program: "initdb",
                output,
            });
        }
        fs::rename(&new, &self.data).map_err(on(&new))?;
        if durability == Durability::Full {
            for dir in self.dir.ancestors().take(2) {
                sync(dir).map_err(on(dir))?; // else a power cut could undo the rename
            }
        }
        Ok(())
    }

    /// What Postgres last wrote about its state; empty when it is stopped.
    pub fn pid_file(&self) -> String {
        fs::read_to_string(self.data.join("postmaster.pid")).unwrap_or_default()
    }

    /// Waits until the server takes connections: line 8 of its pid file says so, which is `pg_ctl`'s own
    /// test. A crashed server's file still says it, so `stale` is not believed. `alive` says whether
    /// there is still something to wait for.
    pub fn wait_ready(
        &self,
        stale: &str,
        mut alive: impl FnMut() -> Result<bool, PostgresError>,
    ) -> Result<(), PostgresError> {
        let begun = Instant::now();
        loop {
            let now = self.pid_file();
            if now != stale
                && now
                    .lines()
                    .nth(7)
                    .is_some_and(|state| state.trim() == "ready")
            {
                return Ok(());
            }
            if !alive()? {
                return Err(PostgresError::Ended {
                    program: "postgres",
                    output: self.start_log(),
                });
            }
            if begun.elapsed() > READY_LIMIT {
                return Err(PostgresError::TooSlow("Postgres was not ready"));
            }
            std::thread::sleep(GLANCE);
        }
    }

    /// What the server said before its own log was open.
    pub fn start_log(&self) -> String {
        fs::read_to_string(self.run.join("start.log")).unwrap_or_default()
    }

    /// Ends a server that outlived its supervisor, and clears the way past a dead one.
    pub fn stop_orphan(&self) -> Result<(), PostgresError> {
        let Some(pid) = self
            .pid_file()
            .lines()
            .next()
            .and_then(|line| line.parse::<i32>().ok())
        else {
            return Ok(());
        };
        if self.processes().contains(&pid)
            && let Some(server) = rustix::process::Pid::from_raw(pid)
        {
            // It may end by itself meanwhile; the wait below decides.
            let _ = rustix::process::kill_process(server, rustix::process::Signal::INT);
        }
        let begun = Instant::now();
        while !self.processes().is_empty() {
            if begun.elapsed() > ORPHAN_LIMIT {
                return Err(PostgresError::TooSlow("an old Postgres did not stop"));
            }
            std::thread::sleep(GLANCE);
        }
        // Under an init that is slow to reap, Postgres takes the zombie for a live server.
        let state = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        if state
            .rsplit(')')
            .next()
            .is_some_and(|rest| rest.trim_start().starts_with('Z'))
        {
            for left in [
                self.data.join("postmaster.pid"),
                self.run.join(".s.PGSQL.5432.lock"),
            ] {
                match fs::remove_file(&left) {
                    Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                        return Err(on(&left)(cause));
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// The server's processes: each has the data directory as its working directory (a zombie has none).
    fn processes(&self) -> Vec<i32> {
        let all = fs::read_dir("/proc").into_iter().flatten().flatten();
        all.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
            .filter(|pid: &i32| {
                fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|at| at == self.data)
            })
            .collect()
    }
}

/// Below `dir`, or in the temporary folder when the path is too long for a socket.
fn short_path(dir: &Path) -> PathBuf {
    let run = dir.join("run");
    if run.as_os_str().len() <= LONGEST_RUN_DIR {
        return run;
    }
    let name: String = Sha256::digest(dir.as_os_str().as_bytes())
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    std::env::temp_dir().join(format!("candor-{name}"))
}

/// A folder that only the server's user (and root) may enter. One that somebody else has put there,
/// which in the temporary folder anybody could, is refused.
fn private_dir(dir: PathBuf, user: ServerUser) -> Result<PathBuf, PostgresError> {
    match fs::DirBuilder::new().mode(0o700).create(&dir) {
        Ok(()) => user.give(&dir)?,
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {
            let found = fs::symlink_metadata(&dir).map_err(on(&dir))?;
            if !found.is_dir() || found.uid() != user.id() || found.mode() & 0o077 != 0 {
                return Err(PostgresError::NotPrivate {
                    dir,
                    user: user.id(),
                });
            }
        }
        Err(cause) => return Err(on(&dir)(cause)),
    }
    Ok(dir)
}

fn sync(dir: &Path) -> io::Result<()> {
    fs::File::open(dir)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deep_data_directory_gets_a_short_socket_path_of_its_own() {
        assert_eq!(
            short_path(Path::new("/srv/candor/postgres")),
            Path::new("/srv/candor/postgres/run")
        );
        let deep = |name: &str| short_path(&Path::new("/srv").join("d".repeat(100)).join(name));
        assert!(deep("a").as_os_str().len() <= LONGEST_RUN_DIR);
        assert_eq!(deep("a"), deep("a"));
        assert_ne!(deep("a"), deep("b"));
    }
}
