//! SQL that looks at jobs.

use super::{hold::not_yours, status::JobStatus};
use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CompanyId, DepartmentId, JobId, OfficeId, Version},
    },
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

/// What every page of a job shows of it, and what the viewer may do.
#[derive(Clone, Debug)]
pub struct JobHead {
    pub id: JobId,
    pub name: String,
    pub status: JobStatus,
    pub confidential: bool,
    pub opened_at: Option<Time>,
    pub closed_at: Option<Time>,
    pub version: Version,
    pub plan_version: Version,
    /// Whether the viewer may change the job, its team, plan and openings.
    pub edits: bool,
    pub sees_candidates: bool,
}

impl JobHead {
    /// Refuses viewers who may not change the job.
    pub fn editable(&self) -> Result<()> {
        if self.edits { Ok(()) } else { Err(not_yours()) }
    }
}

/// A job within the viewer's reach.
pub async fn head(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: JobId,
) -> Result<JobHead> {
    sqlx::query_as!(
        JobHead,
        r#"select j.id as "id: _", j.name, j.status as "status: _", j.confidential, j.opened_at as "opened_at: _", j.closed_at as "closed_at: _",
                  j.version as "version: _", j.plan_version as "plan_version: _",
                  s.edits as "edits!", s.sees_candidates as "sees_candidates!"
           from jobs j
           join job_access s on (s.company_id, s.job_id, s.member_id) = (j.company_id, j.id, $3)
           where j.company_id = $1 and j.id = $2"#,
        company as _,
        id as _,
        actor.member_id() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}

/// What people type about a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub name: String,
    pub requisition_code: Option<String>,
    pub confidential: bool,
    /// For colleagues only.
    pub notes: String,
    pub departments: Vec<DepartmentId>,
    pub offices: Vec<OfficeId>,
}

/// A job's details, for whoever was given its [`JobHead`] or holds its row.
pub async fn details(db: &mut PgConnection, company: CompanyId, id: JobId) -> Result<Details> {
    sqlx::query_as!(
        Details,
        r#"select name, requisition_code, confidential, notes,
                  array(select department_id from job_departments d where (d.company_id, d.job_id) = (j.company_id, j.id) order by 1) as "departments!: Vec<DepartmentId>",
                  array(select office_id from job_offices o where (o.company_id, o.job_id) = (j.company_id, j.id) order by 1) as "offices!: Vec<OfficeId>"
           from jobs j
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}
