//! Promises of a period, as far as the viewer sees the candidates they were made to.

use super::Kept;
use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::Result,
        ids::{CompanyId, JobId},
    },
    domain::jobs::Milestone,
};
use sqlx::PgConnection;
use std::collections::BTreeMap;

/// How often promises were kept: in all, by where people waited, and by job.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub all: Kept,
    /// In the order of the way.
    pub milestones: Vec<(Milestone, Kept)>,
    /// Those with most first.
    pub jobs: Vec<Row>,
}

/// A job's promises.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: JobId,
    pub name: String,
    pub kept: Kept,
}

/// Counts the promises whose day was in the period, and has passed.
pub async fn report(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    since: Time,
    now: Time,
) -> Result<Report> {
    let rows = sqlx::query!(
        r#"with counted as (
               select p.job_id, p.milestone, count(*) as counted, count(*) filter (where p.ended <> 'withdrawn' and p.ended_at <= p.due_at) as kept
               from promises p
               where p.company_id = $1 and p.due_at >= $3 and p.due_at < $4
                 and not coalesce(p.ended = 'withdrawn' and p.ended_at <= p.due_at, false)
               group by p.job_id, p.milestone
           )
           select c.job_id as "job: JobId", j.name, c.milestone as "milestone: Milestone", c.counted as "counted!", c.kept as "kept!"
           from counted c
           join jobs j on (j.company_id, j.id) = ($1, c.job_id)
           join job_access s on s.company_id = $1 and s.job_id = c.job_id and s.member_id = $2 and s.sees_candidates"#,
        company as _,
        actor.member_id() as _,
        since as _,
        now as _,
    )
    .fetch_all(db)
    .await?;
    let mut all = Kept::default();
    let mut milestones: BTreeMap<Milestone, Kept> = BTreeMap::new();
    let mut jobs: BTreeMap<JobId, (String, Kept)> = BTreeMap::new();
    for row in rows {
        let kept = Kept {
            kept: row.kept,
            counted: row.counted,
        };
        all.add(kept);
        milestones.entry(row.milestone).or_default().add(kept);
        let job = jobs.entry(row.job).or_insert((row.name, Kept::default()));
        job.1.add(kept);
    }
    let jobs = jobs.into_iter();
    let mut jobs: Vec<_> = jobs
        .map(|(id, (name, kept))| Row { id, name, kept })
        .collect();
    jobs.sort_by_key(|row| (std::cmp::Reverse(row.kept.counted), row.id));
    Ok(Report {
        all,
        milestones: milestones.into_iter().collect(),
        jobs,
    })
}
