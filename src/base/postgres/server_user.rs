//! Postgres refuses to run as root. An ordinary user's server runs as that user; root's runs as
//! somebody who has less to lose.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt, PermissionsExt, chown},
        process::CommandExt,
    },
    path::Path,
    process::{Command, Stdio},
};

use super::{PostgresError, on};

/// In a user namespace root's own files stay root's outside, and belong to an ordinary user inside.
const NAMESPACE: [&str; 4] = ["--user", "--map-user=65534", "--map-group=65534", "--"];

/// Who the server runs as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ServerUser {
    Ourselves,
    Other { user: u32, group: u32 },
    Namespace,
}

impl ServerUser {
    /// The owner of an existing cluster, else `postgres`, else `nobody`, else (below a folder that they
    /// cannot enter, such as a checkout in root's home) a user namespace.
    pub fn choose(dir: &Path, data: &Path) -> Result<Self, PostgresError> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self::Ourselves);
        }
        if let Ok(made) = fs::metadata(data) {
            return Ok(match (made.uid(), made.gid()) {
                (0, _) => Self::Namespace,
                (user, group) => Self::Other { user, group },
            });
        }
        let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
        if let Some((user, group)) = ["postgres", "nobody"]
            .iter()
            .find_map(|name| account(&passwd, name))
            && dir.ancestors().all(anybody_may_enter)
        {
            return Ok(Self::Other { user, group });
        }
        let works = Command::new("unshare")
            .args(NAMESPACE)
            .arg("true")
            .stderr(Stdio::null())
            .status();
        if works.is_ok_and(|status| status.success()) {
            return Ok(Self::Namespace);
        }
        Err(PostgresError::OutOfReach {
            dir: dir.to_owned(),
        })
    }

    /// A shell that runs as this user.
    pub fn shell(self) -> Command {
        match self {
            Self::Ourselves => Command::new("sh"),
            Self::Other { user, group } => {
                let mut command = Command::new("sh");
                command.uid(user).gid(group); // also drops root's other groups
                command
            }
            Self::Namespace => {
                let mut command = Command::new("unshare");
                command.args(NAMESPACE).arg("sh");
                command
            }
        }
    }

    /// Hands a folder that we made to this user.
    pub fn give(self, dir: &Path) -> Result<(), PostgresError> {
        match self {
            Self::Other { user, group } => chown(dir, Some(user), Some(group)).map_err(on(dir)),
            Self::Ourselves | Self::Namespace => Ok(()),
        }
    }

    /// The id that this user's files carry.
    pub fn id(self) -> u32 {
        match self {
            Self::Other { user, .. } => user,
            Self::Ourselves | Self::Namespace => rustix::process::geteuid().as_raw(),
        }
    }
}

fn anybody_may_enter(dir: &Path) -> bool {
    fs::metadata(dir).is_ok_and(|found| found.permissions().mode() & 0o001 != 0)
}

/// User and group of an account in `/etc/passwd`.
fn account(passwd: &str, name: &str) -> Option<(u32, u32)> {
    let line = passwd
        .lines()
        .find(|line| line.split(':').next() == Some(name))?;
    let mut ids = line.split(':').skip(2);
    Some((ids.next()?.parse().ok()?, ids.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_read_by_their_whole_name() {
        let passwd = "root:x:0:0:root:/root:/bin/sh\nnobody2:x:7:7::/:/bin/false\nnobody:x:65534:65533::/:/bin/false\nbroken:x";
        assert_eq!(account(passwd, "nobody"), Some((65534, 65533)));
        assert_eq!(account(passwd, "postgres"), None);
        assert_eq!(account(passwd, "broken"), None);
    }
}
