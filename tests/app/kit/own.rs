//! Candidates at their own page: what their mail says, and the link in it.

use super::app::TestApp;
use candor::{base::ids::ApplicationId, domain::mail};

/// A mail as it was written.
#[derive(Debug, Clone)]
pub struct Written {
    pub kind: String,
    pub state: String,
    pub to: String,
    pub subject: String,
    pub body: String,
}

impl TestApp {
    /// The path of the newest link to an application, as its mail has it.
    pub async fn link_of(&self, application: ApplicationId) -> String {
        let nonce: Vec<u8> = sqlx::query_scalar(
            "select nonce from application_links where application_id = $1 and revoked_at is null order by id desc limit 1",
        )
        .bind(application)
        .fetch_one(self.app.db.pages())
        .await
        .expect("a link");
        mail::status_path(&self.app.db.key, &nonce)
    }

    /// The code in the newest mail that has one.
    pub async fn code(&self) -> String {
        let nonce: Vec<u8> = sqlx::query_scalar(
            "select code_nonce from messages where code_nonce is not null order by id desc limit 1",
        )
        .fetch_one(self.app.db.pages())
        .await
        .expect("a code");
        mail::one_time_code(&self.app.db.key, &nonce)
    }

    /// Every mail about an application, in order.
    pub async fn mail_of(&self, application: ApplicationId) -> Vec<Written> {
        let rows: Vec<(String, String, String, String, String)> = sqlx::query_as(
            "select kind, state::text, recipient, subject, body from messages where application_id = $1 order by id",
        )
        .bind(application)
        .fetch_all(self.app.db.pages())
        .await
        .expect("mail");
        rows.into_iter()
            .map(|(kind, state, to, subject, body)| Written {
                kind,
                state,
                to,
                subject,
                body,
            })
            .collect()
    }
}
