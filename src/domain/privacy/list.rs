//! The list of those who were erased, in the data directory and outside every backup of the database: after an older backup
//! is restored, it says whom to erase again. It has ids and hashes, and nothing else.

use crate::base::{
    clock::Time,
    ids::{CandidateId, CompanyId},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    fs::{File, OpenOptions},
    io::{self, ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::Arc,
};

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub company: CompanyId,
    pub candidate: CandidateId,
    /// SHA-256, in hexadecimal, of what tells this row from any other that has the same id after a restore.
    pub row: String,
    pub at: Time,
}

impl Entry {
    pub fn new(company: CompanyId, candidate: CandidateId, made_at: Time, at: Time) -> Self {
        let row = row_hash(company, candidate, made_at);
        let row = row.iter().map(|byte| format!("{byte:02x}")).collect();
        Self {
            company,
            candidate,
            row,
            at,
        }
    }
}

impl Entry {
    /// Whether it is this row, and not another that has its number after a restore.
    pub fn is(&self, company: CompanyId, candidate: CandidateId, made_at: Time) -> bool {
        (self.company, self.candidate) == (company, candidate)
            && Self::new(company, candidate, made_at, self.at).row == self.row
    }
}

/// What tells a candidate's row from any other: the time when it was made, to the millisecond.
pub(super) fn row_hash(company: CompanyId, candidate: CandidateId, made_at: Time) -> [u8; 32] {
    Sha256::digest(format!("{company} {candidate} {}", made_at.rfc3339())).into()
}

/// The list: a file that only grows. Clones are cheap.
#[derive(Clone, Debug)]
pub struct ErasureList {
    path: Arc<Path>,
}

impl ErasureList {
    /// The list in a data directory.
    pub fn at(data: &Path) -> Self {
        let path: PathBuf = data.join("erasures");
        Self { path: path.into() }
    }

    /// Adds entries; they are on disk when this returns.
    pub async fn append(&self, entries: Vec<Entry>) -> io::Result<()> {
        let path = self.path.clone();
        blocking(move || append(&path, &entries)).await
    }

    /// Everybody on it, in order. What a power cut left half-written was never acknowledged.
    pub async fn read(&self) -> io::Result<Vec<Entry>> {
        let path = self.path.clone();
        let text = blocking(move || match std::fs::read_to_string(&path) {
            Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(String::new()),
            read => read,
        })
        .await?;
        let entries = text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok());
        Ok(entries.collect())
    }
}

/// Each entry begins with the end of a line, so that it is whole even after one that is not.
fn append(path: &Path, entries: &[Entry]) -> io::Result<()> {
    let mut lines = String::new();
    for entry in entries {
        lines.push('\n');
        lines.push_str(&serde_json::to_string(entry)?);
    }
    lines.push('\n');
    let new = !path.exists();
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(lines.as_bytes())?;
    file.sync_all()?;
    match path.parent() {
        Some(folder) if new => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|stopped| Err(io::Error::other(stopped)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(candidate: i64) -> Entry {
        let at = Time("2026-11-22T09:00:00Z".parse().unwrap());
        Entry::new(CompanyId(1), CandidateId(candidate), at, at)
    }

    #[tokio::test]
    async fn what_was_added_is_read_whatever_a_power_cut_left_between() {
        let folder = tempfile::tempdir().unwrap();
        let list = ErasureList::at(folder.path());
        assert_eq!(list.read().await.unwrap(), []);
        list.append(vec![entry(1), entry(2)]).await.unwrap();
        let half = b"\n{\"company\":1,\"candid";
        let path = folder.path().join("erasures");
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(half).unwrap();
        list.append(vec![entry(3)]).await.unwrap();
        let read = list.read().await.unwrap();
        assert_eq!(read, [entry(1), entry(2), entry(3)]);
        assert_ne!(read[0].row, read[1].row);
    }
}
