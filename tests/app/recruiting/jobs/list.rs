//! `/{company}/jobs`.

use crate::kit::{app::TestApp, cast::Cast, jobs::details, statements};
use candor::{
    access::TeamRole,
    domain::{
        jobs::{Details, JobStatus},
        pipeline::{self, Filter},
    },
};
use sqlx::{AssertSqlSafe, Row};

#[tokio::test]
async fn without_jobs_the_first_step_is_shown() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let page = cast.rosa.get("/heron/jobs").await.expect(200);
    assert_eq!(page.text_of(".empty h2"), "No jobs yet");
    assert_eq!(
        page.attributes(".empty a", "href"),
        ["/heron/jobs/new".to_owned()]
    );
    let page = cast.iris.get("/heron/jobs").await.expect(200);
    assert_eq!(page.text_of(".empty h2"), "No jobs for you yet");
    assert!(page.texts(".empty a").is_empty());
}

#[tokio::test]
async fn a_job_shows_how_many_people_are_where() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mill = app.add_department(&cast.company, "Mill", None).await;
    let job = app
        .job_of(
            &cast.company,
            Details {
                departments: vec![mill],
                offices: vec![app.add_office(&cast.company, "Tallinn").await],
                ..details("Miller")
            },
        )
        .await;
    app.join_team(
        &cast.company,
        job,
        cast.hugo.member,
        TeamRole::HiringManager,
    )
    .await;
    let stages = app.stages(&cast.company, job).await;
    for (stage, people) in stages.iter().zip([3, 2, 0, 1, 0, 0]) {
        for n in 0..people {
            app.applicant(&cast.company, job, stage.id, &format!("Noor {n}"))
                .await;
        }
    }
    let page = cast.rosa.get("/heron/jobs").await.expect(200);
    assert_eq!(
        page.texts("tbody tr:first-child > *"),
        [
            "MillerMill",
            "Tallinn",
            "HB",
            "3",
            "2",
            "0",
            "1",
            "0",
            "0",
            "0",
            "",
            "0 days",
            ""
        ]
    );
    assert_eq!(page.texts(".tabs a"), ["Open 1", "Draft 0", "Closed 0"]);
    assert!(
        page.text()
            .contains("1 job, 3 new applications, 6 people in progress.")
    );
}

#[tokio::test]
async fn whoever_only_interviews_sees_their_jobs_without_candidates() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mine = app.job(&cast.company, "Miller").await;
    app.job(&cast.company, "Clerk").await;
    app.join_team(&cast.company, mine, cast.iris.member, TeamRole::Interviewer)
        .await;
    let stage = app.stages(&cast.company, mine).await[0].id;
    app.applicant(&cast.company, mine, stage, "Noor").await;
    let page = cast.iris.get("/heron/jobs").await.expect(200);
    assert_eq!(page.texts("th a.cell"), ["Miller"]);
    assert_eq!(
        page.attributes("th a.cell", "href"),
        [format!("/heron/jobs/{mine}/team")]
    );
    assert_eq!(page.texts(".tabs a")[0], "Open 1");
    assert!(page.texts(".badge--accent").is_empty());
    assert!(!page.text().contains("new applications, 1"));
}

#[tokio::test]
async fn a_confidential_job_is_for_its_team_and_administrators() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let secret = Details {
        confidential: true,
        ..details("Head of Mills")
    };
    let job = app.job_of(&cast.company, secret).await;
    app.job(&cast.company, "Clerk").await;
    app.join_team(
        &cast.company,
        job,
        cast.hugo.member,
        TeamRole::HiringManager,
    )
    .await;
    for (person, seen) in [
        (&mut cast.ada, 2),
        (&mut cast.otto, 2),
        (&mut cast.hugo, 1),
        (&mut cast.rosa, 1),
        (&mut cast.cora, 1),
    ] {
        let page = person.get("/heron/jobs").await.expect(200);
        assert_eq!(page.texts("th a.cell").len(), seen, "{}", person.name);
        assert_eq!(page.texts(".tabs a")[0], format!("Open {seen}"));
    }
    let page = cast.rosa.get("/heron/jobs?q=head").await.expect(200);
    assert!(page.texts("th a.cell").is_empty());
    for path in ["plan", "team", "openings", "edit", "closing"] {
        cast.rosa
            .get(&format!("/heron/jobs/{job}/{path}"))
            .await
            .expect(404);
    }
}

#[tokio::test]
async fn the_list_is_narrowed_by_name_department_and_team() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mill = app.add_department(&cast.company, "Mill", None).await;
    let stones = app
        .add_department(&cast.company, "Stones", Some(mill))
        .await;
    let below = Details {
        departments: vec![stones],
        ..details("Stone Dresser 50%")
    };
    let job = app.job_of(&cast.company, below).await;
    app.job(&cast.company, "Clerk").await;
    app.join_team(&cast.company, job, cast.rosa.member, TeamRole::Sourcer)
        .await;
    let names = async |cast: &mut Cast, query: &str| {
        let page = cast.rosa.get(&format!("/heron/jobs?{query}")).await;
        page.expect(200).texts("th a.cell")
    };
    let dresser = ["Stone Dresser 50%"];
    assert_eq!(names(&mut cast, "q=DRESS").await, dresser);
    assert_eq!(names(&mut cast, "q=50%25").await, dresser);
    assert_eq!(
        names(&mut cast, &format!("department={mill}")).await,
        dresser
    );
    assert_eq!(names(&mut cast, "mine=1").await, dresser);
    assert_eq!(names(&mut cast, "").await, ["Clerk", dresser[0]]);
    assert!(names(&mut cast, "status=draft").await.is_empty());
    // What nobody can mean is no error.
    assert_eq!(
        names(&mut cast, "department=x&after=y&status=z")
            .await
            .len(),
        2
    );
    let page = cast.rosa.get("/heron/jobs?q=zeppelin").await.expect(200);
    assert_eq!(page.text_of(".empty h2"), "No job matches");
    assert_eq!(page.value("q"), "zeppelin");
}

#[tokio::test]
async fn while_typing_only_the_results_come() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    app.job(&cast.company, "Miller").await;
    cast.rosa.htmx = true;
    let part = cast.rosa.get("/heron/jobs?q=mill").await.expect(200);
    assert!(part.text().contains("id=\"results\"") && !part.text().contains("<html"));
    assert_eq!(part.header("vary"), "HX-Request");
}

#[tokio::test]
async fn the_page_takes_three_statements_whatever_it_shows() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    for n in 0..5 {
        let job = app.job(&cast.company, &format!("Miller {n}")).await;
        let stage = app.stages(&cast.company, job).await[0].id;
        app.applicant(&cast.company, job, stage, "Noor").await;
    }
    cast.rosa.get("/heron/jobs").await.expect(200);
    let (page, statements) = statements::during(cast.rosa.get("/heron/jobs")).await;
    page.expect(200);
    assert!(statements.len() <= 3, "{statements:#?}");
}

/// Ten thousand jobs, a fifth of them confidential, and a hundred that Rosa works on.
async fn ten_thousand(app: &TestApp, cast: &Cast) {
    sqlx::query(
        "with job as (
             insert into jobs (company_id, name, status, confidential, opened_at, created_at, updated_at)
             select $1, 'Job ' || lpad(n::text, 5, '0'), 'open', n % 5 = 0, now(), now(), now()
             from generate_series(1, 10000) n
             returning id
         ), stage as (
             insert into stages (company_id, job_id, name, kind, milestone, position, created_at, updated_at)
             select $1, id, 'Application review', 'application_review', 'received', 0, now(), now() from job
         )
         insert into hiring_team (company_id, job_id, member_id, role)
         select $1, id, $2, 'recruiter' from job where id % 100 = 0",
    )
    .bind(cast.company.id)
    .bind(cast.rosa.member)
    .execute(app.app.db.pages())
    .await
    .unwrap();
    sqlx::raw_sql("analyze jobs; analyze stages; analyze hiring_team")
        .execute(&app.db.pool)
        .await
        .unwrap();
}

#[tokio::test]
async fn ten_thousand_jobs_page_by_key() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    ten_thousand(&app, &cast).await;
    let first = cast.ada.get("/heron/jobs").await.expect(200);
    assert_eq!(first.texts(".tabs a")[0], "Open 1,000+");
    let names = first.texts("th a.cell");
    assert_eq!(names.len(), 50);
    assert_eq!(names.first().unwrap(), "Job 00001");
    let next = first.attributes("a[rel=next]", "href");
    let second = cast.ada.get(&next[0]).await.expect(200);
    assert_eq!(second.texts("th a.cell").first().unwrap(), "Job 00051");
    // A recruiter's second page goes on where their first ended, without what they do not see.
    let first = cast.rosa.get("/heron/jobs").await.expect(200);
    let last = first.texts("th a.cell").last().unwrap().clone();
    let next = first.attributes("a[rel=next]", "href");
    let second = cast.rosa.get(&next[0]).await.expect(200);
    assert!(second.texts("th a.cell").first().unwrap() > &last);
}

#[tokio::test]
async fn a_page_of_ten_thousand_jobs_is_read_from_the_index() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    ten_thousand(&app, &cast).await;
    let filter = Filter {
        status: JobStatus::Open,
        search: None,
        department: None,
        mine: false,
        after: None,
    };
    let mut db = app.app.db.read().await.unwrap();
    let permit = app.system::<candor::access::permissions::ReadJobs>(&cast.company);
    pipeline::overview(&mut db, cast.company.id, permit.actor(), &filter)
        .await
        .unwrap();
    // The statement itself, as this connection prepared it.
    let name: String = sqlx::query_scalar(
        "select name from pg_prepared_statements where statement like '%sees_candidates%' and statement like '%recursive below%' and statement not like '%pg_prepared%'",
    )
    .fetch_one(&mut *db)
    .await
    .unwrap();
    let explain = format!(
        "explain execute {name}({}, {}, 'open', null, null, false, 'job 05000', 0, 51)",
        cast.company.id, cast.ada.member
    );
    let plan = sqlx::raw_sql(AssertSqlSafe(explain))
        .fetch_all(&mut *db)
        .await
        .unwrap();
    let plan: Vec<String> = plan.iter().map(|row| row.get(0)).collect();
    let plan = plan.join("\n");
    assert!(plan.contains("jobs_list"), "{plan}");
    assert!(!plan.contains("Seq Scan on jobs"), "{plan}");
    assert!(!plan.contains("Seq Scan on applications"), "{plan}");
}
