//! Rules of how long data stays: who goes is known before, and exactly those go.

use crate::{careers::own::Mill, kit::cast::Person};
use candor::{
    base::ids::ApplicationId,
    domain::{accounts::sessions, decisions::When},
};
use jiff::{SignedDuration, ToSpan, civil::Date, tz::TimeZone};
use std::time::Duration;

const SETTINGS: &str = "/heron/settings/retention";

impl Mill {
    fn today(&self) -> Date {
        self.app.app.db.clock.now().day(&TimeZone::UTC)
    }

    async fn pass_days(&self, days: i64) {
        self.app
            .app
            .db
            .clock
            .advance(SignedDuration::from_hours(24 * days));
        self.app.run_tasks().await;
    }

    /// Somebody who is rejected and told.
    async fn rejected(&self, name: &str) -> ApplicationId {
        let id = self.applies(name).await;
        self.reject(id, When::Now, "").await;
        self.app.app.db.clock.advance(SignedDuration::from_mins(11));
        self.app.run_tasks().await;
        id
    }

    /// Runs the tasks while somebody else holds everybody, and did this by the time that the run comes to them.
    async fn run_while(&self, statement: &'static str) {
        let db = self.app.app.db.pages();
        let mut other = db.begin().await.unwrap();
        let holds = "select from candidates for no key update";
        for statement in [holds, statement] {
            sqlx::query(statement).execute(&mut *other).await.unwrap();
        }
        let meanwhile = async {
            let waits = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                         and query like '%coalesce(merged_into_id, id)%'";
            while self.count(waits).await == 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            other.commit().await.unwrap();
        };
        tokio::join!(self.app.run_tasks(), meanwhile);
    }

    /// Signs somebody in anew: days have passed.
    async fn again(&self, person: &Person) -> crate::kit::app::Client {
        let user = person.user;
        let token = self
            .app
            .accounts()
            .change(async |change| {
                let now = change.now();
                sessions::begin(change.db(), user, now, "test", "127.0.0.1").await
            })
            .await
            .expect("a session");
        let mut browser = self.app.visitor();
        let token = token.reveal().to_owned();
        browser.cookies.insert(sessions::COOKIE.to_owned(), token);
        browser
    }

    /// Whom the page of a dry run names.
    async fn dry_run(&self, on: Date) -> Vec<String> {
        let mut ada = self.again(&self.cast.ada).await;
        let page = ada
            .get(&format!("{SETTINGS}/run?on={on}"))
            .await
            .expect(200);
        page.texts("main .row__title")
    }

    async fn names(&self) -> Vec<String> {
        sqlx::query_scalar("select given_name || ' ' || family_name from candidates order by id")
            .fetch_all(self.app.app.db.pages())
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn a_rule_warns_hides_and_erases_whom_its_dry_run_named() {
    let mut mill = Mill::new().await;
    let abel = mill.rejected("Abel Karu").await;
    mill.rejected("Bero Karu").await;
    mill.applies("Cleo Karu").await; // still open
    let held = mill.applies("Dara Karu").await;
    mill.reject(held, When::Held, "").await; // decided, and not told
    mill.pass_days(0).await;
    assert_eq!(
        mill.dry_run("2090-01-01".parse().unwrap()).await,
        Vec::<String>::new()
    );

    let rule = [("ending", "not_selected"), ("country", ""), ("months", "2")];
    let ada = &mut mill.cast.ada;
    ada.post(&format!("{SETTINGS}/new"), &rule).await.location();
    ada.post(&format!("{SETTINGS}/new"), &rule)
        .await
        .expect(422);
    let endless = [("ending", ""), ("country", "ZZ"), ("months", "0")];
    ada.post(&format!("{SETTINGS}/new"), &endless)
        .await
        .expect(422);
    let list = ada.get(SETTINGS).await.expect(200);
    assert!(list.text().contains("2 months after the end"));

    // Everybody is told the same day and rule.
    let end = mill.today().saturating_add(2.months());
    let said = end.strftime("%-d %B %Y").to_string();
    let profile = mill
        .cast
        .rosa
        .get(&format!("/heron/applications/{abel}"))
        .await
        .expect(200);
    let path = mill.app.link_of(abel).await;
    let own = mill.app.visitor().get(&path).await.expect(200);
    for page in [&profile, &own] {
        assert!(page.text().contains(&said), "{said}\n{}", page.text());
        assert!(page.text().contains("2 months after the end"));
    }
    let undecided = mill.app.link_of(held).await;
    let undecided = mill.app.visitor().get(&undecided).await.expect(200);
    assert!(!undecided.text().contains("after the end"));

    let named = mill.dry_run(end).await;
    assert_eq!(named, ["Abel Karu", "Bero Karu"]);
    let before = end.saturating_sub(1.day());
    assert_eq!(mill.dry_run(before).await, Vec::<String>::new());

    let days = mill.today().until(end).unwrap().get_days();
    mill.pass_days(i64::from(days) - 30).await;
    let warned = "select count(*) from messages where kind = 'expiring'";
    assert_eq!(mill.count(warned).await, 2);
    assert_eq!(mill.dry_run(end).await, named);
    mill.pass_days(23).await;
    let hidden = format!("/heron/applications/{abel}");
    mill.again(&mill.cast.rosa)
        .await
        .get(&hidden)
        .await
        .expect(404);
    mill.again(&mill.cast.ada)
        .await
        .get(&hidden)
        .await
        .expect(200);
    let board = format!("/heron/jobs/{}/list?status=rejected", mill.live.job);
    let board = mill
        .again(&mill.cast.rosa)
        .await
        .get(&board)
        .await
        .expect(200);
    assert!(!board.text().contains("Abel Karu") && board.text().contains("Dara Karu"));
    let counted: Vec<_> = board.texts("main a");
    assert!(counted.iter().any(|it| it == "Rejected 1"), "{counted:?}");
    mill.pass_days(6).await;
    assert_eq!(mill.names().await.len(), 4, "not a day too early");
    mill.pass_days(1).await;
    assert_eq!(mill.today(), end);
    assert_eq!(mill.names().await, ["Cleo Karu", "Dara Karu"]);
    assert_eq!(mill.count(warned).await, 0);
    assert_eq!(
        mill.count("select count(*) from erasures where cause = 'rule'")
            .await,
        2
    );
    mill.app.visitor().get(&path).await.expect(410);
}

#[tokio::test]
async fn the_rule_that_says_most_holds_and_nobody_goes_unwarned() {
    let mill = Mill::new().await;
    mill.rejected("Abel Karu").await;
    mill.app
        .app
        .db
        .clock
        .advance(SignedDuration::from_hours(24 * 200));
    let mut ada = mill.again(&mill.cast.ada).await;
    for (ending, country, months) in [
        ("", "", "1"),
        ("not_selected", "EE", "3"),
        ("withdrawn", "EE", "1"),
    ] {
        let rule = [("ending", ending), ("country", country), ("months", months)];
        ada.post(&format!("{SETTINGS}/new"), &rule).await.location();
    }
    // Long overdue: thirty days from now all the same.
    let end = mill.today().saturating_add(30.days());
    assert_eq!(
        mill.dry_run(end.saturating_sub(1.day())).await,
        Vec::<String>::new()
    );
    let page = ada
        .get(&format!("{SETTINGS}/run?on={end}"))
        .await
        .expect(200);
    assert!(
        page.text().contains("3 months after the end"),
        "{}",
        page.text()
    );
    mill.pass_days(0).await;
    mill.pass_days(29).await;
    assert_eq!(mill.names().await.len(), 1);
    // Whoever applies again is not about to go.
    mill.applies("Abel Karu").await;
    mill.pass_days(2).await;
    assert_eq!(mill.names().await, ["Abel Karu"]);
}

#[tokio::test]
async fn whoever_never_applied_has_a_date_too() {
    let mut mill = Mill::new().await;
    sqlx::query(
        "insert into candidates (company_id, given_name, family_name, last_activity_at, created_at, updated_at)
         values ($1, 'Edda', 'Karu', $2, $2, $2)",
    )
    .bind(mill.cast.company.id)
    .bind(mill.app.app.db.clock.now())
    .execute(mill.app.app.db.pages())
    .await
    .unwrap();
    sqlx::query(
        "insert into candidate_emails (company_id, candidate_id, email) select company_id, id, 'edda@example.org' from candidates",
    )
    .execute(mill.app.app.db.pages())
    .await
    .unwrap();
    let abel = mill.rejected("Abel Karu").await;
    let rule = [
        ("ending", "never_applied"),
        ("country", ""),
        ("months", "2"),
    ];
    let ada = &mut mill.cast.ada;
    ada.post(&format!("{SETTINGS}/new"), &rule).await.location();
    let list = ada.get(SETTINGS).await.expect(200);
    assert!(list.text().contains("2 months after the last contact"));
    let end = mill.today().saturating_add(2.months());
    assert_eq!(mill.dry_run(end).await, ["Edda Karu"]);
    mill.pass_days(63).await;
    assert_eq!(mill.names().await.len(), 2, "nobody goes unwarned");
    let warned: (String, String) =
        sqlx::query_as("select recipient, body from messages where kind = 'expiring-unapplied'")
            .fetch_one(mill.app.app.db.pages())
            .await
            .expect("one warning");
    assert_eq!(warned.0, "edda@example.org");
    assert!(warned.1.starts_with("Hello Edda,"), "{}", warned.1);
    mill.pass_days(31).await;
    assert_eq!(mill.names().await, ["Abel Karu"]);
    assert_eq!(
        mill.count("select count(*) from messages where kind = 'expiring'")
            .await,
        0
    );
    mill.app.link_of(abel).await;
}

#[tokio::test]
async fn no_rule_takes_anybody_of_the_pool_before_their_consent_ends() {
    let mut mill = Mill::new().await;
    let abel = mill.rejected("Abel Karu").await;
    let page = mill.app.link_of(abel).await;
    let mut browser = mill.app.visitor();
    let join = format!("{page}/pool");
    browser.post(&join, &[("keep", "yes")]).await.expect(303);
    crate::careers::introducing::in_the_pool(&mill).await;
    let rule = [("ending", ""), ("country", ""), ("months", "1")];
    let ada = &mut mill.cast.ada;
    ada.post(&format!("{SETTINGS}/new"), &rule).await.location();
    // The pool keeps people for a year, which is what both see.
    let end = mill.today().saturating_add(11.months());
    assert!(mill.dry_run(end).await.is_empty());
    let own = browser.get(&page).await.expect(200).text();
    assert!(
        own.contains(&end.saturating_add(1.months()).year().to_string()),
        "{own}"
    );
    for _ in 0..5 {
        mill.pass_days(60).await;
    }
    assert_eq!(mill.names().await.len(), 2);
    let warned = "select count(*) from messages where kind like 'expiring%'";
    assert_eq!(mill.count(warned).await, 0);
    // Thirty days before, the pool's mail says what comes; then both go.
    mill.pass_days(37).await;
    let asked = "select count(*) from messages where kind = 'pool-again' and body like '%we erase what we hold%'";
    assert_eq!(mill.count(asked).await, 2);
    mill.pass_days(70).await;
    mill.pass_days(31).await;
    assert!(mill.names().await.is_empty());
}

#[tokio::test]
async fn whoever_is_to_stay_by_the_time_that_the_run_comes_to_them_stays() {
    let mut mill = Mill::new().await;
    mill.rejected("Abel Karu").await;
    let rule = [("ending", "not_selected"), ("country", ""), ("months", "2")];
    let ada = &mut mill.cast.ada;
    ada.post(&format!("{SETTINGS}/new"), &rule).await.location();
    let end = mill.today().saturating_add(2.months());
    let days = i64::from(mill.today().until(end).unwrap().get_days());
    mill.pass_days(days - 30).await;
    mill.pass_days(29).await;
    let day = SignedDuration::from_hours(24);
    mill.app.app.db.clock.advance(day);
    mill.run_while("update retention_rules set months = 24")
        .await;
    assert_eq!(mill.names().await, ["Abel Karu"]);
    // Of the pool likewise: its time is over, and somebody puts it off.
    crate::careers::introducing::in_the_pool(&mill).await;
    mill.app.run_tasks().await;
    mill.app.app.db.clock.advance(400 * day);
    mill.run_while("update prospects set ends_at = ends_at + interval '1 year'")
        .await;
    assert!(mill.names().await.contains(&"Wilma Okafor".to_owned()));
    mill.pass_days(400).await;
    assert!(!mill.names().await.contains(&"Wilma Okafor".to_owned()));
}
