//! `candor receive-mail`, as a mail server's pipe calls it.

use crate::kit::{app::TestApp, cast::Cast};
use candor::domain::mail::ReplyAddress;
use sqlx::ConnectOptions;
use std::{
    io::Write,
    process::{Command, Stdio},
};

/// Hands a mail over and gives the exit code.
fn pipe(app: &TestApp, database: &str, arguments: &[&str], mail: &[u8]) -> Option<i32> {
    let mut process = Command::new(env!("CARGO_BIN_EXE_candor"))
        .arg("receive-mail")
        .args(arguments)
        .env_clear()
        .env("DATABASE_URL", database)
        .env("CANDOR_DATA_DIR", app.data.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program");
    let mut input = process.stdin.take().expect("its input");
    // It may have seen enough before the end.
    let _ = input.write_all(mail);
    drop(input);
    process.wait().expect("its end").code()
}

#[tokio::test]
async fn a_mail_server_is_told_whether_to_try_again() {
    let app = TestApp::new().await;
    let database = app.db.owner.to_url_lossy().to_string();
    let mail = b"From: noor.castellane@example.org\r\nSubject: Hello\r\n\r\nTuesday suits me.\r\n";
    assert_eq!(
        pipe(&app, &database, &[], mail),
        Some(75),
        "there is no company yet"
    );
    let cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
    let nowhere = "postgres://candor@127.0.0.1:1/candor";
    assert_eq!(pipe(&app, nowhere, &[], mail), Some(75));
    let large = vec![b'x'; 26 << 20];
    assert_eq!(pipe(&app, &database, &[], &large), Some(65));

    let replies = ReplyAddress::parse("*@replies.heron.example.com").expect("an address");
    let address = replies.of(&app.app.db.key, cast.company.id, id);
    for _ in 0..2 {
        assert_eq!(pipe(&app, &database, &["--to", &address], mail), Some(0));
    }
    let filed: Vec<(i64, String)> =
        sqlx::query_as("select application_id, body from messages where direction = 'in'")
            .fetch_all(app.app.db.pages())
            .await
            .unwrap();
    assert_eq!(filed, [(id.0, "Tuesday suits me.".to_owned())]);
    assert_eq!(
        pipe(&app, &database, &[], mail),
        Some(0),
        "without an address it is kept"
    );
}
