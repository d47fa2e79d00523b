//! How many people are in which stage. Triggers write by how much each statement changes it (`application_counts`), so that
//! nobody waits for anybody; what has gathered is added up here.

use crate::base::error::Result;
use sqlx::PgPool;

/// Makes one row of those that count the same. Whoever counts meanwhile sees the rows or their sum, never both. Meant to run
/// every minute.
pub async fn add_up(db: &PgPool) -> Result<()> {
    sqlx::query!(
        "with gathered as (
             select company_id, job_id, stage_id, status, confidential from application_counts
             group by company_id, job_id, stage_id, status, confidential having count(*) > 1
         ), taken as (
             delete from application_counts c using gathered g
             where (c.company_id, c.job_id, c.stage_id, c.status, c.confidential)
                   = (g.company_id, g.job_id, g.stage_id, g.status, g.confidential)
             returning c.company_id, c.job_id, c.stage_id, c.status, c.confidential, c.people
         )
         insert into application_counts (company_id, job_id, stage_id, status, confidential, people)
         select company_id, job_id, stage_id, status, confidential, sum(people) from taken
         group by company_id, job_id, stage_id, status, confidential having sum(people) <> 0"
    )
    .execute(db)
    .await?;
    Ok(())
}
