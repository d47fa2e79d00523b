use crate::kit::{
    db::TestDb,
    imap::Postbox,
    program::Program,
    smtp::{Catcher, Mood},
    tls::Certificate,
};
use sqlx::{ConnectOptions, Connection, PgConnection};
use std::{
    fs::Permissions, net::TcpListener, os::unix::fs::PermissionsExt, path::Path, process::Command,
};

/// What `candor check` says in this environment, and whether it is content.
fn check(data: &Path, environment: &[(&str, &str)]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_candor"))
        .arg("check")
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("CANDOR_DATA_DIR", data)
        .env("CANDOR_LISTEN", "127.0.0.1:0")
        .envs(environment.iter().copied())
        .output()
        .expect("the program runs");
    (
        output.status.success(),
        String::from_utf8_lossy(&output.stdout).into_owned(),
    )
}

#[track_caller]
fn says(report: &str, kind: &str, words: &str) {
    let found = report
        .lines()
        .any(|line| line.starts_with(kind) && line.contains(words));
    assert!(found, "no line says {kind}: {words}\n{report}");
}

#[test]
fn a_fresh_place_is_well() {
    let data = tempfile::tempdir().expect("a folder");
    let (content, report) = check(&data.path().join("new"), &[]);
    assert!(content, "{report}");
    says(&report, "well", "will be made at the first start");
    says(&report, "well", "the first start makes the database");
    says(&report, "well", "People find Candor at http://127.0.0.1:");
    assert!(!data.path().join("new").exists(), "looking makes nothing");
}

#[tokio::test]
async fn a_stopped_place_stays_as_it_is() {
    let data = tempfile::tempdir().expect("a folder");
    let mut program = Program::start(data.path()).await;
    let (content, report) = check(data.path(), &[]);
    assert!(content, "{report}");
    says(&report, "well", "The database is up to date");
    program.stop();
    std::fs::remove_dir_all(data.path().join("files")).expect("no files");
    let (content, report) = check(data.path(), &[]);
    assert!(content, "{report}");
    says(&report, "well", "is stopped; `candor serve` starts it");
    says(&report, "well", "Files can be kept");
    assert!(!data.path().join("files").exists(), "looking makes nothing");
    let running = data.path().join("postgres/cluster/postmaster.pid");
    assert!(!running.exists(), "looking starts nothing");
}

#[test]
fn each_mistake_is_told_with_its_remedy() {
    let data = tempfile::tempdir().expect("a folder");
    let file = data.path().join("file");
    std::fs::write(&file, "").expect("a file");
    let file = file.to_str().expect("a plain path");
    let busy = TcpListener::bind("127.0.0.1:0").expect("an address");
    let busy = busy.local_addr().expect("an address").to_string();
    for (name, value, kind, words) in [
        (
            "CANDOR_PUBLIC_URL",
            "http://jobs.example.org",
            "wrong",
            "set CANDOR_PUBLIC_URL to its https://",
        ),
        (
            "CANDOR_PUBLIC_URL",
            "https://example.org/jobs",
            "wrong",
            "Set it to https://example.org",
        ),
        (
            "CANDOR_PUBLIC_URL",
            "https://jobs.example.org",
            "doubtful",
            "such as 127.0.0.1",
        ),
        ("CANDOR_LISTEN", "0.0.0.0:0", "wrong", "it takes https"),
        (
            "CANDOR_LISTEN",
            "192.0.2.1:8080",
            "wrong",
            "cannot be listened on",
        ),
        (
            "CANDOR_LISTEN",
            &busy,
            "doubtful",
            "right while Candor runs",
        ),
        (
            "CANDOR_TRUSTED_PROXIES",
            "10.0.0.0/40",
            "wrong",
            "\"10.0.0.0/40\" is neither",
        ),
        (
            "CANDOR_BREACHED_PASSWORDS",
            "/nowhere",
            "wrong",
            "unset CANDOR_BREACHED_PASSWORDS",
        ),
        ("CANDOR_BREACHED_PASSWORDS", file, "doubtful", "is empty"),
        ("CANDOR_DATA_DIR", file, "wrong", "is no folder"),
        (
            "DATABASE_URL",
            "here",
            "wrong",
            "not of the form postgres://",
        ),
        (
            "DATABASE_URL",
            "postgres://candor@127.0.0.1:1/candor",
            "wrong",
            "Look at DATABASE_URL",
        ),
        (
            "CANDOR_MIGRATION_DATABASE_URL",
            "postgres://candor@127.0.0.1:1/candor",
            "wrong",
            "set both or neither",
        ),
    ] {
        let (content, report) = check(data.path(), &[(name, value)]);
        says(&report, kind, words);
        assert_eq!(content, kind != "wrong", "{name}={value}\n{report}");
    }
    std::fs::set_permissions(data.path(), Permissions::from_mode(0o750)).expect("permissions");
    let (_, report) = check(data.path(), &[]);
    says(&report, "doubtful", "chmod 700");
}

#[tokio::test]
async fn the_database_is_looked_at_as_the_server_sees_it() {
    let data = tempfile::tempdir().expect("a folder");
    let db = TestDb::new().await;
    let (serving, owner) = (
        db.serving.to_url_lossy().to_string(),
        db.owner.to_url_lossy().to_string(),
    );
    let both = [
        ("DATABASE_URL", serving.as_str()),
        ("CANDOR_MIGRATION_DATABASE_URL", owner.as_str()),
    ];
    let (_, report) = check(data.path(), &both);
    says(&report, "well", "The database is up to date");
    says(&report, "well", "owns nothing and cannot rewrite history");
    says(&report, "wrong", "can be lost in a power cut"); // the tests' cluster waits for no disk

    let (_, report) = check(data.path(), &[("DATABASE_URL", &owner)]);
    says(&report, "doubtful", "One role serves and owns the tables");

    let mut owns = PgConnection::connect_with(&db.owner)
        .await
        .expect("the owner");
    let run = async |owns: &mut PgConnection, sql: &'static str| {
        sqlx::raw_sql(sql).execute(owns).await.expect(sql);
    };
    run(&mut owns, "grant delete on events to candor").await;
    says(
        &check(data.path(), &both).1,
        "wrong",
        "may rewrite history. Run `candor migrate`",
    );
    run(&mut owns, "delete from _sqlx_migrations where version = 8").await;
    says(
        &check(data.path(), &both).1,
        "well",
        "migrations will run at the next start",
    );
    run(
        &mut owns,
        "update _sqlx_migrations set version = 9999 where version = 7",
    )
    .await;
    says(
        &check(data.path(), &both).1,
        "wrong",
        "newer than this program: it has migration 9999",
    );
    run(
        &mut owns,
        "update _sqlx_migrations set checksum = '' where version = 1",
    )
    .await;
    says(
        &check(data.path(), &both).1,
        "wrong",
        "another edition of migration 1",
    );
}

/// The same while servers of the test answer on this thread's loop.
async fn checks(data: &Path, environment: Vec<(&'static str, String)>) -> (bool, String) {
    let data = data.to_owned();
    let checked = tokio::task::spawn_blocking(move || {
        let environment: Vec<_> = environment.iter().map(|(k, v)| (*k, v.as_str())).collect();
        check(&data, &environment)
    });
    checked.await.expect("a report")
}

#[tokio::test]
async fn mail_is_tried_as_it_will_be_sent_and_fetched() {
    let data = tempfile::tempdir().expect("a folder");
    let (ours, other) = (Certificate::of("localhost"), Certificate::of("localhost"));
    let elsewhere = Certificate::of("mail.elsewhere.example");
    let password = ours.folder().join("password");
    std::fs::write(&password, "open sesame\n").expect("a file");
    let wrong = ours.folder().join("wrong");
    std::fs::write(&wrong, "guess").expect("a file");
    let postbox = Postbox::behind(Some(ours.acceptor.clone())).await;
    let foreign = Postbox::behind(Some(elsewhere.acceptor.clone())).await;
    let catcher = Catcher::behind(Some(ours.acceptor.clone()), || Mood::Takes).await;
    let plain = Catcher::new(Mood::Takes).await;
    let locked = Catcher::behind(Some(ours.acceptor.clone()), || Mood::Takes).await;
    locked.is_locked("noor", "open sesame");
    let imap = |port: u16, password: &Path, trusted: &Certificate| {
        vec![
            ("SSL_CERT_FILE", trusted.file().display().to_string()),
            (
                "CANDOR_IMAP_URL",
                format!("imaps://localhost:{port}/Answers"),
            ),
            ("CANDOR_IMAP_USER", "noor".to_owned()),
            ("CANDOR_IMAP_PASSWORD_FILE", password.display().to_string()),
        ]
    };
    let smtp = |url: String, trusted: &Certificate| {
        vec![
            ("SSL_CERT_FILE", trusted.file().display().to_string()),
            ("CANDOR_SMTP_URL", url),
        ]
    };
    let (tls, clear, door) = (catcher.port, plain.port, locked.port);
    for (environment, kind, words) in [
        (
            imap(postbox.port, &password, &ours),
            "well",
            "The mailbox for answers opens",
        ),
        (
            imap(postbox.port, &password, &other),
            "wrong",
            "cannot be trusted",
        ),
        (
            imap(foreign.port, &password, &elsewhere),
            "wrong",
            "cannot be trusted",
        ),
        (
            imap(postbox.port, &wrong, &ours),
            "wrong",
            "did not let us in",
        ),
        (imap(1, &password, &ours), "wrong", "cannot be reached"),
        (
            smtp(format!("smtps://localhost:{tls}"), &ours),
            "well",
            "The mail server lets us in",
        ),
        (
            smtp(format!("smtps://localhost:{tls}"), &other),
            "wrong",
            "The mail server does not let us in",
        ),
        (
            smtp(format!("smtp://127.0.0.1:{clear}"), &ours),
            "well",
            "The mail server lets us in",
        ),
        // It offers no STARTTLS, and nothing goes in clear instead.
        (
            smtp(format!("smtp://127.0.0.1:{clear}?tls=required"), &ours),
            "wrong",
            "does not let us in",
        ),
        (
            smtp(
                format!("smtps://noor:open%20sesame@localhost:{door}"),
                &ours,
            ),
            "well",
            "The mail server lets us in",
        ),
        (
            smtp(format!("smtps://noor:a%20guess@localhost:{door}"), &ours),
            "wrong",
            "the user and the password",
        ),
        (
            smtp("smtp://127.0.0.1:1".to_owned(), &ours),
            "wrong",
            "does not let us in",
        ),
    ] {
        let (content, report) = checks(data.path(), environment).await;
        says(&report, kind, words);
        assert_eq!(content, kind == "well", "{report}");
        assert!(
            !report.contains("guess"),
            "a password is in no report: {report}"
        );
    }
    assert!(
        catcher.caught().is_empty() && plain.caught().is_empty(),
        "looking sends nothing"
    );
    let (_, report) = checks(data.path(), Vec::new()).await;
    says(&report, "doubtful", "There is no mail server");
}

#[tokio::test]
async fn answers_are_fetched_over_tls() {
    let data = tempfile::tempdir().expect("a folder");
    let ours = Certificate::of("localhost");
    let password = ours.folder().join("password");
    std::fs::write(&password, "open sesame").expect("a file");
    let postbox = Postbox::behind(Some(ours.acceptor.clone())).await;
    postbox.put("From: noor@example.org\r\nTo: jobs@heron.example.com\r\nSubject: Hello\r\n\r\nTuesday suits me.");
    let url = format!("imaps://localhost:{}/Answers", postbox.port);
    let (ca, password) = (ours.file(), password.display().to_string());
    let environment = [
        ("SSL_CERT_FILE", ca.to_str().expect("a path")),
        ("CANDOR_IMAP_URL", &url),
        ("CANDOR_IMAP_USER", "noor"),
        ("CANDOR_IMAP_PASSWORD_FILE", &password),
        ("CANDOR_REPLY_ADDRESS", "*@replies.heron.example.com"),
    ];
    let _program = Program::start_with(data.path(), &environment).await;
    for _ in 0..200 {
        if postbox.asked() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("nobody came for the mail");
}
