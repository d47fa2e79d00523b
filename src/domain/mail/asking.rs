//! How often strangers may ask for mail, so that nobody's mailbox is filled by one: counted by hash, for a while.

use crate::{
    access::Change,
    base::{
        clock::Time,
        error::{Error, Result},
    },
};
use jiff::SignedDuration;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// Counts an asking; refuses with the time to wait when there were more than `most` within the time.
pub(in crate::domain) async fn count_asking<P>(
    change: &mut Change<P>,
    what: &str,
    most: i32,
    within: SignedDuration,
) -> Result<()> {
    let (key, now): ([u8; 32], _) = (Sha256::digest(what).into(), change.now());
    let row = sqlx::query!(
        r#"insert into asked as a (key, count, since) values ($1, 1, $2)
           on conflict (key) do update
           set count = case when a.since <= $3 then 1 else a.count + 1 end,
               since = case when a.since <= $3 then $2 else a.since end
           returning count, since as "since: Time""#,
        &key[..],
        now as _,
        now.minus(within) as _,
    )
    .fetch_one(change.db())
    .await?;
    if row.count <= most {
        return Ok(());
    }
    let wait = row.since.plus(within).since(now).as_secs().max(1);
    Err(Error::TooMany {
        wait: Duration::from_secs(wait.unsigned_abs()),
    })
}
