use crate::kit::{app::TestApp, cast::Cast, postings::miller};

const PATH: &str = "/heron/settings/limits";

#[tokio::test]
async fn limits_are_set_by_administrators() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.publish(&cast.company, miller()).await;
    let department = app
        .number("select id from departments where name = 'Mill'")
        .await;
    let page = cast.ada.get(PATH).await.expect(200);
    assert_eq!(page.text_of(".empty h2"), "No limits");
    let new = format!("{PATH}/new");
    for (fields, said) in [
        (
            &[("scope", "everything")][..],
            &[
                "Choose what counts together",
                "Say how many applications, or how long to wait",
            ][..],
        ),
        (
            &[("scope", "jobs"), ("most", "3")],
            &["Choose at least one job", "Say within how many days"],
        ),
        (
            &[("scope", "company"), ("days", "3")],
            &["Say how many applications"],
        ),
        (
            &[("scope", "company"), ("most", "0"), ("days", "x")],
            &[
                "Enter a number from 1 to 1000, or leave it empty",
                "Enter a number from 1 to 3650, or leave it empty",
            ],
        ),
        (
            &[("scope", "department:7777777"), ("wait_days", "3")],
            &["Choose from the list: something of it is gone"],
        ),
        (
            &[("scope", "jobs"), ("jobs", "7777777"), ("wait_days", "3")],
            &["Choose from the list: something of it is gone"],
        ),
    ] {
        let page = cast.ada.post(&new, fields).await.expect(422);
        assert_eq!(page.texts(".error-summary li"), said);
    }
    let scope = format!("department:{department}");
    let fields = [("scope", scope.as_str()), ("most", "3"), ("days", "180")];
    cast.ada.post(&new, &fields).await.expect(303);
    let job = live.job.to_string();
    let fields = [("scope", "jobs"), ("jobs", &job), ("wait_days", "1")];
    cast.ada.post(&new, &fields).await.expect(303);
    let page = cast.otto.get(PATH).await.expect(200);
    assert_eq!(
        page.texts(".rows .row"),
        ["Mill3 applications in 180 days", "Millera wait of 1 day"]
    );
    let form = format!("/careers/heron/jobs/{}-miller/apply", live.id);
    let shown = app
        .eventually(&form, |page| page.text().contains("please wait 1 day"))
        .await;
    assert!(
        shown
            .text()
            .contains("You can apply to 3 openings in Mill within 180 days.")
    );
    // A department that a limit is for stays.
    sqlx::query("delete from job_departments")
        .execute(app.app.db.pages())
        .await
        .unwrap();
    let path = format!("/heron/settings/departments/{department}/deletion");
    let page = cast.ada.post(&path, &[("version", "1")]).await.expect(409);
    assert!(
        page.text_of("[role=alert]")
            .contains("A limit of applications")
    );

    let page = cast.ada.get(PATH).await.expect(200);
    let there = page.attributes(".row__title", "href").remove(0);
    let fields = [("scope", "company"), ("wait_days", "90"), ("version", "1")];
    cast.ada.post(&there, &fields).await.expect(303);
    let page = cast.ada.post(&there, &fields).await.expect(409);
    assert_eq!(page.value("wait_days"), "90");
    assert_eq!(page.attributes("option[selected]", "value"), ["company"]);
    for path in [PATH, &new, &there] {
        app.visitor().get(path).await.expect(303);
        cast.rosa.get(path).await.expect(403);
        cast.olga.get(path).await.expect(404);
    }
    cast.otto.get(&there).await.expect(403);
    cast.rosa.post(&there, &fields).await.expect(403);
    let theirs = there.replace("heron", "otter");
    cast.olga.post(&theirs, &fields).await.expect(404);
    let deletion = format!("{there}/deletion");
    cast.otto
        .post(&deletion, &[("version", "2")])
        .await
        .expect(403);
    cast.ada
        .post(&deletion, &[("version", "1")])
        .await
        .expect(409);
    cast.ada
        .post(&deletion, &[("version", "2")])
        .await
        .expect(303);
    assert_eq!(
        app.number("select count(*) from events where kind like 'application_limit.%'")
            .await,
        4
    );
}
