//! The way of an application as candidates see it.

use super::plan::Milestone;
use crate::base::{
    error::Result,
    ids::{CompanyId, JobId},
};
use sqlx::PgConnection;
use std::collections::HashMap;

/// The milestones of every job's plan, each once, in the order in which candidates reach them. The careers site shows
/// them with the job's postings.
pub async fn milestones(
    db: &mut PgConnection,
    company: CompanyId,
) -> Result<HashMap<JobId, Vec<Milestone>>> {
    let rows = sqlx::query!(
        r#"select job_id as "job: JobId", array_agg(distinct milestone order by milestone) as "milestones!: Vec<Milestone>"
           from stages where company_id = $1 and deleted_at is null group by job_id"#,
        company as _,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.job, row.milestones))
        .collect())
}
