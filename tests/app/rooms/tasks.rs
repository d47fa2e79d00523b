//! Background work goes on when workers die.

use crate::careers::own::Mill;

/// Leaves the one task of a kind as a worker leaves it that has died so often, and whose lease ends in so many seconds.
async fn died(mill: &Mill, kind: &str, times: i32, lease: i32) {
    sqlx::query(
        "update work set finished_at = null, crashes = $2, leased_until = $3 + $4 * interval '1 second' where kind = $1",
    )
    .bind(kind)
    .bind(times)
    .bind(mill.app.app.db.clock.now())
    .bind(lease)
    .execute(mill.app.app.db.pages())
    .await
    .expect("a task");
}

#[tokio::test]
async fn a_task_outlives_its_worker_until_it_has_killed_three() {
    const READ: &str =
        "select count(*) from work where kind = 'extract_text' and finished_at is not null";
    const PARKED: &str =
        "select count(*) from work where kind = 'extract_text' and parked_at is not null
        and last_error = 'its worker died 3 times'";
    let mill = Mill::new().await;
    mill.applies("Noor Castellane").await;
    // Somebody may still be at it.
    died(&mill, "extract_text", 1, 30).await;
    mill.app.run_tasks().await;
    assert_eq!(mill.app.number(READ).await, 0);
    // Within a minute it is taken for dead.
    died(&mill, "extract_text", 2, -1).await;
    mill.app.run_tasks().await;
    assert_eq!(mill.app.number(READ).await, 1);

    mill.applies("Nils Aho").await;
    died(&mill, "extract_text", 3, -1).await;
    assert!(mill.app.run_tasks().await > 0, "others have their turn");
    assert_eq!(
        (mill.app.number(PARKED).await, mill.app.number(READ).await),
        (2, 0)
    );
    let sent = "select count(*) from work where kind = 'send_mail' and finished_at is not null";
    assert_eq!(mill.app.number(sent).await, 2);
}
