//! What waits for somebody: new applications, late answers, rejections that nobody was told about, and for coordinators what
//! people need to take part.

use super::{adjustments::Asked, job::Stage};
use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::Result,
        ids::{ApplicationId, CompanyId, JobId, StageId, Version},
    },
};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

/// Late answers, and held rejections, that are shown; both are counted to the last.
const SHOWN: i64 = 10;

/// An open job of the member, with how many people are in each stage.
#[derive(Clone, Debug)]
pub struct Funnel {
    pub id: JobId,
    pub name: String,
    pub stages: Json<Vec<Filled>>,
    pub hired: i64,
    /// In application review, and when the first of them applied.
    pub new: i64,
    pub oldest: Option<Time>,
}

/// A stage and how many are in it.
#[derive(Clone, Debug, Deserialize)]
pub struct Filled {
    pub name: String,
    pub count: i64,
}

impl Funnel {
    /// Everybody in it.
    pub fn people(&self) -> i64 {
        self.stages.iter().map(|stage| stage.count).sum()
    }
}

/// The open jobs in whose team the member is; of somebody who is in no team, all those whose candidates they see.
/// Counts come from the index of the board's columns.
pub async fn funnels(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
) -> Result<Vec<Funnel>> {
    Ok(sqlx::query_as!(
        Funnel,
        r#"with teams as (select distinct job_id from hiring_team where company_id = $1 and member_id = $2)
           select j.id as "id: _", j.name, people.stages as "stages!: _", people.new as "new!", people.oldest as "oldest: _",
                  (select count(*) from applications a where a.company_id = $1 and a.job_id = j.id and a.status = 'hired') as "hired!"
           from jobs j
           join job_access s on (s.company_id, s.job_id) = (j.company_id, j.id)
           cross join lateral (
               select coalesce(jsonb_agg(jsonb_build_object('name', st.name, 'count', a.count) order by st.position, st.id), '[]') as stages,
                      coalesce(sum(a.count) filter (where st.kind = 'application_review'), 0)::bigint as new,
                      min(a.oldest) filter (where st.kind = 'application_review') as oldest
               from stages st
               cross join lateral (
                   select count(*) as count, min(a.applied_at) as oldest
                   from applications a
                   where a.company_id = $1 and a.job_id = j.id and a.stage_id = st.id and a.status = 'active'
               ) a
               where st.company_id = $1 and st.job_id = j.id and st.deleted_at is null
           ) people
           where j.company_id = $1 and j.status = 'open' and s.company_id = $1 and s.member_id = $2 and s.sees_candidates
             and (j.id in (select job_id from teams) or not exists (select from teams))
           order by people.new > 0 desc, lower(j.name), j.id"#,
        company as _,
        actor.member_id() as _,
    )
    .fetch_all(db)
    .await?)
}

/// What is overdue, wherever the member sees candidates: how much, and the first of each.
#[derive(Clone, Debug)]
pub struct Overdue {
    pub late: i64,
    pub held: i64,
    /// Active, and past the day that they were promised an answer by: the latest first.
    pub late_ones: Json<Vec<Late>>,
    /// Rejected, and not told until somebody lets it go.
    pub held_ones: Json<Vec<Untold>>,
    /// What people need to take part fairly, and no coordinator has taken note of: for coordinators.
    pub adjustments: Json<Vec<Asked>>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Late {
    pub id: ApplicationId,
    pub name: String,
    pub job_name: String,
    pub stage_id: StageId,
    pub stages: Vec<Stage>,
    pub promised_by: Time,
}

impl Late {
    /// The number of its stage, from 0.
    pub fn step(&self) -> usize {
        let at = self
            .stages
            .iter()
            .position(|stage| stage.id == self.stage_id);
        at.unwrap_or(0)
    }

    pub fn stage_name(&self) -> &str {
        self.stages
            .get(self.step())
            .map_or("", |stage| stage.name.as_str())
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct Untold {
    pub id: ApplicationId,
    pub version: Version,
    pub name: String,
    pub job_name: String,
    pub decided_at: Time,
}

/// Counts and first rows, in one statement. Late ones are read from the index of promises; those of jobs whose candidates
/// the member does not see are left out there already.
pub async fn overdue(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    now: Time,
) -> Result<Overdue> {
    Ok(sqlx::query_as!(
        Overdue,
        r#"with teams as (
               select distinct job_id from hiring_team where company_id = $1 and member_id = $2
           ), mine as materialized (
               select s.job_id, s.decides
               from job_access s
               where s.company_id = $1 and s.member_id = $2 and s.sees_candidates
                 and (s.job_id in (select job_id from teams) or not exists (select from teams))
           )
           select (select count(*) from applications a join mine on mine.job_id = a.job_id
                   where a.company_id = $1 and a.status = 'active' and a.promised_by < $3) as "late!",
                  (select count(*) from applications a join mine on mine.job_id = a.job_id and mine.decides
                   where a.company_id = $1 and a.status = 'rejected' and a.told_at is null and a.telling = 'held') as "held!",
                  (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'job_name', a.job_name, 'stage_id', a.stage_id,
                                                                'promised_by', a.promised_by, 'stages',
                              (select jsonb_agg(jsonb_build_object('id', st.id, 'name', st.name) order by st.position, st.id)
                               from stages st where st.company_id = $1 and st.job_id = a.job_id and st.deleted_at is null))
                              order by a.promised_by, a.id), '[]')
                   from (select a.id, a.name, a.job_id, j.name as job_name, a.stage_id, a.promised_by
                         from applications a
                         join mine on mine.job_id = a.job_id
                         join jobs j on (j.company_id, j.id) = (a.company_id, a.job_id)
                         where a.company_id = $1 and a.status = 'active' and a.promised_by < $3
                         order by a.promised_by, a.id limit $4) a) as "late_ones!: _",
                  (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'version', a.version, 'name', a.name, 'job_name', a.job_name,
                                                                'decided_at', a.decided_at) order by a.decided_at, a.id), '[]')
                   from (select a.id, a.version, a.name, j.name as job_name, a.decided_at
                         from applications a
                         join mine on mine.job_id = a.job_id and mine.decides
                         join jobs j on (j.company_id, j.id) = (a.company_id, a.job_id)
                         where a.company_id = $1 and a.status = 'rejected' and a.told_at is null and a.telling = 'held'
                         order by a.decided_at, a.id limit $4) a) as "held_ones!: _",
                  (select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'name', n.name, 'job_name', n.job_name, 'updated_at', n.updated_at)
                                             order by n.updated_at, n.id), '[]')
                   from (select a.id, a.name, j.name as job_name, v.updated_at
                         from readable_adjustments v
                         join applications a on (a.company_id, a.id) = (v.company_id, v.application_id)
                         join jobs j on (j.company_id, j.id) = (a.company_id, a.job_id)
                         where v.company_id = $1 and v.member_id = $2 and v.noted_at is null and a.status = 'active'
                         order by v.updated_at, a.id limit $4) n) as "adjustments!: _""#,
        company as _,
        actor.member_id() as _,
        now as _,
        SHOWN,
    )
    .fetch_one(db)
    .await?)
}
