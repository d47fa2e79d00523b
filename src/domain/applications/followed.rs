//! The jobs that a member follows, with what is new in them: the side of every staff page.

use crate::{
    access::Actor,
    base::{
        error::Result,
        ids::{CompanyId, JobId},
    },
    domain::pipeline::sees_more_than_teams,
};
use sqlx::PgConnection;

/// An open job in whose team the member is.
#[derive(Clone, Debug)]
pub struct FollowedJob {
    pub id: JobId,
    pub name: String,
    /// Applications that wait for their first review.
    pub new: i64,
}

/// At most eight, by name, with the counts that are kept.
pub async fn followed(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
) -> Result<Vec<FollowedJob>> {
    Ok(sqlx::query_as!(
        FollowedJob,
        r#"select j.id as "id: _", j.name,
                  (select coalesce(sum(c.people), 0)::bigint
                   from application_counts c
                   join stages s on (s.company_id, s.id) = (c.company_id, c.stage_id) and s.kind = 'application_review'
                   where c.company_id = j.company_id and c.job_id = j.id and c.status = 'active'
                     and (t.works or $3 or not c.confidential)) as "new!"
           from jobs j
           join (select company_id, job_id, bool_or(role <> 'interviewer') as works from hiring_team
                 where company_id = $1 and member_id = $2 group by company_id, job_id) t
             on (t.company_id, t.job_id) = (j.company_id, j.id)
           where j.company_id = $1 and j.status = 'open'
           order by lower(j.name), j.id
           limit 8"#,
        company as _,
        actor.member_id() as _,
        sees_more_than_teams(actor),
    )
    .fetch_all(db)
    .await?)
}
