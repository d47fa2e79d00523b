//! Why people were rejected in the period.

use super::Look;
use crate::base::{error::Result, ids::RejectionReasonId};
use sqlx::PgConnection;

/// Rejections for one reason that stand.
#[derive(Clone, Debug)]
pub struct ReasonTally {
    /// None where the reason is not known any more.
    pub id: Option<RejectionReasonId>,
    pub name: String,
    pub people: i64,
}

/// The most frequent first.
pub async fn reasons(db: &mut PgConnection, look: &Look) -> Result<Vec<ReasonTally>> {
    Ok(sqlx::query_as!(
        ReasonTally,
        r#"select f.rejection_reason_id as "id: _", coalesce(r.name, 'Unknown') as "name!", f.people as "people!"
           from (
               select f.rejection_reason_id, count(*) as people
               from application_facts f join unnest($4::bigint[]) w (job_id) on w.job_id = f.job_id
               where f.company_id = $1 and f.decided_at >= $2 and f.decided_at < $3 and f.status = 'rejected' and f.id <> all($5)
               group by f.rejection_reason_id
           ) f
           left join rejection_reasons r on r.company_id = $1 and r.id = f.rejection_reason_id
           order by f.people desc, lower(r.name) nulls last"#,
        look.company.id as _,
        look.begins as _,
        look.over as _,
        &look.jobs as _,
        &look.hidden.facts,
    )
    .fetch_all(db)
    .await?)
}
