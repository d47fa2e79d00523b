//! Each line of a table is taken in once, however often the program is killed in the middle of it.

use super::bulk::{a_minute_passes, until};
use crate::kit::{app::TestApp, cast::Cast, program::Program};
use std::fmt::Write;
use uuid::Uuid;

const PEOPLE: i64 = 1_500;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_kill_in_the_middle_leaves_no_line_out_and_takes_none_twice() {
    const TAKEN: &str = "select count(*) from arrival_rows where state = 'done'";
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    sqlx::query("update jobs set name = 'Miller' where id = $1")
        .bind(live.job)
        .execute(app.app.db.pages())
        .await
        .expect("a name");
    let mut table = "Candidate ID,First name,Last name,E-mail,Job\n".to_owned();
    for n in 1..=PEOPLE {
        writeln!(
            table,
            "OLD-{n},Wilma,Okafor {n},wilma{n}@example.org,Miller"
        )
        .expect("a line");
    }
    let key = Uuid::new_v4().to_string();
    let own = cast
        .rosa
        .post_files(
            "/heron/candidates/imports",
            &[("key", &key), ("to", "pool-0")],
            &[("file", "people.csv", "text/csv", table.as_bytes())],
        )
        .await
        .location();
    let page = cast.rosa.get(&own).await.expect(200);
    let columns = page.fields_of("form[action$='/columns']");
    let columns: Vec<_> = columns.iter().map(|(k, v)| (&**k, &**v)).collect();
    let check = format!("{own}/columns");
    cast.rosa.post(&check, &columns).await.expect(303);

    // While the lines are looked at, and while they are taken in.
    for (phase, enough) in [
        (
            "checking",
            "select count(*) from arrival_rows where outcome is not null",
        ),
        ("running", TAKEN),
    ] {
        if phase == "running" {
            let start = format!("{own}/start");
            cast.rosa.post(&start, &[]).await.expect(303);
        }
        for least in [1, 200] {
            let mut program = Program::of(&app, &[]).await;
            until(&app, enough, least).await;
            program.kill();
            assert!(
                app.number(enough).await < PEOPLE,
                "too quick to be killed in the middle"
            );
            a_minute_passes(&app).await;
        }
        let _running = Program::of(&app, &[]).await;
        let done = match phase {
            "checking" => "select count(*) from arrivals where phase = 'checked'",
            _ => "select count(*) from arrivals where phase = 'done'",
        };
        until(&app, done, 1).await;
        if phase == "checking" {
            assert_eq!(app.number("select count(*) from candidates").await, 0);
        }
    }
    for count in [
        TAKEN,
        "select count(*) from arrival_rows where outcome = 'created'",
        "select count(*) from candidates",
        "select count(distinct email) from candidate_emails",
        "select count(*) from external_ids",
        "select count(*) from applications",
        "select count(*) from events where kind = 'candidate.added'",
    ] {
        assert_eq!(app.number(count).await, PEOPLE, "{count}");
    }
}
