//! The plan of a job: its stages, and the people in them.

use crate::kit::{
    app::{Answer, TestApp},
    cast::Cast,
};
use candor::{
    access::permissions::EditJobs,
    base::ids::{JobId, StageId, Version},
    domain::pipeline::{self, Deletion},
};

fn stages_of(page: &Answer) -> Vec<String> {
    page.texts(".sort-row .t-m")
}

/// The fields of the form that orders stages, as a browser sends them.
fn order<'a>(
    page: &'a [String],
    version: &'a str,
    press: (&'a str, &'a str),
) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("version", version)];
    fields.extend(page.iter().map(|id| ("stage", id.as_str())));
    fields.push(press);
    fields
}

#[tokio::test]
async fn stages_are_added_renamed_and_ordered() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let path = format!("/heron/jobs/{job}/plan");
    let page = cast.rosa.get(&path).await.expect(200);
    let fields = [
        ("name", "Trial day"),
        ("kind", "interview"),
        ("milestone", ""),
        ("stale_after_days", "12"),
        ("version", &page.value("version")),
    ];
    let page = cast.rosa.post_and_follow(&path, &fields).await.expect(200);
    assert_eq!(stages_of(&page).last().unwrap(), "Trial day");
    assert!(page.text_of(".sort-row:last-child").contains("12 days"));
    assert!(
        page.text_of(".sort-row:last-child")
            .contains("candidates read “Interviews”")
    );

    let ids = page.attributes(".sort-row [name=stage]", "value");
    let version = page.value("version");
    let fields = order(&ids, &version, ("up", ids.last().unwrap()));
    let page = cast
        .rosa
        .post_and_follow(&format!("{path}/order"), &fields)
        .await
        .expect(200);
    assert_eq!(stages_of(&page)[5..], ["Trial day", "Offer"]);

    let stage = format!("{path}/{}", ids.last().unwrap());
    let form = cast.rosa.get(&stage).await.expect(200);
    assert_eq!(form.value("stale_after_days"), "12");
    let fields = [
        ("name", "Day at the mill"),
        ("kind", "assessment"),
        ("milestone", "in_review"),
        ("stale_after_days", ""),
        ("version", &form.value("version")),
    ];
    let page = cast.rosa.post_and_follow(&stage, &fields).await.expect(200);
    assert_eq!(stages_of(&page)[5], "Day at the mill");
    let changed = app.history(&cast.company, "stage.changed").await;
    assert_eq!(changed[0]["before"]["name"], "Trial day");
    assert_eq!(changed[0]["after"]["milestone"], "in_review");
    assert_eq!(app.history(&cast.company, "stage.added").await.len(), 1);
    assert_eq!(app.history(&cast.company, "plan.reordered").await.len(), 1);
}

#[tokio::test]
async fn two_people_who_order_at_once_do_not_overwrite_each_other() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let path = format!("/heron/jobs/{job}/plan");
    let page = cast.rosa.get(&path).await.expect(200);
    let (ids, version) = (
        page.attributes("[name=stage]", "value"),
        page.value("version"),
    );
    let (up, down) = (
        order(&ids, &version, ("up", &ids[5])),
        order(&ids, &version, ("down", &ids[0])),
    );
    let to = format!("{path}/order");
    let (rosa, ada) = tokio::join!(cast.rosa.post(&to, &up), cast.ada.post(&to, &down));
    let (first, late) = if rosa.status == 303 {
        ("Rosa", ada)
    } else {
        ("Ada", rosa)
    };
    let late = late.expect(409);
    assert!(
        late.text_of("[role=alert]").starts_with(first),
        "{}",
        late.text_of("[role=alert]")
    );
    assert!(late.text_of("[role=alert]").contains("changed this plan"));
    // The page shows the plan as it is, ready to try again.
    assert_ne!(late.value("version"), version);
    assert_eq!(app.history(&cast.company, "plan.reordered").await.len(), 1);
}

#[tokio::test]
async fn dragging_gets_the_list_and_nothing_else() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let path = format!("/heron/jobs/{job}/plan");
    let page = cast.rosa.get(&path).await.expect(200);
    let mut ids = page.attributes("[name=stage]", "value");
    let version = page.value("version");
    ids.reverse();
    let mut fields = vec![("version", version.as_str())];
    fields.extend(ids.iter().map(|id| ("stage", id.as_str())));
    cast.rosa.htmx = true;
    let part = cast
        .rosa
        .post(&format!("{path}/order"), &fields)
        .await
        .expect(200);
    assert!(part.text().trim_start().starts_with("<div id=\"stages\""));
    assert_eq!(part.attributes("[name=stage]", "value"), ids);
    let part = cast
        .rosa
        .post(&format!("{path}/order"), &fields)
        .await
        .expect(409);
    assert!(part.text().trim_start().starts_with("<div id=\"stages\""));
    assert!(part.text_of("[role=alert]").starts_with("Rosa Lindqvist"));
}

#[tokio::test]
async fn an_order_names_the_stages_that_there_are() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let other = app.job(&cast.company, "Clerk").await;
    let foreign = app.stages(&cast.company, other).await[0].id.to_string();
    let path = format!("/heron/jobs/{job}/plan");
    let page = cast.rosa.get(&path).await.expect(200);
    let (ids, version) = (
        page.attributes("[name=stage]", "value"),
        page.value("version"),
    );
    for order in [
        ids[1..].to_vec(),
        [&ids[..], &[ids[0].clone()]].concat(),
        [&ids[1..], &[foreign]].concat(),
    ] {
        let mut fields = vec![("version", version.as_str())];
        fields.extend(order.iter().map(|id| ("stage", id.as_str())));
        cast.rosa
            .post(&format!("{path}/order"), &fields)
            .await
            .expect(409);
    }
    cast.rosa
        .post(&format!("{path}/order"), &[("stage", "1")])
        .await
        .expect(400);
    assert!(
        app.history(&cast.company, "plan.reordered")
            .await
            .is_empty()
    );
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
        page.text_of(".toast"),
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
    assert_eq!(page.text_of(".toast"), "Assessment is deleted");
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

#[tokio::test]
async fn what_is_wrong_with_a_stage_is_said_and_kept() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let stage = app.stages(&cast.company, job).await[0].id;
    let path = format!("/heron/jobs/{job}/plan");
    let fields = [
        ("name", ""),
        ("kind", "dance"),
        ("milestone", ""),
        ("stale_after_days", "400"),
        ("version", "1"),
    ];
    for path in [path.clone(), format!("{path}/{stage}")] {
        let page = cast.rosa.post(&path, &fields).await.expect(422);
        assert_eq!(page.texts(".error-summary li").len(), 4);
        assert_eq!(page.value("stale_after_days"), "400");
    }
    // A stale form keeps what was typed, and the version that would replace theirs.
    let fields = [
        ("name", "Trial"),
        ("kind", "screen"),
        ("milestone", ""),
        ("stale_after_days", ""),
        ("version", "1"),
    ];
    cast.ada.post(&path, &fields).await.expect(303);
    let fields = [
        ("name", "Review"),
        ("kind", "screen"),
        ("milestone", ""),
        ("stale_after_days", ""),
        ("version", "1"),
    ];
    let page = cast
        .rosa
        .post(&format!("{path}/{stage}"), &fields)
        .await
        .expect(409);
    assert!(
        page.text_of("[role=alert]")
            .starts_with("Ada Marsh changed this plan")
    );
    assert_eq!(
        (page.value("name"), page.value("version")),
        ("Review".to_owned(), "2".to_owned())
    );
}

#[tokio::test]
async fn a_plan_has_an_end() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let path = format!("/heron/jobs/{job}/plan");
    for version in 1..=14 {
        let version = version.to_string();
        let fields = [
            ("name", "Again"),
            ("kind", "screen"),
            ("version", version.as_str()),
        ];
        cast.rosa.post(&path, &fields).await.expect(303);
    }
    let fields = [("name", "Again"), ("kind", "screen"), ("version", "15")];
    let page = cast.rosa.post(&path, &fields).await.expect(409);
    assert!(page.text().contains("at most 20 stages"));
}

#[tokio::test]
async fn others_look_at_the_plan_and_do_not_change_it() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let (job, stages) = with_people(&app, &cast, 1).await;
    let path = format!("/heron/jobs/{job}/plan");
    let (stage, deletion) = (
        format!("{path}/{}", stages[1]),
        format!("{path}/{}/deletion", stages[1]),
    );
    let fields = [
        ("name", "Mine"),
        ("kind", "screen"),
        ("version", "1"),
        ("target", "1"),
        ("stage", "1"),
    ];
    for (person, looking, acting) in [
        (&mut cast.cora, 200, 403),
        (&mut cast.otto, 200, 403),
        (&mut cast.hugo, 404, 404),
        (&mut cast.olga, 404, 404),
    ] {
        let page = person.get(&path).await.expect(looking);
        assert!(page.texts(".sort-row button, .sort-row a").is_empty());
        for path in [&path, &format!("{path}/order"), &stage, &deletion] {
            person.post(path, &fields).await.expect(acting);
        }
        person.get(&stage).await.expect(acting);
        person.get(&deletion).await.expect(acting);
    }
    assert!(app.history(&cast.company, "stage.deleted").await.is_empty());
}
