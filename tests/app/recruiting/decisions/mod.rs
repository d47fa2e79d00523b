//! Moving, rejecting, hiring, and taking each back; of two at once one wins, and the other is told.

mod deciders;
mod hiring;
mod moving;
mod promise;
mod racing;
mod rejecting;
mod returning;

use crate::kit::{
    app::{Answer, Client, TestApp},
    cast::{Cast, Person},
    postings::Live,
};
use candor::base::ids::ApplicationId;

/// Somebody in a job whose team decides.
struct Desk {
    app: TestApp,
    cast: Cast,
    live: Live,
    id: ApplicationId,
    own: String,
}

impl Desk {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let cast = Cast::of(&app).await;
        let live = app.mill(&cast).await;
        let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
        let own = format!("/heron/applications/{id}");
        Self {
            app,
            cast,
            live,
            id,
            own,
        }
    }

    async fn version(&self) -> String {
        let version: i64 = self.fact("version").await;
        version.to_string()
    }

    /// A column of the application's row.
    async fn fact<T>(&self, column: &str) -> T
    where
        T: Send + Unpin + for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
    {
        let statement = format!("select {column} from applications where id = $1");
        let fact = sqlx::query_scalar(sqlx::AssertSqlSafe(statement)).bind(self.id);
        fact.fetch_one(self.app.app.db.pages()).await.expect(column)
    }

    async fn stage(&self, name: &str) -> String {
        self.app.stage(self.live, name).await.to_string()
    }

    async fn stage_name(&self) -> String {
        self.fact("(select name from stages s where s.company_id = applications.company_id and s.id = stage_id)")
            .await
    }

    async fn reason(&self) -> String {
        let id: i64 =
            sqlx::query_scalar("select min(id) from rejection_reasons where company_id = $1")
                .bind(self.cast.company.id)
                .fetch_one(self.app.app.db.pages())
                .await
                .unwrap();
        id.to_string()
    }

    async fn move_to(&self, person: &mut Client, stage: &str, version: &str) -> Answer {
        let stage = self.stage(stage).await;
        person
            .post(
                &format!("{}/move", self.own),
                &[("stage", &stage), ("version", version)],
            )
            .await
    }

    async fn reject(&self, person: &mut Client, telling: &[(&str, &str)]) -> Answer {
        let (reason, version) = (self.reason().await, self.version().await);
        let mut fields = vec![
            ("reason", &*reason),
            ("version", &*version),
            ("note", "Kind, too new."),
        ];
        fields.extend(telling);
        person
            .post(&format!("{}/rejection", self.own), &fields)
            .await
    }
}

fn browser(person: &Person) -> Client {
    Client::clone(person)
}
