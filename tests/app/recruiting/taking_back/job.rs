//! Of a job.

use super::{browser, given, typed, undo_of};
use crate::kit::{app::TestApp, cast::Cast};
use candor::access::TeamRole;

#[tokio::test]
async fn what_was_said_about_a_job_is_said_again() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    app.join_team(
        &cast.company,
        job,
        cast.hugo.member,
        TeamRole::HiringManager,
    )
    .await;
    let (own, mut rosa) = (format!("/heron/jobs/{job}"), browser(&cast.rosa));
    let edit = format!("{own}/edit");
    let renamed = async |name: &str| {
        let mut rosa = browser(&cast.rosa);
        let form = rosa.get(&edit).await.expect(200);
        let fields = typed(&form, "form.form", &[("name", name)]);
        rosa.post_and_follow(&edit, &given(&fields))
            .await
            .expect(200)
    };
    let first = undo_of(&renamed("Master miller").await);
    let second = undo_of(&renamed("Head miller").await);
    for (person, status) in [
        (&cast.hugo, 403),
        (&cast.otto, 403),
        (&cast.iris, 404),
        (&cast.olga, 404),
    ] {
        browser(person).post(&second, &[]).await.expect(status);
    }
    let since = rosa.post(&first, &[]).await.expect(409).text();
    assert!(
        since.contains("Rosa Lindqvist changed the details since, on "),
        "{since}"
    );
    let page = rosa.post_and_follow(&second, &[]).await.expect(200);
    assert!(page.text_of("#toast").contains("as it was before"));
    assert_eq!(
        rosa.get(&edit).await.expect(200).value("name"),
        "Master miller"
    );
    let twice = rosa.post(&second, &[]).await.expect(409).text();
    assert!(twice.contains("Rosa Lindqvist has taken this back already."));
    let told = app.history(&cast.company, "job.changed").await;
    assert_eq!(told[2]["after"]["name"], "Master miller");
    assert!(told[2]["takes_back"].is_number());
}

#[tokio::test]
async fn a_stage_gets_its_name_back_unless_the_plan_went_on() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let stages = app.stages(&cast.company, job).await;
    let (was, mut rosa) = (&stages[1].step.name, browser(&cast.rosa));
    let path = format!("/heron/jobs/{job}/plan/{}", stages[1].id);
    let form = rosa.get(&path).await.expect(200);
    let fields = typed(&form, "form.form", &[("name", "Phone call")]);
    let page = rosa
        .post_and_follow(&path, &given(&fields))
        .await
        .expect(200);
    let undo = undo_of(&page);
    rosa.post(&undo, &[]).await.expect(303);
    assert_eq!(&app.stages(&cast.company, job).await[1].step.name, was);
    // The taking back is a change like any other.
    let history = rosa
        .get(&format!("/heron/jobs/{job}/history"))
        .await
        .expect(200);
    assert!(
        history
            .text_of(".feed li")
            .contains("changed the stage “Phone call”, to take it back")
    );
    let again = history.attributes(".feed form", "action").remove(0);
    rosa.post(&again, &[]).await.expect(303);
    assert_eq!(
        app.stages(&cast.company, job).await[1].step.name,
        "Phone call"
    );
}

#[tokio::test]
async fn openings_are_as_they_were() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let (path, mut rosa) = (format!("/heron/jobs/{job}/openings"), browser(&cast.rosa));
    let list = rosa.get(&path).await.expect(200);
    let one = list.attributes(".row__title", "href").remove(0);
    let form = rosa.get(&one).await.expect(200);
    let version = form.value("version");
    let page = rosa
        .post_and_follow(&one, &[("code", "M-1"), ("version", &version)])
        .await
        .expect(200);
    let changed = undo_of(&page);
    let form = rosa.get(&one).await.expect(200);
    let reason = form.attributes("#reason option:last-child", "value")[0].clone();
    let page = rosa
        .post_and_follow(
            &format!("{one}/cancellation"),
            &[("reason", &reason), ("version", &form.value("version"))],
        )
        .await
        .expect(200);
    let cancelled = undo_of(&page);
    let since = rosa.post(&changed, &[]).await.expect(409).text();
    assert!(since.contains("cancelled the opening since"), "{since}");
    browser(&cast.hugo).post(&cancelled, &[]).await.expect(404);
    rosa.post(&cancelled, &[]).await.expect(303);
    rosa.post(&cancelled, &[]).await.expect(409);
    let list = rosa.get(&path).await.expect(200);
    assert_eq!(list.texts(".row .badge"), ["Open"]);
    assert_eq!(
        app.history(&cast.company, "opening.reopened").await.len(),
        1
    );
}

#[tokio::test]
async fn a_team_is_as_it_was() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let path = format!("/heron/jobs/{job}/team");
    let mut ada = browser(&cast.ada);
    let (rosa, hugo) = (cast.rosa.member.to_string(), cast.hugo.member.to_string());
    let mut act = async |at: &str, member: &str| {
        let fields = [("member", member), ("role", "recruiter")];
        let page = ada.post_and_follow(&format!("{path}{at}"), &fields).await;
        undo_of(&page.expect(200))
    };
    act("", &rosa).await;
    let added = act("", &hugo).await;
    let made = act("/responsible", &hugo).await;
    let removed = act("/removal", &hugo).await;
    let team = async || {
        let page = browser(&cast.ada).get(&path).await.expect(200);
        (page.texts(".row .t-m"), page.texts(".row .badge").len())
    };
    assert_eq!(team().await, (vec!["Rosa Lindqvist".to_owned()], 0));
    browser(&cast.iris).post(&removed, &[]).await.expect(404);
    browser(&cast.otto).post(&removed, &[]).await.expect(403);
    browser(&cast.ada).post(&added, &[]).await.expect(409);
    browser(&cast.ada).post(&removed, &[]).await.expect(303);
    let both = vec!["Hugo Brandt".to_owned(), "Rosa Lindqvist".to_owned()];
    assert_eq!(team().await, (both, 1), "he answers for it again");
    browser(&cast.ada).post(&removed, &[]).await.expect(409);
    let refused = browser(&cast.ada).post(&made, &[]).await.expect(409);
    assert!(refused.text().contains("changed the team since"));
    let told = app.history(&cast.company, "teammate.added").await;
    assert_eq!(told[2]["responsible"], true);
}
