//! The plan of a job: its stages, and the people in them.

mod deleting;
mod ordering;
mod refusals;

use crate::kit::{
    app::{Answer, TestApp},
    cast::Cast,
};
use candor::base::ids::{JobId, StageId};

fn stages_of(page: &Answer) -> Vec<String> {
    page.texts(".sort-row .t-m")
}

/// A job with some people in its second stage, and one whose application ended there.
async fn with_people(app: &TestApp, cast: &Cast, people: usize) -> (JobId, Vec<StageId>) {
    let job = app.job(&cast.company, "Miller").await;
    let stages: Vec<_> = app
        .stages(&cast.company, job)
        .await
        .iter()
        .map(|stage| stage.id)
        .collect();
    for n in 0..people {
        app.applicant(&cast.company, job, stages[1], &format!("Noor {n}"))
            .await;
    }
    let gone = app.applicant(&cast.company, job, stages[1], "Wilma").await;
    sqlx::query("update applications set status = 'withdrawn' where id = $1")
        .bind(gone)
        .execute(app.app.db.pages())
        .await
        .unwrap();
    (job, stages)
}
