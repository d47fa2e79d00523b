//! One of the pool, for those who recruit.

use super::own::newest_resume;
use crate::{
    access::{Actor, Change, permissions::ReadProspects},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, AttachmentId, CandidateId, CompanyId, PoolId, ProspectId},
    },
    domain::{applications::attachments::Download, sources::Touch},
};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

/// What is known of them.
#[derive(Clone, Debug)]
pub struct Prospect {
    pub id: ProspectId,
    pub candidate: CandidateId,
    pub name: String,
    pub email: Option<String>,
    pub pool: PoolId,
    pub words: String,
    pub areas: Vec<String>,
    pub tags: Vec<String>,
    pub resume: Option<String>,
    /// The text of the résumé, once it was read.
    pub resume_text: Option<String>,
    pub since: Time,
    pub until: Time,
    pub confidential: bool,
    pub asked_again_at: Option<Time>,
    /// Who of the company put them there; they have not agreed to it.
    pub added_by: Option<String>,
    pub touch: Option<Json<Touch>>,
    /// Their applications, as far as the viewer sees them; newest first.
    pub applications: Json<Vec<Role>>,
}

/// An application of theirs.
#[derive(Clone, Debug, Deserialize)]
pub struct Role {
    pub id: ApplicationId,
    pub job: String,
    pub applied_at: Time,
}

/// One of the pool, if the viewer sees them.
pub async fn prospect(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: ProspectId,
    now: Time,
) -> Result<Prospect> {
    sqlx::query_as!(
        Prospect,
        r#"select p.id as "id: _", c.id as "candidate: _", trim(c.given_name || ' ' || c.family_name) as "name!",
                  (select e.email from candidate_emails e where e.company_id = $1 and e.candidate_id = c.id order by e.position, e.id limit 1) as email,
                  p.pool_id as "pool: _", p.words,
                  array(select d.name from prospect_areas a join departments d on (d.company_id, d.id) = (a.company_id, a.department_id)
                        where a.company_id = $1 and a.prospect_id = p.id order by lower(d.name)) as "areas!",
                  names_of_tags($1, c.id) as "tags!",
                  f.name as "resume?", case when x.state = 'ready' then x.text end as resume_text,
                  p.confirmed_at as "since!: _", p.ends_at as "until!: _", c.private as confidential, p.asked_again_at as "asked_again_at: _", p.touch as "touch: _",
                  (select trim(u.given_name || ' ' || u.family_name) from memberships b join users u on u.id = b.user_id
                   where b.company_id = $1 and b.id = p.added_by) as added_by,
                  (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'job', j.name, 'applied_at', a.applied_at) order by a.id desc), '[]')
                   from applications a
                   join application_access s on (s.company_id, s.application_id) = (a.company_id, a.id)
                   join jobs j on (j.company_id, j.id) = (a.company_id, a.job_id)
                   where a.company_id = $1 and a.candidate_id = c.id and s.company_id = $1 and s.member_id = $3) as "applications!: _"
           from prospects p
           join pool_access v on (v.company_id, v.candidate_id) = (p.company_id, p.candidate_id)
           join candidates c on (c.company_id, c.id) = (p.company_id, p.candidate_id)
           left join lateral (select t.file_id from attachments t
                              where t.company_id = $1 and t.candidate_id = c.id and t.kind = 'resume' and (p.once is not null or p.added_by is not null)
                                and (t.application_id is null or exists (
                                    select from application_access s
                                    where s.company_id = $1 and s.application_id = t.application_id and s.member_id = $3))
                              order by t.id desc limit 1) t on true
           left join files f on f.company_id = $1 and f.id = t.file_id
           left join file_texts x on x.company_id = $1 and x.file_id = t.file_id
           where p.company_id = $1 and p.id = $2 and p.confirmed_at is not null and p.ends_at > $4
             and v.company_id = $1 and v.member_id = $3"#,
        company as _,
        id as _,
        actor.member_id() as _,
        now as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}

/// Where somebody is in the pool, if the viewer sees them there.
pub async fn of_candidate(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    candidate: CandidateId,
    now: Time,
) -> Result<ProspectId> {
    let id = sqlx::query_scalar!(
        r#"select id as "id: ProspectId" from prospects where company_id = $1 and candidate_id = $2"#,
        company as _,
        candidate as _,
    )
    .fetch_optional(&mut *db)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(prospect(db, company, actor, id, now).await?.id)
}

/// Their résumé, for whoever sees it on their page.
pub async fn resume(
    change: &mut Change<ReadProspects>,
    id: ProspectId,
) -> Result<(Download, AttachmentId)> {
    let (company, now) = (change.company(), change.now());
    let actor = change.actor().clone();
    let person = prospect(change.db(), company, &actor, id, now).await?;
    if person.resume.is_none() {
        return Err(Error::NotFound);
    }
    newest_resume(change, person.candidate).await
}
