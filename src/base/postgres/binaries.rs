//! Where a Postgres server is installed. `scripts/needs.sh` looks in the same places.

use std::{
    cmp::Reverse,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::PostgresError;

/// The programs of one installed Postgres server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binaries {
    /// The folder of `postgres` and `initdb`.
    pub dir: PathBuf,
    pub major: u32,
}

impl Binaries {
    /// The programs for a cluster: those of the major version that made it, or the best for a new one.
    pub fn find(data: &Path, made_by: Option<u32>) -> Result<Self, PostgresError> {
        let installed = installed(std::env::var_os("PG_BIN_DIR"), std::env::var_os("PATH"));
        match made_by {
            None => installed
                .into_iter()
                .next()
                .ok_or(PostgresError::NotInstalled),
            Some(major) => installed
                .into_iter()
                .find(|found| found.major == major)
                .ok_or_else(|| PostgresError::OtherMajor {
                    data: data.to_owned(),
                    major,
                }),
        }
    }
}

/// Every server found, best first: the one that was asked for, then the newest.
fn installed(asked: Option<OsString>, path: Option<OsString>) -> Vec<Binaries> {
    let asked = asked.map(PathBuf::from);
    let mut found: Vec<Binaries> = Vec::new();
    for dir in asked
        .iter()
        .cloned()
        .chain(usual_places())
        .chain(on_path(path.unwrap_or_default()))
    {
        if dir.join("initdb").is_file()
            && found.iter().all(|known| known.dir != dir)
            && let Some(major) = major(&dir)
        {
            found.push(Binaries { dir, major });
        }
    }
    found.sort_by_key(|one| (Some(&one.dir) != asked.as_ref(), Reverse(one.major)));
    found
}

/// `/usr/lib/postgresql/15/bin` on Debian, `/usr/pgsql-15/bin` on Fedora, Homebrew's on a Mac.
fn usual_places() -> impl Iterator<Item = PathBuf> {
    [
        ("/usr/lib/postgresql", ""),
        ("/usr", "pgsql-"),
        ("/opt/homebrew/opt", "postgresql"),
        ("/usr/local/opt", "postgresql"),
    ]
    .into_iter()
    .flat_map(|(parent, prefix)| {
        let entries = fs::read_dir(parent).into_iter().flatten().flatten();
        entries.filter(move |entry| entry.file_name().to_string_lossy().starts_with(prefix))
    })
    .map(|entry| entry.path().join("bin"))
}

fn on_path(path: OsString) -> Vec<PathBuf> {
    std::env::split_paths(&path)
        .filter_map(|dir| {
            fs::canonicalize(dir.join("postgres"))
                .ok()?
                .parent()
                .map(Path::to_owned)
        })
        .collect()
}

/// The major version that the `postgres` in `dir` says it is.
fn major(dir: &Path) -> Option<u32> {
    let output = Command::new(dir.join("postgres"))
        .arg("--version")
        .output()
        .ok()?;
    parse_version(&String::from_utf8_lossy(&output.stdout))
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` is 15; `18devel` and `17rc1` are versions too.
fn parse_version(text: &str) -> Option<u32> {
    let version = text.strip_prefix("postgres (PostgreSQL) ")?;
    version
        .split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        for (text, major) in [
            (
                "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n",
                Some(15),
            ),
            ("postgres (PostgreSQL) 18devel\n", Some(18)),
            ("postgres (PostgreSQL) 17rc1", Some(17)),
            ("postgres (PostgreSQL) ", None),
            ("postgres (EnterpriseDB) 15.1", None),
            ("", None),
        ] {
            assert_eq!(parse_version(text), major, "{text:?}");
        }
    }
}
