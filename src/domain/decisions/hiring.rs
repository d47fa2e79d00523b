//! Hiring: an application fills exactly one opening; taking it back frees that one.

use super::{
    Done, begin, reactivate,
    rule::Act,
    take_back,
    telling::{TELL_AFTER, TellDecision},
};
use crate::{
    access::{Actor, Change, permissions::DecideApplications},
    base::{
        error::{Error, Result},
        ids::{ApplicationId, CompanyId, OpeningId, Version},
    },
};
use serde_json::json;
use sqlx::PgConnection;

/// An opening that somebody may fill.
#[derive(Clone, Debug)]
pub struct OpenOpening {
    pub id: OpeningId,
    pub code: Option<String>,
    pub track: Option<String>,
    pub level: Option<String>,
    pub place: Option<String>,
}

impl OpenOpening {
    /// What tells it from the others: "LDS-1, EMEA, Senior".
    pub fn label(&self) -> String {
        let facts = [&self.code, &self.track, &self.level, &self.place];
        let facts: Vec<&str> = facts
            .into_iter()
            .filter_map(|fact| fact.as_deref())
            .filter(|fact| !fact.is_empty())
            .collect();
        if facts.is_empty() {
            format!("Opening {}", self.id)
        } else {
            facts.join(", ")
        }
    }
}

/// The open openings of an application's job, if the viewer sees the application.
pub async fn open_openings(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: ApplicationId,
) -> Result<Vec<OpenOpening>> {
    Ok(sqlx::query_as!(
        OpenOpening,
        r#"select o.id as "id: _", o.code, o.track, o.level, o.place
           from application_access s
           join openings o on (o.company_id, o.job_id) = (s.company_id, s.job_id)
           where s.company_id = $1 and s.application_id = $2 and s.member_id = $3 and o.status = 'open'
           order by o.id"#,
        company as _,
        id as _,
        actor.member_id() as _,
    )
    .fetch_all(db)
    .await?)
}

/// A hire as somebody asks for it.
#[derive(Clone, Copy, Debug)]
pub struct Hire {
    pub version: Version,
    pub opening: OpeningId,
}

/// Hires: the opening is filled by this application, and by no other.
pub async fn hire(
    change: &mut Change<DecideApplications>,
    id: ApplicationId,
    hire: Hire,
) -> Result<Done> {
    let (held, status) = begin(change, id, hire.version, Act::Hire).await?;
    let (company, member, now) = (change.company(), change.actor().member_id(), change.now());
    let filled = sqlx::query!(
        r#"update openings set status = 'filled', application_id = $4, closed_at = $5, updated_at = $5, version = version + 1
           where company_id = $1 and job_id = $2 and id = $3 and status = 'open'
           returning code"#,
        company as _,
        held.job as _,
        hire.opening as _,
        id as _,
        now as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or_else(|| Error::field("opening", "Choose an opening that is still open"))?;
    sqlx::query!(
        r#"update applications
           set status = $3, decided_at = $4, decided_by = $5, last_activity_at = $4, updated_at = $4, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        status as _,
        now as _,
        member as _,
    )
    .execute(change.db())
    .await?;
    let detail = json!({ "opening": { "id": hire.opening, "code": filled.code } });
    change
        .record(held.event("application.hired", detail))
        .await?;
    // People hear of this from a person; their page says so once it can no longer be a slip.
    let task = TellDecision {
        application: id,
        decided_at: now,
    };
    change.later_at(now.plus(TELL_AFTER), &task).await?;
    Ok(Done::there(held, status))
}

/// Takes a hire back: its opening is open again, and the application active in the stage where it was.
pub async fn unhire(
    change: &mut Change<DecideApplications>,
    id: ApplicationId,
    seen: Version,
) -> Result<Done> {
    let (held, status) = begin(change, id, seen, Act::Unhire).await?;
    let (company, now) = (change.company(), change.now());
    let opening = sqlx::query_scalar!(
        r#"update openings set status = 'open', application_id = null, closed_at = null, updated_at = $3, version = version + 1
           where company_id = $1 and application_id = $2
           returning id as "id: OpeningId""#,
        company as _,
        id as _,
        now as _,
    )
    .fetch_optional(change.db())
    .await?;
    let event = held.event("application.unhired", json!({ "opening": opening }));
    take_back(change, id, "application.hired").await?;
    let done = reactivate(change, held, status).await?;
    change.record(event).await?;
    Ok(done)
}
