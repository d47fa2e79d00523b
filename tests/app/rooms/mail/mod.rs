//! Mail on its way to a mail server, as it is written and as servers are.

mod answers;
mod heads;
mod hostile;
mod machines;
mod mailbox;
mod mailings;
mod servers;

use crate::kit::{
    app::TestApp,
    cast::Cast,
    postings::Live,
    smtp::{Catcher, Mood},
};
use candor::{
    base::{
        config::Config,
        ids::{ApplicationId, MessageId},
        secret::Secret,
    },
    domain::mail::{Kind, Letter, write},
};

/// A company whose mail goes to a catcher.
pub struct Office {
    pub catcher: Catcher,
    pub app: TestApp,
    pub cast: Cast,
    pub live: Live,
}

impl Office {
    pub async fn new(mood: Mood) -> Self {
        Self::set(Catcher::new(mood).await, |_| ()).await
    }

    pub async fn set(catcher: Catcher, with: impl FnOnce(&mut Config)) -> Self {
        let url = format!("smtp://127.0.0.1:{}", catcher.port);
        let app = TestApp::set("localhost:8080", |config| {
            config.smtp_url = Some(Secret::new(url));
            with(config);
        })
        .await;
        let cast = Cast::of(&app).await;
        let live = app.mill(&cast).await;
        Self {
            catcher,
            app,
            cast,
            live,
        }
    }

    pub async fn applies(&self, name: &str) -> ApplicationId {
        self.app
            .applies(&self.cast.company, self.live.id, name)
            .await
    }

    /// State, tries and the server's words of the newest mail.
    pub async fn newest(&self) -> (String, i32, Option<String>) {
        sqlx::query_as(
            "select state::text, attempts, last_error from messages order by id desc limit 1",
        )
        .fetch_one(self.app.app.db.pages())
        .await
        .expect("a mail")
    }

    /// So many mails about an application, at once.
    pub async fn writes(&self, application: ApplicationId, mails: usize) {
        let candidate = sqlx::query_scalar("select candidate_id from applications where id = $1")
            .bind(application)
            .fetch_one(self.app.app.db.pages())
            .await
            .expect("a candidate");
        self.app
            .system::<candor::access::permissions::RunTasks>(&self.cast.company)
            .change(async |change| {
                for _ in 0..mails {
                    let letter = Letter {
                        kind: Kind::Link,
                        candidate,
                        application: Some(application),
                        to: None,
                        link: None,
                        code: None,
                        values: &[("posting", "Miller")],
                        send_at: change.now(),
                        held: false,
                    };
                    let _: Option<MessageId> = write(change, letter).await?;
                }
                Ok(())
            })
            .await
            .expect("mail");
    }
}
