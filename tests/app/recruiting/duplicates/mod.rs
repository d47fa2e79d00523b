//! People who may be one: proposals, merging, taking apart.

mod apart;
mod finding;
mod merging;

use crate::kit::{app::TestApp, cast::Cast, postings::Live};
use candor::{base::ids::ApplicationId, domain::duplicates};
use sqlx::AssertSqlSafe;

/// Two records of one person, with an application for another job each, and the same phone and link.
struct Twins {
    app: TestApp,
    cast: Cast,
    miller: Live,
    clerk: Live,
    one: i64,
    other: i64,
    first: ApplicationId,
    second: ApplicationId,
}

impl Twins {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let cast = Cast::of(&app).await;
        let (miller, clerk) = (app.mill(&cast).await, app.mill(&cast).await);
        let first = app.applies(&cast.company, miller.id, "Noor Saar").await;
        let second = app
            .applies(&cast.company, clerk.id, "Noor Castellane")
            .await;
        let twins = Self {
            one: candidate(&app, first).await,
            other: candidate(&app, second).await,
            app,
            cast,
            miller,
            clerk,
            first,
            second,
        };
        twins.find().await;
        twins
    }

    async fn find(&self) {
        let now = self.app.app.db.clock.now();
        duplicates::find(self.app.app.db.work(), now)
            .await
            .expect("a comparison");
    }

    async fn sql(&self, statement: &str) {
        sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))
            .execute(self.app.app.db.pages())
            .await
            .expect("a statement");
    }

    /// What the form sends that merges the second record into the first.
    async fn form(&self) -> Vec<(String, String)> {
        let path = self.merge_path();
        let mut rosa = self.cast.rosa.clone();
        let page = rosa.get(&path).await.expect(200);
        page.fields_of("form.form")
    }

    fn merge_path(&self) -> String {
        format!("/heron/candidates/{}/merge?with={}", self.one, self.other)
    }

    /// Merges, as Rosa does, and gives the number of the merge.
    async fn merge(&self) -> i64 {
        self.merge_by(&self.form().await).await.expect(303);
        self.app.number("select max(id) from merges").await
    }

    async fn merge_by(&self, fields: &[(String, String)]) -> crate::kit::app::Answer {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (&**k, &**v)).collect();
        let path = format!("/heron/candidates/{}/merge", self.one);
        self.cast.rosa.clone().post(&path, &fields).await
    }

    /// Whose an application is.
    async fn whose(&self, id: ApplicationId) -> i64 {
        candidate(&self.app, id).await
    }
}

async fn candidate(app: &TestApp, id: ApplicationId) -> i64 {
    sqlx::query_scalar("select candidate_id from applications where id = $1")
        .bind(id)
        .fetch_one(app.app.db.pages())
        .await
        .expect("a candidate")
}
