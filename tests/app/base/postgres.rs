//! The private Postgres keeps what it acknowledged, whoever is killed.

use crate::kit::db::TestDb;
use candor::base::postgres::{Durability, EmbeddedPostgres, grant_serving};
use rustix::process::{Pid, Signal, kill_process};
use sqlx::{Connection, PgConnection};
use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

const HOLD: &str = "CANDOR_TEST_HOLDS_POSTGRES";
const HOLDING: &str = "this process holds the server";

/// Not a test of its own: the process that the others kill. It keeps one row and waits for its end.
#[tokio::test]
async fn holder() {
    let Some(dir) = std::env::var_os(HOLD) else {
        return;
    };
    let server = EmbeddedPostgres::start(Path::new(&dir), Durability::Full)
        .await
        .unwrap();
    let mut db = PgConnection::connect_with(&server.owner()).await.unwrap();
    sqlx::raw_sql("create table if not exists kept (id bigint generated always as identity)")
        .execute(&mut db)
        .await
        .unwrap();
    sqlx::raw_sql("insert into kept default values")
        .execute(&mut db)
        .await
        .unwrap();
    println!("{HOLDING}");
    std::future::pending::<()>().await;
}

fn spawn_holder(dir: &Path) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "base::postgres::holder", "--nocapture"])
        .env(HOLD, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(
        lines
            .map_while(Result::ok)
            .any(|line| line.ends_with(HOLDING)),
        "the holder did not get its server"
    );
    child
}

/// The supervisor and the server, found as a person would.
fn server_processes(dir: &Path) -> (i32, i32) {
    let pid_file = fs::read_to_string(dir.join("cluster/postmaster.pid")).unwrap();
    let server: i32 = pid_file.lines().next().unwrap().parse().unwrap();
    let status = fs::read_to_string(format!("/proc/{server}/status")).unwrap();
    let supervisor = status
        .lines()
        .find_map(|line| line.strip_prefix("PPid:"))
        .unwrap();
    (supervisor.trim().parse().unwrap(), server)
}

fn kill_hard(pid: i32) {
    kill_process(Pid::from_raw(pid).unwrap(), Signal::KILL).unwrap();
}

fn kill_holder(mut holder: Child) {
    holder.kill().unwrap();
    holder.wait().unwrap();
}

async fn rows(server: &EmbeddedPostgres) -> i64 {
    let mut db = PgConnection::connect_with(&server.owner()).await.unwrap();
    sqlx::query_scalar("select count(*) from kept")
        .fetch_one(&mut db)
        .await
        .unwrap()
}

fn folder() -> TempDir {
    TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// Starts the server once more and counts.
async fn rows_after(dir: &Path) -> i64 {
    let server = EmbeddedPostgres::start(dir, Durability::Full)
        .await
        .unwrap();
    let rows = rows(&server).await;
    server.stop(Duration::from_secs(30)).await;
    rows
}

#[tokio::test]
async fn a_killed_program_hinders_nobody_and_loses_nothing() {
    let folder = folder();
    let dir = folder.path();

    kill_holder(spawn_holder(dir));
    kill_holder(spawn_holder(dir)); // the next start, at once
    assert_eq!(rows_after(dir).await, 2);

    // The server outlives its supervisor.
    let holder = spawn_holder(dir);
    let (supervisor, _) = server_processes(dir);
    kill_hard(supervisor);
    kill_holder(holder);
    assert_eq!(rows_after(dir).await, 3);

    // The power goes: everybody at once.
    let holder = spawn_holder(dir);
    let (supervisor, server) = server_processes(dir);
    kill_hard(supervisor);
    kill_hard(server);
    kill_holder(holder);
    assert_eq!(rows_after(dir).await, 4);
}

#[tokio::test]
async fn the_server_stays_for_the_last_of_its_holders_and_not_longer() {
    let folder = folder();
    let dir = folder.path();

    let first = spawn_holder(dir);
    let second = EmbeddedPostgres::start(dir, Durability::Full)
        .await
        .unwrap();
    let (_, server) = server_processes(dir);
    kill_holder(first);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(rows(&second).await, 1);
    assert_eq!(
        server_processes(dir).1,
        server,
        "the server was not restarted"
    );

    drop(second);
    let begun = Instant::now();
    while dir.join("cluster/postmaster.pid").exists() {
        assert!(
            begun.elapsed() < Duration::from_secs(30),
            "the server goes on without holders"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn serving_owns_nothing() {
    let folder = folder();
    let server = EmbeddedPostgres::start(folder.path(), Durability::None)
        .await
        .unwrap();
    let mut serving = PgConnection::connect_with(&server.serving()).await.unwrap();
    let refused = sqlx::raw_sql("create table mine (id int)")
        .execute(&mut serving)
        .await
        .unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("permission denied for schema public"),
        "{refused}"
    );
    let refused = sqlx::raw_sql("create database mine")
        .execute(&mut serving)
        .await
        .unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("permission denied to create database"),
        "{refused}"
    );
    serving.close().await.unwrap();
    server.stop(Duration::from_secs(30)).await;
    assert!(!folder.path().join("cluster/postmaster.pid").exists());
}

#[tokio::test]
async fn serving_adds_to_history_and_cannot_rewrite_it() {
    let db = TestDb::new().await;
    for refused in [
        "update events set kind = 'other'",
        "delete from events",
        "truncate events cascade",
        "update account_events set kind = 'other'",
        "delete from account_events",
        "update event_details set detail = '{}'",
        "delete from event_details",
        "delete from _sqlx_migrations",
    ] {
        let error = sqlx::raw_sql(refused).execute(&db.pool).await.unwrap_err();
        assert!(
            error.to_string().contains("permission denied for table"),
            "{refused}: {error}"
        );
    }
    for allowed in [
        "update events set chain_hash = '' where chain_hash is null",
        "delete from work",
        "select erase_event_details(1, '{1}', '{1}')",
        "select count(*) from _sqlx_migrations",
    ] {
        sqlx::raw_sql(allowed)
            .execute(&db.pool)
            .await
            .unwrap_or_else(|error| panic!("{allowed}: {error}"));
    }
}

#[tokio::test]
async fn grants_may_be_given_again_and_need_no_second_role() {
    let db = TestDb::new().await;
    let mut owner = PgConnection::connect_with(&db.owner).await.unwrap();
    grant_serving(&mut owner, "candor").await.unwrap();
    grant_serving(&mut owner, "candor_owner").await.unwrap();
    sqlx::raw_sql("update events set kind = 'other'")
        .execute(&mut owner)
        .await
        .unwrap();
}
