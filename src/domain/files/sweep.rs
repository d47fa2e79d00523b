//! Clearing away files that no row names, and rows of forms that nobody finished.

use super::{Shard, Storage, StorageKey};
use crate::base::{clock::Time, error::Result};
use anyhow::Context;
use jiff::SignedDuration;
use sqlx::PgPool;
use std::time::SystemTime;

/// Staged files are kept this long for the next try.
const STAGED: SignedDuration = SignedDuration::from_hours(24);
/// A file without a row goes after the day for which its row may have been staged, and one more: a backup that takes the
/// database first and the files afterwards is whole.
const ORPHANS: SignedDuration = SignedDuration::from_hours(50);
/// A file that is still arriving after this long never will.
const ARRIVING: SignedDuration = SignedDuration::from_hours(1);
/// Run every hour, each folder is looked at once a day.
const TURNS: usize = 24;

/// Sweeps one of the day's 24 shares of the folders. Meant to run every hour.
pub async fn sweep(db: &PgPool, storage: &Storage, now: Time) -> Result<()> {
    sqlx::query!(
        "delete from staged_files where created_at < $1",
        now.minus(STAGED) as _
    )
    .execute(db)
    .await?;
    let written = storage.clear_incoming(before(now, ARRIVING)).await;
    written.context("files that never arrived")?;
    let turn = usize::try_from(now.0.as_second() / 3600).unwrap_or_default() % TURNS;
    for shard in Shard::all().skip(turn).step_by(TURNS) {
        let old = storage.written_before(before(now, ORPHANS), shard).await;
        for key in orphans(db, &old.context("a folder of files")?).await? {
            storage.remove(&key).await.context("a file without a row")?;
        }
    }
    Ok(())
}

/// Those that neither a file's row nor a staged one names, nor a sending that is held, nor the list of files that go on their
/// own day.
async fn orphans(db: &PgPool, keys: &[StorageKey]) -> Result<Vec<StorageKey>> {
    let mut orphans = Vec::new();
    for some in keys.chunks(1_000) {
        let some: Vec<&str> = some.iter().map(StorageKey::as_str).collect();
        let found = sqlx::query_scalar!(
            r#"select key as "key!" from unnest($1::text[]) as key
               where not exists (select from files where storage_key = key)
                 and not exists (select from staged_files where storage_key = key)
                 and not exists (select from held_submissions where storage_keys @> array[key])
                 and not exists (select from file_removals where storage_key = key)"#,
            &some as _,
        )
        .fetch_all(db)
        .await?;
        orphans.extend(found.iter().filter_map(|key| StorageKey::parse(key)));
    }
    Ok(orphans)
}

fn before(now: Time, age: SignedDuration) -> SystemTime {
    now.minus(age).0.into()
}
