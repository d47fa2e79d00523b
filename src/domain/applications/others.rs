//! Other applications of the same candidate, as far as the viewer sees them.

use super::{job::Stage, status::Status};
use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::Result,
        ids::{ApplicationId, CandidateId, CompanyId, StageId},
    },
};
use sqlx::{PgConnection, types::Json};

#[derive(Clone, Debug)]
pub struct Other {
    pub id: ApplicationId,
    pub job_name: String,
    pub status: Status,
    pub stage: StageId,
    pub stages: Json<Vec<Stage>>,
    pub applied_at: Time,
    pub decided_at: Option<Time>,
    pub reason: Option<String>,
}

impl Other {
    /// The number of its stage, from 0.
    pub fn step(&self) -> usize {
        let at = self.stages.iter().position(|stage| stage.id == self.stage);
        at.unwrap_or(0)
    }
}

/// The newest first; at most fifty, which is more than anybody sends.
pub async fn others(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    candidate: CandidateId,
    but: ApplicationId,
) -> Result<Vec<Other>> {
    Ok(sqlx::query_as!(
        Other,
        r#"select a.id as "id: _", j.name as job_name, a.status as "status: _", a.stage_id as "stage: _",
                  (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'stale_after_days', s.stale_after_days)
                                             order by s.position, s.id), '[]')
                   from stages s where s.company_id = $1 and s.job_id = a.job_id and (s.deleted_at is null or s.id = a.stage_id)) as "stages!: _",
                  a.applied_at as "applied_at: _", a.decided_at as "decided_at: _", r.name as "reason?"
           from applications a
           join application_access s on (s.company_id, s.application_id) = (a.company_id, a.id)
           join jobs j on (j.company_id, j.id) = (a.company_id, a.job_id)
           left join rejection_reasons r on (r.company_id, r.id) = (a.company_id, a.rejection_reason_id)
           where a.company_id = $1 and a.candidate_id = $2 and a.id <> $3 and s.company_id = $1 and s.member_id = $4
           order by a.id desc limit 50"#,
        company as _,
        candidate as _,
        but as _,
        actor.member_id() as _,
    )
    .fetch_all(db)
    .await?)
}
