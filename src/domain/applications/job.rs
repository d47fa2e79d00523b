//! The job around a board, a list or a person: what of it those pages show.

use super::status::Status;
use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CompanyId, JobId, StageId},
    },
};
use serde::Deserialize;
use sqlx::{PgConnection, Postgres, QueryBuilder};

/// Where Postgres says whose applications have changed, as [`changed`] spells it.
pub const CHANNEL: &str = "applications";

/// What is said on [`CHANNEL`] when an application of this job has changed.
pub fn changed(company: CompanyId, job: JobId) -> String {
    format!("{company}:{job}")
}

/// A job as its candidates' pages head it.
#[derive(Clone, Debug)]
pub struct JobHead {
    pub id: JobId,
    pub name: String,
    /// Whether the viewer may move, reject and hire here.
    pub decides: bool,
    /// Whether the viewer may change the job.
    pub edits: bool,
    /// Whether the viewer may write to its candidates.
    pub mails: bool,
    /// Whether the viewer may write notes, tag, and name owners.
    pub writes_notes: bool,
}

impl JobHead {
    /// Whether the viewer may do anything to its applications.
    pub fn acts(&self) -> bool {
        self.decides || self.mails || self.writes_notes
    }
}

/// A stage of a job's plan.
#[derive(Clone, Debug, Deserialize)]
pub struct Stage {
    pub id: StageId,
    pub name: String,
    /// Days after which a wait in it counts as stale.
    pub stale_after_days: Option<i16>,
}

/// How many applications of a job have each status.
#[derive(Clone, Copy, Debug, Default, sqlx::FromRow)]
pub struct Counts {
    pub active: i64,
    pub hired: i64,
    pub rejected: i64,
    pub withdrawn: i64,
}

impl Counts {
    pub fn of(&self, status: Status) -> i64 {
        match status {
            Status::Active => self.active,
            Status::Hired => self.hired,
            Status::Rejected => self.rejected,
            Status::Withdrawn => self.withdrawn,
        }
    }
}

/// The place of an application in a column or list: promise, then age; the id settles the rest.
pub type Place = (Time, Time, crate::base::ids::ApplicationId);

/// Which of a job's candidates somebody sees, who sees them at all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sight {
    /// Confidential people as well.
    private: bool,
}

impl Sight {
    /// What `job_access.sees_private` says.
    pub fn of(sees_private: Option<bool>) -> Self {
        let private = sees_private.unwrap_or(false);
        Self { private }
    }

    /// Keeps a statement over `applications a` to them.
    pub fn narrow(self, query: &mut QueryBuilder<Postgres>) {
        if !self.private {
            query.push(" and not a.confidential");
        }
    }
}

/// Refuses whoever does not see a job's candidates.
pub async fn check(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    job: JobId,
) -> Result<()> {
    let sees = sqlx::query_scalar!(
        "select sees_candidates from job_access where company_id = $1 and job_id = $2 and member_id = $3",
        company as _,
        job as _,
        actor.member_id() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    seen(sees)
}

/// Lets those through who see a job's candidates. Whoever sees the job alone is told who can.
pub(super) fn seen(sees_candidates: Option<bool>) -> Result<()> {
    if sees_candidates.unwrap_or(false) {
        Ok(())
    } else {
        Err(Error::Forbidden(
            "Only those who recruit for this job, or hire, see its candidates.".into(),
        ))
    }
}
