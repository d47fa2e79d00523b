//! Whoever was erased stays erased when an older backup comes back.

use crate::careers::own::Mill;
use candor::domain::privacy;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// Every table that erasure touches, as it was: what a dump and its restore do.
const TABLES: &str = "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
                      and relname not like '\\_sqlx%' order by 1";

async fn tables(db: &mut PgConnection) -> Vec<String> {
    sqlx::query_scalar(TABLES).fetch_all(db).await.unwrap()
}

async fn run(db: &mut PgConnection, sql: String) {
    let done = sqlx::raw_sql(AssertSqlSafe(sql.as_str())).execute(db).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

#[tokio::test]
async fn an_older_backup_brings_nobody_back() {
    let mill = Mill::new().await;
    let id = mill.applies("Zorvename Castellane").await;
    mill.applies("Juhan Tamm").await;
    mill.app.run_tasks().await;
    let path = mill.app.link_of(id).await;
    let mut owner = PgConnection::connect_with(&mill.app.db.owner)
        .await
        .unwrap();
    let tables = tables(&mut owner).await;
    run(&mut owner, "create schema backup".to_owned()).await;
    for table in &tables {
        run(
            &mut owner,
            format!("create table backup.{table} as select * from public.{table}"),
        )
        .await;
    }

    mill.erases_themselves(&path).await.location();
    mill.app.run_tasks().await;
    assert_eq!(mill.tables_with("zorvename").await, Vec::<String>::new());

    // The older state, with foreign keys and triggers off as pg_restore has them while it loads.
    let all = tables
        .iter()
        .map(|table| format!("public.{table}"))
        .collect::<Vec<_>>();
    let mut constraints: Vec<(String, String, String)> = sqlx::query_as(
        "select conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) from pg_constraint
         where contype = 'f' and connamespace = 'public'::regnamespace",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    constraints.sort();
    for (table, name, _) in &constraints {
        run(
            &mut owner,
            format!("alter table {table} drop constraint {name}"),
        )
        .await;
    }
    for table in &all {
        run(
            &mut owner,
            format!("alter table {table} disable trigger user; truncate {table}"),
        )
        .await;
    }
    for table in &tables {
        run(
            &mut owner,
            // What is computed is not restored, as pg_restore leaves it out.
            format!(
                "do $$ begin execute (
                     select format('insert into public.%1$I (%2$s) overriding system value select %2$s from backup.%1$I',
                                   '{table}', string_agg(quote_ident(attname), ', '))
                     from pg_attribute
                     where attrelid = 'public.{table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''); end $$"
            ),
        )
        .await;
        run(
            &mut owner,
            format!("alter table public.{table} enable trigger user"),
        )
        .await;
    }
    for (table, name, definition) in &constraints {
        run(
            &mut owner,
            format!("alter table {table} add constraint {name} {definition}"),
        )
        .await;
    }
    run(&mut owner, "drop schema backup cascade".to_owned()).await;
    owner.close().await.unwrap();
    assert!(
        !mill.tables_with("zorvename").await.is_empty(),
        "they are back"
    );
    mill.app.visitor().get(&path).await.expect(200);

    let erased = privacy::replay(&mill.app.app.db, &mill.app.app.erasures).await;
    assert_eq!(erased.unwrap(), 1);
    assert_eq!(mill.tables_with("zorvename").await, Vec::<String>::new());
    mill.app.visitor().get(&path).await.expect(410);
    assert_eq!(
        mill.count("select count(*) from candidates").await,
        1,
        "Juhan stays"
    );
    let letters = mill.count("select count(*) from messages where kind = 'erased'");
    assert_eq!(letters.await, 0, "nobody is told twice");
    let again = privacy::replay(&mill.app.app.db, &mill.app.app.erasures).await;
    assert_eq!(again.unwrap(), 0);
}

#[tokio::test]
async fn somebody_else_with_the_same_number_stays() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let path = mill.app.link_of(id).await;
    mill.erases_themselves(&path).await.location();
    let listed = mill.listed().await;
    let text = std::fs::read_to_string(mill.app.data.path().join("erasures")).unwrap();
    assert!(!text.to_lowercase().contains("noor"), "{text}");
    // After a restore, numbers are given again.
    sqlx::query("select setval(pg_get_serial_sequence('candidates', 'id'), $1, false)")
        .bind(listed[0].candidate)
        .execute(mill.app.app.db.pages())
        .await
        .unwrap();
    let other = mill.applies("Juhan Tamm").await;
    assert_eq!(mill.candidate(other).await, listed[0].candidate.0);
    let erased = privacy::replay(&mill.app.app.db, &mill.app.app.erasures).await;
    assert_eq!(erased.unwrap(), 0);
    let path = mill.app.link_of(other).await;
    mill.app.visitor().get(&path).await.expect(200);
}
