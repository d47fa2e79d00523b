//! The hiring team of a job.

use crate::kit::{app::TestApp, cast::Cast, jobs::details};
use candor::{access::TeamRole, domain::jobs::Details};

#[tokio::test]
async fn a_team_has_one_responsible_recruiter() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let path = format!("/heron/jobs/{job}/team");
    let page = cast.rosa.get(&path).await.expect(200);
    assert!(page.text_of(".note--warn").contains("No recruiter answers"));
    let (rosa, ada) = (cast.rosa.member.to_string(), cast.ada.member.to_string());
    for member in [&rosa, &ada] {
        let fields = [("member", member.as_str()), ("role", "recruiter")];
        cast.rosa.post(&path, &fields).await.expect(303);
    }
    let page = cast.rosa.get(&path).await.expect(200);
    assert_eq!(page.texts(".row .t-m"), ["Rosa Lindqvist", "Ada Marsh"]);
    assert_eq!(page.texts(".row .badge").len(), 1);
    let fields = [("member", ada.as_str()), ("role", "recruiter")];
    let page = cast
        .rosa
        .post_and_follow(&format!("{path}/responsible"), &fields)
        .await
        .expect(200);
    assert_eq!(page.texts(".row .t-m"), ["Ada Marsh", "Rosa Lindqvist"]);
    assert_eq!(page.texts(".row .badge").len(), 1);
    let made = app
        .history(&cast.company, "teammate.made_responsible")
        .await;
    assert_eq!(made[0]["before"].to_string(), rosa);
    assert_eq!(made[0]["after"].to_string(), ada);
    cast.rosa
        .post(&format!("{path}/responsible"), &fields)
        .await
        .expect(409);
    cast.rosa
        .post(&format!("{path}/removal"), &fields)
        .await
        .expect(303);
    cast.rosa
        .post(&format!("{path}/removal"), &fields)
        .await
        .expect(404);
    let page = cast.rosa.get(&path).await.expect(200);
    assert_eq!(page.texts(".row .t-m"), ["Rosa Lindqvist"]);
    assert_eq!(
        app.history(&cast.company, "teammate.removed").await.len(),
        1
    );
}

#[tokio::test]
async fn only_colleagues_join_and_each_once_in_a_role() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let path = format!("/heron/jobs/{job}/team");
    let (hugo, olga) = (cast.hugo.member.to_string(), cast.olga.member.to_string());
    let manager = [("member", hugo.as_str()), ("role", "hiring_manager")];
    cast.rosa.post(&path, &manager).await.expect(303);
    for fields in [
        manager,
        [("member", olga.as_str()), ("role", "sourcer")],
        [("member", ""), ("role", "sourcer")],
        [("member", hugo.as_str()), ("role", "emperor")],
    ] {
        let page = cast.rosa.post(&path, &fields).await.expect(422);
        assert_eq!(page.texts(".error-summary li").len(), 1, "{fields:?}");
    }
    let also = [("member", hugo.as_str()), ("role", "interviewer")];
    cast.rosa.post(&path, &also).await.expect(303);
    sqlx::query("update memberships set ended_at = now() where company_id = $1 and id = $2")
        .bind(cast.company.id)
        .bind(cast.iris.member)
        .execute(app.app.db.pages())
        .await
        .unwrap();
    let iris = cast.iris.member.to_string();
    let left = [("member", iris.as_str()), ("role", "interviewer")];
    cast.rosa.post(&path, &left).await.expect(422);
    assert_eq!(app.history(&cast.company, "teammate.added").await.len(), 2);
}

#[tokio::test]
async fn whoever_leaves_a_confidential_job_is_told_that_it_is_gone() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let secret = Details {
        confidential: true,
        ..details("Head of Mills")
    };
    let job = app.job_of(&cast.company, secret).await;
    app.join_team(&cast.company, job, cast.rosa.member, TeamRole::Recruiter)
        .await;
    let rosa = cast.rosa.member.to_string();
    let fields = [("member", rosa.as_str()), ("role", "recruiter")];
    let page = cast
        .rosa
        .post_and_follow(&format!("/heron/jobs/{job}/team/removal"), &fields)
        .await
        .expect(200);
    assert_eq!(page.path, "/heron/jobs");
    assert_eq!(
        page.text_of(".toast"),
        "You left the team, and no longer see that job"
    );
}

#[tokio::test]
async fn the_team_shows_to_it_and_only_editors_change_it() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    app.join_team(&cast.company, job, cast.iris.member, TeamRole::Interviewer)
        .await;
    let path = format!("/heron/jobs/{job}/team");
    let iris = cast.iris.member.to_string();
    let fields = [("member", iris.as_str()), ("role", "recruiter")];
    for person in [&mut cast.iris, &mut cast.cora, &mut cast.otto] {
        let page = person.get(&path).await.expect(200);
        assert_eq!(page.texts(".row .t-m"), ["Iris Vale"]);
        assert!(page.texts("main form").is_empty(), "{}", person.name);
        person.post(&path, &fields).await.expect(403);
        person
            .post(&path, &[("member", ""), ("role", "")])
            .await
            .expect(403);
    }
    for person in [&mut cast.hugo, &mut cast.olga] {
        person.get(&path).await.expect(404);
        person.post(&path, &fields).await.expect(404);
    }
}
