//! Confidential people: whoever sees them, and for whom they are not there.

mod marking;
mod seeing;

use crate::kit::{
    app::{Answer, Client, TestApp},
    cast::{Cast, Person},
    filled::Filled,
};
use candor::{
    access::permissions::WriteNotes,
    base::ids::ApplicationId,
    domain::notes::{self, Wording},
};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// A mill where Hugo hires millers, with Zorve, who is confidential: Rosa and Cora are in no team.
struct House {
    app: TestApp,
    cast: Cast,
    filled: Filled,
}

impl House {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let cast = Cast::of(&app).await;
        let filled = app.fill(&cast.company, &cast.ada, Some(&cast.hugo)).await;
        app.run_tasks().await;
        app.far_from_here().await;
        Self { app, cast, filled }
    }

    async fn sql(&self, statement: &str) {
        sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))
            .execute(self.app.app.db.pages())
            .await
            .expect("a statement");
    }

    async fn number(&self, statement: &str) -> i64 {
        sqlx::query_scalar(AssertSqlSafe(statement.to_owned()))
            .fetch_one(self.app.app.db.pages())
            .await
            .expect("a number")
    }

    async fn candidate(&self, application: ApplicationId) -> i64 {
        let whose = format!("select candidate_id from applications where id = {application}");
        self.number(&whose).await
    }

    /// Somebody applies to become a miller.
    async fn applies(&self, name: &str) -> ApplicationId {
        let (company, miller) = (&self.cast.company, self.filled.miller);
        self.app.apply(company, miller, name).await
    }

    /// Hugo makes somebody confidential, or the contrary.
    async fn hugo_says(&self, application: ApplicationId, confidential: bool) -> Answer {
        says(
            &self.cast.hugo,
            self.candidate(application).await,
            confidential,
        )
        .await
    }

    async fn hugo_notes(&self, application: ApplicationId, text: &str) {
        let wording = Wording::check(text, "team").expect("a note");
        let write = self
            .cast
            .hugo
            .permit::<WriteNotes>(&self.app, &self.cast.company);
        let noted = write.change(async |change| {
            notes::write(change, application, Uuid::new_v4(), wording).await
        });
        noted.await.expect("a note");
    }
}

fn browser(person: &Person) -> Client {
    Client::clone(person)
}

/// The form on the page of somebody who can be made confidential.
async fn says(person: &Person, candidate: i64, confidential: bool) -> Answer {
    let path = format!("/heron/candidates/{candidate}/confidential");
    let wish = if confidential { "yes" } else { "" };
    browser(person).post(&path, &[("confidential", wish)]).await
}
