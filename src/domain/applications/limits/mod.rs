//! How often somebody may apply: limits of a company, a department or chosen jobs. They are said on the form; a sending over
//! one is kept apart ([`held`]), and its sender hears by mail until when the limit stands.

pub mod held;
mod kept;
mod rule;

pub use kept::{
    Limit, LimitDetails, Scope, add_limit, change_limit, delete_limit, limits, open_jobs,
};
pub use rule::{Allowance, Most, Past, open_on};

use crate::{
    access::Change,
    base::{
        clock::{Day, Time},
        error::Result,
        ids::{CandidateId, CompanyId, JobId, LimitId},
    },
};
use sqlx::PgConnection;
use std::collections::{BTreeMap, HashMap};

/// What is said of the limits on the form of each job that has some.
pub async fn said(
    db: &mut PgConnection,
    company: CompanyId,
) -> Result<HashMap<JobId, Vec<String>>> {
    let rows = sqlx::query!(
        r#"select h.job_id as "job!: JobId", h.limit_id as "limit!: LimitId"
           from job_limits($1) h order by h.job_id, h.limit_id"#,
        company.0,
    )
    .fetch_all(&mut *db)
    .await?;
    let mut said: HashMap<JobId, Vec<String>> = HashMap::new();
    if rows.is_empty() {
        return Ok(said);
    }
    let limits = limits(db, company).await?;
    for row in rows {
        if let Some(limit) = limits.iter().find(|limit| limit.id == row.limit) {
            said.entry(row.job).or_default().extend(limit.said());
        }
    }
    Ok(said)
}

/// The day from which somebody may apply for a job again; nothing when they may now. It goes by what they did and were
/// told, so that no limit tells of a decision before the mail does.
pub(super) async fn stands<P>(
    change: &mut Change<P>,
    candidate: CandidateId,
    job: JobId,
) -> Result<Option<Day>> {
    let (company, now) = (change.company(), change.now());
    let zone = change.company_ref().zone();
    let rows = sqlx::query!(
        r#"select l.id as "limit: LimitId", l.most, l.days, l.wait_days, t.applied_at as "applied_at?: Time",
                  case when t.outcome = 'not_selected' then t.told_at end as "told_at: Time"
           from application_limits l
           left join told_applications t on t.company_id = l.company_id and t.candidate_id = $2
               and t.job_id in (select h.job_id from job_limits($1) h where h.limit_id = l.id)
           where l.company_id = $1 and l.id in (select h.limit_id from job_limits($1) h where h.job_id = $3)"#,
        company.0,
        candidate as _,
        job as _,
    )
    .fetch_all(change.db())
    .await?;
    let mut limits: BTreeMap<LimitId, (Allowance, Past)> = BTreeMap::new();
    for row in rows {
        let allowance = Allowance {
            most: most(row.most, row.days),
            wait_days: row.wait_days,
        };
        let (_, past) = limits
            .entry(row.limit)
            .or_insert_with(|| (allowance, Past::default()));
        past.applied.extend(row.applied_at.map(|at| at.day(&zone)));
        past.told.extend(row.told_at.map(|at| at.day(&zone)));
    }
    let today = now.day(&zone);
    let open = limits
        .values()
        .filter_map(|(allowance, past)| open_on(allowance, past, today));
    Ok(open.max().map(Day))
}

fn most(applications: Option<i32>, days: Option<i32>) -> Option<Most> {
    let (applications, days) = applications.zip(days)?;
    Some(Most { applications, days })
}
