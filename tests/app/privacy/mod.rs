//! How personal data goes: asked for, by hand, by a rule; and that nothing of it stays or comes back.

mod backup;
mod by_hand;
mod holding;
mod on_request;
mod restored;
mod retention;
mod schema;
mod traces;

use crate::{careers::own::Mill, kit::app::Answer};
use candor::{base::ids::ApplicationId, domain::privacy::Entry};
use sqlx::AssertSqlSafe;

impl Mill {
    /// Somebody asks for a code on their page, and types it.
    pub async fn erases_themselves(&self, path: &str) -> Answer {
        let mut browser = self.app.visitor();
        let asked = browser.post(&format!("{path}/erasure/code"), &[]).await;
        assert_eq!(asked.location(), format!("{path}/erasure"));
        let code = self.app.code().await;
        browser
            .post(&format!("{path}/erasure"), &[("code", &code)])
            .await
    }

    pub async fn candidate(&self, application: ApplicationId) -> i64 {
        sqlx::query_scalar("select candidate_id from applications where id = $1")
            .bind(application)
            .fetch_one(self.app.app.db.pages())
            .await
            .expect("a candidate")
    }

    /// A number from the database.
    pub async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql)
            .fetch_one(self.app.app.db.pages())
            .await
            .expect(sql)
    }

    /// The tables in which a word stands, in any column.
    pub async fn tables_with(&self, word: &str) -> Vec<String> {
        let tables: Vec<String> = sqlx::query_scalar(
            "select c.relname::text from pg_class c
             where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1",
        )
        .fetch_all(self.app.app.db.pages())
        .await
        .expect("tables");
        let hexadecimal: String = word.bytes().map(|byte| format!("{byte:02x}")).collect();
        let mut found = Vec::new();
        for table in tables {
            let look = format!(
                "select exists (select from {table} t where to_jsonb(t)::text ilike any (array['%' || $1 || '%', '%' || $2 || '%']))"
            );
            let there: bool = sqlx::query_scalar(AssertSqlSafe(look))
                .bind(word)
                .bind(&hexadecimal)
                .fetch_one(self.app.app.db.pages())
                .await
                .expect("a look");
            if there {
                found.push(table);
            }
        }
        found
    }

    pub async fn listed(&self) -> Vec<Entry> {
        self.app.app.erasures.read().await.expect("the list")
    }
}
