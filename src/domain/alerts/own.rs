//! An alert in the hands of whoever holds its link.

use super::Wanted;
use crate::{
    access::{Change, Event, permissions::AskForAlerts},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{AlertId, CompanyId},
        secret::Token,
    },
};
use jiff::SignedDuration;
use sqlx::PgConnection;

/// So long an address has to say yes.
pub const UNCONFIRMED_DAYS: i64 = 7;
pub(super) const UNCONFIRMED: SignedDuration = SignedDuration::from_hours(24 * UNCONFIRMED_DAYS);

/// An alert as its owner sees it.
#[derive(Clone, Debug)]
pub struct Alert {
    pub id: AlertId,
    pub email: String,
    pub wanted: Wanted,
    /// None while they have not said yes.
    pub confirmed_at: Option<Time>,
}

/// The alert that a token leads to; one that waited too long is gone.
pub async fn alert(
    db: &mut PgConnection,
    company: CompanyId,
    token: &Token,
    now: Time,
) -> Result<Alert> {
    let row = sqlx::query!(
        r#"select id as "id: AlertId", email, query, confirmed_at as "confirmed_at: Time" from job_alerts
           where company_id = $1 and token_hash = $2 and (confirmed_at is not null or created_at > $3)"#,
        company as _,
        &token.hash()[..],
        now.minus(UNCONFIRMED) as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(Alert {
        id: row.id,
        email: row.email,
        wanted: Wanted::parse(&row.query),
        confirmed_at: row.confirmed_at,
    })
}

/// They say yes: from now on they hear of what opens. Saying it again changes nothing.
pub async fn confirm(change: &mut Change<AskForAlerts>, token: &Token) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let alert = alert(change.db(), company, token, now).await?;
    let first = sqlx::query!(
        r#"update job_alerts set confirmed_at = $3, told_until = $3 where company_id = $1 and id = $2 and confirmed_at is null"#,
        company as _,
        alert.id as _,
        now as _,
    )
    .execute(change.db())
    .await?
    .rows_affected()
        > 0;
    if first {
        change.record(Event::new("alert.confirmed")).await?;
    }
    Ok(())
}

/// Looks for something else from now on.
pub async fn change_wanted(
    change: &mut Change<AskForAlerts>,
    token: &Token,
    wanted: &Wanted,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let alert = alert(change.db(), company, token, now).await?;
    let changed = sqlx::query!(
        "update job_alerts set query = $3 where company_id = $1 and id = $2",
        company as _,
        alert.id as _,
        wanted.query(),
    )
    .execute(change.db())
    .await;
    match changed {
        Err(error) if Error::constraint(&error) == Some("job_alerts_key") => Err(Error::field(
            "q",
            "You have another alert for the same search. End one of the two instead",
        )),
        changed => {
            changed?;
            Ok(())
        }
    }
}

/// No more of these mails. The alert goes, and what was sent for it. Ending what has ended says nothing else.
pub async fn end(change: &mut Change<AskForAlerts>, token: &Token) -> Result<()> {
    let company = change.company();
    let gone = sqlx::query_scalar!(
        "delete from job_alerts where company_id = $1 and token_hash = $2 returning nonce",
        company as _,
        &token.hash()[..],
    )
    .fetch_optional(change.db())
    .await?;
    let Some(nonce) = gone else { return Ok(()) };
    sqlx::query!(
        "delete from messages where company_id = $1 and own_nonce = $2",
        company as _,
        nonce,
    )
    .execute(change.db())
    .await?;
    change.record(Event::new("alert.ended")).await?;
    Ok(())
}
