//! The figure that a company publishes: counted once a day and kept with the company, so that no visit counts anything.

use super::YEAR;
use crate::base::{clock::Time, error::Result};
use jiff::SignedDuration;
use sqlx::PgPool;

/// Counts anew for each company that publishes it and was not counted for a day. The change of its row tells every instance
/// to draw the company's pages again.
pub async fn count_for_publishing(db: &PgPool, now: Time) -> Result<()> {
    let day = now.minus(SignedDuration::from_hours(24));
    let year = now.minus(SignedDuration::from_hours(24 * YEAR));
    sqlx::query!(
        r#"update companies c set promises_counted = k.counted, promises_kept = k.kept, promises_at = $1
           from companies due
           cross join lateral (
               select count(*) as counted, count(*) filter (where p.ended <> 'withdrawn' and p.ended_at <= p.due_at) as kept
               from promises p
               where p.company_id = due.id and p.due_at >= $3 and p.due_at < $1
                 and not coalesce(p.ended = 'withdrawn' and p.ended_at <= p.due_at, false)
           ) k
           where due.id = c.id and due.publish_promises and (due.promises_at is null or due.promises_at < $2)"#,
        now as _,
        day as _,
        year as _,
    )
    .execute(db)
    .await?;
    Ok(())
}
