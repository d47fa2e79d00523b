//! The list of what erasure does knows every table.

use crate::kit::db::TestDb;
use candor::domain::privacy::{Fate, REGISTER};
use std::collections::BTreeSet;

#[tokio::test]
async fn every_table_has_its_place_in_the_list() {
    let db = TestDb::new().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')",
    )
    .fetch_all(&db.pool)
    .await
    .unwrap();
    let there: BTreeSet<&str> = tables.iter().map(String::as_str).collect();
    let listed: BTreeSet<&str> = REGISTER.iter().map(|(table, _)| *table).collect();
    assert_eq!(listed.len(), REGISTER.len(), "a table stands there twice");
    let unlisted: Vec<_> = there.difference(&listed).collect();
    assert!(
        unlisted.is_empty(),
        "say in src/domain/privacy/register.rs what erasure does with {unlisted:?}"
    );
    let gone: Vec<_> = listed.difference(&there).collect();
    assert!(gone.is_empty(), "there are no tables {gone:?}");
}

#[tokio::test]
async fn what_leads_to_a_candidate_goes() {
    let db = TestDb::new().await;
    // Whatever refers to a candidate, over however many tables.
    let reach: Vec<String> = sqlx::query_scalar(
        "with recursive reach (id) as (
             select 'candidates'::regclass::oid
             union select f.conrelid from pg_constraint f join reach r on f.confrelid = r.id where f.contype = 'f'
         )
         select relname::text from reach join pg_class c on c.oid = reach.id",
    )
    .fetch_all(&db.pool)
    .await
    .unwrap();
    assert!(reach.contains(&"application_links".to_owned()), "{reach:?}");
    for table in reach {
        let place = REGISTER.iter().find(|(listed, _)| *listed == table);
        assert!(
            matches!(place, Some((_, Fate::Goes(_)))),
            "{table} leads to a candidate, and erasure leaves it as it is"
        );
    }
    for (table, fate) in REGISTER {
        match fate {
            Fate::Goes(statement) => assert!(
                statement.contains(table) && statement.contains("$1"),
                "{table}: {statement}"
            ),
            Fate::Stays(why) => assert!(!why.is_empty(), "{table}"),
        }
    }
}
