//! Making a job, changing what is said about it, copying it.

use crate::kit::{app::TestApp, cast::Cast, jobs::details};
use candor::{access::TeamRole, domain::jobs::Details};

const KEY: &str = "8f3c1d1e-5b0a-4a6e-9d53-0c3a2f1b7e60";

async fn template(app: &TestApp, cast: &Cast) -> String {
    let id: i64 = sqlx::query_scalar("select id from plan_templates where company_id = $1")
        .bind(cast.company.id)
        .fetch_one(app.app.db.pages())
        .await
        .unwrap();
    id.to_string()
}

#[tokio::test]
async fn a_recruiter_makes_a_job_with_a_plan_and_openings() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mill = app.add_department(&cast.company, "Mill", None).await;
    let mill = mill.to_string();
    let form = cast.rosa.get("/heron/jobs/new").await.expect(200);
    let template = form.attributes("#template option", "value");
    let fields = [
        ("name", "  Miller "),
        ("requisition_code", "R-7"),
        ("departments", &mill),
        ("confidential", "on"),
        ("notes", "The old one retires."),
        ("template", &template[0]),
        ("openings", "3"),
        ("once", &form.value("once")),
    ];
    let plan = cast
        .rosa
        .post_and_follow("/heron/jobs/new", &fields)
        .await
        .expect(200);
    assert_eq!(plan.text_of("h1"), "Miller");
    assert_eq!(plan.texts(".sort-row .t-m").len(), 6);
    assert!(plan.path.ends_with("/plan"));
    let openings = plan.path.replace("plan", "openings");
    let openings = cast.rosa.get(&openings).await.expect(200);
    assert_eq!(openings.texts(".row .badge"), ["Planned"; 3]);
    // Whoever makes a confidential job does not lose sight of it.
    let team = cast.rosa.get(&plan.path.replace("plan", "team")).await;
    let team = team.expect(200);
    assert_eq!(team.texts(".row .t-m"), ["Rosa Lindqvist"]);
    assert_eq!(team.texts(".row .badge"), ["Responsible"]);
    let history = app.history(&cast.company, "job.created").await;
    assert_eq!(history.len(), 1);
    assert_eq!(history[0]["after"]["name"], "Miller");
}

#[tokio::test]
async fn pressing_twice_makes_one_job() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let template = template(&app, &cast).await;
    let fields = [
        ("name", "Miller"),
        ("template", template.as_str()),
        ("openings", "1"),
        ("once", KEY),
    ];
    let mut other = cast.rosa.clone();
    let (one, two) = tokio::join!(
        cast.rosa.post("/heron/jobs/new", &fields),
        other.post("/heron/jobs/new", &fields)
    );
    assert_eq!(one.location(), two.location());
    let again = cast.rosa.post("/heron/jobs/new", &fields).await;
    assert_eq!(again.location(), one.location());
    assert_eq!(app.number("select count(*) from jobs").await, 1);
    assert_eq!(app.history(&cast.company, "job.created").await.len(), 1);
}

#[tokio::test]
async fn what_is_wrong_is_said_at_once_and_nothing_is_lost() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let long = "x".repeat(201);
    let fields = [
        ("name", long.as_str()),
        ("requisition_code", "R-7"),
        ("notes", "Keep me"),
        ("confidential", "on"),
        ("template", "x"),
        ("openings", "51"),
        ("once", KEY),
    ];
    let page = cast.rosa.post("/heron/jobs/new", &fields).await.expect(422);
    assert_eq!(
        page.texts(".error-summary li"),
        [
            "Name the job, in up to 200 characters",
            "Enter how many people you hire, from 1 to 50",
            "Choose one of the plans"
        ]
    );
    assert!(page.text_of("title").starts_with("Error:"));
    assert_eq!(page.value("name"), long);
    assert_eq!(page.text_of("#notes"), "Keep me");
    assert_eq!(page.attributes("#confidential[checked]", "name").len(), 1);
    assert_eq!(page.value("once"), KEY);
    assert_eq!(app.number("select count(*) from jobs").await, 0);
}

#[tokio::test]
async fn a_job_is_put_only_where_its_company_has_something() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let template = template(&app, &cast).await;
    let foreign = app.add_department(&cast.other_company, "Weir", None).await;
    let other_template: i64 = app.number("select max(id) from plan_templates").await;
    for (department, template, message) in [
        (
            foreign.to_string(),
            template.clone(),
            "Choose departments from the list",
        ),
        (
            "nonsense".to_owned(),
            template,
            "Choose departments from the list",
        ),
        (
            String::new(),
            other_template.to_string(),
            "Choose one of the plans",
        ),
    ] {
        let mut fields = vec![
            ("name", "Miller"),
            ("template", template.as_str()),
            ("openings", "1"),
            ("once", KEY),
        ];
        if !department.is_empty() {
            fields.push(("departments", &department));
        }
        let page = cast.rosa.post("/heron/jobs/new", &fields).await.expect(422);
        assert_eq!(page.texts(".error-summary li"), [message]);
    }
    assert_eq!(app.number("select count(*) from jobs").await, 0);
}

#[tokio::test]
async fn only_administrators_and_recruiters_make_jobs() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    for person in [
        &mut cast.cora,
        &mut cast.hugo,
        &mut cast.iris,
        &mut cast.otto,
    ] {
        let page = person.get("/heron/jobs/new").await.expect(403);
        assert!(page.text().contains("administrators and recruiters"));
        let page = person.get("/heron/jobs").await.expect(200);
        assert!(
            page.texts(".topbar__tools .btn--primary").is_empty(),
            "{}",
            person.name
        );
    }
    cast.olga.get("/heron/jobs/new").await.expect(404);
    let nobody = app.visitor().get("/heron/jobs/new").await;
    assert!(nobody.location().starts_with("/sign-in"));
}

#[tokio::test]
async fn a_job_is_changed_and_the_history_keeps_both() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let path = format!("/heron/jobs/{job}/edit");
    let form = cast.rosa.get(&path).await.expect(200);
    let version = form.value("version");
    let fields = [("name", "Head Miller"), ("version", version.as_str())];
    let page = cast.rosa.post_and_follow(&path, &fields).await.expect(200);
    assert!(page.text_of(".toast").starts_with("Saved"));
    assert_eq!(page.text_of("h1"), "Head Miller");
    let history = app.history(&cast.company, "job.changed").await;
    assert_eq!(history[0]["before"]["name"], "Miller");
    assert_eq!(history[0]["after"]["name"], "Head Miller");
    // Saving what is there changes nothing.
    let fields = [("name", "Head Miller"), ("version", &page.value("version"))];
    cast.rosa.post(&path, &fields).await.expect(303);
    assert_eq!(app.history(&cast.company, "job.changed").await.len(), 1);
}

#[tokio::test]
async fn the_second_to_save_is_told_and_keeps_their_words() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let path = format!("/heron/jobs/{job}/edit");
    let version = cast.ada.get(&path).await.expect(200).value("version");
    let theirs = [("name", "Head Miller"), ("version", version.as_str())];
    cast.rosa.post(&path, &theirs).await.expect(303);
    let mine = [("name", "Miller of Oats"), ("version", version.as_str())];
    let page = cast.ada.post(&path, &mine).await.expect(409);
    assert!(
        page.text_of("[role=alert]")
            .starts_with("Rosa Lindqvist changed this job")
    );
    assert_eq!(page.value("name"), "Miller of Oats");
    let mine = [
        ("name", "Miller of Oats"),
        ("version", &page.value("version")),
    ];
    let page = cast.ada.post_and_follow(&path, &mine).await.expect(200);
    assert_eq!(page.text_of("h1"), "Miller of Oats");
}

#[tokio::test]
async fn a_recruiter_cannot_hide_a_job_from_themselves() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let path = format!("/heron/jobs/{job}/edit");
    let version = cast.rosa.get(&path).await.expect(200).value("version");
    let fields = [
        ("name", "Miller"),
        ("confidential", "on"),
        ("version", version.as_str()),
    ];
    let page = cast.rosa.post(&path, &fields).await.expect(422);
    assert!(
        page.text_of(".error-summary li")
            .starts_with("You would no longer see this job")
    );
    app.join_team(&cast.company, job, cast.rosa.member, TeamRole::Recruiter)
        .await;
    cast.rosa.post(&path, &fields).await.expect(303);
    cast.rosa.get(&path).await.expect(200);
}

#[tokio::test]
async fn seeing_a_job_is_not_changing_it() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    app.join_team(
        &cast.company,
        job,
        cast.hugo.member,
        TeamRole::HiringManager,
    )
    .await;
    let path = format!("/heron/jobs/{job}/edit");
    let fields = [("name", "Mine"), ("version", "2")];
    for person in [&mut cast.cora, &mut cast.otto, &mut cast.hugo] {
        let page = person.get(&path).await.expect(403);
        assert!(page.text().contains("recruiters of its hiring team"));
        person.post(&path, &fields).await.expect(403);
    }
    for person in [&mut cast.iris, &mut cast.olga] {
        person.get(&path).await.expect(404);
        person.post(&path, &fields).await.expect(404);
    }
    // A place in the team adds to the role in the company.
    app.join_team(&cast.company, job, cast.hugo.member, TeamRole::Recruiter)
        .await;
    cast.hugo.post(&path, &fields).await.expect(303);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_without_harm() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let path = format!("/heron/jobs/{job}/edit");
    cast.rosa
        .post(&path, &[("name", "M"), ("version", "x")])
        .await
        .expect(400);
    cast.rosa
        .post(&path, &[("name", "a\0b"), ("version", "2")])
        .await
        .expect(422);
    let long = "x".repeat(20_001);
    let fields = [("name", "M"), ("notes", long.as_str()), ("version", "2")];
    let page = cast.rosa.post(&path, &fields).await.expect(422);
    assert_eq!(
        page.texts(".error-summary li"),
        ["Shorten the notes to 20,000 characters"]
    );
    cast.rosa
        .get("/heron/jobs/9007199254740993/edit")
        .await
        .expect(404);
}

#[tokio::test]
async fn a_copy_is_a_draft_with_the_same_plan_and_team() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mill = app.add_department(&cast.company, "Mill", None).await;
    let job = app
        .job_of(
            &cast.company,
            Details {
                departments: vec![mill],
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
    let form = cast
        .rosa
        .get(&format!("/heron/jobs/{job}/edit"))
        .await
        .expect(200);
    let path = format!("/heron/jobs/{job}/copies");
    let once = [("once", form.value("once"))];
    let once = [("once", once[0].1.as_str())];
    let copy = cast.rosa.post(&path, &once).await.location();
    assert_eq!(cast.rosa.post(&path, &once).await.location(), copy);
    let page = cast.rosa.get(&copy).await.expect(200);
    assert_eq!(page.text_of("h1"), "Miller (copy)");
    assert!(page.text_of(".page-head__lead").contains("Draft"));
    assert_eq!(
        page.attributes("[name=departments][checked]", "value"),
        [mill.to_string()]
    );
    let team = cast
        .rosa
        .get(&copy.replace("edit", "team"))
        .await
        .expect(200);
    assert_eq!(team.texts(".row .t-m"), ["Hugo Brandt"]);
    let plan = cast
        .rosa
        .get(&copy.replace("edit", "plan"))
        .await
        .expect(200);
    assert_eq!(plan.texts(".sort-row .t-m").len(), 6);
    cast.hugo.post(&path, &once).await.expect(403);
    cast.olga.post(&path, &once).await.expect(404);
}
