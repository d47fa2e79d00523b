//! How long people were in a stage that they left in the period.

use super::{Look, Spread};
use crate::{
    base::{
        error::Result,
        ids::{JobId, StageId},
    },
    domain::jobs::Milestone,
};
use sqlx::PgConnection;

/// Where people waited: in a step that all plans have, or in a stage of one job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    Step(Milestone),
    Stage(StageId, String),
}

impl Where {
    /// The words that people read.
    pub fn label(&self) -> &str {
        match self {
            Self::Step(step) => step.label(),
            Self::Stage(_, name) => name,
        }
    }
}

/// The stays in one place.
#[derive(Clone, Debug)]
pub struct Stay {
    pub at: Where,
    pub took: Spread,
}

/// By stage for a single job, else by what candidates read for the stages. In the order of the way.
pub async fn stages(db: &mut PgConnection, look: &Look) -> Result<Vec<Stay>> {
    let rows = match look.scope.job {
        Some(job) => of_job(db, look, job).await?,
        None => of_steps(db, look).await?,
    };
    let mut stays: Vec<Stay> = Vec::new();
    for (at, hours, count) in rows {
        match stays.last_mut() {
            Some(stay) if stay.at == at => stay.took.add(hours, count),
            _ => {
                let mut took = Spread::default();
                took.add(hours, count);
                stays.push(Stay { at, took });
            }
        }
    }
    Ok(stays)
}

async fn of_steps(db: &mut PgConnection, look: &Look) -> Result<Vec<(Where, i32, i64)>> {
    Ok(sqlx::query!(
        r#"select t.milestone as "step: Milestone", t.hours as "hours!", count(*) as "count!"
           from stays t join unnest($4::bigint[]) w (job_id) on w.job_id = t.job_id
           where t.company_id = $1 and t.left_at >= $2 and t.left_at < $3 and t.fact_id <> all($5)
           group by t.milestone, t.hours
           order by t.milestone, t.hours"#,
        look.company.id as _,
        look.begins as _,
        look.over as _,
        &look.jobs as _,
        &look.hidden.facts,
    )
    .map(|row| (Where::Step(row.step), row.hours, row.count))
    .fetch_all(db)
    .await?)
}

async fn of_job(db: &mut PgConnection, look: &Look, job: JobId) -> Result<Vec<(Where, i32, i64)>> {
    Ok(sqlx::query!(
        r#"select s.id as "id: StageId", s.name, t.hours as "hours!", t.count as "count!"
           from (
               select t.stage_id, t.hours, count(*) as count
               from stays t
               where t.company_id = $1 and t.left_at >= $2 and t.left_at < $3 and t.job_id = $4 and t.fact_id <> all($5)
               group by t.stage_id, t.hours
           ) t
           join stages s on s.company_id = $1 and s.id = t.stage_id
           order by s.position, s.id, t.hours"#,
        look.company.id as _,
        look.begins as _,
        look.over as _,
        job as _,
        &look.hidden.facts,
    )
    .map(|row| (Where::Stage(row.id, row.name), row.hours, row.count))
    .fetch_all(db)
    .await?)
}
