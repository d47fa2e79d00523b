use crate::kit::program::{Program, client};
use std::time::Duration;

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
    let client = client();
    let claimed = client
        .post(&link)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", &program.origin)
        .body(form(&CLAIM))
        .send()
        .await
        .expect("an answer");
    assert_eq!(claimed.status(), 303);

    program.kill();
    let mut program = Program::start(data.path()).await;
    assert!(program.set_up.is_none(), "somebody is here already");
    let signed_in = client
        .post(format!("{}/sign-in", program.origin))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", &program.origin)
        .body(form(&[
            ("email", "ada@heron.example.com"),
            ("password", "herons nest above the mill"),
        ]))
        .send()
        .await
        .expect("an answer");
    assert_eq!(signed_in.status(), 303);

    let took = program.stop();
    assert!(took < Duration::from_secs(5), "stopping took {took:?}");
    let program = Program::start(data.path()).await;
    assert!(
        program.took < Duration::from_secs(5),
        "a warm start of a debug build took {:?}",
        program.took
    );
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
