//! Being thought of for other roles: switched on and off from the page, one as easily as the other.

use super::sheet::applicant;
use crate::{
    access::{Change, Event, permissions::OwnApplication},
    base::error::Result,
    domain::{
        applications::consent::{self, Consent, Purpose},
        candidates,
    },
};
use serde_json::json;

/// Gives the consent, unless it is given.
pub async fn join_pool(change: &mut Change<OwnApplication>, consent: &Consent) -> Result<()> {
    if held_and_in(change).await? {
        return Ok(());
    }
    let applicant = applicant(change)?;
    let given = std::slice::from_ref(consent);
    consent::give(
        change,
        applicant.candidate,
        Some(applicant.application),
        given,
    )
    .await?;
    record(change, "consent.given").await
}

/// Withdraws it, wherever it was given.
pub async fn leave_pool(change: &mut Change<OwnApplication>) -> Result<()> {
    if !held_and_in(change).await? {
        return Ok(());
    }
    let applicant = applicant(change)?;
    candidates::leave_pool(change, applicant.candidate).await?;
    record(change, "consent.withdrawn").await
}

/// Holds the candidate, so that a double click is one change, and says whether the consent is given.
async fn held_and_in(change: &mut Change<OwnApplication>) -> Result<bool> {
    let (company, applicant) = (change.company(), applicant(change)?);
    sqlx::query!(
        "select id from candidates where company_id = $1 and id = $2 for update",
        company as _,
        applicant.candidate as _,
    )
    .fetch_one(change.db())
    .await?;
    Ok(sqlx::query_scalar!(
        r#"select exists (select from consents where company_id = $1 and candidate_id = $2 and purpose = $3 and withdrawn_at is null) as "given!""#,
        company as _,
        applicant.candidate as _,
        Purpose::TalentPool as _,
    )
    .fetch_one(change.db())
    .await?)
}

async fn record(change: &mut Change<OwnApplication>, kind: &'static str) -> Result<()> {
    let applicant = applicant(change)?;
    let event = Event::new(kind)
        .candidate(applicant.candidate)
        .application(applicant.application)
        .detail(json!({ "purpose": "talent_pool" }));
    change.record(event).await?;
    Ok(())
}
