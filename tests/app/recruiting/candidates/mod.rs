//! The list of everybody who applied: what finds whom, and who sees what of it.

mod editing;
mod finding;
mod narrowing;
mod palette;
mod pooled;
mod seeing;
mod ticking;
mod timeline;
mod views;

use crate::kit::{
    app::{Answer, Client, TestApp},
    cast::{Cast, Person},
    postings::{Live, clerk},
};
use candor::{base::ids::ApplicationId, domain::files::FileKind};
use url::form_urlencoded::byte_serialize;

/// A mill with Hugo in charge of the miller's job, and a clerk's job of which he knows nothing.
pub struct Desk {
    pub app: TestApp,
    pub cast: Cast,
    pub miller: Live,
    pub clerk: Live,
}

impl Desk {
    pub async fn new() -> Self {
        let app = TestApp::new().await;
        let cast = Cast::of(&app).await;
        let miller = app.mill(&cast).await;
        let clerk = app.publish(&cast.company, clerk()).await;
        Self {
            app,
            cast,
            miller,
            clerk,
        }
    }

    /// Somebody applies with a résumé of these words, and it is read.
    pub async fn applies(&self, live: Live, name: &str, resume: &str) -> ApplicationId {
        let file = self.app.resume("cv.txt", FileKind::Txt, resume.as_bytes());
        let files = vec![file.await];
        let id = self
            .app
            .sends(&self.cast.company, live.id, name, Vec::new(), files)
            .await;
        self.app.run_tasks().await;
        id
    }

    /// What somebody sees who searches.
    pub async fn search(&self, person: &Person, words: &str) -> Answer {
        let typed: String = byte_serialize(words.as_bytes()).collect();
        browser(person)
            .get(&format!("/heron/candidates?q={typed}"))
            .await
    }

    /// The names that somebody finds.
    pub async fn names(&self, person: &Person, words: &str) -> Vec<String> {
        names(&self.search(person, words).await.expect(200))
    }

    pub async fn sql(&self, statement: &'static str) {
        sqlx::query(statement)
            .execute(self.app.app.db.pages())
            .await
            .expect("a change");
    }

    pub async fn notes(&self, person: &Person, id: ApplicationId, body: &str, visibility: &str) {
        let once = uuid::Uuid::new_v4().to_string();
        let fields = [("body", body), ("visibility", visibility), ("once", &once)];
        browser(person)
            .post(&format!("/heron/applications/{id}/notes"), &fields)
            .await
            .expect(303);
    }
}

pub fn browser(person: &Person) -> Client {
    Client::clone(person)
}

/// The people of the list, without those who are only proposed.
pub fn names(page: &Answer) -> Vec<String> {
    page.texts("#found > .panel:not([aria-labelledby]) .row__title")
}
