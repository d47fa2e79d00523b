//! Taking back what a timeline tells: once, by whoever may, and only while nothing stands on it.

use crate::kit::{
    app::{Answer, Client, TestApp},
    cast::{Cast, Person},
    postings::Live,
};
use candor::base::ids::ApplicationId;

struct Desk {
    app: TestApp,
    cast: Cast,
    live: Live,
    id: ApplicationId,
    own: String,
}

impl Desk {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let cast = Cast::of(&app).await;
        let live = app.mill(&cast).await;
        let id = app.applies(&cast.company, live.id, "Noor Castellane").await;
        let own = format!("/heron/applications/{id}");
        Self {
            app,
            cast,
            live,
            id,
            own,
        }
    }

    async fn fact<T>(&self, fact: &str) -> T
    where
        T: Send + Unpin + for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
    {
        let statement = format!("select {fact} from applications where id = $1");
        let fact = sqlx::query_scalar(sqlx::AssertSqlSafe(statement)).bind(self.id);
        fact.fetch_one(self.app.app.db.pages())
            .await
            .expect("a fact")
    }

    async fn version(&self) -> String {
        self.fact::<i64>("version").await.to_string()
    }

    async fn moves(&self, stage: &str) {
        let stage = self.app.stage(self.live, stage).await.to_string();
        let version = self.version().await;
        browser(&self.cast.hugo)
            .post(
                &format!("{}/move", self.own),
                &[("stage", &stage), ("version", &version)],
            )
            .await
            .expect(303);
    }

    /// The newest event of a kind.
    async fn event(&self, kind: &str) -> i64 {
        sqlx::query_scalar("select max(id) from events where kind = $1")
            .bind(kind)
            .fetch_one(self.app.app.db.pages())
            .await
            .expect("an event")
    }

    async fn takes_back(&self, person: &Person, event: i64) -> Answer {
        let version = self.version().await;
        browser(person)
            .post(
                &format!("{}/activity/{event}/undo", self.own),
                &[("version", &version)],
            )
            .await
    }
}

fn browser(person: &Person) -> Client {
    Client::clone(person)
}

#[tokio::test]
async fn a_move_is_taken_back_from_the_timeline_once() {
    let desk = Desk::new().await;
    desk.moves("Interviews").await;
    let moved = desk.event("application.moved").await;
    let activity = format!("{}/activity", desk.own);
    let page = browser(&desk.cast.rosa).get(&activity).await.expect(200);
    let undo = page.attributes(".feed form", "action");
    assert_eq!(undo, [format!("{}/activity/{moved}/undo", desk.own)]);
    // Whoever reads only is not offered it, and cannot do it.
    let page = browser(&desk.cast.otto).get(&activity).await.expect(200);
    assert!(page.attributes(".feed form", "action").is_empty());
    for (person, status) in [(&desk.cast.otto, 403), (&desk.cast.iris, 404)] {
        desk.takes_back(person, moved).await.expect(status);
    }
    // From an older page it is refused with who was faster.
    let stale = browser(&desk.cast.rosa)
        .post(&undo[0], &[("version", "1")])
        .await
        .expect(409);
    assert!(
        stale
            .text()
            .contains("Hugo Brandt moved Noor Castellane to Interviews")
    );
    let back = desk.takes_back(&desk.cast.rosa, moved).await;
    back.expect(303);
    let stage: String = desk
        .fact("(select name from stages s where s.company_id = applications.company_id and s.id = stage_id)")
        .await;
    assert_eq!(stage, "Application review");
    let told = desk
        .app
        .history(&desk.cast.company, "application.moved")
        .await;
    assert_eq!(told[1]["takes_back"], moved);
    let again = desk.takes_back(&desk.cast.hugo, moved).await.expect(409);
    assert!(
        again
            .text()
            .contains("Rosa Lindqvist has taken this back already.")
    );
}

#[tokio::test]
async fn what_something_stands_on_stays() {
    let desk = Desk::new().await;
    desk.moves("Interviews").await;
    let first = desk.event("application.moved").await;
    desk.moves("Offer").await;
    let refused = desk.takes_back(&desk.cast.rosa, first).await.expect(409);
    assert!(
        refused
            .text()
            .contains("Hugo Brandt moved them to Offer since, on ")
    );
    let read = desk.event("application.received").await;
    desk.takes_back(&desk.cast.rosa, read).await.expect(404);
    desk.takes_back(&desk.cast.olga, first).await.expect(404);
}

#[tokio::test]
async fn a_rejection_and_a_hire_are_taken_back_from_the_timeline() {
    let desk = Desk::new().await;
    let reason: i64 =
        sqlx::query_scalar("select min(id) from rejection_reasons where company_id = $1")
            .bind(desk.cast.company.id)
            .fetch_one(desk.app.app.db.pages())
            .await
            .expect("a reason");
    let (reason, version) = (reason.to_string(), desk.version().await);
    browser(&desk.cast.hugo)
        .post(
            &format!("{}/rejection", desk.own),
            &[
                ("reason", &*reason),
                ("version", &*version),
                ("telling", "now"),
            ],
        )
        .await
        .expect(303);
    let rejected = desk.event("application.rejected").await;
    desk.takes_back(&desk.cast.rosa, rejected).await.expect(303);
    let status: String = desk.fact("status::text").await;
    assert_eq!(status, "active");
    let told = desk
        .app
        .history(&desk.cast.company, "application.unrejected")
        .await;
    assert_eq!(told[0]["takes_back"], rejected);
    // That it was taken back is nothing to take back.
    let undone = desk.event("application.unrejected").await;
    let refused = desk.takes_back(&desk.cast.rosa, undone).await.expect(409);
    assert!(refused.text().contains("This cannot be taken back."));
}

#[tokio::test]
async fn tags_and_owners_are_taken_back_from_where_they_were_given() {
    let desk = Desk::new().await;
    let mut rosa = browser(&desk.cast.rosa);
    let page = rosa
        .post_and_follow(&format!("{}/tags", desk.own), &[("tag", "Night shift")])
        .await
        .expect(200);
    let undo = page.attributes("#toast form", "action").remove(0);
    rosa.post(&undo, &[("version", "0")]).await.expect(303);
    let page = rosa.get(&desk.own).await.expect(200);
    assert!(page.texts("aside .tag").is_empty());
    // Taking it off can be taken back as well, from the timeline.
    let off = desk.event("candidate.untagged").await;
    desk.takes_back(&desk.cast.cora, off).await.expect(303);
    let page = rosa.get(&desk.own).await.expect(200);
    assert_eq!(page.texts("aside .tag"), ["Night shift"]);

    let (hugo, version) = (desk.cast.hugo.member.to_string(), desk.version().await);
    let page = rosa
        .post_and_follow(
            &format!("{}/owner", desk.own),
            &[("owner", &hugo), ("version", &version)],
        )
        .await
        .expect(200);
    let undo = page.attributes("#toast form", "action").remove(0);
    let version = page.attributes("#toast input", "value").remove(0);
    rosa.post(&undo, &[("version", &version)]).await.expect(303);
    assert_eq!(desk.fact::<Option<i64>>("owner_id").await, None);
    let activity = rosa
        .get(&format!("{}/activity", desk.own))
        .await
        .expect(200);
    assert!(
        activity
            .text_of(".feed li")
            .contains("left it without an owner (taking it back)")
    );
}

#[tokio::test]
async fn a_cancelled_interview_is_set_again_while_it_is_to_come() {
    let desk = Desk::new().await;
    let (company, iris) = (&desk.cast.company, desk.cast.iris.member);
    let interview = desk
        .app
        .meets(company, &desk.cast.rosa, desk.id, &[iris])
        .await;
    let cancels = async || {
        let version: i64 = sqlx::query_scalar("select version from scheduled_interviews")
            .fetch_one(desk.app.app.db.pages())
            .await
            .expect("an interview");
        browser(&desk.cast.rosa)
            .post_and_follow(
                &format!("/heron/interviews/{interview}/cancellation"),
                &[("words", ""), ("version", &version.to_string())],
            )
            .await
            .expect(200)
    };
    let page = cancels().await;
    let undo = page.attributes("#toast form", "action").remove(0);
    browser(&desk.cast.otto).post(&undo, &[]).await.expect(403);
    browser(&desk.cast.cora).post(&undo, &[]).await.expect(303);
    let there: (bool, i32) =
        sqlx::query_as("select cancelled_at is null, sequence from scheduled_interviews")
            .fetch_one(desk.app.app.db.pages())
            .await
            .expect("an interview");
    assert_eq!(there, (true, 2));
    browser(&desk.cast.iris).get(&desk.own).await.expect(200);
    // Once its time has passed it stays cancelled.
    cancels().await;
    let cancelled = desk.event("interview.cancelled").await;
    sqlx::query("update scheduled_interviews set starts_at = starts_at - interval '73 hours'")
        .execute(desk.app.app.db.pages())
        .await
        .expect("an earlier interview");
    let late = desk
        .takes_back(&desk.cast.rosa, cancelled)
        .await
        .expect(409);
    assert!(
        late.text()
            .contains("The time of this interview has passed")
    );
}

#[tokio::test]
async fn a_jobs_history_takes_back_closing() {
    let desk = Desk::new().await;
    let job = format!("/heron/jobs/{}", desk.live.job);
    let mut rosa = browser(&desk.cast.rosa);
    let form = rosa.get(&format!("{job}/closing")).await.expect(200);
    rosa.post(
        &format!("{job}/closing"),
        &[("version", &form.value("version"))],
    )
    .await
    .expect(303);
    let page = rosa.get(&format!("{job}/history")).await.expect(200);
    assert!(
        page.text_of(".feed li")
            .starts_with("Rosa Lindqvist closed the job")
    );
    let undo = page.attributes(".feed form", "action").remove(0);
    for (person, status) in [
        (&desk.cast.otto, 403),
        (&desk.cast.hugo, 403),
        (&desk.cast.olga, 404),
    ] {
        browser(person).post(&undo, &[]).await.expect(status);
    }
    let page = rosa.post_and_follow(&undo, &[]).await.expect(200);
    assert!(page.text_of("#toast").contains("The job is open again."));
    assert!(
        page.text_of(".feed li")
            .contains("opened the job, to take it back")
    );
    rosa.post(&undo, &[]).await.expect(409);
    // The same of the posting.
    let posting = format!("/heron/postings/{}", desk.live.id);
    rosa.post(&format!("{posting}/closing"), &[])
        .await
        .expect(303);
    let closed = desk.event("posting.closed").await;
    rosa.post(&format!("{job}/history/{closed}/undo"), &[])
        .await
        .expect(303);
    let status: String = sqlx::query_scalar("select status::text from postings where id = $1")
        .bind(desk.live.id)
        .fetch_one(desk.app.app.db.pages())
        .await
        .expect("a posting");
    assert_eq!(status, "live");
}
