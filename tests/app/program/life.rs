use crate::kit::program::{Program, client};
use candor::base::postgres::EmbeddedPostgres;
use rustix::process::{Pid, Signal, kill_process};
use sqlx::{Connection, PgConnection};
use std::{
    fs::{self, File},
    path::Path,
    time::{Duration, Instant},
};

const CLAIM: [(&str, &str); 7] = [
    ("company", "Heron Mills"),
    ("slug", "heron"),
    ("time_zone", ""),
    ("given_name", "Ada"),
    ("family_name", "Marsh"),
    ("email", "ada@heron.example.com"),
    ("password", "herons nest above the mill"),
];

fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

#[tokio::test]
async fn a_newcomer_claims_it_and_a_kill_loses_nothing() {
    let data = tempfile::tempdir().expect("a data directory");
    let mut program = Program::start(data.path()).await;
    assert!(
        program.took < Duration::from_secs(15),
        "a cold start took {:?}",
        program.took
    );
    let link = program.set_up.clone().expect("a set-up link");
    let claimed = post(&program, &link, &CLAIM).await;
    assert_eq!(claimed.status(), 303);

    program.kill();
    let mut program = Program::start(data.path()).await;
    assert!(program.set_up.is_none(), "somebody is here already");
    assert_eq!(sign_in(&program).await.status(), 303);

    program.stop();
    let program = Program::start(data.path()).await;
    assert!(
        program.took < Duration::from_secs(5),
        "a warm start of a debug build took {:?}",
        program.took
    );
}

async fn post(program: &Program, url: &str, fields: &[(&str, &str)]) -> reqwest::Response {
    let request = client()
        .post(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", &program.origin)
        .body(form(fields));
    request.send().await.expect("an answer")
}

async fn sign_in(program: &Program) -> reqwest::Response {
    let fields = [
        ("email", "ada@heron.example.com"),
        ("password", "herons nest above the mill"),
    ];
    post(program, &format!("{}/sign-in", program.origin), &fields).await
}

async fn get(program: &Program, path: &str) -> (u16, String) {
    let url = format!("{}{path}", program.origin);
    let answer = client().get(url).send().await.expect("an answer");
    (
        answer.status().as_u16(),
        answer.text().await.expect("a text"),
    )
}

/// Asks until it is so.
async fn becomes(program: &Program, path: &str, so: impl Fn(u16, &str) -> bool) {
    let began = Instant::now();
    loop {
        let (status, text) = get(program, path).await;
        if so(status, &text) {
            return;
        }
        assert!(
            began.elapsed() < Duration::from_secs(15),
            "{path}: {status} {text}"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn an_idle_one_stops_within_a_second() {
    let data = tempfile::tempdir().expect("a data directory");
    // The quickest of three, since other tests keep the machine busy.
    let mut quickest = Duration::MAX;
    for _ in 0..3 {
        let mut program = Program::start(data.path()).await;
        get(&program, "/careers").await;
        quickest = quickest.min(program.stop());
    }
    assert!(quickest < Duration::from_secs(1), "it took {quickest:?}");
}

fn kill_postgres(cluster: &Path) {
    let pid_file = fs::read_to_string(cluster.join("postmaster.pid")).expect("a server");
    let pid = pid_file.lines().next().and_then(|pid| pid.parse().ok());
    let pid = pid.and_then(Pid::from_raw).expect("a process");
    kill_process(pid, Signal::KILL).expect("a kill");
}

#[tokio::test]
async fn a_private_postgres_that_dies_comes_back() {
    let data = tempfile::tempdir().expect("a data directory");
    let dir = data.path().join("postgres");
    let mut program = Program::start(data.path()).await;
    let link = program.set_up.clone().expect("a set-up link");
    assert_eq!(post(&program, &link, &CLAIM).await.status(), 303);
    becomes(&program, "/careers/heron", |status, _| status == 200).await;

    // Whoever has this lock keeps others from starting the server: long enough to look.
    let turn = File::open(dir.join("start.lock")).expect("a lock");
    turn.lock().expect("our turn");
    kill_postgres(&dir.join("cluster"));
    becomes(&program, "/readyz", |status, _| status == 503).await;
    let refused = sign_in(&program).await;
    assert_eq!(refused.status(), 503);
    let page = refused.text().await.expect("a page");
    assert!(page.contains("We are busy for a moment"), "{page}");
    let (status, _) = get(&program, "/careers/heron").await;
    assert_eq!(status, 200, "what is public comes from memory");

    drop(turn);
    becomes(&program, "/readyz", |status, _| status == 200).await;
    assert_eq!(sign_in(&program).await.status(), 303);
    let (_, socket) = EmbeddedPostgres::look(&dir).expect("a server");
    let owner = socket.expect("it runs").owner();
    let mut db = PgConnection::connect_with(&owner).await.expect("the owner");
    sqlx::raw_sql("update companies set name = 'Heron Kilns'")
        .execute(&mut db)
        .await
        .expect("a new name");
    db.close().await.expect("an end");
    becomes(&program, "/careers/heron", |_, page| {
        page.contains("Heron Kilns")
    })
    .await;
    program.stop();
    assert!(!dir.join("cluster/postmaster.pid").exists());
}

#[tokio::test]
async fn data_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().expect("a folder");
    let data = parent.path().join("data");
    let _program = Program::start(&data).await;
    let mode = std::fs::metadata(&data)
        .expect("the data directory")
        .permissions()
        .mode();
    assert_eq!(mode & 0o006, 0, "others could look into {data:?}: {mode:o}");
}
