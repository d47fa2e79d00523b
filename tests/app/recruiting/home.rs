//! Home: what waits for whoever looks, counted to the last.

use crate::kit::{app::TestApp, applications::crowd, cast::Cast, postings::miller, statements};
use candor::access::TeamRole;

#[tokio::test]
async fn an_empty_company_says_how_to_begin() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let page = cast.ada.get("/heron").await.expect(200);
    assert_eq!(page.text_of(".empty h2"), "No open job yet");
    assert_eq!(
        page.attributes(".empty .btn", "href"),
        ["/heron/jobs/new", "/heron/imports"]
    );
    assert!(page.text_of(".empty").contains("candor demo"));
    let page = cast.iris.get("/heron").await.expect(200);
    assert_eq!(page.text_of(".empty h2"), "No job is yours yet");
    assert_eq!(page.attributes(".empty .btn", "href"), ["/heron/jobs"]);
}

#[tokio::test]
async fn what_waits_is_counted_to_the_last() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mill = app.mill(&cast).await;
    app.joins(&cast.company, mill, cast.rosa.member, TeamRole::Recruiter)
        .await;
    let ids = crowd(&app, mill.job.0, 30).await;
    for id in &ids[..14] {
        app.aged(*id, 20).await;
    }
    let reason = app
        .number("select min(id) from rejection_reasons")
        .await
        .to_string();
    for id in &ids[26..29] {
        let fields = [("reason", &*reason), ("telling", "held"), ("version", "1")];
        cast.rosa
            .post(&format!("/heron/applications/{id}/rejection"), &fields)
            .await
            .expect(303);
    }
    let now = [("reason", &*reason), ("telling", "now"), ("version", "1")];
    cast.rosa
        .post(&format!("/heron/applications/{}/rejection", ids[29]), &now)
        .await
        .expect(303);
    // A job that is not hers asks nothing of Rosa.
    let other = app.publish(&cast.company, miller()).await;
    crowd(&app, other.job.0, 5).await;

    let page = cast.rosa.get("/heron").await.expect(200);
    assert_eq!(
        page.text_of(".page-head__lead"),
        "18 things need you. 14 answers are late."
    );
    let waiting = page.texts("[aria-labelledby=t1] .row__title");
    assert_eq!(waiting[0], "Review 26 new applications");
    assert_eq!(
        waiting[1..],
        [
            "Let Person 0027 know",
            "Let Person 0028 know",
            "Let Person 0029 know"
        ]
    );
    assert!(
        page.text_of("[aria-labelledby=t1] .row__sub")
            .contains("Miller. The oldest has waited 20 d")
    );
    assert_eq!(page.texts("[aria-labelledby=t2] .count"), ["14"]);
    assert_eq!(page.texts("[aria-labelledby=t2] .row__title").len(), 10);
    assert_eq!(
        page.texts("[aria-labelledby=t4] .row__sub"),
        ["26 new, 26 in all"]
    );
    assert_eq!(
        page.attributes(".spark", "aria-label"),
        [
            "Application review 26, Recruiter screen 0, Assessment 0, Interviews 0, Decision 0, Offer 0, Hired 0"
        ]
    );
    // The verb settles it.
    let tell = page
        .attributes("[aria-labelledby=t1] form", "action")
        .remove(0);
    let version = page
        .attributes("[aria-labelledby=t1] form input", "value")
        .remove(0);
    cast.rosa.headers.insert(
        "referer".to_owned(),
        "http://localhost:8080/heron".to_owned(),
    );
    let told = cast.rosa.post(&tell, &[("version", &version)]).await;
    assert_eq!(told.location(), "/heron");
    let page = cast.rosa.get("/heron").await.expect(200);
    assert_eq!(page.texts("[aria-labelledby=t1] .row__title").len(), 3);
    // Ada is in no team: all that she sees is hers.
    let page = cast.ada.get("/heron").await.expect(200);
    assert_eq!(page.texts("[aria-labelledby=t4] .row__title").len(), 2);
    // Auditors see what is late, and have nothing to tell.
    let page = cast.otto.get("/heron").await.expect(200);
    assert!(page.texts("form[action$=telling]").is_empty());
    // Iris sees no candidates.
    let page = cast.iris.get("/heron").await.expect(200);
    assert!(!page.text().contains("Person"));
    assert_eq!(page.text_of(".page-head__lead"), "Nothing waits for you.");
    // And the other company is another house.
    let page = cast.olga.get("/otter").await.expect(200);
    assert_eq!(page.text_of(".empty h2"), "No open job yet");
    cast.olga.get("/heron").await.expect(404);
}

#[tokio::test]
async fn home_costs_four_statements() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    crowd(&app, live.job.0, 3).await;
    // The first time, a connection asks for the types of columns as well.
    cast.hugo.get("/heron").await.expect(200);
    let (answer, sent) = statements::during(cast.hugo.get("/heron")).await;
    answer.expect(200);
    assert_eq!(sent.len(), 4, "{sent:#?}");
}
