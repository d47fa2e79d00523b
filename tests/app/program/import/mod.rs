//! `candor import`, as an operator runs it.

mod seeds;
mod storing;
mod trial;

use crate::kit::db::TestDb;
use serde_json::Value;
use sqlx::ConnectOptions;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// What a run of the program came to.
struct Run {
    well: bool,
    said: String,
    complained: String,
}

impl Run {
    #[track_caller]
    fn well(self) -> Self {
        assert!(self.well, "{}{}", self.said, self.complained);
        self
    }

    #[track_caller]
    fn badly(self) -> Self {
        assert!(!self.well, "{}", self.said);
        self
    }

    /// The report of `--json`.
    fn report(&self) -> Vec<Value> {
        let report: Value = serde_json::from_str(&self.said).expect("JSON and nothing else");
        report["files"].as_array().expect("files").clone()
    }
}

/// Runs `candor import`.
fn import(data: &Path, database: &str, files: &[PathBuf], flags: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_candor"))
        .arg("import")
        .args(flags)
        .args(files)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("CANDOR_DATA_DIR", data)
        .env("CANDOR_PUBLIC_URL", "https://jobs.example.org")
        .env("DATABASE_URL", database)
        .output()
        .expect("the program runs");
    Run {
        well: output.status.success(),
        said: String::from_utf8(output.stdout).expect("text"),
        complained: String::from_utf8(output.stderr).expect("text"),
    }
}

/// An installation without anybody in it.
struct Place {
    db: TestDb,
    data: tempfile::TempDir,
}

impl Place {
    async fn new() -> Self {
        Self {
            db: TestDb::new().await,
            data: tempfile::tempdir().expect("a folder"),
        }
    }

    /// Runs `candor import` here. The tests' owner of the tables serves as well.
    fn import(&self, files: &[PathBuf], flags: &[&str]) -> Run {
        let database = self.db.owner.to_url_lossy();
        import(self.data.path(), database.as_str(), files, flags)
    }

    async fn number(&self, statement: &'static str) -> i64 {
        let number = sqlx::query_scalar(statement);
        number.fetch_one(&self.db.pool).await.expect(statement)
    }

    /// How many rows there are of everything that an import makes.
    async fn rows(&self) -> [i64; 7] {
        [
            self.number("select count(*) from companies").await,
            self.number("select count(*) from jobs").await,
            self.number("select count(*) from openings").await,
            self.number("select count(*) from postings").await,
            self.number("select sum(version)::bigint from posting_drafts")
                .await,
            self.number("select count(*) from text_block_versions")
                .await,
            self.number("select count(*) from events").await,
        ]
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/postings")
}

/// The files of a folder, in the order of their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files
}

/// Some fields of what the report says of each file.
fn told<const N: usize>(report: &[Value], fields: [&str; N]) -> Vec<[String; N]> {
    let text = |value: &Value| value.as_str().map_or(value.to_string(), str::to_owned);
    let file = |file: &Value| fields.map(|field| text(&file[field]));
    report.iter().map(file).collect()
}
