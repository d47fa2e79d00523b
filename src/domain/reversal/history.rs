//! What happened to something that the viewer sees, the newest first, as far as threads have it.

use super::{
    Subject,
    happened::{Happened, KINDS},
};
use crate::{
    access::{Actor, Permission, permissions::ReadProspects},
    base::{
        error::Result,
        ids::{ApplicationId, CandidateId, CompanyId, EventId, JobId, PostingId},
    },
};
use serde_json::Value;
use sqlx::PgConnection;

/// The most events that are looked through.
const MOST: i64 = 500;

pub(super) async fn history(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    subject: Subject,
) -> Result<Vec<Happened>> {
    match subject {
        Subject::Application(id) => of_application(db, company, actor, id).await,
        Subject::Job(id) => of_job(db, company, actor, id).await,
        Subject::Candidate(id) => of_person(db, company, actor, id, &[]).await,
    }
}

async fn of_application(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: ApplicationId,
) -> Result<Vec<Happened>> {
    Ok(sqlx::query_as!(
        Happened,
        r#"select e.id as "id: EventId", e.at as "at: _", e.kind, coalesce(d.detail, 'null') as "detail!: Value",
                  e.application_id as "application: _", e.posting_id as "posting: PostingId",
                  trim(u.given_name || ' ' || u.family_name) as who
           from events e
           join application_access s on (s.company_id, s.application_id) = (e.company_id, e.application_id)
           left join event_details d on (d.company_id, d.event_id) = (e.company_id, e.id)
           left join memberships m on (m.company_id, m.id) = (e.company_id, e.member_id)
           left join users u on u.id = m.user_id
           where e.company_id = $1 and e.application_id = $2 and s.company_id = $1 and s.application_id = $2 and s.member_id = $3
             and e.kind = any ($4)
           order by e.id desc limit $5"#,
        company as _,
        id as _,
        actor.member_id() as _,
        KINDS as _,
        MOST,
    )
    .fetch_all(db)
    .await?)
}

async fn of_job(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: JobId,
) -> Result<Vec<Happened>> {
    Ok(sqlx::query_as!(
        Happened,
        r#"select e.id as "id: EventId", e.at as "at: _", e.kind, coalesce(d.detail, 'null') as "detail!: Value",
                  e.application_id as "application: _", e.posting_id as "posting: PostingId",
                  trim(u.given_name || ' ' || u.family_name) as who
           from events e
           join job_access s on (s.company_id, s.job_id) = (e.company_id, e.job_id)
           left join event_details d on (d.company_id, d.event_id) = (e.company_id, e.id)
           left join memberships m on (m.company_id, m.id) = (e.company_id, e.member_id)
           left join users u on u.id = m.user_id
           where e.company_id = $1 and e.job_id = $2 and e.application_id is null and e.candidate_id is null
             and s.company_id = $1 and s.job_id = $2 and s.member_id = $3 and e.kind = any ($4)
           order by e.id desc limit $5"#,
        company as _,
        id as _,
        actor.member_id() as _,
        KINDS as _,
        MOST,
    )
    .fetch_all(db)
    .await?)
}

/// Of somebody themselves, for whoever sees an application of theirs, or them in the pool, also when they have just been taken
/// out of it; of the pool for the latter only. With that comes what happened to some of their applications.
pub(super) async fn of_person(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: CandidateId,
    applications: &[ApplicationId],
) -> Result<Vec<Happened>> {
    Ok(sqlx::query_as!(
        Happened,
        r#"with seen as materialized (
               select a.id from applications a
               join application_access s on s.company_id = $1 and s.member_id = $3 and s.application_id = a.id
               where a.company_id = $1 and a.candidate_id = $2
           ), pool as materialized (
               select p.id from prospects p
               join pool_access s on s.company_id = $1 and s.member_id = $3 and s.candidate_id = p.candidate_id
               where p.company_id = $1 and p.candidate_id = $2 and p.confirmed_at is not null
           ), recent as (
               select e.id, e.at, e.kind, e.application_id, e.posting_id, e.member_id
               from events e
               where e.company_id = $1 and e.candidate_id = $2 and e.application_id is null and e.kind = any ($4)
                 and (exists (select from pool) or (exists (select from seen) and ($6 or e.kind not like 'prospect.%')))
               union all
               select e.id, e.at, e.kind, e.application_id, e.posting_id, e.member_id
               from seen
               join events e on e.company_id = $1 and e.application_id = seen.id
               where seen.id = any ($7) and e.kind = any ($4)
               order by id desc limit $5
           )
           select e.id as "id!: EventId", e.at as "at!: _", e.kind as "kind!", coalesce(d.detail, 'null') as "detail!: Value",
                  e.application_id as "application: _", e.posting_id as "posting: PostingId",
                  trim(u.given_name || ' ' || u.family_name) as who
           from recent e
           left join event_details d on d.company_id = $1 and d.event_id = e.id
           left join memberships m on m.company_id = $1 and m.id = e.member_id
           left join users u on u.id = m.user_id
           order by e.id desc"#,
        company as _,
        id as _,
        actor.member_id() as _,
        KINDS as _,
        MOST,
        ReadProspects::admits(actor),
        applications as _,
    )
    .fetch_all(db)
    .await?)
}
