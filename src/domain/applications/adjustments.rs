//! What somebody needs to take part fairly, as more time or a room without steps. It stands apart from the answers, and only
//! coordinators read it: not those who decide, and not administrators. Its events name the candidate and no application, so
//! that no timeline tells that there was one.

use crate::{
    access::{Change, Event, permissions::ReadAdjustments},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, Version},
    },
};
use serde::Deserialize;

/// The longest request in a form, in characters.
pub const LONGEST: usize = 2_000;

/// A request as coordinators see it.
#[derive(Clone, Debug, Deserialize)]
pub struct Adjustment {
    pub body: String,
    pub version: Version,
    pub updated_at: Time,
    /// When a coordinator took note of it as it stands, and who.
    pub noted_at: Option<Time>,
    pub noted_by: Option<String>,
}

/// A request that no coordinator has taken note of.
#[derive(Clone, Debug, Deserialize)]
pub struct Asked {
    pub id: ApplicationId,
    pub name: String,
    pub job_name: String,
    pub updated_at: Time,
}

/// Keeps what the form of an application asks for. Whoever sends the form again adds to it, and changes nothing that stands
/// there: it may be somebody else who sends it.
pub(in crate::domain) async fn ask<P>(
    change: &mut Change<P>,
    application: ApplicationId,
    candidate: CandidateId,
    body: &str,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let asked = sqlx::query!(
        r#"insert into adjustment_requests as r (company_id, application_id, body, created_at, updated_at) values ($1, $2, $3, $4, $4)
           on conflict on constraint adjustment_requests_pkey do update
               set body = r.body || E'\n\n' || excluded.body, updated_at = $4, version = r.version + 1, noted_at = null, noted_by = null
               where position(excluded.body in r.body) = 0 and char_length(r.body) + char_length(excluded.body) < 5000"#,
        company as _,
        application as _,
        body,
        now as _,
    )
    .execute(change.db())
    .await?;
    if asked.rows_affected() > 0 {
        let event = Event::new("adjustment.asked").candidate(candidate);
        change.record(event).await?;
    }
    Ok(())
}

/// A coordinator takes note of a request as it was read.
pub async fn note(
    change: &mut Change<ReadAdjustments>,
    application: ApplicationId,
    seen: Version,
) -> Result<()> {
    let (company, now, member) = (change.company(), change.now(), change.actor().member_id());
    let row = sqlx::query!(
        r#"select r.version as "version: Version", a.candidate_id as "candidate: CandidateId"
           from adjustment_requests r
           join applications a on (a.company_id, a.id) = (r.company_id, r.application_id)
           where r.company_id = $1 and r.application_id = $2
             and exists (select from readable_adjustments v
                         where v.company_id = $1 and v.application_id = $2 and v.member_id = $3)
           for update of r"#,
        company as _,
        application as _,
        member as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    if row.version != seen {
        let text =
            "They changed what they ask for after you opened it. Read it again, then take note.";
        return Err(Error::refused("stale", text));
    }
    sqlx::query!(
        r#"update adjustment_requests set noted_at = $3, noted_by = $4
           where company_id = $1 and application_id = $2 and noted_at is null"#,
        company as _,
        application as _,
        now as _,
        member as _,
    )
    .execute(change.db())
    .await?;
    let event = Event::new("adjustment.noted").candidate(row.candidate);
    change.record(event).await?;
    Ok(())
}
