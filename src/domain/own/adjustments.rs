//! What they need to take part fairly: theirs to change and to withdraw, whatever became of the application.

use super::sheet::applicant;
use crate::{
    access::{Applicant, Change, Event, permissions::OwnApplication},
    base::{error::Result, ids::CompanyId},
};
use sqlx::PgConnection;

/// What they asked for, if they did.
pub async fn adjustments(
    db: &mut PgConnection,
    company: CompanyId,
    applicant: Applicant,
) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!(
        "select body from adjustment_requests where company_id = $1 and application_id = $2",
        company as _,
        applicant.application as _,
    )
    .fetch_optional(db)
    .await?)
}

/// Asks for something else, or, with nothing, for nothing any more. Coordinators take note of it anew.
pub async fn ask_for_adjustments(
    change: &mut Change<OwnApplication>,
    body: Option<&str>,
) -> Result<()> {
    let applicant = applicant(change)?;
    let (company, now) = (change.company(), change.now());
    let changed = match body {
        Some(body) => sqlx::query!(
            r#"insert into adjustment_requests as r (company_id, application_id, body, created_at, updated_at) values ($1, $2, $3, $4, $4)
               on conflict on constraint adjustment_requests_pkey do update
                   set body = excluded.body, updated_at = $4, version = r.version + 1, noted_at = null, noted_by = null
                   where r.body <> excluded.body"#,
            company as _,
            applicant.application as _,
            body,
            now as _,
        )
        .execute(change.db())
        .await?,
        None => sqlx::query!(
            "delete from adjustment_requests where company_id = $1 and application_id = $2",
            company as _,
            applicant.application as _,
        )
        .execute(change.db())
        .await?,
    };
    if changed.rows_affected() > 0 {
        let kind = match body {
            Some(_) => "adjustment.asked",
            None => "adjustment.withdrawn",
        };
        let event = Event::new(kind).candidate(applicant.candidate);
        change.record(event).await?;
    }
    Ok(())
}
