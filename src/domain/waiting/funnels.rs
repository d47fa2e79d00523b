//! Open jobs with how many people are where, and how many wait for a first look.

use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::Result,
        ids::{CompanyId, JobId, StageId},
    },
};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

/// An open job of the member, with how many people are in each stage.
#[derive(Clone, Debug)]
pub struct Funnel {
    pub id: JobId,
    pub name: String,
    pub stages: Json<Vec<Filled>>,
    pub hired: i64,
    /// Who waits in application review, but for those whom the member snoozes.
    pub fresh: Json<Vec<Fresh>>,
}

/// A stage and how many are in it.
#[derive(Clone, Debug, Deserialize)]
pub struct Filled {
    pub name: String,
    pub count: i64,
}

/// A stage of first looks, how many wait there, and when the first of them applied.
#[derive(Clone, Debug, Deserialize)]
pub struct Fresh {
    pub stage: StageId,
    pub count: i64,
    pub oldest: Time,
}

impl Funnel {
    /// Everybody in it.
    pub fn people(&self) -> i64 {
        self.stages.iter().map(|stage| stage.count).sum()
    }

    /// Everybody who waits for a first look.
    pub fn new_ones(&self) -> i64 {
        self.fresh.iter().map(|stage| stage.count).sum()
    }
}

/// The member's open jobs. Their people are counted as they come and go (`pipeline::counts`).
pub async fn funnels(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    now: Time,
) -> Result<Vec<Funnel>> {
    Ok(sqlx::query_as!(
        Funnel,
        r#"with teams as (select distinct job_id from hiring_team where company_id = $1 and member_id = $2),
                asleep as materialized (
                    select a.id, a.stage_id, a.confidential
                    from snoozes z
                    join applications a on a.company_id = $1 and a.id = z.application_id and a.status = 'active'
                    where z.company_id = $1 and z.member_id = $2 and (z.until is null or z.until > $3)
                )
           select j.id as "id: _", j.name, people.stages as "stages!: _", first_looks.fresh as "fresh!: _", hired.people as "hired!"
           from jobs j
           join job_access s on (s.company_id, s.job_id) = (j.company_id, j.id)
           cross join lateral (
               select coalesce(jsonb_agg(jsonb_build_object('name', st.name, 'count', a.people) order by st.position, st.id), '[]') as stages
               from stages st
               cross join lateral (
                   select coalesce(sum(c.people), 0) as people from application_counts c
                   where c.company_id = $1 and c.job_id = j.id and c.stage_id = st.id and c.status = 'active'
                     and (not c.confidential or s.sees_private)
               ) a
               where st.company_id = $1 and st.job_id = j.id and st.deleted_at is null
           ) people
           cross join lateral (
               select coalesce(sum(c.people), 0)::bigint as people from application_counts c
               where c.company_id = $1 and c.job_id = j.id and c.status = 'hired' and (not c.confidential or s.sees_private)
           ) hired
           cross join lateral (
               select coalesce(jsonb_agg(jsonb_build_object('stage', st.id, 'count', a.people, 'oldest', oldest.applied_at)
                                         order by st.position, st.id), '[]') as fresh
               from stages st
               cross join lateral (
                   select coalesce(sum(c.people), 0)
                          - (select count(*) from asleep z where z.stage_id = st.id and (not z.confidential or s.sees_private)) as people
                   from application_counts c
                   where c.company_id = $1 and c.job_id = j.id and c.stage_id = st.id and c.status = 'active'
                     and (not c.confidential or s.sees_private)
               ) a
               cross join lateral (
                   select a.applied_at from applications a
                   where a.company_id = $1 and a.stage_id = st.id and a.status = 'active' and (not a.confidential or s.sees_private)
                     and not exists (select from asleep z where z.id = a.id)
                   order by a.applied_at limit 1
               ) oldest
               where st.company_id = $1 and st.job_id = j.id and st.deleted_at is null and st.kind = 'application_review' and a.people > 0
           ) first_looks
           where j.company_id = $1 and j.status = 'open' and s.company_id = $1 and s.member_id = $2 and s.sees_candidates
             and (j.id in (select job_id from teams) or not exists (select from teams))
           order by first_looks.fresh <> '[]' desc, lower(j.name), j.id"#,
        company as _,
        actor.member_id() as _,
        now as _,
    )
    .fetch_all(db)
    .await?)
}
