//! Where those who applied in the period came from, and how far.

use super::Look;
use crate::base::{error::Result, ids::SourceId};
use sqlx::PgConnection;

/// Those who came from one source.
#[derive(Clone, Debug)]
pub struct SourceTally {
    /// None where nobody knows.
    pub id: Option<SourceId>,
    pub name: String,
    pub applied: i64,
    /// Who came to interviews, or further.
    pub interviewed: i64,
    pub hired: i64,
}

/// Those with most applications first.
pub async fn sources(db: &mut PgConnection, look: &Look) -> Result<Vec<SourceTally>> {
    Ok(sqlx::query_as!(
        SourceTally,
        r#"select f.source_id as "id: _", coalesce(s.name, 'Unknown') as "name!", f.applied as "applied!", f.interviewed as "interviewed!",
                  f.hired as "hired!"
           from (
               select f.source_id, count(*) as applied, count(*) filter (where f.reached >= 'interviews' or f.status = 'hired') as interviewed,
                      count(*) filter (where f.status = 'hired') as hired
               from application_facts f join unnest($4::bigint[]) w (job_id) on w.job_id = f.job_id
               where f.company_id = $1 and f.applied_at >= $2 and f.applied_at < $3 and f.id <> all($5)
               group by f.source_id
           ) f
           left join sources s on s.company_id = $1 and s.id = f.source_id
           order by f.applied desc, lower(s.name) nulls last"#,
        look.company.id as _,
        look.begins as _,
        look.over as _,
        &look.jobs as _,
        &look.hidden.facts,
    )
    .fetch_all(db)
    .await?)
}
