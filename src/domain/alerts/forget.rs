//! What nobody answered, and old mails of alerts, are not kept.

use super::own::UNCONFIRMED;
use crate::base::{clock::Time, error::Result};
use jiff::SignedDuration;
use sqlx::PgPool;

/// Mails of alerts are kept so long, to see what became of them.
const SENT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Forgets addresses that never said yes, with the mail that asked them, and what was sent to the others a month ago.
pub async fn forget_alerts(db: &PgPool, now: Time) -> Result<()> {
    sqlx::query!(
        r#"with gone as (
               delete from job_alerts where confirmed_at is null and created_at <= $1 returning company_id, nonce
           )
           delete from messages m using gone g where m.company_id = g.company_id and m.own_nonce = g.nonce"#,
        now.minus(UNCONFIRMED) as _,
    )
    .execute(db)
    .await?;
    sqlx::query!(
        r#"delete from messages where kind in ('alert', 'alert-confirmation') and candidate_id is null and created_at < $1"#,
        now.minus(SENT) as _,
    )
    .execute(db)
    .await?;
    Ok(())
}
