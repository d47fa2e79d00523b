//! A candidate's own page: the truth as far as they were told, under a link that never dies.

use crate::kit::{
    app::{Client, TestApp},
    cast::{Cast, Person},
    postings::Live,
};
use candor::{
    access::permissions::DecideApplications,
    base::ids::{ApplicationId, OpeningId, RejectionReasonId, Version},
    domain::{
        decisions::{self, Hire, Rejection, When},
        files::FileKind,
    },
};
use jiff::SignedDuration;

/// A live posting, and people who apply for it.
struct Mill {
    app: TestApp,
    cast: Cast,
    live: Live,
}

impl Mill {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let cast = Cast::of(&app).await;
        let live = app.mill(&cast).await;
        Self { app, cast, live }
    }

    async fn applies(&self, name: &str) -> ApplicationId {
        let resume = self
            .app
            .resume("resume.txt", FileKind::Txt, b"I mill.")
            .await;
        self.app
            .sends(
                &self.cast.company,
                self.live.id,
                name,
                Vec::new(),
                vec![resume],
            )
            .await
    }

    async fn reject(&self, id: ApplicationId, when: When, words: &str) {
        let reason: i64 = sqlx::query_scalar(
            "select min(id) from rejection_reasons where company_id = $1 and kind = 'we'",
        )
        .bind(self.cast.company.id)
        .fetch_one(self.app.app.db.pages())
        .await
        .unwrap();
        let rejection = Rejection {
            version: self.version(id).await,
            reason: RejectionReasonId(reason),
            note: "SECRET-NOTE".to_owned(),
            words: words.to_owned(),
            when,
        };
        decider(&self.cast.rosa, self)
            .change(async |change| decisions::reject(change, id, rejection).await)
            .await
            .expect("a rejection");
    }

    async fn version(&self, id: ApplicationId) -> Version {
        let version: i64 = sqlx::query_scalar("select version from applications where id = $1")
            .bind(id)
            .fetch_one(self.app.app.db.pages())
            .await
            .unwrap();
        Version(version)
    }

    async fn kinds(&self, id: ApplicationId) -> Vec<(String, String)> {
        let mail = self.app.mail_of(id).await;
        mail.into_iter()
            .map(|mail| (mail.kind, mail.state))
            .collect()
    }
}

fn decider(person: &Person, mill: &Mill) -> candor::access::Permit<DecideApplications> {
    person.permit::<DecideApplications>(&mill.app, &mill.cast.company)
}

fn words(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = |pair: &(&str, &str)| (pair.0.to_owned(), pair.1.to_owned());
    pairs.iter().map(own).collect()
}

#[tokio::test]
async fn whoever_applies_gets_a_mail_with_a_link_to_where_they_stand() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    mill.app.run_tasks().await;
    let mail = mill.app.mail_of(id).await;
    assert_eq!(mail.len(), 1);
    assert_eq!(
        (mail[0].kind.as_str(), mail[0].state.as_str()),
        ("received", "kept")
    );
    assert_eq!(mail[0].to, "noor.castellane@example.org");
    assert!(mail[0].body.starts_with("Hello Noor,"), "{}", mail[0].body);
    assert!(
        mail[0].body.contains("{status_link}"),
        "the database has no link"
    );

    let mut noor = mill.app.visitor();
    let page = noor.get(&mill.app.link_of(id).await).await.expect(200);
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.attributes("meta[name=robots]", "content"), ["noindex"]);
    assert!(
        page.text_of("#n").starts_with("You have an answer by"),
        "{}",
        page.text()
    );
    assert_eq!(page.texts(".steps li .steps__t")[0], "Received: done");
    assert!(page.text_of(".msg").contains("We have your application"));
    assert!(!page.text().contains("{status_link}"));
    let file = page.attributes(".job__aside a", "href").remove(0);
    let file = noor.get(&file).await.expect(200);
    assert_eq!(file.text(), "I mill.");
    assert!(file.header("content-disposition").starts_with("attachment"));
}

#[tokio::test]
async fn a_promise_that_has_passed_is_said_to_be_late() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    mill.app
        .app
        .db
        .clock
        .advance(SignedDuration::from_hours(24 * 40));
    let page = mill
        .app
        .visitor()
        .get(&mill.app.link_of(id).await)
        .await
        .expect(200);
    assert!(
        page.text_of("#n").starts_with("We owe you an answer since"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn a_rejection_is_told_with_its_reason_when_its_time_comes() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    mill.app.run_tasks().await;
    mill.reject(
        id,
        When::Now,
        "The mill needs somebody who has run one by night.",
    )
    .await;
    mill.app.run_tasks().await;
    assert_eq!(
        mill.kinds(id).await[1],
        ("not-selected".to_owned(), "held".to_owned())
    );
    mill.app.app.db.clock.advance(SignedDuration::from_mins(11));
    mill.app.run_tasks().await;
    assert_eq!(mill.kinds(id).await[1].1, "kept");
    let page = mill
        .app
        .visitor()
        .get(&mill.app.link_of(id).await)
        .await
        .expect(200);
    assert_eq!(
        page.text_of("#n"),
        "We decided not to go further with this application."
    );
    assert!(page.text().contains("somebody who has run one by night"));
    assert!(!page.text().contains("SECRET-NOTE"));
    assert!(!page.text().contains("Withdraw…"));
}

#[tokio::test]
async fn a_rejection_taken_back_in_time_is_never_told() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    mill.app.run_tasks().await;
    mill.reject(id, When::Now, "").await;
    let seen = mill.version(id).await;
    decider(&mill.cast.rosa, &mill)
        .change(async |change| decisions::unreject(change, id, seen).await)
        .await
        .expect("taken back");
    mill.app.app.db.clock.advance(SignedDuration::from_hours(1));
    mill.app.run_tasks().await;
    assert_eq!(
        mill.kinds(id).await,
        words(&[("received", "kept"), ("not-selected", "cancelled")])
    );
}

/// What a page says, without what makes it this person's.
fn plain(page: &str, name: &str, path: &str) -> String {
    let token = path.trim_start_matches("/a/");
    let page = page.replace(name, "NAME").replace(token, "TOKEN");
    let given = name.split(' ').next().unwrap_or(name);
    let mut out = String::new();
    for line in page.replace(given, "GIVEN").lines() {
        // References are eight letters and digits; attachments have numbers; nobody applies in the same millisecond.
        let line = mask(line, "datetime=\"", "\"");
        let line = mask(&line, "Reference <span class=\"num\">", "<");
        let line = mask(&line, "reference is ", ".");
        out.push_str(&mask(&line, "TOKEN/files/", "\""));
        out.push('\n');
    }
    out
}

fn mask(line: &str, before: &str, until: &str) -> String {
    let Some((head, rest)) = line.split_once(before) else {
        return line.to_owned();
    };
    let tail = rest.split_once(until).map_or("", |(_, tail)| tail);
    format!("{head}{before}MASK{until}{}", mask(tail, before, until))
}

#[tokio::test]
async fn what_was_decided_and_not_told_shows_nowhere() {
    let mill = Mill::new().await;
    let names = ["Abel Karu", "Bero Karu", "Cleo Karu", "Dara Karu"];
    let mut ids = Vec::new();
    for name in names {
        ids.push(mill.applies(name).await);
    }
    mill.app.run_tasks().await;
    mill.reject(ids[1], When::Held, "SECRET-WORDS").await;
    let tomorrow = mill
        .app
        .app
        .db
        .clock
        .now()
        .plus(SignedDuration::from_hours(30));
    mill.reject(ids[2], When::Later(tomorrow), "SECRET-WORDS")
        .await;
    let openings: Vec<i64> = sqlx::query_scalar(
        "select id from openings where company_id = $1 and job_id = $2 and status = 'open'",
    )
    .bind(mill.cast.company.id)
    .bind(mill.live.job)
    .fetch_all(mill.app.app.db.pages())
    .await
    .unwrap();
    let hire = Hire {
        version: mill.version(ids[3]).await,
        opening: OpeningId(openings[0]),
    };
    let hired = ids[3];
    decider(&mill.cast.rosa, &mill)
        .change(async |change| decisions::hire(change, hired, hire).await)
        .await
        .expect("a hire");
    mill.app.run_tasks().await;
    let mut seen: Vec<Vec<String>> = Vec::new();
    for (id, name) in ids.iter().zip(names) {
        let path = mill.app.link_of(*id).await;
        let mut visitor = mill.app.visitor();
        let mut pages = Vec::new();
        for page in ["", "/withdrawal"] {
            let answer = visitor.get(&format!("{path}{page}")).await;
            let headers = format!(
                "{:?}",
                answer
                    .headers
                    .iter()
                    .filter(|(name, _)| *name != "x-request-id")
                    .collect::<Vec<_>>()
            );
            pages.push(plain(
                &format!("{} {headers}\n{}", answer.status, answer.text()),
                name,
                &path,
            ));
        }
        // Sending the form again gives the same answer, and mail that says the same.
        let again = mill.applies(name).await;
        assert_eq!(
            again, *id,
            "{name} is still considered, as far as they know"
        );
        mill.app.run_tasks().await;
        let mail = mill.app.mail_of(*id).await;
        let told: Vec<_> = mail.iter().filter(|mail| mail.state == "kept").collect();
        pages.push(plain(
            &told
                .iter()
                .map(|mail| format!("{}\n{}\n", mail.subject, mail.body))
                .collect::<String>(),
            name,
            &path,
        ));
        seen.push(pages);
    }
    for (at, what) in ["rejected and held", "rejected for tomorrow", "hired"]
        .iter()
        .enumerate()
    {
        assert_eq!(seen[0], seen[at + 1], "{what}");
    }
}

#[tokio::test]
async fn a_withdrawal_is_asked_twice_and_can_be_taken_back() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    mill.app.run_tasks().await;
    let path = mill.app.link_of(id).await;
    let mut noor: Client = mill.app.visitor();
    let page = noor.get(&format!("{path}/withdrawal")).await.expect(200);
    assert_eq!(page.text_of("h1"), "Withdraw your application?");
    let long = "x".repeat(2_001);
    let refused = noor
        .post(&format!("{path}/withdrawal"), &[("reason", &long)])
        .await
        .expect(422);
    assert!(refused.text().contains(&long), "nothing typed is lost");
    let page = noor
        .post_and_follow(
            &format!("{path}/withdrawal"),
            &[("reason", "Another mill was faster.")],
        )
        .await
        .expect(200);
    assert_eq!(page.text_of("#n"), "You withdrew this application.");
    assert_eq!(mill.app.happened(id, "application.withdrawn").await, 1);
    noor.post(&format!("{path}/withdrawal"), &[])
        .await
        .expect(409);

    let page = noor
        .post_and_follow(&format!("{path}/withdrawal/undo"), &[])
        .await
        .expect(200);
    assert!(page.text_of("#n").starts_with("You have an answer by"));
    noor.post(&format!("{path}/withdrawal"), &[])
        .await
        .expect(303);
    mill.app
        .app
        .db
        .clock
        .advance(SignedDuration::from_hours(24 * 8));
    noor.post(&format!("{path}/withdrawal/undo"), &[])
        .await
        .expect(409);
}

#[tokio::test]
async fn whoever_withdraws_before_they_are_told_is_never_told() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    mill.app.run_tasks().await;
    mill.reject(id, When::Held, "SECRET-WORDS").await;
    let path = mill.app.link_of(id).await;
    mill.app
        .visitor()
        .post(&format!("{path}/withdrawal"), &[])
        .await
        .expect(303);
    mill.app.run_tasks().await;
    assert_eq!(
        mill.kinds(id).await,
        words(&[
            ("received", "kept"),
            ("not-selected", "cancelled"),
            ("withdrawn", "kept")
        ])
    );
    let page = mill.app.visitor().get(&path).await.expect(200);
    assert!(!page.text().contains("SECRET-WORDS"));
}

#[tokio::test]
async fn a_link_that_nobody_made_leads_nowhere() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let path = mill.app.link_of(id).await;
    for wrong in [
        "/a/x".to_owned(),
        "/a/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned(),
        format!("{path}x"),
    ] {
        mill.app.visitor().get(&wrong).await.expect(404);
    }
    sqlx::query("update application_links set revoked_at = now()")
        .execute(mill.app.app.db.pages())
        .await
        .unwrap();
    mill.app.visitor().get(&path).await.expect(404);
}
