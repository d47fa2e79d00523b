//! Of several of the pool at once: each by itself, and none twice.

use super::{browser, undo_of};
use crate::{
    careers::own::Mill,
    kit::{app::Answer, cast::Person},
};
use candor::access::Role;
use jiff::SignedDuration;
use uuid::Uuid;

const LIST: &str = "/heron/prospects";
const TOGETHER: &str = "/heron/prospects/together";

/// People whom Rosa has put into the pool, and a second pool.
pub struct Kept {
    pub mill: Mill,
    /// As the list's boxes have them: Noor, Sanna, Wilma.
    pub ids: Vec<String>,
    pub night: String,
}

impl Kept {
    pub async fn new() -> Self {
        let mill = Mill::new().await;
        let mut rosa = browser(&mill.cast.rosa);
        for name in ["Noor", "Sanna", "Wilma"] {
            let (key, mail) = (Uuid::new_v4().to_string(), format!("{name}@example.org"));
            let fields = [
                ("key", &*key),
                ("given_name", name),
                ("email", &mail),
                ("to", "pool-0"),
            ];
            rosa.post_files("/heron/candidates/new", &fields, &[])
                .await
                .expect(303);
            mill.app.app.db.clock.advance(SignedDuration::from_secs(1));
        }
        rosa.post("/heron/prospects/pools", &[("name", "Night shift")])
            .await
            .expect(303);
        let list = rosa.get(LIST).await.expect(200);
        let mut ids = list.attributes("[name=pick]", "value");
        ids.reverse();
        let night = mill.app.number("select max(id) from pools").await;
        Self {
            mill,
            ids,
            night: night.to_string(),
        }
    }

    /// An act on some of them, and the page that says so.
    async fn act(&self, who: &Person, ids: &[String], act: &str, tag: &str) -> Answer {
        let mut form = vec![("act", act), ("tag", tag), ("pool", &self.night)];
        let job = self.mill.live.job.to_string();
        form.push(("job", &job));
        form.extend(ids.iter().map(|id| ("pick", id.as_str())));
        browser(who)
            .post_and_follow(TOGETHER, &form)
            .await
            .expect(200)
    }

    /// In which pool each is.
    async fn pools(&self) -> Vec<String> {
        let list = browser(&self.mill.cast.rosa).get(LIST).await.expect(200);
        let mut pools = list.texts("tbody td:nth-child(4)");
        pools.reverse();
        pools
    }

    async fn tags(&self) -> Vec<String> {
        let list = browser(&self.mill.cast.rosa).get(LIST).await.expect(200);
        list.texts("tbody .tag")
    }
}

#[tokio::test]
async fn whoever_was_moved_together_is_back_but_for_whom_somebody_moved_since() {
    let kept = Kept::new().await;
    let cast = &kept.mill.cast;
    let page = kept.act(&cast.rosa, &kept.ids, "move", "").await;
    assert!(page.text_of("#toast").contains("3 people moved."));
    assert_eq!(kept.pools().await, ["Night shift"; 3]);
    let undo = undo_of(&page);
    let app = &kept.mill.app;
    let colleague = crate::kit::cast::person(app, &cast.company, "Runa Hale", Role::Recruiter);
    for (person, status) in [
        (&cast.cora, 403),
        (&cast.hugo, 403),
        (&cast.otto, 403),
        (&cast.olga, 404),
        (&colleague.await, 404),
    ] {
        browser(person).post(&undo, &[]).await.expect(status);
    }
    let elsewhere = undo.replacen("/heron/", "/otter/", 1);
    browser(&cast.olga).post(&elsewhere, &[]).await.expect(404);
    let first = app.number("select min(id) from pools").await.to_string();
    let sanna = format!("{LIST}/{}/pool", kept.ids[1]);
    for pool in [&first, &kept.night] {
        browser(&cast.ada)
            .post(&sanna, &[("pool", pool)])
            .await
            .expect(303);
    }
    let page = browser(&cast.rosa)
        .post_and_follow(&undo, &[])
        .await
        .expect(200);
    let said = page.text_of("#toast");
    assert!(said.contains("Taken back for 2 people."), "{said}");
    assert!(
        said.contains("1 left as they are: Ada Marsh moved them to another pool since"),
        "{said}"
    );
    assert_eq!(
        kept.pools().await,
        ["Talent pool", "Night shift", "Talent pool"]
    );
    let moved = app.history(&cast.company, "prospect.moved").await.len();
    // Once more, by whoever may: nobody is left.
    for person in [&cast.rosa, &cast.ada] {
        let twice = browser(person).post(&undo, &[]).await.expect(409);
        assert!(
            twice
                .text()
                .contains("Rosa Lindqvist has taken this back already.")
        );
    }
    let now = app.history(&cast.company, "prospect.moved").await.len();
    assert_eq!(now, moved, "nothing happened");
}

#[tokio::test]
async fn tags_that_were_put_on_or_taken_off_together_are_as_before() {
    let kept = Kept::new().await;
    let cast = &kept.mill.cast;
    kept.act(&cast.rosa, &kept.ids[..1], "tag", "Nights").await;
    let page = kept.act(&cast.rosa, &kept.ids, "tag", "nights").await;
    assert!(
        page.text_of("#toast")
            .contains("2 people tagged: nights. 1 skipped: Has the tag already")
    );
    assert_eq!(kept.tags().await, ["Nights"; 3]);
    let undo = undo_of(&page);
    browser(&cast.rosa).post(&undo, &[]).await.expect(303);
    assert_eq!(kept.tags().await, ["Nights"], "who had it keeps it");
    let page = kept.act(&cast.rosa, &kept.ids, "untag", "Nights").await;
    assert!(kept.tags().await.is_empty());
    let undo = undo_of(&page);
    // An administrator too, but only for ten minutes.
    browser(&cast.ada).post(&undo, &[]).await.expect(303);
    assert_eq!(kept.tags().await, ["Nights"]);
    let page = kept.act(&cast.rosa, &kept.ids[1..], "tag", "Early").await;
    let undo = undo_of(&page);
    let clock = &kept.mill.app.app.db.clock;
    clock.advance(SignedDuration::from_mins(10));
    let late = browser(&cast.rosa).post(&undo, &[]).await.expect(409);
    assert!(late.text().contains("The ten minutes"));
    assert_eq!(kept.tags().await, ["Early", "Early", "Nights"]);
}

#[tokio::test]
async fn what_cannot_be_taken_back_offers_no_undo() {
    let kept = Kept::new().await;
    let cast = &kept.mill.cast;
    // They were told.
    let page = kept.act(&cast.rosa, &kept.ids[..2], "consider", "").await;
    assert!(page.text_of("#toast").contains("2 people considered"));
    assert!(page.attributes("#toast form", "action").is_empty());
    // Nothing was done.
    let page = kept.act(&cast.rosa, &kept.ids[..1], "untag", "x").await;
    assert!(page.text_of("#toast").contains("0 people"));
    assert!(page.attributes("#toast form", "action").is_empty());
    // What is no act on several is none, whatever else it is.
    let other = kept
        .mill
        .app
        .number("select max(id) from events where kind = 'application.considered'")
        .await;
    for (event, status) in [(&*other.to_string(), 404), ("7777777", 404), ("x", 400)] {
        browser(&cast.rosa)
            .post(&format!("{TOGETHER}/{event}/undo"), &[])
            .await
            .expect(status);
    }
}
