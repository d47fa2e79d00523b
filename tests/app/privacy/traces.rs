//! Words are planted wherever a person leaves some, and after the erasure none is found.

use crate::{
    careers::own::{Mill, decider},
    kit::{
        app::TestApp,
        cast::Cast,
        postings::{miller, question},
        statements,
    },
};
use candor::{
    access::{
        Event,
        permissions::{Apply, ReadApplications, RunTasks, WriteNotes},
    },
    base::ids::{ApplicationId, QuestionId, RejectionReasonId},
    domain::{
        accounts::users::Email,
        applications::{self, Enclosed, FileRole, Submission, answers::Answer, consent::Consent},
        audit,
        candidates::Applicant,
        decisions::{self, Rejection, When},
        files::FileKind,
        mail::ReplyAddress,
        notes::{self, Wording},
        postings::advert::QuestionKind,
        replies,
        views::{self, NewView, Of},
    },
};
use jiff::SignedDuration;
use std::{
    path::Path,
    sync::{Arc, Mutex},
};
use uuid::Uuid;

/// One for each kind of trace.
const TOKENS: [&str; 24] = [
    "zorvename",     // name
    "zorvemail",     // address
    "5550987001",    // phone
    "zorvelink",     // link
    "zorveresume",   // the résumé's text
    "zorvefilename", // a file
    "zorveanswer",   // an answer
    "zorvenote",     // a note
    "zorvewords",    // a mail's text
    "zorvedetail",   // the detail of an event
    "zorveagain",    // a second sending
    "zorveprivate",  // the private note on a decision
    "zorvesaved",    // the name of a search for them
    "zorvereply",    // an answer by mail
    "zorveenclosed", // a file in it
    "zorvestray",    // a mail that names no application
    "zorvecell",     // a line of a table that somebody imported
    "zorvenumber",   // what another system calls them
    "zorveneeds",    // what they need to take part
    "zorvealert",    // what they want to hear of
    "zorvepool",     // an introduction that nobody has confirmed
    "zorveheld",     // a sending that was held
    "zorvelimited",  // a sending over a limit
    "zorvenext",     // an address that they have not confirmed
];

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn applicant(headline: &str) -> Applicant {
    Applicant {
        given_name: "Zorvename".to_owned(),
        family_name: "Aalto".to_owned(),
        email: Email::parse("zorvemail@example.org").unwrap(),
        phone: Some("+372 5550987001".to_owned()),
        headline: headline.to_owned(),
        place: "Tallinn".to_owned(),
        links: vec!["https://zorvelink.example.org/".to_owned()],
    }
}

async fn send(mill: &Mill, headline: &str, said: &str) {
    let mut asked = question(QuestionKind::ShortText, "What do you mill?", false);
    asked.id = QuestionId(mill.count("select min(id) from questions").await);
    let answer = Answer::check(&asked, &[said.to_owned()]).unwrap();
    let resume = mill
        .app
        .stored("zorvefilename.txt", FileKind::Txt, b"I am zorveresume.");
    let submission = Submission {
        key: Uuid::new_v4(),
        posting: mill.live.id,
        applicant: applicant(headline),
        answers: answer.into_iter().collect(),
        files: vec![Enclosed {
            role: FileRole::Resume,
            file: resume.await,
        }],
        consents: vec![Consent::application("Heron Mills", false)],
        adjustments: Some("zorveneeds".to_owned()),
        referrer: None,
        touch: Default::default(),
    };
    mill.app
        .system::<Apply>(&mill.cast.company)
        .change(async |change| applications::submit(change, submission).await)
        .await
        .expect("an application");
}

/// Every file below a folder, as one text.
fn bytes_below(folder: &Path) -> String {
    let mut text = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        text.push_str(&path.display().to_string());
        if path.is_dir() {
            text.push_str(&bytes_below(&path));
        } else {
            text.push_str(&String::from_utf8_lossy(&std::fs::read(&path).unwrap()));
        }
    }
    text.to_lowercase()
}

async fn answer_by_mail(mill: &Mill, id: ApplicationId) {
    let app = &mill.app.app;
    let replies = ReplyAddress::parse("replies@heron.example.com").unwrap();
    let address = replies.of(&app.db.key, mill.cast.company.id, id);
    for (to, subject) in [
        (address.as_str(), "Zorvereply"),
        ("info@heron.example.com", "Zorvestray"),
    ] {
        let raw = format!(
            "From: zorvemail@example.org\r\nTo: {to}\r\nSubject: {subject}\r\nContent-Type: multipart/mixed; boundary=cut\r\n\r\n\
             --cut\r\n\r\nWords\r\n--cut\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=zorveenclosed.txt\r\n\r\nMore\r\n--cut--\r\n"
        );
        let received = replies::receive(&app.db, &app.storage, raw.into_bytes(), None).await;
        received.expect("a mail");
    }
}

async fn plant() -> (Mill, ApplicationId) {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let mut ad = miller();
    ad.advert.questions = vec![question(
        QuestionKind::ShortText,
        "What do you mill?",
        false,
    )];
    let live = app.staffed(&cast, ad).await;
    let mill = Mill { app, cast, live };
    send(&mill, "Miller", "zorveanswer").await;
    let id = ApplicationId(mill.count("select max(id) from applications").await);
    mill.app.run_tasks().await;
    send(&mill, "zorveagain", "zorveagain").await;
    let wording = Wording::check("A zorvenote.", "team").unwrap();
    let write = mill
        .cast
        .rosa
        .permit::<WriteNotes>(&mill.app, &mill.cast.company);
    write
        .change(async |change| notes::write(change, id, Uuid::new_v4(), wording).await)
        .await
        .unwrap();
    let reason = mill
        .count("select min(id) from rejection_reasons where kind = 'we'")
        .await;
    let rejection = Rejection {
        version: mill.version(id).await,
        reason: RejectionReasonId(reason),
        note: "zorveprivate".to_owned(),
        words: "Because of zorvewords.".to_owned(),
        when: When::Now,
    };
    decider(&mill.cast.rosa, &mill)
        .change(async |change| decisions::reject(change, id, rejection).await)
        .await
        .unwrap();
    answer_by_mail(&mill, id).await;
    let view = NewView {
        name: "Zorvesaved: Zorvename Aalto".to_owned(),
        query: "q=zorvename+aalto".to_owned(),
        words: "zorvename aalto".to_owned(),
        shared: true,
    };
    let permit = mill
        .cast
        .rosa
        .permit::<ReadApplications>(&mill.app, &mill.cast.company);
    permit
        .change(async |change| views::save(change, Of::Candidates, view).await)
        .await
        .unwrap();
    brought(&mill, id).await;
    // What a change of their own details might leave in the history.
    mill.app
        .system::<RunTasks>(&mill.cast.company)
        .change(async |change| {
            let event = Event::new("candidate.amended").application(id);
            change
                .record(event.detail(serde_json::json!({ "before": "zorvedetail" })))
                .await
        })
        .await
        .unwrap();
    mill.app.run_tasks().await;
    (mill, id)
}

/// Somebody imports a table in which they stand.
async fn brought(mill: &Mill, id: ApplicationId) {
    let done = sqlx::query(
        "with pool as (insert into pools (company_id, name, created_at) values ($1, 'Brought', now()) returning id),
              brought as (insert into arrivals (company_id, member_id, kind, once, pool_id, created_at)
                          select $1, $2, 'table', gen_random_uuid(), id, now() from pool returning id),
              line as (insert into arrival_rows (company_id, arrival_id, nr, state, cells)
                       select $1, id, 2, 'open', array['ZorveMail@example.org ', 'zorvecell'] from brought)
         insert into external_ids (company_id, external_id, candidate_id)
         select $1, 'zorvenumber', candidate_id from applications where company_id = $1 and id = $3",
    );
    let done = done
        .bind(mill.cast.company.id)
        .bind(mill.cast.rosa.member)
        .bind(id);
    done.execute(mill.app.app.db.pages()).await.unwrap();
}

/// What lies beside their application: an alert, an introduction, sendings that were held and over a limit, another address.
/// The rows are written as those rooms write them; what they do with them is their own tests'.
async fn plant_beside(mill: &Mill) {
    for statement in [
        "insert into job_alerts (company_id, email, query, nonce, token_hash, created_at, confirmed_at, told_until)
         select company_id, 'zorvemail@example.org', 'q=zorvealert', sha256('n'), sha256('alert'), created_at, created_at, created_at from candidates",
        "with pool as (insert into pools (company_id, name, created_at) select company_id, 'Talent pool', created_at from candidates
                       returning company_id, id, created_at)
         insert into prospects (company_id, pool_id, given_name, email, words, months, nonce, token_hash, created_at)
         select company_id, id, 'Zorvename', 'zorvemail@example.org', 'I am zorvepool.', 12, sha256('p'), sha256('pool'), created_at from pool",
        "insert into held_submissions (company_id, submission_id, job_id, posting_id, email, reasons, sent, storage_keys, held_at)
         select a.company_id, b.id, a.job_id, a.posting_id, 'zorvemail@example.org', '{fast}', '{\"x\": \"zorveheld\"}', '{}', b.created_at
         from applications a join submissions b on b.application_id = a.id order by b.id limit 1",
        "insert into limited_submissions (company_id, submission_id, candidate_id, job_id, posting_id, open_on, answers, attachments, created_at, touch)
         select a.company_id, b.id, a.candidate_id, a.job_id, a.posting_id, current_date, '[]', '{}', b.created_at, '{\"source\": \"zorvelimited\"}'
         from applications a join submissions b on b.application_id = a.id order by b.id desc limit 1",
        "insert into address_changes (company_id, candidate_id, email, nonce, asked_at, expires_at, codes_since)
         select company_id, id, 'zorvenext@example.org', sha256('c'), created_at, created_at, created_at from candidates",
    ] {
        let planted = sqlx::query(statement).execute(mill.app.app.db.pages()).await;
        assert_eq!(planted.expect(statement).rows_affected(), 1, "{statement}");
    }
}

#[tokio::test]
async fn nothing_that_a_person_leaves_is_found_after_their_erasure() {
    let log = Log::default();
    let writer = {
        let log = log.clone();
        move || log.clone()
    };
    statements::listen();
    let _guard = tracing::subscriber::set_default(
        tracing_subscriber::fmt()
            .json()
            .with_writer(writer)
            .finish(),
    );
    let (mut mill, id) = plant().await;
    plant_beside(&mill).await;
    for token in TOKENS {
        let found = mill.tables_with(token).await;
        assert!(!found.is_empty(), "{token} was not planted");
    }
    let files = mill.app.data.path().join("files");
    assert!(bytes_below(&files).contains("zorveresume"));
    let path = mill.app.link_of(id).await;

    let answer = mill.erases_themselves(&path).await;
    assert_eq!(answer.location(), path);
    let gone = mill.app.visitor().get(&path).await.expect(410);
    assert!(gone.text().contains("was erased on"), "{}", gone.text());

    let profile = format!("/heron/applications/{id}");
    mill.cast.ada.get(&profile).await.expect(404);

    // The last mail is still to go, and knows whom to; then it is gone itself.
    let waiting = mill.tables_with("zorvemail").await;
    assert_eq!(waiting, ["messages"]);
    mill.app.run_tasks().await;
    for token in TOKENS {
        assert_eq!(
            mill.tables_with(token).await,
            Vec::<String>::new(),
            "{token}"
        );
    }

    // Files stay for a day, so that a backup is whole.
    mill.app
        .app
        .db
        .clock
        .advance(SignedDuration::from_hours(23));
    mill.app.run_tasks().await;
    assert!(bytes_below(&files).contains("zorveresume"));
    mill.app.app.db.clock.advance(SignedDuration::from_hours(2));
    mill.app.run_tasks().await;
    let everywhere = bytes_below(mill.app.data.path());
    let log = String::from_utf8(log.0.lock().unwrap().clone())
        .unwrap()
        .to_lowercase();
    for token in TOKENS {
        assert!(!everywhere.contains(token), "{token} is on disk");
        assert!(!log.contains(token), "{token} is in the log");
    }

    // Their own pages hand nothing out, whatever is asked for.
    for door in candor::web::routes().doors() {
        if let Some(rest) = door.path.strip_prefix("/a/{token}") {
            let address = format!("{path}{}", rest.replace("{id}", "1"));
            let page = mill.app.visitor().get(&address).await;
            assert!([404, 405, 410].contains(&page.status.as_u16()), "{address}");
        }
    }

    // What happened still counts, and the chain of the history holds.
    let received = "select count(*) from events where kind = 'application.received'";
    assert_eq!(mill.count(received).await, 1);
    assert_eq!(mill.count("select count(*) from candidates").await, 0);
    audit::seal(mill.app.app.db.work()).await.unwrap();
    let mut db = mill.app.app.db.read().await.unwrap();
    let verdict = audit::verify(&mut db, mill.cast.company.id).await.unwrap();
    assert!(verdict.faults.is_empty(), "{:?}", verdict.faults);
    assert!(verdict.erased > 0);
}
