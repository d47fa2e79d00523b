//! A candidate's own page: the truth as far as they were told, under a link that never dies.

mod about_you;
mod address;
mod again;
mod amending;
mod answers;
mod copying;
mod interviews;
mod pool;
mod truth;
mod withdrawing;

use crate::kit::{
    app::TestApp,
    cast::{Cast, Person},
    postings::Live,
};
use candor::{
    access::permissions::DecideApplications,
    base::ids::{ApplicationId, RejectionReasonId, Version},
    domain::{
        decisions::{self, Rejection, When},
        files::FileKind,
    },
};
use jiff::SignedDuration;

/// A live posting, and people who apply for it.
pub struct Mill {
    pub app: TestApp,
    pub cast: Cast,
    pub live: Live,
}

impl Mill {
    pub async fn new() -> Self {
        let app = TestApp::new().await;
        let cast = Cast::of(&app).await;
        let live = app.mill(&cast).await;
        Self { app, cast, live }
    }

    pub async fn applies(&self, name: &str) -> ApplicationId {
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

    pub async fn reject(&self, id: ApplicationId, when: When, words: &str) {
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

    pub async fn version(&self, id: ApplicationId) -> Version {
        let version: i64 = sqlx::query_scalar("select version from applications where id = $1")
            .bind(id)
            .fetch_one(self.app.app.db.pages())
            .await
            .unwrap();
        Version(version)
    }

    pub async fn kinds(&self, id: ApplicationId) -> Vec<(String, String)> {
        let mail = self.app.mail_of(id).await;
        mail.into_iter()
            .map(|mail| (mail.kind, mail.state))
            .collect()
    }
}

pub fn decider(person: &Person, mill: &Mill) -> candor::access::Permit<DecideApplications> {
    person.permit::<DecideApplications>(&mill.app, &mill.cast.company)
}

pub fn words(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
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
