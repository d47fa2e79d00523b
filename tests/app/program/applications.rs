//! An application that was acknowledged is there, once and whole, however the program ends.

use crate::kit::{
    app::TestApp,
    applications::large_pdf,
    cast::company,
    postings::miller,
    program::{Program, client},
};
use candor::{
    base::{clock::Clock, key::InstallationKey},
    domain::intake,
};
use jiff::SignedDuration;
use reqwest::{
    Client,
    multipart::{Form, Part},
};
use std::sync::{
    Arc,
    atomic::{AtomicU64, AtomicUsize, Ordering},
};
use std::{fs, time::Duration};
use tokio::{task::JoinSet, time::sleep};
use uuid::Uuid;

/// People who send at the same time.
const CROWD: usize = 8;
const SIZE: usize = 200 << 10;

/// Somebody who sent the form, and the reference that they were given before the program died.
struct Sent {
    person: u64,
    key: String,
    reference: Option<String>,
}

/// Where the form is sent to.
#[derive(Clone)]
struct Site {
    http: Client,
    origin: String,
    path: String,
    /// The installation's.
    key: InstallationKey,
}

impl Site {
    /// The number of a form that somebody opened a while ago.
    fn number(&self) -> String {
        let now = Clock::default().now();
        intake::number(&self.key, now.minus(SignedDuration::from_mins(1)))
    }

    /// Sends the form of a person; nothing when the program died before it answered.
    async fn send(&self, person: u64, key: &str) -> Option<String> {
        let fields = [
            ("key", key.to_string()),
            ("given_name", "Noor".to_owned()),
            ("family_name", format!("Castellane {person}")),
            ("email", email(person)),
            ("place", "Tartu, Estonia".to_owned()),
            ("consent", "yes".to_owned()),
        ];
        let form = fields
            .into_iter()
            .fold(Form::new(), |form, (name, value)| form.text(name, value));
        let file = Part::bytes(large_pdf(person, SIZE)).file_name("cv.pdf");
        let file = file.mime_str("application/pdf").expect("a media type");
        let request = self
            .http
            .post(format!("{}{}", self.origin, self.path))
            .header("origin", &self.origin)
            .multipart(form.part("resume", file));
        let answer = request.send().await.ok()?;
        let status = answer.status();
        let to = answer.headers().get("location").cloned();
        let body = answer.text().await.unwrap_or_default();
        assert_eq!(status, 303, "{body}");
        let to = to.expect("where to go");
        let reference = to.to_str().expect("a path").rsplit('/').next();
        reference.map(str::to_owned)
    }
}

fn email(person: u64) -> String {
    format!("noor{person}@example.org")
}

/// The program, which takes as many from one network as come.
async fn program(app: &TestApp) -> Program {
    Program::of(app, &[("CANDOR_APPLICATIONS_PER_NETWORK", "0")]).await
}

/// A crowd applies, one form after another, until the program is killed once so many have their reference.
async fn until_killed(
    app: &TestApp,
    path: &str,
    people: &Arc<AtomicU64>,
    enough: usize,
) -> Vec<Sent> {
    let mut program = program(app).await;
    let site = Site {
        http: client(),
        origin: program.origin.clone(),
        path: path.to_owned(),
        key: app.app.db.key.clone(),
    };
    let answered = Arc::new(AtomicUsize::new(0));
    let mut crowd = JoinSet::new();
    for _ in 0..CROWD {
        let (site, people, answered) = (site.clone(), people.clone(), answered.clone());
        crowd.spawn(async move {
            let mut sent = Vec::new();
            loop {
                let (person, key) = (people.fetch_add(1, Ordering::Relaxed), site.number());
                let reference = site.send(person, &key).await;
                let dead = reference.is_none();
                sent.push(Sent {
                    person,
                    key,
                    reference,
                });
                if dead {
                    return sent;
                }
                answered.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    while answered.load(Ordering::Relaxed) < enough {
        sleep(Duration::from_millis(1)).await;
    }
    program.kill();
    crowd.join_all().await.into_iter().flatten().collect()
}

/// What is kept of a form: its reference, whose it is, and where the résumé lies.
type Kept = (String, String, String);

async fn kept(app: &TestApp, number: &str) -> Vec<Kept> {
    let key = number.split('.').next().expect("a key");
    let key: Uuid = key.parse().expect("a key");
    let rows = sqlx::query_as(
        "select s.reference, e.email, f.storage_key
         from submissions s
         join applications a on (a.company_id, a.id) = (s.company_id, s.application_id)
         join candidate_emails e on (e.company_id, e.candidate_id) = (a.company_id, a.candidate_id)
         join attachments m on (m.company_id, m.application_id) = (a.company_id, a.id)
         join files f on (f.company_id, f.id) = (m.company_id, m.file_id)
         where s.key = $1",
    );
    let rows = rows.bind(key).fetch_all(app.app.db.pages());
    rows.await.expect("what is kept")
}

/// Asserts that what was kept of a form is whole, and says how often it is there.
async fn whole(app: &TestApp, sent: &Sent) -> usize {
    let kept = kept(app, &sent.key).await;
    for (reference, address, file) in &kept {
        assert_eq!(*address, email(sent.person));
        if let Some(told) = &sent.reference {
            assert_eq!(reference, told);
        }
        let bytes = fs::read(app.lies_at(file)).expect("the résumé");
        assert!(
            bytes == large_pdf(sent.person, SIZE),
            "the résumé of {address} is not what was sent"
        );
    }
    kept.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_kill_loses_no_application_that_was_acknowledged_and_doubles_none() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    let live = app.publish(&heron, miller()).await;
    let path = format!("/careers/heron/jobs/{}-miller/apply", live.id);
    let people = Arc::new(AtomicU64::new(0));
    let mut sent = Vec::new();
    for enough in [1, 9, 22] {
        sent.extend(until_killed(&app, &path, &people, enough).await);
    }
    let (told, untold): (Vec<_>, Vec<_>) = sent.iter().partition(|sent| sent.reference.is_some());
    assert!(told.len() >= 32 && untold.len() >= 3 * CROWD / 2);

    let program = program(&app).await;
    for sent in &told {
        assert_eq!(whole(&app, sent).await, 1, "{:?}", sent.reference);
    }
    for sent in &untold {
        assert!(whole(&app, sent).await <= 1, "{}", sent.person);
    }

    // Whoever saw no answer sends the same form again, and so does whoever did.
    let site = Site {
        http: client(),
        origin: program.origin.clone(),
        path,
        key: app.app.db.key.clone(),
    };
    for sent in &sent {
        let again = site.send(sent.person, &sent.key).await;
        let again = again.expect("an answer");
        if let Some(told) = &sent.reference {
            assert_eq!(again, *told);
        }
        assert_eq!(whole(&app, sent).await, 1, "{again}");
    }
    let all = i64::try_from(sent.len()).expect("a few");
    for count in [
        "select count(*) from applications",
        "select count(*) from submissions",
        "select count(*) from candidates",
        "select count(*) from attachments",
        "select count(*) from files",
        "select count(*) from consents",
        "select count(*) from events where kind = 'application.received'",
    ] {
        assert_eq!(app.number(count).await, all, "{count}");
    }
}
