//! Each tool of the kit, tried once: when one of these fails, mend it before you look at others.

use super::db::TestDb;
use sqlx::{Connection, PgConnection};

#[tokio::test]
async fn a_test_has_a_database_to_itself() {
    let (one, two) = tokio::join!(TestDb::new(), TestDb::new());
    for db in [&one, &two] {
        let mut owner = PgConnection::connect_with(&db.owner).await.unwrap();
        sqlx::raw_sql("create table marks (id bigint primary key)")
            .execute(&mut owner)
            .await
            .unwrap();
        sqlx::raw_sql("grant select, insert on marks to candor")
            .execute(&mut owner)
            .await
            .unwrap();
        owner.close().await.unwrap();
    }
    sqlx::query("insert into marks values (1)")
        .execute(&one.pool)
        .await
        .unwrap();
    let count = "select count(*) from marks";
    assert_eq!(
        sqlx::query_scalar::<_, i64>(count)
            .fetch_one(&one.pool)
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        sqlx::query_scalar::<_, i64>(count)
            .fetch_one(&two.pool)
            .await
            .unwrap(),
        0
    );
}

#[tokio::test]
async fn a_test_leaves_no_database_behind() {
    let (gone, other) = tokio::join!(TestDb::new(), TestDb::new());
    let name = gone.serving.get_database().unwrap().to_owned();
    drop(gone);
    let there: bool =
        sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
            .bind(name)
            .fetch_one(&other.pool)
            .await
            .unwrap();
    assert!(!there);
}
