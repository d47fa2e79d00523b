//! What is held of somebody beside their applications: that they are kept in mind, what they want to hear of, how they came,
//! what they sent over a limit.

use super::copy::MOST;
use crate::{
    base::{
        clock::Time,
        error::Result,
        ids::{CandidateId, CompanyId},
    },
    domain::sources::Touch,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

/// What they wrote of themselves without a job in mind, and how long they are kept in mind.
#[derive(Clone, Debug, Serialize)]
pub struct HeldProspect {
    pub since: Time,
    pub until: Time,
    pub words: String,
    pub areas: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct HeldAlert {
    pub email: String,
    /// What they look for, as the list's address says it.
    pub query: String,
    pub since: Time,
}

/// What led to an application, as the links said that they followed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HeldTouch {
    /// The first time that we know of, or the last.
    pub place: String,
    pub at: Time,
    #[serde(flatten)]
    pub touch: Touch,
}

#[derive(Clone, Debug, Serialize)]
pub struct HeldEvent {
    pub at: Time,
    pub kind: String,
    pub detail: Option<Value>,
}

/// Two records that were made into one: what each said.
#[derive(Clone, Debug, Serialize)]
pub struct Joined {
    pub at: Time,
    pub were: Json<Vec<Value>>,
}

pub(super) async fn talent_pool(
    db: &mut PgConnection,
    company: CompanyId,
    candidate: CandidateId,
) -> Result<Option<HeldProspect>> {
    Ok(sqlx::query_as!(
        HeldProspect,
        r#"select p.confirmed_at as "since!: _", p.ends_at as "until!: _", p.words,
                  array(select d.name from prospect_areas a join departments d on (d.company_id, d.id) = (a.company_id, a.department_id)
                        where a.company_id = $1 and a.prospect_id = p.id order by lower(d.name)) as "areas!"
           from prospects p
           where p.company_id = $1 and p.candidate_id in (select id from candidates where company_id = $1 and (id = $2 or merged_into_id = $2))
           order by p.candidate_id <> $2 limit 1"#,
        company as _,
        candidate as _,
    )
    .fetch_optional(db)
    .await?)
}

pub(super) async fn job_alerts(
    db: &mut PgConnection,
    company: CompanyId,
    candidate: CandidateId,
) -> Result<Vec<HeldAlert>> {
    Ok(sqlx::query_as!(
        HeldAlert,
        r#"select j.email, j.query, j.created_at as "since: _" from job_alerts j
           join candidate_emails e on (e.company_id, e.email) = (j.company_id, j.email)
           where j.company_id = $1 and e.candidate_id = $2 and j.confirmed_at is not null order by j.id"#,
        company as _,
        candidate as _,
    )
    .fetch_all(db)
    .await?)
}

/// Only what they did themselves: what others did is either told elsewhere here, or not theirs.
pub(super) async fn events(
    db: &mut PgConnection,
    company: CompanyId,
    candidate: CandidateId,
) -> Result<Vec<HeldEvent>> {
    Ok(sqlx::query_as!(
        HeldEvent,
        r#"select e.at as "at: _", e.kind, d.detail as "detail?"
           from events e left join event_details d on (d.company_id, d.event_id) = (e.company_id, e.id)
           where e.company_id = $1 and e.actor in ('visitor', 'candidate')
             and e.candidate_id in (select id from candidates where company_id = $1 and (id = $2 or merged_into_id = $2))
           order by e.id limit $3"#,
        company as _,
        candidate as _,
        MOST,
    )
    .fetch_all(db)
    .await?)
}

/// What the records of which theirs was made said before, as long as it is kept.
pub(super) async fn joined(
    db: &mut PgConnection,
    company: CompanyId,
    candidate: CandidateId,
) -> Result<Vec<Joined>> {
    Ok(sqlx::query_as!(
        Joined,
        r#"select m.merged_at as "at: _",
                  (select jsonb_agg(was - array['can_mail', 'private', 'last_activity_at'])
                   from unnest(array[m.kept->'survivor', m.kept->'lesser']) was) as "were!: _"
           from merges m
           where m.company_id = $1 and m.undone_at is null
             and m.survivor_id in (select id from candidates where company_id = $1 and (id = $2 or merged_into_id = $2))
           order by m.id"#,
        company as _,
        candidate as _,
    )
    .fetch_all(db)
    .await?)
}
