//! The last day to apply: the posting closes after it by itself, once, and not when the day has moved.

use crate::kit::{
    app::TestApp,
    cast::company,
    postings::{Live, miller},
};
use candor::{access::CompanyRef, base::clock::Day};
use jiff::{SignedDuration, ToSpan, civil::Date, tz::TimeZone};

struct Mill {
    app: TestApp,
    company: CompanyRef,
    live: Live,
    /// The posting's last day: today.
    last: Date,
}

impl Mill {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let company = company(&app, "heron", "Heron Mills").await;
        let last = app.app.db.clock.now().day(&TimeZone::UTC);
        let mut ad = miller();
        ad.advert.closes_on = Some(Day(last));
        let live = app.publish(&company, ad).await;
        Self {
            app,
            company,
            live,
            last,
        }
    }

    /// Moves the clock to a minute before or after the end of a day, and does what is due.
    async fn minutes_after(&self, day: Date, minutes: i64) {
        let end = day.saturating_add(1.day()).to_zoned(TimeZone::UTC);
        let end = end.expect("a midnight").timestamp();
        let clock = &self.app.app.db.clock;
        let wait = end.duration_since(clock.now().0) + SignedDuration::from_mins(minutes);
        clock.advance(wait);
        self.app.run_tasks().await;
    }

    async fn is_closed(&self) -> bool {
        let closed =
            "select count(*) from postings where status = 'closed' and closed_at is not null";
        self.app.number(closed).await == 1
    }

    async fn closings(&self) -> usize {
        let closed = self.app.history(&self.company, "posting.closed");
        closed.await.len()
    }
}

#[tokio::test]
async fn a_posting_closes_after_its_last_day_once() {
    let mill = Mill::new().await;
    let public = format!("/careers/heron/jobs/{}-miller", mill.live.id);
    let apply = format!("{public}/apply");
    mill.minutes_after(mill.last, -1).await;
    assert!(!mill.is_closed().await);
    mill.app.visitor().get(&apply).await.expect(200);

    mill.minutes_after(mill.last, 1).await;
    assert!(mill.is_closed().await);
    mill.app
        .eventually(&public, |page| page.text().contains("noindex"))
        .await;
    let mut visitor = mill.app.visitor();
    assert_eq!(visitor.get(&apply).await.location(), public);

    sqlx::query("update work set finished_at = null")
        .execute(mill.app.app.db.pages())
        .await
        .expect("work that nobody noted as done");
    mill.app.run_tasks().await;
    assert_eq!(mill.closings().await, 1);
}

#[tokio::test]
async fn nobody_applies_after_the_last_day_even_when_the_worker_is_late() {
    let mill = Mill::new().await;
    let path = format!("/careers/heron/jobs/{}-miller/apply", mill.live.id);
    let mut visitor = mill.app.visitor();
    let key = visitor.get(&path).await.expect(200).value("key");
    mill.app
        .app
        .db
        .clock
        .advance(SignedDuration::from_hours(25));
    let form = [
        ("key", key.as_str()),
        ("given_name", "Noor"),
        ("family_name", "Castellane"),
        ("email", "noor@example.org"),
        ("place", "Tartu"),
        ("resume_text", "I grind finely."),
        ("consent", "yes"),
    ];
    let page = visitor.post_files(&path, &form, &[]).await.expect(409);
    assert_eq!(page.value("given_name"), "Noor", "to be copied from");
    let sent = "select count(*) from applications";
    assert_eq!(mill.app.number(sent).await, 0);
}

#[tokio::test]
async fn a_last_day_that_moved_counts_as_it_is_now() {
    let mill = Mill::new().await;
    let later = mill.last.saturating_add(2.days());
    let revised = mill.app.revise(&mill.company, mill.live, |advert| {
        advert.closes_on = Some(Day(later));
    });
    revised.await;
    mill.minutes_after(mill.last, 1).await;
    assert!(!mill.is_closed().await);
    mill.minutes_after(later, 1).await;
    assert!(mill.is_closed().await);
    assert_eq!(mill.closings().await, 1);
}

#[tokio::test]
async fn who_closes_it_before_is_not_repeated() {
    let mill = Mill::new().await;
    mill.app.close_posting(&mill.company, mill.live).await;
    mill.minutes_after(mill.last, 1).await;
    assert_eq!(mill.closings().await, 1);
}
