//! How far those who applied in the period have come, and how it ended for them.

use super::Look;
use crate::{
    base::{
        error::Result,
        ids::{JobId, StageId},
    },
    domain::{applications::Status, jobs::Milestone},
};
use sqlx::PgConnection;
use std::{cmp::Reverse, collections::BTreeMap};

/// Those who applied, by how far they came. Whoever came to a step came to all before it, and who was hired came to all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub applied: i64,
    furthest: BTreeMap<Milestone, i64>,
    ended: BTreeMap<Status, i64>,
}

impl Tally {
    fn add(&mut self, reached: Milestone, status: Status, people: i64) {
        // Hired is beyond the last step of any plan.
        let furthest = match status {
            Status::Hired => Milestone::Offer,
            _ => reached,
        };
        self.applied += people;
        *self.furthest.entry(furthest).or_default() += people;
        *self.ended.entry(status).or_default() += people;
    }

    /// How many came to a step, or to a later one.
    pub fn reached(&self, step: Milestone) -> i64 {
        self.furthest.range(step..).map(|(_, people)| people).sum()
    }

    /// How many are in this status now.
    pub fn ended(&self, status: Status) -> i64 {
        self.ended.get(&status).copied().unwrap_or_default()
    }
}

/// A stage of a job's plan, and how many came to it or to a later one.
#[derive(Clone, Debug)]
pub struct StageTally {
    pub id: StageId,
    pub name: String,
    pub people: i64,
}

/// The funnel: in all, by job, and for a single job by the stages of its plan.
#[derive(Clone, Debug, Default)]
pub struct Funnel {
    pub all: Tally,
    /// Those with most applications first.
    pub jobs: Vec<(JobId, Tally)>,
    pub stages: Vec<StageTally>,
}

pub async fn funnel(db: &mut PgConnection, look: &Look) -> Result<Funnel> {
    let rows = sqlx::query!(
        r#"select f.job_id as "job: JobId", f.reached as "reached: Milestone", f.status as "status: Status", count(*) as "people!"
           from application_facts f join unnest($4::bigint[]) w (job_id) on w.job_id = f.job_id
           where f.company_id = $1 and f.applied_at >= $2 and f.applied_at < $3 and f.id <> all($5)
           group by f.job_id, f.reached, f.status"#,
        look.company.id as _,
        look.begins as _,
        look.over as _,
        &look.jobs as _,
        &look.hidden.facts,
    )
    .fetch_all(&mut *db)
    .await?;
    let mut all = Tally::default();
    let mut jobs: BTreeMap<JobId, Tally> = BTreeMap::new();
    for row in rows {
        all.add(row.reached, row.status, row.people);
        let job = jobs.entry(row.job).or_default();
        job.add(row.reached, row.status, row.people);
    }
    let mut jobs: Vec<_> = jobs.into_iter().collect();
    jobs.sort_by_key(|(job, tally)| (Reverse(tally.applied), *job));
    let stages = match look.scope.job {
        Some(job) => stages(db, look, job).await?,
        None => Vec::new(),
    };
    Ok(Funnel { all, jobs, stages })
}

async fn stages(db: &mut PgConnection, look: &Look, job: JobId) -> Result<Vec<StageTally>> {
    Ok(sqlx::query_as!(
        StageTally,
        r#"with furthest as (
               select f.id, f.status = 'hired' as hired, max(s.position) as position
               from application_facts f
               join stays t on (t.company_id, t.fact_id, t.job_id) = (f.company_id, f.id, f.job_id)
               join stages s on (s.company_id, s.id) = (t.company_id, t.stage_id)
               where f.company_id = $1 and f.applied_at >= $2 and f.applied_at < $3 and f.job_id = $4 and f.id <> all($5)
               group by f.id, f.status
           )
           select s.id as "id: _", s.name, count(f.id) as "people!"
           from stages s
           left join furthest f on f.hired or f.position >= s.position
           where s.company_id = $1 and s.job_id = $4 and s.deleted_at is null
           group by s.id, s.name, s.position
           order by s.position, s.id"#,
        look.company.id as _,
        look.begins as _,
        look.over as _,
        job as _,
        &look.hidden.facts,
    )
    .fetch_all(db)
    .await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_was_hired_came_through_every_step() {
        let mut tally = Tally::default();
        tally.add(Milestone::Received, Status::Rejected, 10);
        tally.add(Milestone::Interviews, Status::Active, 3);
        tally.add(Milestone::Interviews, Status::Hired, 2);
        assert_eq!(tally.applied, 15);
        assert_eq!(tally.reached(Milestone::Received), 15);
        assert_eq!(tally.reached(Milestone::Interviews), 5);
        assert_eq!(tally.reached(Milestone::Offer), 2);
        assert_eq!(tally.ended(Status::Rejected), 10);
        assert_eq!(tally.ended(Status::Withdrawn), 0);
    }
}
