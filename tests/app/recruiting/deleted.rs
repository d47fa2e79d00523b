//! What was deleted comes back for thirty days, to whoever might have deleted it.

use crate::kit::{
    app::{Client, TestApp},
    cast::{Cast, Person},
};
use candor::domain::deleted;

const PATH: &str = "/heron/deleted";

fn browser(person: &Person) -> Client {
    Client::clone(person)
}

#[tokio::test]
async fn an_office_comes_back_as_it_was() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let id = app.add_office(&cast.company, "Riga").await;
    let mut ada = browser(&cast.ada);
    let page = ada
        .post_and_follow(
            &format!("/heron/settings/offices/{id}/deletion"),
            &[("version", "1")],
        )
        .await
        .expect(200);
    let undo = page.attributes("#toast form", "action").remove(0);
    let list = ada.get(PATH).await.expect(200);
    assert_eq!(list.texts(".row__title"), ["Riga"]);
    // Nobody else sees or restores it.
    for person in [&cast.rosa, &cast.otto, &cast.iris] {
        let list = browser(person).get(PATH).await.expect(200);
        assert!(list.texts(".row__title").is_empty());
        browser(person).post(&undo, &[]).await.expect(404);
    }
    let foreign = undo.replace("heron", "otter");
    browser(&cast.olga).post(&foreign, &[]).await.expect(404);
    browser(&cast.olga).get(PATH).await.expect(404);
    let page = ada.post_and_follow(&undo, &[]).await.expect(200);
    assert_eq!(page.texts(".row__title"), ["Riga"]);
    assert_eq!(
        page.attributes(".row__title", "href"),
        [format!("/heron/settings/offices/{id}")]
    );
    ada.post(&undo, &[]).await.expect(404);
    assert_eq!(
        app.history(&cast.company, "office.restored").await[0]["name"],
        "Riga"
    );
}

#[tokio::test]
async fn a_name_that_is_taken_by_now_becomes_another() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let id = app.add_office(&cast.company, "Riga").await;
    let mut ada = browser(&cast.ada);
    let deletion = format!("/heron/settings/offices/{id}/deletion");
    let page = ada.post_and_follow(&deletion, &[("version", "1")]).await;
    let undo = page.attributes("#toast form", "action").remove(0);
    app.add_office(&cast.company, "Riga").await;
    let page = ada.post_and_follow(&undo, &[]).await.expect(200);
    assert_eq!(page.texts(".row__title"), ["Riga", "Riga (restored)"]);
    assert!(
        page.text_of("#toast")
            .contains("Restored: Riga (restored).")
    );
}

#[tokio::test]
async fn a_plan_comes_back_with_its_stages_and_without_what_it_needs_nothing_does() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let mut rosa = browser(&cast.rosa);
    let plans = "/heron/settings/plans";
    let page = rosa
        .post_and_follow(&format!("{plans}/new"), &[("name", "Apprentices")])
        .await
        .expect(200);
    let version = page.attributes("input[name=version]", "value").remove(0);
    let id: i64 = sqlx::query_scalar("select id from plan_templates where name = 'Apprentices'")
        .fetch_one(app.app.db.pages())
        .await
        .expect("a plan");
    let page = rosa
        .post_and_follow(&format!("{plans}/{id}/deletion"), &[("version", &version)])
        .await
        .expect(200);
    let undo = page.attributes("#toast form", "action").remove(0);
    browser(&cast.cora).post(&undo, &[]).await.expect(404);
    rosa.post(&undo, &[]).await.expect(303);
    let stages: i64 =
        sqlx::query_scalar("select count(*) from template_stages where template_id = $1")
            .bind(id)
            .fetch_one(app.app.db.pages())
            .await
            .expect("a count");
    assert_eq!(stages, 1);

    // A department below another that went after it has nowhere to come back to.
    let above = app.add_department(&cast.company, "Mills", None).await;
    let below = app
        .add_department(&cast.company, "Stones", Some(above))
        .await;
    let mut ada = browser(&cast.ada);
    let mut undo = Vec::new();
    for id in [below, above] {
        let deletion = format!("/heron/settings/departments/{id}/deletion");
        let page = ada.post_and_follow(&deletion, &[("version", "1")]).await;
        undo.push(
            page.expect(200)
                .attributes("#toast form", "action")
                .remove(0),
        );
    }
    let refused = ada.post(&undo[0], &[]).await.expect(409);
    assert!(
        refused
            .text()
            .contains("What it belonged to is gone by now.")
    );
    for one in undo.iter().rev() {
        ada.post(one, &[]).await.expect(303);
    }
}

#[tokio::test]
async fn a_stage_comes_back_into_its_plan() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let plan = format!("/heron/jobs/{}/plan", live.job);
    let stage = app.stage(live, "Interviews").await;
    let mut rosa = browser(&cast.rosa);
    let form = rosa
        .get(&format!("{plan}/{stage}/deletion"))
        .await
        .expect(200);
    let page = rosa
        .post_and_follow(
            &format!("{plan}/{stage}/deletion"),
            &[("version", &form.value("version"))],
        )
        .await
        .expect(200);
    let undo = page.attributes("#toast form", "action").remove(0);
    let list = rosa
        .get(&format!("{PATH}?job={}", live.job))
        .await
        .expect(200);
    assert_eq!(list.texts(".row__title"), ["Interviews"]);
    browser(&cast.hugo).post(&undo, &[]).await.expect(404);
    rosa.post(&undo, &[]).await.expect(303);
    let stages = app.stages(&cast.company, live.job).await;
    assert!(stages.iter().any(|one| one.id == stage));
    let list = rosa.get(PATH).await.expect(200);
    assert!(list.texts(".row__title").is_empty());
}

#[tokio::test]
async fn saved_searches_are_their_owners_and_everything_goes_after_a_month() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let mut rosa = browser(&cast.rosa);
    let search = [("query", "q=rye"), ("name", "Rye")];
    rosa.post("/heron/candidates", &search).await.expect(303);
    let view: i64 = sqlx::query_scalar("select id from saved_views")
        .fetch_one(app.app.db.pages())
        .await
        .expect("a view");
    let page = rosa
        .post_and_follow(&format!("/heron/views/{view}/removal"), &[])
        .await
        .expect(200);
    let undo = page.attributes("#toast form", "action").remove(0);
    browser(&cast.ada).post(&undo, &[]).await.expect(404);
    sqlx::query("update deleted set deleted_at = deleted_at - interval '31 days'")
        .execute(app.app.db.pages())
        .await
        .expect("an older one");
    rosa.post(&undo, &[]).await.expect(404);
    let kept = async || -> i64 {
        let count = sqlx::query_scalar("select count(*) from deleted");
        count.fetch_one(app.app.db.pages()).await.expect("a count")
    };
    assert_eq!(kept().await, 1);
    deleted::purge(app.app.db.pages(), app.app.db.clock.now())
        .await
        .expect("a purge");
    assert_eq!(kept().await, 0);
}

#[tokio::test]
async fn what_is_asked_in_a_country_comes_back() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let (settings, mut ada) = ("/heron/settings/self-identification", browser(&cast.ada));
    let choice = [("country", "EE"), ("set", "general")];
    let new = format!("{settings}/new");
    ada.post(&new, &choice).await.expect(303);
    let list = ada.get(settings).await.expect(200);
    let one = list.attributes(".row__title", "href").remove(0);
    let version = ada.get(&one).await.expect(200).value("version");
    let page = ada
        .post_and_follow(&format!("{one}/deletion"), &[("version", &version)])
        .await
        .expect(200);
    assert!(page.texts(".row__title").is_empty());
    let undo = page.attributes("#toast form", "action").remove(0);
    browser(&cast.rosa).post(&undo, &[]).await.expect(404);
    browser(&cast.olga)
        .post(&undo.replace("heron", "otter"), &[])
        .await
        .expect(404);
    let page = ada.post_and_follow(&undo, &[]).await.expect(200);
    assert_eq!(page.attributes(".row__title", "href"), [&*one]);
    // Where something else is asked by now, it stays away.
    let version = ada.get(&one).await.expect(200).value("version");
    let page = ada
        .post_and_follow(&format!("{one}/deletion"), &[("version", &version)])
        .await
        .expect(200);
    let undo = page.attributes("#toast form", "action").remove(0);
    ada.post(&new, &choice).await.expect(303);
    let there = ada.post(&undo, &[]).await.expect(409);
    assert!(
        there
            .text()
            .contains("There is another one like it by now.")
    );
}
