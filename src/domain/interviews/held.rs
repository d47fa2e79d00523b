//! Holding an application, or one of its interviews, while something is done about it.

use super::{
    Way,
    letters::{About, Invited, Told},
};
use crate::{
    access::{Change, permissions::ScheduleInterviews},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, CompanyId, InterviewId, JobId, MemberId, Version},
    },
    domain::applications::Status,
};
use sqlx::PgConnection;

/// The code of a refusal because somebody else was faster.
pub const STALE: &str = "stale";

/// Holds an application whose interviews the actor may set.
pub(super) async fn hold(
    change: &mut Change<ScheduleInterviews>,
    application: ApplicationId,
) -> Result<About> {
    let (company, member) = (change.company(), change.actor().member_id());
    // The lock first: whoever waited for it must see what the other did.
    sqlx::query!(
        "select id from applications where company_id = $1 and id = $2 for update",
        company as _,
        application as _,
    )
    .fetch_optional(change.db())
    .await?;
    let row = sqlx::query!(
        r#"select a.job_id as "job: JobId", a.candidate_id as "candidate: CandidateId", a.name, a.status as "status: Status",
                  coalesce(p.title, j.name) as "posting!", s.mails as "schedules!"
           from applications a
           join application_access s on (s.company_id, s.application_id) = (a.company_id, a.id)
           join jobs j on (j.company_id, j.id) = (a.company_id, a.job_id)
           left join postings p on (p.company_id, p.id) = (a.company_id, a.posting_id)
           where a.company_id = $1 and a.id = $2 and s.company_id = $1 and s.application_id = $2 and s.member_id = $3"#,
        company as _,
        application as _,
        member as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    if !row.schedules {
        return Err(may_not_schedule());
    }
    if row.status != Status::Active {
        let text = format!(
            "{} is no longer considered here, so no interview can be set.",
            row.name
        );
        return Err(Error::refused("not_active", text));
    }
    Ok(About {
        application,
        job: row.job,
        candidate: row.candidate,
        candidate_name: row.name,
        posting: row.posting,
    })
}

/// The refusal to somebody who sees the application.
pub fn may_not_schedule() -> Error {
    Error::Forbidden(
        "Only administrators, recruiters, coordinators and this job’s recruiters and coordinators set interviews."
            .into(),
    )
}

/// Holds an interview that is not cancelled, as the actor saw it, if they did, and its application before it, whatever
/// became of that.
pub(super) async fn hold_interview(
    change: &mut Change<ScheduleInterviews>,
    id: InterviewId,
    seen: Option<Version>,
) -> Result<(About, Told)> {
    let (company, member) = (change.company(), change.actor().member_id());
    sqlx::query!(
        r#"select a.id from scheduled_interviews v
           join applications a on (a.company_id, a.id) = (v.company_id, v.application_id)
           where v.company_id = $1 and v.id = $2 for update of a"#,
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?;
    let row = sqlx::query!(
        r#"select v.application_id as "application: ApplicationId", a.job_id as "job: JobId", a.candidate_id as "candidate: CandidateId",
                  a.name as candidate_name, coalesce(p.title, j.name) as "posting!", s.mails as "schedules!",
                  v.version as "version: Version", v.cancelled_at is not null as "cancelled!"
           from scheduled_interviews v
           join applications a on (a.company_id, a.id) = (v.company_id, v.application_id)
           join application_access s on (s.company_id, s.application_id) = (v.company_id, v.application_id)
           join jobs j on (j.company_id, j.id) = (a.company_id, a.job_id)
           left join postings p on (p.company_id, p.id) = (a.company_id, a.posting_id)
           where v.company_id = $1 and v.id = $2 and s.company_id = $1 and s.member_id = $3"#,
        company as _,
        id as _,
        member as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    if !row.schedules {
        return Err(may_not_schedule());
    }
    if row.cancelled {
        return Err(Error::refused(
            "cancelled",
            "This interview is cancelled already.",
        ));
    }
    if seen.is_some_and(|seen| row.version != seen) {
        let who = who_was_faster(change.db(), company, row.application).await?;
        let text = format!("{who} changed this interview meanwhile. What you typed is still here.");
        return Err(Error::refused(STALE, text));
    }
    let told = told(change.db(), company, id).await?;
    let about = About {
        application: row.application,
        job: row.job,
        candidate: row.candidate,
        candidate_name: row.candidate_name,
        posting: row.posting,
    };
    Ok((about, told))
}

/// An interview as everybody knows it.
pub(super) async fn told(
    db: &mut PgConnection,
    company: CompanyId,
    id: InterviewId,
) -> Result<Told> {
    let row = sqlx::query!(
        r#"select uid, sequence, name, starts_at as "starts_at: Time", minutes, time_zone, way as "way: Way", place, words
           from scheduled_interviews where company_id = $1 and id = $2"#,
        company as _,
        id as _,
    )
    .fetch_one(&mut *db)
    .await?;
    let people = sqlx::query_as!(
        Invited,
        r#"select m.id as "id: MemberId", u.given_name, trim(u.given_name || ' ' || u.family_name) as "name!"
           from interviewers i
           join memberships m on (m.company_id, m.id) = (i.company_id, i.member_id)
           join users u on u.id = m.user_id
           where i.company_id = $1 and i.interview_id = $2 order by lower(u.given_name), m.id"#,
        company as _,
        id as _,
    )
    .fetch_all(db)
    .await?;
    Ok(Told {
        id,
        uid: row.uid,
        sequence: row.sequence,
        name: row.name,
        starts_at: row.starts_at,
        minutes: row.minutes,
        time_zone: row.time_zone,
        way: row.way,
        place: row.place,
        words: row.words,
        people,
    })
}

async fn who_was_faster(
    db: &mut PgConnection,
    company: CompanyId,
    application: ApplicationId,
) -> Result<String> {
    let who = sqlx::query_scalar!(
        r#"select trim(u.given_name || ' ' || u.family_name) as "name!"
           from events e
           join memberships m on (m.company_id, m.id) = (e.company_id, e.member_id)
           join users u on u.id = m.user_id
           where e.company_id = $1 and e.application_id = $2 and e.kind = 'interview.changed'
           order by e.id desc limit 1"#,
        company as _,
        application as _,
    )
    .fetch_optional(db)
    .await?;
    Ok(who.unwrap_or_else(|| "Somebody".to_owned()))
}
