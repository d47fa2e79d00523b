//! What a database holds, to tell whether something changed it.

use sqlx::{AssertSqlSafe, PgConnection};
use std::collections::BTreeMap;

/// Tables that change by being asked: when a session was last used.
const RESTLESS: [&str; 1] = ["sessions"];

/// A hash of each table's rows, without the column that says when a member last came.
pub type Snapshot = BTreeMap<String, String>;

/// All rows of all tables but the restless.
pub async fn all(db: &mut PgConnection) -> Snapshot {
    rows(db, None).await
}

/// All rows of one company.
pub async fn of_company(db: &mut PgConnection, company: i64) -> Snapshot {
    rows(db, Some(company)).await
}

async fn rows(db: &mut PgConnection, company: Option<i64>) -> Snapshot {
    let tables: Vec<(String, bool)> = sqlx::query_as(
        "select relname::text, exists (select from pg_attribute where attrelid = c.oid and attname = 'company_id')
         from pg_class c where relkind = 'r' and relnamespace = 'public'::regnamespace",
    )
    .fetch_all(&mut *db)
    .await
    .expect("the list of tables");
    let mut snapshot = Snapshot::new();
    for (table, divided) in tables {
        if RESTLESS.contains(&table.as_str()) || (company.is_some() && !divided) {
            continue;
        }
        let only = company.map_or_else(String::new, |id| format!(" where company_id = {id}"));
        let hash = format!(
            r#"select coalesce(md5(string_agg(row, E'\n' order by row)), 'empty')
               from (select (to_jsonb(t) - 'seen_at')::text as row from "{table}" t{only}) rows"#
        );
        let hash: String = sqlx::query_scalar(AssertSqlSafe(hash))
            .fetch_one(&mut *db)
            .await
            .expect("a hash");
        snapshot.insert(table, hash);
    }
    snapshot
}

/// The tables that differ.
pub fn changed(before: &Snapshot, after: &Snapshot) -> Vec<String> {
    let differs = |table: &&String| before.get(*table) != after.get(*table);
    after.keys().filter(differs).cloned().collect()
}
