//! Wrong passwords are counted before anything is hashed, in the database, so that all instances agree: slower and
//! slower, never locked for good.

use crate::base::{
    clock::Time,
    error::{Error, Result},
};
use jiff::SignedDuration;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use std::time::Duration;

/// What is counted.
#[derive(Clone, Copy, Debug)]
pub enum Counted<'a> {
    /// Tries for one account, from anywhere.
    Account(&'a str),
    /// Tries from one network address, for anybody.
    Address(&'a str),
}

impl Counted<'_> {
    fn key(self) -> [u8; 32] {
        match self {
            Self::Account(email) => {
                Sha256::digest(format!("account {}", email.to_lowercase())).into()
            }
            Self::Address(address) => Sha256::digest(format!("address {address}")).into(),
        }
    }

    /// Tries that cost nothing.
    fn free(self) -> i32 {
        match self {
            Self::Account(_) => 5,
            Self::Address(_) => 30,
        }
    }
}

/// How long to wait after so many wrong tries: nothing at first, then doubling to a quarter of an hour.
fn pause(failures: i32, free: i32) -> SignedDuration {
    match failures - free {
        ..0 => SignedDuration::ZERO,
        over => SignedDuration::from_secs((1_i64 << over.min(10)).min(900)),
    }
}

/// Counts a try. It counts as wrong until [`forget`]; refuses with the time to wait when there were too many. Of two at once the
/// one that is counted last may have come first: while tries cost nothing, no time is set that it could be too early for.
pub async fn count(db: &mut PgConnection, counted: Counted<'_>, now: Time) -> Result<()> {
    let key = counted.key();
    let failures = sqlx::query_scalar!(
        r#"insert into sign_in_failures as f (key, failures, last_at, next_try_at) values ($1, 1, $2, $3)
           on conflict (key) do update
           set failures = case when f.last_at < $3 then 1 else f.failures + 1 end, last_at = $2
           where f.next_try_at <= $2
           returning failures"#,
        &key as _,
        now as _,
        now.minus(SignedDuration::from_hours(24)) as _,
    )
    .fetch_optional(&mut *db)
    .await?;
    match failures {
        Some(failures) => {
            let pause = pause(failures, counted.free());
            if pause.is_zero() {
                return Ok(());
            }
            let next = now.plus(pause);
            sqlx::query!(
                "update sign_in_failures set next_try_at = $2 where key = $1",
                &key as _,
                next as _
            )
            .execute(db)
            .await?;
            Ok(())
        }
        None => {
            let next: Option<Time> = sqlx::query_scalar!(
                r#"select next_try_at as "at: Time" from sign_in_failures where key = $1"#,
                &key as _
            )
            .fetch_optional(db)
            .await?;
            let wait = next.map_or(1, |next| next.since(now).as_secs().max(1));
            Err(Error::TooMany {
                wait: Duration::from_secs(wait.unsigned_abs()),
            })
        }
    }
}

/// The password was right: its account starts afresh, and its address gets this try back.
pub async fn forget(db: &mut PgConnection, account: &str, address: &str) -> Result<()> {
    sqlx::query!(
        "delete from sign_in_failures where key = $1",
        &Counted::Account(account).key() as _
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update sign_in_failures set failures = greatest(failures - 1, 0), next_try_at = least(next_try_at, last_at) where key = $1",
        &Counted::Address(address).key() as _
    )
    .execute(db)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slower_and_slower_never_for_good() {
        let seconds: Vec<_> = (1..=20).map(|n| pause(n, 5).as_secs()).collect();
        assert_eq!(seconds[..8], [0, 0, 0, 0, 1, 2, 4, 8]);
        assert_eq!(seconds[19], 900);
        assert_eq!(pause(i32::MAX, 5).as_secs(), 900);
    }
}
