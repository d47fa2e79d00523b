//! Pools for many: of those only who agreed to it; and the pool's own people together.

use super::{Desk, browser, send};
use crate::{
    careers::{introducing::in_the_pool, own::Mill},
    kit::app::Client,
};

impl Desk {
    /// A second pool, and the first two of the people agreed to be kept in mind.
    async fn with_pools(&self) -> String {
        for id in &self.people[..2] {
            let switch = format!("{}/pool", self.app.link_of(*id).await);
            self.app
                .visitor()
                .post(&switch, &[("keep", "yes")])
                .await
                .expect(303);
        }
        browser(&self.cast.rosa)
            .post("/heron/prospects/pools", &[("name", "Night shift")])
            .await
            .expect(303);
        self.app
            .number("select max(id) from pools")
            .await
            .to_string()
    }
}

#[tokio::test]
async fn many_are_added_to_a_pool_but_for_those_who_did_not_agree() {
    let desk = Desk::new().await;
    let pool = desk.with_pools().await;
    let rosa = &desk.cast.rosa;
    let typed = [("pool", pool.as_str())];
    let preview = desk
        .preview(rosa, "pool", &desk.people, &typed)
        .await
        .expect(200);
    assert_eq!(
        preview.text_of("h1"),
        "Add 2 people to the pool Night shift?"
    );
    assert_eq!(
        preview.texts("#skipped li"),
        ["1: Has not agreed to be kept in mind, or no longer."]
    );
    let own = desk.start(rosa, &preview).await;
    desk.app.run_tasks().await;
    let page = browser(rosa).get(&own).await.expect(200);
    assert_eq!(
        page.text_of("#progress [role=status]"),
        "Done: 2 of 3. 1 skipped."
    );
    let now = format!("select count(*) from prospects where pool_id = {pool}");
    let now: &'static str = now.leak();
    assert_eq!(desk.app.number(now).await, 2);
    // Again: all are there already.
    let again = desk.preview(rosa, "pool", &desk.people, &typed).await;
    assert!(again.text().contains("Is in that pool already."));
    send(rosa, &again).await.expect(409);
    desk.take_back(rosa, &own).await;
    assert_eq!(desk.app.number(now).await, 0);
    assert_eq!(desk.app.number("select count(*) from prospects").await, 2);
    // Not for those who do not look after pools, nor into one that is not there.
    let cora = desk
        .preview(&desk.cast.cora, "pool", &desk.people, &typed)
        .await;
    assert!(cora.text().contains("Only administrators and recruiters"));
    desk.preview(rosa, "pool", &desk.people, &[("pool", "999999")])
        .await
        .expect(422);
}

#[tokio::test]
async fn people_are_ticked_in_the_search_too() {
    let desk = Desk::new().await;
    let mut rosa = browser(&desk.cast.rosa);
    let page = rosa
        .get("/heron/candidates?status=active")
        .await
        .expect(200);
    assert_eq!(page.attributes("[name=pick]", "value").len(), 3);
    let acts = page.attributes("#select button[name=act]", "value");
    assert_eq!(acts, ["mail", "tag", "untag", "transfer", "pool"]);
    let id = desk.people[0].to_string();
    let back = page.value("back");
    let form = [("act", "tag"), ("pick", id.as_str()), ("back", &back)];
    let asked = rosa.post("/heron/bulk/form", &form).await.expect(200);
    assert_eq!(asked.text_of("h1"), "Tag 1 person");
    let mut tag = form.to_vec();
    tag.push(("tag", "Night"));
    let preview = rosa.post("/heron/bulk/preview", &tag).await.expect(200);
    send(&desk.cast.rosa, &preview).await.expect(303);
    desk.app.run_tasks().await;
    assert_eq!(desk.facts("array_to_string(tags, ',')").await[0], "Night");
    let auditors = browser(&desk.cast.otto).get("/heron/candidates").await;
    assert!(auditors.expect(200).texts("[name=pick]").is_empty());
}

#[tokio::test]
async fn those_of_the_pool_are_considered_together() {
    let mill = Mill::new().await;
    in_the_pool(&mill).await;
    let mut rosa = Client::clone(&mill.cast.rosa);
    let list = rosa.get("/heron/prospects").await.expect(200);
    let ids = list.attributes("[name=pick]", "value");
    assert_eq!(ids.len(), 1);
    let job = mill.live.job.to_string();
    let form = [
        ("pick", ids[0].as_str()),
        ("act", "consider"),
        ("job", &job),
    ];
    let path = "/heron/prospects/together";
    let done = rosa.post_and_follow(path, &form).await.expect(200);
    assert!(
        done.text_of(".toast")
            .contains("1 person considered, and told so by mail."),
        "{}",
        done.text_of(".toast")
    );
    let again = rosa.post_and_follow(path, &form).await.expect(200);
    assert!(
        again
            .text_of(".toast")
            .contains("1 skipped: Wilma Okafor is considered")
    );
    let applications = "select count(*) from applications";
    assert_eq!(mill.app.number(applications).await, 1);
    for wrong in [
        vec![("act", "consider"), ("job", job.as_str())],
        vec![("act", "erase"), ("pick", ids[0].as_str())],
        vec![("act", "consider"), ("pick", ids[0].as_str())],
    ] {
        rosa.post(path, &wrong).await.expect(409);
    }
    let mut cora = Client::clone(&mill.cast.cora);
    cora.post(path, &form).await.expect(403);
    Client::clone(&mill.cast.olga)
        .post(path, &form)
        .await
        .expect(404);
}
