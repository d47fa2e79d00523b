//! An older dump comes back, by the commands that the documentation tells, and the program starts: whoever was erased since
//! is gone again.

use crate::{
    careers::own::Mill,
    kit::program::{Program, client},
};
use sqlx::ConnectOptions;
use std::{path::PathBuf, process::Command};

/// A program of Postgres, connected as the owner of the test's database.
fn postgres(mill: &Mill, program: &str) -> Command {
    let folder = std::env::var_os("PG_BIN_DIR").map_or_else(PathBuf::new, PathBuf::from);
    let owner = &mill.app.db.owner;
    let host = owner.get_socket().expect("a socket").clone();
    let mut command = Command::new(folder.join(program));
    command
        .env("PGHOST", host)
        .env("PGPORT", owner.get_port().to_string())
        .env("PGUSER", owner.get_username())
        .env("PGDATABASE", owner.get_database().expect("a database"));
    command
}

fn succeeds(mut command: Command) {
    let output = command.output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}");
}

/// What `candor check` says of the list.
fn check(mill: &Mill) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_candor"))
        .arg("check")
        .env("CANDOR_DATA_DIR", mill.app.data.path())
        .env("CANDOR_LISTEN", "127.0.0.1:0")
        .env("DATABASE_URL", mill.app.db.serving.to_url_lossy().as_str())
        .env(
            "CANDOR_MIGRATION_DATABASE_URL",
            mill.app.db.owner.to_url_lossy().as_str(),
        )
        .output()
        .expect("it runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test]
async fn a_dump_from_before_an_erasure_brings_nobody_back() {
    let mill = Mill::new().await;
    let id = mill.applies("Zorvename Castellane").await;
    mill.applies("Juhan Tamm").await;
    mill.app.run_tasks().await;
    let path = mill.app.link_of(id).await;
    assert!(check(&mill).contains("Nobody has been erased yet"));

    let dump = mill.app.data.path().join("candor.dump");
    let mut take = postgres(&mill, "pg_dump");
    take.args(["--format", "custom", "--file"]).arg(&dump);
    succeeds(take);
    mill.erases_themselves(&path).await.location();
    mill.app.run_tasks().await;
    assert_eq!(mill.tables_with("zorvename").await, Vec::<String>::new());
    assert!(check(&mill).contains("is whole, with 1 in it"));

    let database = mill.app.db.owner.get_database().expect("a database");
    let mut restore = postgres(&mill, "pg_restore");
    restore
        .args([
            "--dbname",
            database,
            "--clean",
            "--if-exists",
            "--single-transaction",
        ])
        .arg(&dump);
    succeeds(restore);
    std::fs::remove_file(dump).expect("no dump");
    assert!(
        !mill.tables_with("zorvename").await.is_empty(),
        "they are back"
    );
    assert!(check(&mill).contains("1 of those who were erased are in the database again"));

    let (serving, owner) = (
        mill.app.db.serving.to_url_lossy(),
        mill.app.db.owner.to_url_lossy(),
    );
    let environment = [
        ("DATABASE_URL", serving.as_str()),
        ("CANDOR_MIGRATION_DATABASE_URL", owner.as_str()),
        ("CANDOR_LOG", "warn"),
    ];
    let mut program = Program::start_with(mill.app.data.path(), &environment).await;
    assert_eq!(mill.tables_with("zorvename").await, Vec::<String>::new());
    let own = client().get(format!("{}{path}", program.origin)).send();
    assert_eq!(own.await.expect("an answer").status(), 410);
    assert_eq!(mill.count("select count(*) from candidates").await, 1);
    program.stop();

    // Without the list nobody could know.
    std::fs::remove_file(mill.app.data.path().join("erasures")).expect("no list");
    assert!(check(&mill).contains("1 of the 1 who were erased are not in"));
}
