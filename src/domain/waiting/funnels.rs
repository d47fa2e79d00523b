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

/// The member's open jobs. Counts come from the index of the board's columns.
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
                    select application_id from snoozes where company_id = $1 and member_id = $2 and (until is null or until > $3))
           select j.id as "id: _", j.name, people.stages as "stages!: _", first_looks.fresh as "fresh!: _",
                  (select count(*) from applications a where a.company_id = $1 and a.job_id = j.id and a.status = 'hired'
                     and (s.sees_private or not a.confidential)) as "hired!"
           from jobs j
           join job_access s on (s.company_id, s.job_id) = (j.company_id, j.id)
           cross join lateral (
               select coalesce(jsonb_agg(jsonb_build_object('name', st.name, 'count', a.count) order by st.position, st.id), '[]') as stages
               from stages st
               cross join lateral (
                   select count(*) as count from applications a
                   where a.company_id = $1 and a.job_id = j.id and a.stage_id = st.id and a.status = 'active'
                     and (s.sees_private or not a.confidential)
               ) a
               where st.company_id = $1 and st.job_id = j.id and st.deleted_at is null
           ) people
           cross join lateral (
               select coalesce(jsonb_agg(jsonb_build_object('stage', st.id, 'count', a.count, 'oldest', a.oldest)
                                         order by st.position, st.id), '[]') as fresh
               from stages st
               cross join lateral (
                   select count(*) as count, min(a.applied_at) as oldest
                   from applications a
                   where a.company_id = $1 and a.job_id = j.id and a.stage_id = st.id and a.status = 'active'
                     and (s.sees_private or not a.confidential) and not exists (select from asleep where asleep.application_id = a.id)
               ) a
               where st.company_id = $1 and st.job_id = j.id and st.deleted_at is null and st.kind = 'application_review' and a.count > 0
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
