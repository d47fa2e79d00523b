//! Who may do what in the database. The owner changes the schema at start; everything else is done as
//! the serving role, which owns nothing, so that a mistake in a statement cannot rewrite history.

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::{EmbeddedPostgres, PostgresError};

pub(super) const SUPERUSER: &str = "postgres";
pub(super) const OWNER: &str = "candor_owner";
pub(super) const SERVING: &str = "candor";
pub(super) const DATABASE: &str = "candor";

const ROLES: [(&str, &str); 2] = [
    (OWNER, "create role candor_owner login"),
    (SERVING, "create role candor login"),
];

/// What serving may not do with some tables, each as a format of the table and the role. History only
/// grows (`events`: a task fills the chain in afterwards; `event_details`: a
/// function of the owner's takes them from those who are erased, and nothing else does).
const LIMITS: [(&str, &str); 4] = [
    (
        "events",
        "revoke update, delete, truncate on %1$I from %2$I; grant update (chain_no, chain_hash) on %1$I to %2$I;",
    ),
    (
        "account_events",
        "revoke update, delete, truncate on %1$I from %2$I;",
    ),
    (
        "event_details",
        "revoke update, delete, truncate on %1$I from %2$I;",
    ),
    (
        "_sqlx_migrations",
        "revoke insert, update, delete, truncate on %1$I from %2$I;",
    ),
];

/// Any number, as long as it is always this one.
const GRANTS_LOCK: i64 = 0x6361_6e64_6f72;

/// Makes the roles and the database that are missing. Callers take turns.
pub(super) async fn prepare(server: &EmbeddedPostgres) -> Result<(), PostgresError> {
    let mut db = PgConnection::connect_with(&server.superuser()).await?;
    for (role, create) in ROLES {
        let there: bool =
            sqlx::query_scalar("select exists (select from pg_roles where rolname = $1)")
                .bind(role)
                .fetch_one(&mut db)
                .await?;
        if !there {
            sqlx::raw_sql(create).execute(&mut db).await?;
        }
    }
    let there: bool =
        sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
            .bind(DATABASE)
            .fetch_one(&mut db)
            .await?;
    if !there {
        sqlx::raw_sql("create database candor owner candor_owner")
            .execute(&mut db)
            .await?;
    }
    db.close().await?;

    // Postgres 15 and newer come like this; 14 lets anybody make tables.
    let mut db = PgConnection::connect_with(&server.superuser().database(DATABASE)).await?;
    sqlx::raw_sql(
        "alter schema public owner to pg_database_owner;
         revoke create on schema public from public;",
    )
    .execute(&mut db)
    .await?;
    db.close().await?;
    Ok(())
}

/// Lets the role `serving` work with every table there is, as far as serving needs: some tables only
/// grow. Called by the owner after each migration; does nothing where one role does everything.
///
/// Sequences may be moved too: an import keeps foreign ids and goes on above them. Functions need no
/// grant: anybody may call them unless a migration says otherwise.
///
/// # Errors
/// When the database cannot be reached, or the caller does not own the tables.
pub async fn grant_serving(owner: &mut PgConnection, serving: &str) -> sqlx::Result<()> {
    let mut change = owner.begin().await?;
    // Two instances that start at once would trip over each other.
    sqlx::query("select pg_advisory_xact_lock($1)")
        .bind(GRANTS_LOCK)
        .execute(&mut *change)
        .await?;
    let statements: Option<String> = sqlx::query_scalar(
        "select case when $1 <> current_user::text then
             format('grant usage on schema public to %1$I;
                     grant select, insert, update, delete on all tables in schema public to %1$I;
                     grant usage, select, update on all sequences in schema public to %1$I;', $1)
             || coalesce(string_agg(format(limits.statement, tables.relname, $1), ' '), '')
         end
         from unnest($2::text[], $3::text[]) as limits (name, statement)
         join pg_class tables
             on tables.relname = limits.name and tables.relnamespace = 'public'::regnamespace",
    )
    .bind(serving)
    .bind(LIMITS.map(|(table, _)| table))
    .bind(LIMITS.map(|(_, statement)| statement))
    .fetch_one(&mut *change)
    .await?;
    if let Some(statements) = statements {
        // Names are quoted by Postgres itself, and come from the list above and our own connection.
        sqlx::raw_sql(AssertSqlSafe(statements))
            .execute(&mut *change)
            .await?;
    }
    change.commit().await
}
