//! The six reports: exact figures of known histories, each with its rows, for those who may see them.

mod figures;
mod outside;
mod rows;
mod sight;

use crate::{
    careers::own::Mill,
    kit::app::{Answer, Client},
};
use candor::{
    access::{Permit, permissions::DecideApplications},
    base::ids::{ApplicationId, OpeningId, StageId},
    domain::decisions::{self, Hire},
};

/// What the table with a caption says of a name: the words of its cells, without how they differ from before.
fn row(page: &Answer, caption: &str, name: &str) -> Vec<String> {
    let rows = format!("[aria-label^=\"{caption}\"] tbody tr");
    let found = (1..=page.texts(&rows).len()).find_map(|n| {
        let cells = format!("{rows}:nth-child({n}) > *");
        let figures = page.texts(&cells).into_iter().zip(1..).map(|(text, m)| {
            let changes = page.texts(&format!("{rows}:nth-child({n}) > :nth-child({m}) small"));
            let change = changes.first().map_or("", |change| change.as_str());
            text.trim_end_matches(change).trim_end().to_owned()
        });
        let figures: Vec<String> = figures.collect();
        (figures[0] == name).then(|| figures[1..].join(" "))
    });
    let found = found.unwrap_or_else(|| panic!("no {name} in {:?}", page.texts(&rows)));
    found.split_whitespace().map(str::to_owned).collect()
}

impl Mill {
    fn decider(&self) -> Permit<DecideApplications> {
        let rosa = &self.cast.rosa;
        rosa.permit::<DecideApplications>(&self.app, &self.cast.company)
    }

    /// Somebody who applied so many days ago.
    async fn applied(&self, name: &str, days: i32) -> ApplicationId {
        let id = self.applies(name).await;
        self.app.aged(id, days).await;
        id
    }

    async fn goes(&self, id: ApplicationId, stage: StageId) {
        let version = self.version(id).await;
        self.decider()
            .change(async |change| decisions::move_to(change, id, version, stage).await)
            .await
            .expect("a move");
    }

    async fn goes_to(&self, id: ApplicationId, stage: &str) {
        self.goes(id, self.app.stage(self.live, stage).await).await;
    }

    async fn hired(&self, id: ApplicationId) {
        let version = self.version(id).await;
        let opening: i64 = sqlx::query_scalar(
            "select min(o.id) from openings o join applications a using (company_id, job_id) where a.id = $1 and o.status = 'open'",
        )
        .bind(id)
        .fetch_one(self.app.app.db.pages())
        .await
        .expect("an opening");
        let hire = Hire {
            version,
            opening: OpeningId(opening),
        };
        self.decider()
            .change(async |change| decisions::hire(change, id, hire).await)
            .await
            .expect("a hire");
    }

    /// More openings, opened so many days ago.
    async fn openings(&self, openings: i32, days: i32) {
        sqlx::query(
            "insert into openings (company_id, job_id, status, opened_at, created_at, updated_at)
             select $1, $2, 'open', now() - $4 * interval '1 day', now(), now() from generate_series(1, $3)",
        )
        .bind(self.cast.company.id)
        .bind(self.live.job)
        .bind(openings)
        .bind(days)
        .execute(self.app.app.db.pages())
        .await
        .expect("openings");
    }

    fn rosa(&self) -> Client {
        Client::clone(&self.cast.rosa)
    }
}
