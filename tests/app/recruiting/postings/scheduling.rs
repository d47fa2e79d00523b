//! Postings that go live by themselves: at their time, as the draft is then, and once.

use super::{edit, publish};
use crate::kit::{
    app::{Answer, Client, TestApp},
    cast::Cast,
    postings::{Live, miller},
};
use jiff::{SignedDuration, tz::TimeZone};

/// A draft that may go live whenever somebody says so.
struct Desk {
    app: TestApp,
    cast: Cast,
    live: Live,
    path: String,
}

impl Desk {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let cast = Cast::of(&app).await;
        let live = app.draft(&cast.company, miller()).await;
        let path = format!("/heron/postings/{}", live.id);
        Self {
            app,
            cast,
            live,
            path,
        }
    }

    /// So many hours from now, as somebody types it.
    fn in_hours(&self, hours: i64) -> String {
        let at = self
            .app
            .app
            .db
            .clock
            .now()
            .plus(SignedDuration::from_hours(hours));
        let at = at.0.to_zoned(TimeZone::UTC);
        at.strftime("%Y-%m-%dT%H:%M").to_string()
    }

    async fn schedule(&mut self, at: &str) -> Answer {
        let version = self.rosa("/publication").await.value("version");
        self.send(&version, at).await
    }

    async fn send(&mut self, version: &str, at: &str) -> Answer {
        let path = format!("{}/schedule", self.path);
        self.cast
            .rosa
            .post(&path, &[("version", version), ("at", at)])
            .await
    }

    /// A page of the posting, as Rosa sees it.
    async fn rosa(&mut self, below: &str) -> Answer {
        let path = format!("{}{below}", self.path);
        self.cast.rosa.get(&path).await.expect(200)
    }

    /// Lets hours pass, and does what is due.
    async fn pass(&self, hours: i64) {
        let clock = &self.app.app.db.clock;
        clock.advance(SignedDuration::from_hours(hours));
        self.app.run_tasks().await;
    }

    async fn status(&self) -> String {
        let status = sqlx::query_scalar("select status::text from postings where id = $1");
        status
            .bind(self.live.id)
            .fetch_one(self.app.app.db.pages())
            .await
            .expect("the posting")
    }

    async fn revisions(&self) -> i64 {
        self.app
            .number("select count(*) from posting_revisions")
            .await
    }

    /// How often something of this kind happened.
    async fn happened(&self, kind: &str) -> usize {
        self.app.history(&self.cast.company, kind).await.len()
    }

    /// Makes every finished task one that somebody died over: done, and not yet noted as done.
    async fn forget_what_was_done(&self) {
        sqlx::query("update work set finished_at = null")
            .execute(self.app.app.db.pages())
            .await
            .expect("unfinished work");
    }
}

#[tokio::test]
async fn a_posting_goes_live_at_its_time_and_once() {
    let mut desk = Desk::new().await;
    let at = desk.in_hours(3);
    let answer = desk.schedule(&at).await;
    assert_eq!(answer.location(), format!("{}/publication", desk.path));
    let page = desk.rosa("/publication").await;
    assert!(
        page.text_of("#toast")
            .contains("Scheduled. It goes live on")
    );
    assert!(page.text_of(".page-head__lead").contains("Scheduled"));
    desk.pass(2).await;
    assert_eq!(desk.status().await, "scheduled", "an hour too early");
    let public = format!("/careers/heron/jobs/{}-miller", desk.live.id);
    desk.app.visitor().get(&public).await.expect(404);

    desk.app.app.db.clock.advance(SignedDuration::from_hours(1));
    let app = &desk.app;
    tokio::join!(app.run_tasks(), app.run_tasks(), app.run_tasks());
    assert_eq!(desk.status().await, "live");
    let seen = desk
        .app
        .eventually(&public, |page| page.status == 200)
        .await;
    assert_eq!(seen.text_of("h1"), "Miller");
    desk.forget_what_was_done().await;
    desk.pass(1).await;
    assert_eq!(desk.revisions().await, 1);
    assert_eq!(desk.happened("posting.published").await, 1);
}

#[tokio::test]
async fn what_goes_live_is_what_the_draft_says_then() {
    let mut desk = Desk::new().await;
    let at = desk.in_hours(2);
    desk.schedule(&at).await.expect(303);
    edit(
        &mut desk.cast.rosa,
        &desk.path,
        &[("title", "Night miller")],
    )
    .await;
    desk.pass(2).await;
    let public = format!("/careers/heron/jobs/{}-night-miller", desk.live.id);
    let seen = desk
        .app
        .eventually(&public, |page| page.status == 200)
        .await;
    assert_eq!(seen.text_of("h1"), "Night miller");
}

#[tokio::test]
async fn another_time_takes_the_place_of_the_first() {
    let mut desk = Desk::new().await;
    let (first, second) = (desk.in_hours(2), desk.in_hours(5));
    desk.schedule(&first).await.expect(303);
    desk.schedule(&second).await.expect(303);
    desk.pass(3).await;
    assert_eq!(desk.status().await, "scheduled");
    desk.pass(2).await;
    assert_eq!(desk.status().await, "live");
    assert_eq!(desk.revisions().await, 1);
}

#[tokio::test]
async fn a_plan_that_was_taken_back_publishes_nothing() {
    let mut desk = Desk::new().await;
    let at = desk.in_hours(2);
    desk.schedule(&at).await.expect(303);
    let end = format!("{}/schedule/end", desk.path);
    let page = desk.cast.rosa.post_and_follow(&end, &[]).await.expect(200);
    assert!(page.text_of("#toast").contains("Not scheduled any more"));
    let again = desk.cast.ada.post(&end, &[]).await.expect(409);
    assert!(again.text().contains("not scheduled any more"));
    desk.pass(3).await;
    assert_eq!(desk.status().await, "draft");
    assert_eq!(desk.revisions().await, 0);
}

#[tokio::test]
async fn who_publishes_or_closes_before_the_time_is_not_overruled() {
    let mut desk = Desk::new().await;
    let at = desk.in_hours(2);
    desk.schedule(&at).await.expect(303);
    publish(&mut desk.cast.ada, &desk.path).await.expect(303);
    let closing = format!("{}/closing", desk.path);
    desk.cast.ada.post(&closing, &[]).await.expect(303);
    desk.pass(3).await;
    assert_eq!(desk.status().await, "closed");
    assert_eq!(desk.revisions().await, 1);
}

#[tokio::test]
async fn a_draft_that_may_not_go_live_any_more_goes_back_and_says_why() {
    let mut desk = Desk::new().await;
    let at = desk.in_hours(2);
    desk.schedule(&at).await.expect(303);
    let without_pay = [("pay_min", ""), ("pay_max", ""), ("pay_reason", "")];
    edit(&mut desk.cast.rosa, &desk.path, &without_pay).await;
    desk.pass(2).await;
    assert_eq!(desk.status().await, "draft");
    let back = desk
        .app
        .history(&desk.cast.company, "posting.unscheduled")
        .await;
    let missing = back[0]["missing"][0].as_str().expect("what was missing");
    assert!(missing.contains("pay range"), "{missing}");
    desk.forget_what_was_done().await;
    desk.pass(1).await;
    assert_eq!(desk.happened("posting.unscheduled").await, 1);
}

#[tokio::test]
async fn a_time_that_is_none_is_refused_with_what_was_typed() {
    let mut desk = Desk::new().await;
    for at in ["tomorrow", "", "2026-02-30T09:00", "9999999-01-01T00:00"] {
        let page = desk.schedule(at).await.expect(422);
        assert!(page.text_of("#at-error").contains("Enter a day and a time"));
        assert_eq!(page.value("at"), at);
    }
    let past = desk.in_hours(-1);
    let page = desk.schedule(&past).await.expect(422);
    assert!(page.text_of("#at-error").contains("Choose a time to come"));
    assert_eq!(page.value("at"), past);

    let at = desk.in_hours(1);
    edit(&mut desk.cast.ada, &desk.path, &[("title", "Head miller")]).await;
    let page = desk.send("1", &at).await.expect(409);
    assert!(page.text_of("[role=alert]").contains("Ada Marsh"));
    assert_eq!((page.value("at"), page.value("version")), (at, "2".into()));
    let path = format!("{}/schedule", desk.path);
    let rosa = &mut desk.cast.rosa;
    rosa.post(&path, &[("version", "2")]).await.expect(400);
    rosa.post(&path, &[("version", "x"), ("at", "")])
        .await
        .expect(400);
    let large = "9".repeat(2 << 20);
    rosa.post(&path, &[("version", "2"), ("at", &large)])
        .await
        .expect(413);
    assert_eq!(desk.status().await, "draft");

    publish(&mut desk.cast.rosa, &desk.path).await.expect(303);
    let at = desk.in_hours(1);
    let page = desk.send("2", &at).await.expect(409);
    assert!(page.text().contains("live already"));
}

#[tokio::test]
async fn others_plan_nothing() {
    let mut desk = Desk::new().await;
    let at = desk.in_hours(1);
    let fields = [("version", "1"), ("at", at.as_str())];
    for act in ["schedule", "schedule/end", "closing", "reopening"] {
        let path = format!("{}/{act}", desk.path);
        let mut visitor: Client = desk.app.visitor();
        let to = visitor.post(&path, &fields).await;
        assert!(to.location().starts_with("/sign-in"), "{act}");
        let cast = &mut desk.cast;
        for (person, status) in [
            (&mut cast.olga, 404),
            (&mut cast.iris, 404),
            (&mut cast.hugo, 404),
            (&mut cast.otto, 403),
            (&mut cast.cora, 403),
        ] {
            person.post(&path, &fields).await.expect(status);
        }
    }
    desk.pass(2).await;
    assert_eq!(desk.status().await, "draft");
    assert_eq!(desk.revisions().await, 0);
}
