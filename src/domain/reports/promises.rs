//! How often promises of an answer were kept, whose day was in the period and has passed.

use super::Look;
use crate::{
    base::{error::Result, ids::JobId},
    domain::{jobs::Milestone, promises::Kept},
};
use sqlx::PgConnection;
use std::{cmp::Reverse, collections::BTreeMap};

/// In all, by where people waited, and by job.
#[derive(Clone, Debug, Default)]
pub struct Promises {
    pub all: Kept,
    /// In the order of the way.
    pub milestones: Vec<(Milestone, Kept)>,
    /// Those with most first.
    pub jobs: Vec<JobPromises>,
}

/// A job's promises.
#[derive(Clone, Copy, Debug)]
pub struct JobPromises {
    pub job: JobId,
    pub kept: Kept,
}

pub async fn promises(db: &mut PgConnection, look: &Look) -> Result<Promises> {
    let rows = sqlx::query!(
        r#"select p.job_id as "job: JobId", p.milestone as "milestone: Milestone", count(*) as "counted!",
                  count(*) filter (where p.ended <> 'withdrawn' and p.ended_at <= p.due_at) as "kept!"
           from promises p join unnest($4::bigint[]) w (job_id) on w.job_id = p.job_id
           where p.company_id = $1 and p.due_at >= $2 and p.due_at < least($3, $5::timestamptz)
             and not coalesce(p.ended = 'withdrawn' and p.ended_at <= p.due_at, false)
             and coalesce(p.application_id, 0) <> all($6)
           group by p.job_id, p.milestone"#,
        look.company.id as _,
        look.begins as _,
        look.over as _,
        &look.jobs as _,
        look.now as _,
        &look.hidden.applications as _,
    )
    .fetch_all(db)
    .await?;
    let mut all = Kept::default();
    let mut milestones: BTreeMap<Milestone, Kept> = BTreeMap::new();
    let mut jobs: BTreeMap<JobId, Kept> = BTreeMap::new();
    for row in rows {
        let kept = Kept {
            kept: row.kept,
            counted: row.counted,
        };
        all.add(kept);
        milestones.entry(row.milestone).or_default().add(kept);
        jobs.entry(row.job).or_default().add(kept);
    }
    let mut jobs: Vec<_> = jobs
        .into_iter()
        .map(|(job, kept)| JobPromises { job, kept })
        .collect();
    jobs.sort_by_key(|row| (Reverse(row.kept.counted), row.job));
    Ok(Promises {
        all,
        milestones: milestones.into_iter().collect(),
        jobs,
    })
}
