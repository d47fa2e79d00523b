//! A stage that goes gives its people to another.

use super::{stages_of, with_people};
use crate::kit::{app::TestApp, cast::Cast};
use candor::{
    access::permissions::EditJobs,
    base::ids::{StageId, Version},
    domain::pipeline::{self, Deletion},
};

#[tokio::test]
async fn deleting_a_stage_moves_its_people_and_leaves_the_decided() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let (job, stages) = with_people(&app, &cast, 3).await;
    let path = format!("/heron/jobs/{job}/plan/{}/deletion", stages[1]);
    let ask = cast.rosa.get(&path).await.expect(200);
    assert!(ask.text().contains("3 people are in it."));
    let version = ask.value("version");
    // Without a target nothing happens.
    let page = cast
        .rosa
        .post(&path, &[("version", &version)])
        .await
        .expect(422);
    assert_eq!(
        page.texts(".error-summary li"),
        ["Choose where the people in this stage go"]
    );
    let target = stages[3].to_string();
    let fields = [("version", version.as_str()), ("target", &target)];
    let page = cast.rosa.post_and_follow(&path, &fields).await.expect(200);
    assert_eq!(
        page.text_of(".toast span"),
        "Recruiter screen is deleted, and 3 people are in Interviews now"
    );
    assert_eq!(stages_of(&page).len(), 5);
    let in_stage = |stage: StageId, status: &str| {
        sqlx::query_scalar::<_, i64>("select count(*) from applications where stage_id = $1 and status::text = $2 and version = case when $2 = 'active' then 2 else 1 end")
            .bind(stage)
            .bind(status.to_owned())
            .fetch_one(app.app.db.pages())
    };
    assert_eq!(in_stage(stages[3], "active").await.unwrap(), 3);
    assert_eq!(in_stage(stages[1], "active").await.unwrap(), 0);
    assert_eq!(in_stage(stages[1], "withdrawn").await.unwrap(), 1);
    // One event a person, each with its detail under the hash that the history keeps, and one for the stage.
    let moved = app.history(&cast.company, "application.moved").await;
    assert_eq!(moved.len(), 3);
    assert_eq!(moved[0]["from"]["name"], "Recruiter screen");
    assert_eq!(moved[0]["to"]["id"], stages[3].0);
    assert_eq!(
        app.number("select count(distinct application_id) from events where kind = 'application.moved' and candidate_id is not null and octet_length(detail_hash) = 32").await,
        3
    );
    let deleted = app.history(&cast.company, "stage.deleted").await;
    assert_eq!((deleted.len(), &deleted[0]["moved"]), (1, &3.into()));
    cast.rosa.get(&path).await.expect(404);
}

#[tokio::test]
async fn an_empty_stage_goes_without_a_question() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let stage = app.stages(&cast.company, job).await[2].id;
    let path = format!("/heron/jobs/{job}/plan/{stage}/deletion");
    let ask = cast.rosa.get(&path).await.expect(200);
    assert!(ask.texts("select").is_empty());
    let version = ask.value("version");
    let page = cast
        .rosa
        .post_and_follow(&path, &[("version", &version)])
        .await
        .expect(200);
    assert_eq!(page.text_of(".toast span"), "Assessment is deleted");
}

#[tokio::test]
async fn people_go_to_another_stage_of_the_same_plan() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let (job, stages) = with_people(&app, &cast, 1).await;
    let other = app.job(&cast.company, "Clerk").await;
    let elsewhere = app.stages(&cast.company, other).await[0].id;
    let path = format!("/heron/jobs/{job}/plan/{}/deletion", stages[1]);
    for target in [stages[1], elsewhere, StageId(0)] {
        let target = target.to_string();
        let fields = [("version", "1"), ("target", target.as_str())];
        let page = cast.rosa.post(&path, &fields).await.expect(422);
        assert_eq!(
            page.texts(".error-summary li"),
            ["Choose another stage of this plan"]
        );
    }
    assert_eq!(app.stages(&cast.company, job).await.len(), 6);
}

#[tokio::test]
async fn the_last_stage_stays() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let stages = app.stages(&cast.company, job).await;
    for (version, stage) in stages.iter().skip(1).enumerate() {
        let path = format!("/heron/jobs/{job}/plan/{}/deletion", stage.id);
        let version = (version + 1).to_string();
        cast.rosa
            .post(&path, &[("version", &version)])
            .await
            .expect(303);
    }
    let path = format!("/heron/jobs/{job}/plan/{}/deletion", stages[0].id);
    let ask = cast.rosa.get(&path).await.expect(200);
    assert!(ask.text().contains("only stage of the plan"));
    let page = cast.rosa.post(&path, &[("version", "6")]).await.expect(409);
    assert!(page.text().contains("only stage of the plan"));
    assert_eq!(app.stages(&cast.company, job).await.len(), 1);
}

#[tokio::test]
async fn many_people_move_in_one_go() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let (job, stages) = with_people(&app, &cast, 0).await;
    sqlx::query(
        "with candidate as (
             insert into candidates (company_id, given_name, last_activity_at, created_at, updated_at)
             select $1, 'Noor', now(), now(), now() from generate_series(1, 1200) returning company_id, id
         )
         insert into applications (company_id, uuid, candidate_id, job_id, stage_id, name, applied_at, stage_entered_at,
                                   last_activity_at, promised_by, created_at, updated_at)
         select company_id, gen_random_uuid(), id, $2, $3, 'Noor', now(), now(), now(), now(), now(), now() from candidate",
    )
    .bind(cast.company.id)
    .bind(job)
    .bind(stages[1])
    .execute(app.app.db.pages())
    .await
    .unwrap();
    let deletion = Deletion {
        stage: stages[1],
        target: Some(stages[2]),
        seen: Version(1),
    };
    let emptied = app
        .system::<EditJobs>(&cast.company)
        .change(async |change| pipeline::delete_stage(change, job, deletion).await)
        .await
        .unwrap();
    assert_eq!(emptied.moved.map(|(count, _)| count), Some(1200));
    assert_eq!(
        app.number("select count(*) from events where kind = 'application.moved'")
            .await,
        1200
    );
}

#[tokio::test]
async fn whoever_arrives_in_a_stage_as_it_is_deleted_is_moved_too() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let (job, stages) = with_people(&app, &cast, 1).await;
    // Somebody applies, and has not committed yet.
    let mut arriving = app.app.db.pages().begin().await.unwrap();
    sqlx::query("update applications set stage_id = $1 where status = 'active'")
        .bind(stages[2])
        .execute(&mut *arriving)
        .await
        .unwrap();
    let deletion = Deletion {
        stage: stages[2],
        target: Some(stages[0]),
        seen: Version(1),
    };
    let permit = app.system::<EditJobs>(&cast.company);
    let deleting =
        permit.change(async |change| pipeline::delete_stage(change, job, deletion).await);
    let committing = async {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        arriving.commit().await.unwrap();
    };
    let (emptied, ()) = tokio::join!(deleting, committing);
    assert_eq!(emptied.unwrap().moved.map(|(count, _)| count), Some(1));
}
