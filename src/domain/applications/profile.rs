//! One application as its pages head it: who, where they stand, who comes before and after.

use super::{
    snooze::Snooze,
    status::{Status, Telling},
};
use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, CompanyId, JobId, StageId, Version},
    },
};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

/// Up to this number an application is told which in its stage it is: beyond, that is nothing to find one's way by, and would
/// be counted anew for each page.
const NUMBERED: i64 = 1_000;

/// What every page of an application shows.
#[derive(Clone, Debug)]
pub struct Profile {
    pub id: ApplicationId,
    pub version: Version,
    pub candidate: CandidateId,
    pub job: JobId,
    pub job_name: String,
    pub status: Status,
    pub name: String,
    pub confidential: bool,
    pub headline: String,
    pub place: String,
    pub emails: Json<Vec<String>>,
    pub phones: Json<Vec<String>>,
    pub links: Json<Vec<String>>,
    pub stage: StageId,
    pub stages: Json<Vec<Step>>,
    pub applied_at: Time,
    pub stage_entered_at: Time,
    pub decided_at: Option<Time>,
    pub decided_by: Option<String>,
    /// Why, of a rejected one.
    pub reason: Option<String>,
    pub telling: Option<Telling>,
    pub tell_at: Option<Time>,
    pub told_at: Option<Time>,
    /// Whether the candidate changed what they sent after the viewer read it.
    pub updated: bool,
    /// Whether they wrote, and the viewer has not read it.
    pub replied: bool,
    /// That the viewer put them off, unless they wrote since.
    pub snooze: Option<Json<Snooze>>,
    pub decides: bool,
    pub writes_notes: bool,
    pub edits: bool,
    /// Whether the viewer may write to them.
    pub mails: bool,
    /// Whether the viewer sees all candidates of the job, and not this one alone.
    pub sees_job: bool,
    /// Interviews that are not cancelled.
    pub interviews: i64,
    /// Mail about it, out and in.
    pub messages: i64,
    /// Other applications of the candidate that the viewer sees.
    pub others: i64,
    /// Openings of the job that nobody fills yet.
    pub open_openings: i64,
    pub job_open: bool,
    /// Of an active one: its number in its stage, unless it comes late, how many are there, who comes before and after.
    pub number: Option<i64>,
    pub of: i64,
    pub previous: Option<ApplicationId>,
    pub next: Option<ApplicationId>,
}

/// A stage of the job, and when the application last came to it.
#[derive(Clone, Debug, Deserialize)]
pub struct Step {
    pub id: StageId,
    pub name: String,
    pub entered_at: Option<Time>,
}

impl Profile {
    /// The number of its stage, from 0.
    pub fn step(&self) -> usize {
        self.stages
            .iter()
            .position(|step| step.id == self.stage)
            .unwrap_or(0)
    }

    /// The stage that it is in.
    pub fn stage_name(&self) -> &str {
        self.stages
            .get(self.step())
            .map_or("", |step| step.name.as_str())
    }

    /// The stage that comes next in the plan.
    pub fn next_stage(&self) -> Option<&Step> {
        self.stages.get(self.step() + 1)
    }
}

/// The application, if the viewer sees it.
pub async fn profile(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: ApplicationId,
) -> Result<Profile> {
    sqlx::query_as!(
        Profile,
        r#"with it as (
               select a.*, s.decides, s.writes_notes, s.edits, s.mails
               from applications a
               join application_access s on (s.company_id, s.application_id) = (a.company_id, a.id)
               where a.company_id = $1 and a.id = $2 and s.company_id = $1 and s.application_id = $2 and s.member_id = $3
           ), arrivals as (
               select (d.detail->'to'->>'id')::bigint as stage_id, max(e.at) as at
               from events e
               join event_details d on (d.company_id, d.event_id) = (e.company_id, e.id)
               where e.company_id = $1 and e.application_id = $2 and e.kind = 'application.moved'
               group by 1
           )
           select a.id as "id: _", a.version as "version: _", a.candidate_id as "candidate: _", a.job_id as "job: _", j.name as job_name,
                  a.status as "status: _", a.name, a.confidential, a.headline, a.place,
                  (select coalesce(jsonb_agg(c.email order by c.position, c.id), '[]') from candidate_emails c
                   where c.company_id = $1 and c.candidate_id = a.candidate_id) as "emails!: _",
                  (select coalesce(jsonb_agg(c.phone order by c.position, c.id), '[]') from candidate_phones c
                   where c.company_id = $1 and c.candidate_id = a.candidate_id) as "phones!: _",
                  (select coalesce(jsonb_agg(c.url order by c.position, c.id), '[]') from candidate_links c
                   where c.company_id = $1 and c.candidate_id = a.candidate_id) as "links!: _",
                  a.stage_id as "stage: _",
                  (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'entered_at', arrivals.at) order by s.position, s.id), '[]')
                   from stages s left join arrivals on arrivals.stage_id = s.id
                   where s.company_id = $1 and s.job_id = a.job_id and (s.deleted_at is null or s.id = a.stage_id)) as "stages!: _",
                  a.applied_at as "applied_at: _", a.stage_entered_at as "stage_entered_at: _",
                  a.decided_at as "decided_at: _", trim(u.given_name || ' ' || u.family_name) as decided_by, r.name as "reason?",
                  a.telling as "telling: _", a.tell_at as "tell_at: _", a.told_at as "told_at: _",
                  a.amended_at is not null and exists (select from reads d where d.company_id = $1 and d.application_id = a.id and d.member_id = $3
                          and d.read_at < a.amended_at) as "updated!",
                  a.replied_at is not null and not exists (select from reads d where d.company_id = $1 and d.application_id = a.id and d.member_id = $3
                          and d.read_at >= a.replied_at) as "replied!",
                  (select jsonb_build_object('until', x.until) from snoozes x
                   where x.company_id = $1 and x.application_id = a.id and x.member_id = $3) as "snooze: _",
                  a.decides as "decides!", a.writes_notes as "writes_notes!", a.edits as "edits!", a.mails as "mails!",
                  job.sees_candidates as "sees_job!",
                  (select count(*) from scheduled_interviews v
                   where v.company_id = $1 and v.application_id = a.id and v.cancelled_at is null) as "interviews!",
                  (select count(*) from messages m where m.company_id = $1 and m.application_id = a.id and m.candidate_id is not null) as "messages!",
                  (select count(*) from applications o
                   join application_access s on (s.company_id, s.application_id) = (o.company_id, o.id)
                   where o.company_id = $1 and o.candidate_id = a.candidate_id and o.id <> a.id
                     and s.company_id = $1 and s.member_id = $3) as "others!",
                  (select count(*) from openings o where o.company_id = $1 and o.job_id = a.job_id and o.status = 'open') as "open_openings!",
                  j.status = 'open' as "job_open!",
                  case when around.before < $4 then around.before + 1 end as number, coalesce(around.count, 0) as "of!",
                  around.previous as "previous?: _", around.next as "next?: _"
           from it a
           join jobs j on (j.company_id, j.id) = (a.company_id, a.job_id)
           left join memberships m on (m.company_id, m.id) = (a.company_id, a.decided_by)
           left join users u on u.id = m.user_id
           left join rejection_reasons r on (r.company_id, r.id) = (a.company_id, a.rejection_reason_id)
           join job_access job on job.company_id = $1 and job.job_id = a.job_id and job.member_id = $3
           left join lateral (
               select (select coalesce(sum(c.people), 0)::bigint from application_counts c
                       where c.company_id = $1 and c.job_id = a.job_id and c.stage_id = a.stage_id and c.status = 'active'
                         and (job.sees_private or not c.confidential)) as count,
                      (select count(*) from (
                           select from applications o
                           where o.company_id = $1 and o.job_id = a.job_id and o.stage_id = a.stage_id and o.status = 'active'
                             and (job.sees_private or not o.confidential)
                             and (o.promised_by, o.applied_at, o.id) < (a.promised_by, a.applied_at, a.id)
                           limit $4) earlier) as before,
                      (select o.id from applications o
                       where o.company_id = $1 and o.job_id = a.job_id and o.stage_id = a.stage_id and o.status = 'active'
                         and (job.sees_private or not o.confidential)
                         and (o.promised_by, o.applied_at, o.id) < (a.promised_by, a.applied_at, a.id)
                       order by o.promised_by desc, o.applied_at desc, o.id desc limit 1) as previous,
                      (select o.id from applications o
                       where o.company_id = $1 and o.job_id = a.job_id and o.stage_id = a.stage_id and o.status = 'active'
                         and (job.sees_private or not o.confidential)
                         and (o.promised_by, o.applied_at, o.id) > (a.promised_by, a.applied_at, a.id)
                       order by o.promised_by, o.applied_at, o.id limit 1) as next
           ) around on a.status = 'active'"#,
        company as _,
        id as _,
        actor.member_id() as _,
        NUMBERED,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}
