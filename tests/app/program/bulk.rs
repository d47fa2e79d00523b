//! An act on many is done once to each, however often the program is killed in the middle of it.

use crate::kit::{app::TestApp, applications::crowd, cast::Cast, program::Program};
use candor::{
    access::permissions::ActInBulk,
    domain::bulk::{self, Deed, Start, Whom},
};
use std::time::{Duration, Instant};
use uuid::Uuid;

const PEOPLE: i32 = 2_000;

/// Waits until a number is large enough.
pub async fn until(app: &TestApp, statement: &'static str, enough: i64) {
    let began = Instant::now();
    while app.number(statement).await < enough {
        assert!(began.elapsed() < Duration::from_secs(120), "{statement}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// What a worker that is dead held, another may have at once: the minute of its lease has passed.
pub async fn a_minute_passes(app: &TestApp) {
    sqlx::query("update work set leased_until = now() - interval '1 second', run_at = least(run_at, now()) where leased_until is not null")
        .execute(app.app.db.pages())
        .await
        .expect("a minute");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_kill_in_the_middle_leaves_nobody_out_and_does_nothing_twice() {
    const WORKED: &str = "select coalesce(max(done + skipped), 0)::bigint from bulk_acts";
    const BACK: &str = "select coalesce(max(undone + left_alone), 0)::bigint from bulk_acts";
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let people = crowd(&app, live.job.0, PEOPLE).await;
    let permit = cast.rosa.permit::<ActInBulk>(&app, &cast.company);
    let start = Start {
        job: Some(live.job),
        whom: Whom::Picked(people),
        pooled: Vec::new(),
        deed: Deed::Move {
            stage: app.stage(live, "Interviews").await,
            name: "Interviews".to_owned(),
        },
        seen: app.app.db.clock.now(),
        once: Uuid::new_v4(),
    };
    let act = permit
        .change(async |change| bulk::start(change, &start).await)
        .await
        .expect("an act");
    // Within what would be one turn: a task that goes on is not taken for one that kills its workers.
    for enough in [1, 100, 200, 300] {
        let mut program = Program::of(&app, &[]).await;
        until(&app, WORKED, enough).await;
        program.kill();
        assert!(
            app.number(WORKED).await < i64::from(PEOPLE),
            "it was too quick to be killed in the middle"
        );
        a_minute_passes(&app).await;
    }
    let running = Program::of(&app, &[]).await;
    until(
        &app,
        "select count(*) from bulk_acts where finished_at is not null",
        1,
    )
    .await;
    drop(running);
    let all = i64::from(PEOPLE);
    for count in [
        "select done::bigint from bulk_acts",
        "select count(*) from bulk_targets where state = 'done'",
        "select count(*) from events where kind = 'application.moved'",
        "select count(*) from applications where version = 2",
        "select count(*) from applications a join stages s on s.id = a.stage_id where s.name = 'Interviews'",
    ] {
        assert_eq!(app.number(count).await, all, "{count}");
    }

    // Taken back the same way.
    permit
        .change(async |change| bulk::ask_to_undo(change, act).await)
        .await
        .expect("a way back");
    for enough in [1, 300] {
        let mut program = Program::of(&app, &[]).await;
        until(&app, BACK, enough).await;
        program.kill();
        a_minute_passes(&app).await;
    }
    let _running = Program::of(&app, &[]).await;
    until(
        &app,
        "select count(*) from bulk_acts where undo_finished_at is not null",
        1,
    )
    .await;
    for count in [
        "select undone::bigint from bulk_acts",
        "select count(*) from bulk_targets where state = 'undone'",
        "select count(*) from applications where version = 3",
        "select count(*) from applications a join stages s on s.id = a.stage_id where s.name = 'Application review'",
    ] {
        assert_eq!(app.number(count).await, all, "{count}");
    }
    assert_eq!(
        app.number("select count(*) from events where kind = 'application.moved'")
            .await,
        2 * all
    );
}
