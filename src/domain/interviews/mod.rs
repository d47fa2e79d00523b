//! Interviews with a time: set, changed and cancelled by people, and told at once to everybody who comes.
//!
//! Whoever is asked to interview sees the application from then on (`application_access`). What a candidate sees of an
//! interview is in `own`, and asks the view that knows what they were told.

mod call_off;
mod held;
mod letters;
mod plan;
mod set;
mod when;

pub use call_off::call_off;
pub use held::{STALE, may_not_schedule};
pub use plan::{MINUTES, NAME, PLACE, Plan, WORDS, Way};
pub use set::{Cancelled, Changed, cancel, change, change_back, schedule, set_again};
pub use when::{clock, in_words, zone_in_words};

use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CompanyId, InterviewId, MemberId, Version},
        paging::Paged,
    },
};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

/// Interviews of a page.
const PAGE: usize = 50;
/// The most of one application that are shown.
const MOST: i64 = 100;

/// An interview with a time.
#[derive(Clone, Debug)]
pub struct Interview {
    pub id: InterviewId,
    pub application: ApplicationId,
    pub name: String,
    pub starts_at: Time,
    pub minutes: i16,
    /// The zone in which it was agreed on.
    pub time_zone: String,
    pub way: Way,
    pub place: String,
    /// To the candidate.
    pub words: String,
    pub cancelled_at: Option<Time>,
    pub version: Version,
    pub interviewers: Json<Vec<Interviewer>>,
}

/// Somebody who interviews.
#[derive(Clone, Debug, Deserialize)]
pub struct Interviewer {
    pub id: MemberId,
    pub name: String,
}

impl Interview {
    pub fn ends_at(&self) -> Time {
        when::ends(self.starts_at, self.minutes)
    }

    /// The link of a call.
    pub fn call(&self) -> Option<&str> {
        (self.way == Way::Video).then_some(self.place.as_str())
    }
}

/// The interviews of an application, the latest first.
pub async fn interviews_of(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    application: ApplicationId,
) -> Result<Vec<Interview>> {
    Ok(sqlx::query_as!(
        Interview,
        r#"select v.id as "id: _", v.application_id as "application: _", v.name, v.starts_at as "starts_at: _", v.minutes, v.time_zone,
                  v.way as "way: _", v.place, v.words, v.cancelled_at as "cancelled_at: _", v.version as "version: _",
                  (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', trim(u.given_name || ' ' || u.family_name))
                                             order by lower(u.given_name), m.id), '[]')
                   from interviewers i
                   join memberships m on (m.company_id, m.id) = (i.company_id, i.member_id)
                   join users u on u.id = m.user_id
                   where i.company_id = $1 and i.interview_id = v.id) as "interviewers!: _"
           from scheduled_interviews v
           join application_access s on (s.company_id, s.application_id) = (v.company_id, v.application_id)
           where v.company_id = $1 and v.application_id = $2 and s.company_id = $1 and s.application_id = $2 and s.member_id = $3
           order by v.starts_at desc, v.id desc limit $4"#,
        company as _,
        application as _,
        actor.member_id() as _,
        MOST,
    )
    .fetch_all(db)
    .await?)
}

/// One interview, if the viewer sees its application.
pub async fn interview(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: InterviewId,
) -> Result<Interview> {
    sqlx::query_as!(
        Interview,
        r#"select v.id as "id: _", v.application_id as "application: _", v.name, v.starts_at as "starts_at: _", v.minutes, v.time_zone,
                  v.way as "way: _", v.place, v.words, v.cancelled_at as "cancelled_at: _", v.version as "version: _",
                  (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', trim(u.given_name || ' ' || u.family_name))
                                             order by lower(u.given_name), m.id), '[]')
                   from interviewers i
                   join memberships m on (m.company_id, m.id) = (i.company_id, i.member_id)
                   join users u on u.id = m.user_id
                   where i.company_id = $1 and i.interview_id = v.id) as "interviewers!: _"
           from scheduled_interviews v
           where v.company_id = $1 and v.id = $2
             and exists (select from application_access s
                         where s.company_id = $1 and s.application_id = v.application_id and s.member_id = $3)"#,
        company as _,
        id as _,
        actor.member_id() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}

/// Whose interviews a list has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// Those that the viewer holds.
    #[default]
    Mine,
    /// All that the viewer sees.
    All,
}

/// An interview in a list.
#[derive(Clone, Debug)]
pub struct Coming {
    pub id: InterviewId,
    pub application: ApplicationId,
    pub candidate: String,
    pub job: String,
    pub name: String,
    pub starts_at: Time,
    pub minutes: i16,
    pub way: Way,
    pub place: String,
    pub interviewers: Vec<String>,
}

impl Coming {
    /// The link of a call.
    pub fn call(&self) -> Option<&str> {
        (self.way == Way::Video).then_some(self.place.as_str())
    }
}

/// Interviews from a time on, and before another if there is one, the next first, as far as the viewer sees their
/// applications.
pub async fn coming(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    whose: Whose,
    (from, before): (Time, Option<Time>),
    after: Option<(Time, InterviewId)>,
) -> Result<Paged<Coming>> {
    let (start, last) = after.unwrap_or((from, InterviewId(0)));
    let rows = sqlx::query_as!(
        Coming,
        r#"select v.id as "id: _", v.application_id as "application: _", a.name as candidate, j.name as job, v.name,
                  v.starts_at as "starts_at: _", v.minutes, v.way as "way: _", v.place,
                  array(select trim(u.given_name || ' ' || u.family_name)
                        from interviewers i
                        join memberships m on (m.company_id, m.id) = (i.company_id, i.member_id)
                        join users u on u.id = m.user_id
                        where i.company_id = $1 and i.interview_id = v.id
                        order by lower(u.given_name), m.id) as "interviewers!"
           from scheduled_interviews v
           join applications a on (a.company_id, a.id) = (v.company_id, v.application_id)
           join jobs j on (j.company_id, j.id) = (a.company_id, a.job_id)
           where v.company_id = $1 and v.cancelled_at is null and (v.starts_at, v.id) > ($3, $4)
             and ($7::timestamptz is null or v.starts_at < $7)
             and ($5 or exists (select from interviewers i
                                where i.company_id = $1 and i.interview_id = v.id and i.member_id = $2 and not i.cancelled))
             and exists (select from application_access s
                         where s.company_id = $1 and s.application_id = v.application_id and s.member_id = $2)
           order by v.starts_at, v.id limit $6"#,
        company as _,
        actor.member_id() as _,
        start as _,
        last as _,
        whose == Whose::All,
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
        before as _,
    )
    .fetch_all(db)
    .await?;
    Ok(Paged::new(rows, PAGE, |row: &Coming| {
        (row.starts_at, row.id)
    }))
}

/// How many interviews of an application are still to come.
pub async fn count_coming(
    db: &mut PgConnection,
    company: CompanyId,
    application: ApplicationId,
    now: Time,
) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from scheduled_interviews
           where company_id = $1 and application_id = $2 and cancelled_at is null and starts_at > $3"#,
        company as _,
        application as _,
        now as _,
    )
    .fetch_one(db)
    .await?)
}
