//! How many people are where is kept beside them, and is right at every moment.

use crate::kit::{app::TestApp, applications::crowd, cast::Cast};
use candor::domain::pipeline;

/// How many counts say another number than the rows, in one snapshot.
const WRONG: &str = "select count(*) from (
        select company_id, job_id, stage_id, status, confidential, sum(people) as people from application_counts
        group by 1, 2, 3, 4, 5 having sum(people) <> 0
    ) kept
    full join (
        select company_id, job_id, stage_id, status, confidential, count(*) as people from applications group by 1, 2, 3, 4, 5
    ) there using (company_id, job_id, stage_id, status, confidential, people)
    where kept.company_id is null or there.company_id is null";

#[tokio::test]
async fn counts_are_right_in_every_snapshot() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let mill = app.mill(&cast).await;
    crowd(&app, mill.job.0, 40).await;
    let next = app.stage(mill, "Interviews").await;
    // One statement each: few, many, back, gone, confidential, nothing that counts.
    let acts = [
        format!("update applications set stage_id = {next} where id % 4 = $1 % 4"),
        "update applications set status = 'withdrawn' where id % 7 = $1 % 7".to_owned(),
        "update applications set status = 'active' where id % 7 = $1 % 7".to_owned(),
        "update candidates set private = not private where id % 5 = $1 % 5".to_owned(),
        "update applications set headline = $1::text".to_owned(),
        "with gone as (select id from applications order by id desc limit $1 % 2),
              promised as (delete from promises p using gone where p.application_id = gone.id),
              found as (delete from search_documents d using gone where d.application_id = gone.id),
              facts as (update application_facts f set application_id = null from gone where f.application_id = gone.id)
         delete from applications a using gone where a.id = gone.id"
            .to_owned(),
    ];
    let writers = async {
        for turn in 0..40_i64 {
            let act = &acts[usize::try_from(turn).unwrap() % acts.len()];
            sqlx::query(sqlx::AssertSqlSafe(act.as_str()))
                .bind(turn)
                .execute(app.app.db.pages())
                .await
                .unwrap();
        }
    };
    let adding = async {
        for _ in 0..40 {
            let (one, other) = tokio::join!(
                pipeline::add_up(app.app.db.work()),
                pipeline::add_up(app.app.db.work())
            );
            one.unwrap();
            other.unwrap();
        }
    };
    let looking = async {
        for _ in 0..80 {
            assert_eq!(app.number(WRONG).await, 0);
        }
    };
    tokio::join!(writers, adding, looking);
    assert_eq!(app.number(WRONG).await, 0);
    pipeline::add_up(app.app.db.work()).await.unwrap();
    let (rows, kinds) = (
        app.number("select count(*) from application_counts").await,
        app.number("select count(*) from (select distinct job_id, stage_id, status, confidential from applications) a")
            .await,
    );
    assert_eq!(rows, kinds, "a row for each, once they are added up");
}
