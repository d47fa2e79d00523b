//! Acts on many at once: what they promise, whom they leave out, and how they are taken back.

mod acts;
mod pools;
mod skips;
mod undo;
mod whom;

use crate::kit::{
    app::{Answer, Client, TestApp},
    cast::{Cast, Person},
    postings::Live,
};
use candor::base::ids::ApplicationId;
use jiff::SignedDuration;
use sqlx::AssertSqlSafe;

/// Three people have applied for the miller's job.
struct Desk {
    app: TestApp,
    cast: Cast,
    live: Live,
    people: [ApplicationId; 3],
}

impl Desk {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let cast = Cast::of(&app).await;
        let live = app.mill(&cast).await;
        let mut people = [ApplicationId(0); 3];
        for (id, name) in people
            .iter_mut()
            .zip(["Noor Saar", "Nils Aho", "Mirja Tamm"])
        {
            *id = app.applies(&cast.company, live.id, name).await;
        }
        app.run_tasks().await;
        Self {
            app,
            cast,
            live,
            people,
        }
    }

    async fn stage(&self, name: &str) -> String {
        self.app.stage(self.live, name).await.to_string()
    }

    async fn reason(&self) -> String {
        self.app
            .number("select min(id) from rejection_reasons")
            .await
            .to_string()
    }

    /// What somebody sees before an act on these, with what was typed for it.
    async fn preview(
        &self,
        person: &Person,
        act: &str,
        ids: &[ApplicationId],
        typed: &[(&str, &str)],
    ) -> Answer {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let mut whom: Vec<(&str, &str)> = ids.iter().map(|id| ("pick", id.as_str())).collect();
        whom.extend(typed);
        self.preview_of(person, act, &whom).await
    }

    /// What somebody sees before an act on whomever the fields say.
    async fn preview_of(&self, person: &Person, act: &str, fields: &[(&str, &str)]) -> Answer {
        let (job, back) = (self.live.job.to_string(), self.board());
        let mut all = vec![("act", act), ("job", job.as_str()), ("back", back.as_str())];
        all.extend(fields);
        browser(person).post("/heron/bulk/preview", &all).await
    }

    /// Starts what was previewed. Gives the address of its page.
    async fn start(&self, person: &Person, preview: &Answer) -> String {
        send(person, preview).await.location()
    }

    /// Previews, starts and does it, and gives its page.
    async fn done(
        &self,
        person: &Person,
        act: &str,
        ids: &[ApplicationId],
        typed: &[(&str, &str)],
    ) -> (String, Answer) {
        let preview = self.preview(person, act, ids, typed).await.expect(200);
        let own = self.start(person, &preview).await;
        self.app.run_tasks().await;
        let page = browser(person).get(&own).await.expect(200);
        (own, page)
    }

    async fn take_back(&self, person: &Person, own: &str) -> Answer {
        browser(person)
            .post(&format!("{own}/undo"), &[])
            .await
            .expect(303);
        self.app.run_tasks().await;
        browser(person).get(own).await.expect(200)
    }

    fn board(&self) -> String {
        format!("/heron/jobs/{}", self.live.job)
    }

    /// A fact of each application, as text.
    async fn facts(&self, column: &str) -> Vec<String> {
        let statement = format!(
            "select coalesce(({column})::text, '') from applications a where id = any($1) order by id"
        );
        sqlx::query_scalar(AssertSqlSafe(statement))
            .bind(self.people.map(|id| id.0).to_vec())
            .fetch_all(self.app.app.db.pages())
            .await
            .expect(column)
    }

    async fn stages(&self) -> Vec<String> {
        self.facts("select s.name from stages s where s.id = a.stage_id")
            .await
    }

    async fn later(&self, minutes: i64) {
        self.app
            .app
            .db
            .clock
            .advance(SignedDuration::from_mins(minutes));
        self.app.run_tasks().await;
    }

    /// How often something happened to each.
    async fn happened(&self, kind: &str) -> [i64; 3] {
        let mut times = [0; 3];
        for (times, id) in times.iter_mut().zip(self.people) {
            *times = self.app.happened(id, kind).await;
        }
        times
    }
}

/// Sends the form of a preview.
async fn send(person: &Person, preview: &Answer) -> Answer {
    let fields = preview.fields_of("main form");
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser(person).post("/heron/bulk", &fields).await
}

fn browser(person: &Person) -> Client {
    Client::clone(person)
}
