//! Holding a job's row while it changes, so that two people never write over each other.

use super::status::JobStatus;
use crate::{
    access::{Actor, Change, permissions::EditJobs},
    base::{
        error::{Error, Result},
        ids::{CompanyId, JobId, Version},
    },
};
use sqlx::PgConnection;

/// A job as it stands while its row is held.
pub(in crate::domain) struct Held {
    pub id: JobId,
    pub status: JobStatus,
    pub version: Version,
    pub plan_version: Version,
}

/// Holds a job that the actor may change: out of their reach is [`Error::NotFound`], visible but not theirs to change is
/// [`Error::Forbidden`]. Applications that refer to the job go on arriving meanwhile.
pub(in crate::domain) async fn hold(change: &mut Change<EditJobs>, id: JobId) -> Result<Held> {
    let (company, member) = (change.company(), change.actor().member_id());
    let everywhere = match change.actor() {
        Actor::System(_) => true,
        Actor::Member(_) | Actor::Visitor | Actor::Candidate(_) => false,
    };
    let row = sqlx::query!(
        r#"select j.status as "status: JobStatus", j.version as "version: Version", j.plan_version as "plan_version: Version",
                  coalesce(s.edits, $4) as "edits!"
           from jobs j
           left join job_access s on (s.company_id, s.job_id, s.member_id) = (j.company_id, j.id, $3)
           where j.company_id = $1 and j.id = $2 and (s.member_id is not null or $4)
           for no key update of j"#,
        company as _,
        id as _,
        member as _,
        everywhere,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    if !row.edits {
        return Err(not_yours());
    }
    Ok(Held {
        id,
        status: row.status,
        version: row.version,
        plan_version: row.plan_version,
    })
}

/// Whether whoever acts sees a job, as things stand in this change.
pub(super) async fn in_sight<P>(change: &mut Change<P>, id: JobId) -> Result<bool> {
    let member = match change.actor() {
        Actor::Member(member) => member.id,
        Actor::Visitor | Actor::Candidate(_) => return Ok(false),
        Actor::System(_) => return Ok(true),
    };
    let company = change.company();
    let seen = sqlx::query_scalar!(
        r#"select exists (select from job_access where company_id = $1 and job_id = $2 and member_id = $3) as "seen!""#,
        company as _,
        id as _,
        member as _,
    )
    .fetch_one(change.db())
    .await?;
    Ok(seen)
}

/// The refusal for somebody who sees a job and may not change it.
pub(super) fn not_yours() -> Error {
    Error::Forbidden(
        "Administrators, recruiters and the recruiters of its hiring team can change this job."
            .into(),
    )
}

const DETAILS: [&str; 4] = ["job.created", "job.changed", "job.opened", "job.closed"];
const PLAN: [&str; 5] = [
    "stage.added",
    "stage.changed",
    "stage.deleted",
    "stage.restored",
    "plan.reordered",
];

impl Held {
    /// Refuses when the job changed since `seen`, and says who did it.
    pub(super) async fn unchanged_since(
        &self,
        change: &mut Change<EditJobs>,
        seen: Version,
    ) -> Result<()> {
        if self.version == seen {
            return Ok(());
        }
        let company = change.company();
        let who = last_editor(change.db(), company, self.id, &DETAILS).await?;
        Err(Error::refused(
            "stale",
            format!(
                "{who} changed this job while you were at it. Look at it once more, then save again."
            ),
        ))
    }

    /// Refuses when the plan changed since `seen`, and says who did it.
    pub(in crate::domain) async fn plan_unchanged_since(
        &self,
        change: &mut Change<EditJobs>,
        seen: Version,
    ) -> Result<()> {
        if self.plan_version == seen {
            return Ok(());
        }
        let company = change.company();
        let who = last_editor(change.db(), company, self.id, &PLAN).await?;
        Err(Error::refused(
            "stale",
            format!("{who} changed this plan while you were at it. Here it is as it stands now."),
        ))
    }
}

/// Who last did one of these things to the job, by the history.
async fn last_editor(
    db: &mut PgConnection,
    company: CompanyId,
    job: JobId,
    kinds: &[&str],
) -> Result<String> {
    let name = sqlx::query_scalar!(
        r#"select trim(u.given_name || ' ' || u.family_name) as "name!"
           from events e
           join memberships m on (m.company_id, m.id) = (e.company_id, e.member_id)
           join users u on u.id = m.user_id
           where e.company_id = $1 and e.job_id = $2 and e.kind = any($3)
           order by e.id desc
           limit 1"#,
        company as _,
        job as _,
        kinds as _,
    )
    .fetch_optional(db)
    .await?;
    Ok(name.unwrap_or_else(|| "Somebody".to_owned()))
}
