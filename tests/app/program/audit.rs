//! `candor audit verify` finds what somebody with all rights did to the history.

use crate::kit::{app::TestApp, cast::Cast, postings::miller};
use candor::domain::audit::{self, Fault};
use sqlx::{ConnectOptions, Connection, PgConnection};
use std::process::Command;

/// Whether the command is content, and what it says.
fn verify(app: &TestApp) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_candor"))
        .args(["audit", "verify"])
        .env("CANDOR_DATA_DIR", app.data.path())
        .env("DATABASE_URL", app.db.serving.to_url_lossy().to_string())
        .env(
            "CANDOR_MIGRATION_DATABASE_URL",
            app.db.owner.to_url_lossy().to_string(),
        )
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.success(), said)
}

async fn faults(app: &TestApp, cast: &Cast) -> Vec<Fault> {
    let mut db = app.app.db.read().await.expect("a connection");
    let found = audit::verify(&mut db, cast.company.id).await;
    found.expect("a verdict").faults
}

#[tokio::test]
async fn a_row_that_was_changed_taken_away_or_added_is_found() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    app.publish(&cast.company, miller()).await;
    let (content, said) = verify(&app);
    assert!(content && said.contains("heron: 0 events"), "{said}");
    app.run_tasks().await;
    let (content, said) = verify(&app);
    assert!(content && said.contains("; 0 too new"), "{said}");
    assert!(!said.contains("heron: 0 events"), "{said}");

    let mut owner = PgConnection::connect_with(&app.db.owner)
        .await
        .expect("the owner");
    // Its triggers are in nobody's way who owns the tables.
    sqlx::raw_sql(
        "alter table events disable trigger user; alter table event_details disable trigger user",
    )
    .execute(&mut owner)
    .await
    .expect("no triggers");
    let ids: Vec<i64> =
        sqlx::query_scalar("select id from events where chain_no in (1, 2) order by chain_no")
            .fetch_all(&mut owner)
            .await
            .expect("events");
    let [first, second] = ids[..] else {
        panic!("two events: {ids:?}");
    };
    let last = "(select max(chain_no) from events)";
    for (done, fault) in [
        (
            format!("update events set kind = 'job.closed' where id = {second}"),
            Some(Fault::Changed(second)),
        ),
        (
            format!("update event_details set detail = '[1]' where event_id = {first}"),
            Some(Fault::DetailChanged(first)),
        ),
        (format!("delete from event_details where event_id = {first}"), None),
        (
            format!(
                "delete from event_details where event_id = {first}; delete from events where id = {first}"
            ),
            Some(Fault::Missing { after: 0, count: 1 }),
        ),
        (
            format!(
                "insert into events (company_id, at, actor, kind, detail_hash, chain_no, chain_hash)
                 select company_id, at, 'system', kind, detail_hash, chain_no + 1, chain_hash from events where chain_no = {last}"
            ),
            Some(Fault::Added(1)),
        ),
        (
            "update event_chains set head = '\\x00'".to_owned(),
            Some(Fault::Head),
        ),
    ] {
        let mut tampered = owner.begin().await.expect("a transaction");
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("create table kept as select * from events; create table kept_details as select * from event_details;
            create table kept_chains as select * from event_chains; {done}")))
            .execute(&mut *tampered)
            .await
            .expect("tampering");
        tampered.commit().await.expect("tampering");
        let found = faults(&app, &cast).await;
        match fault {
            Some(fault) => assert!(found.contains(&fault), "{done}: {found:?}"),
            None => assert_eq!(found, [], "{done}"),
        }
        assert_eq!(verify(&app).0, fault.is_none(), "{done}");
        sqlx::raw_sql(
            "delete from event_details; delete from events; delete from event_chains;
             insert into events overriding system value select * from kept; insert into event_details select * from kept_details;
             insert into event_chains select * from kept_chains; drop table kept, kept_details, kept_chains",
        )
        .execute(&mut owner)
        .await
        .expect("as it was");
    }
}

#[tokio::test]
async fn an_event_that_commits_late_takes_a_later_place() {
    const WRITE: &str = "insert into events (company_id, at, actor, kind, detail_hash) values ($1, now(), 'system', 'job.opened', '')";
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let company = cast.company.id;
    let mut slow = app.app.db.pages().begin().await.expect("a transaction");
    let write = sqlx::query(WRITE).bind(company);
    write.execute(&mut *slow).await.expect("an event");
    let quick = sqlx::query(WRITE).bind(company);
    quick.execute(app.app.db.pages()).await.expect("an event");
    audit::seal(app.app.db.work()).await.expect("a chain");
    slow.commit().await.expect("an event");
    audit::seal(app.app.db.work()).await.expect("a chain");
    assert_eq!(faults(&app, &cast).await, []);
    let mut db = app.app.db.read().await.expect("a connection");
    let places: Vec<i64> = sqlx::query_scalar(
        "select chain_no from events where kind = 'job.opened' and detail_hash = '' order by id",
    )
    .fetch_all(&mut *db)
    .await
    .expect("places");
    assert!(places.is_sorted_by(|one, two| one > two), "{places:?}");
}
