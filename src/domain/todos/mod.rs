//! To-dos: what a person has to do about an application, a candidate or a job, by a day where the company is. Whoever sees
//! what one is about sees it; whoever writes notes there writes it, gives it to a colleague, and ticks it off.

mod list;
mod write;

pub use list::{Counts, Place, Show, counts, mine, of};
pub use write::{TodoInput, add, edit, set_done};

use crate::{
    access::{Actor, CompanyRef},
    base::{
        clock::{Day, Time},
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, CompanyId, JobId, MemberId, TodoId, Version},
    },
    domain::{applications::owner::Colleague, companies::calendar},
};
use sqlx::PgConnection;

/// What a to-do is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    Application(ApplicationId),
    Candidate(CandidateId),
    Job(JobId),
}

impl Subject {
    pub(super) fn application(self) -> Option<ApplicationId> {
        match self {
            Self::Application(id) => Some(id),
            Self::Candidate(_) | Self::Job(_) => None,
        }
    }

    pub(super) fn candidate(self) -> Option<CandidateId> {
        match self {
            Self::Candidate(id) => Some(id),
            Self::Application(_) | Self::Job(_) => None,
        }
    }

    pub(super) fn job(self) -> Option<JobId> {
        match self {
            Self::Job(id) => Some(id),
            Self::Application(_) | Self::Candidate(_) => None,
        }
    }

    fn of(
        application: Option<ApplicationId>,
        candidate: Option<CandidateId>,
        job: Option<JobId>,
    ) -> Result<Self> {
        let application = application.map(Self::Application);
        let subject = application.or(candidate.map(Self::Candidate));
        subject.or(job.map(Self::Job)).ok_or(Error::NotFound)
    }
}

/// A to-do that the viewer sees.
#[derive(Clone, Debug)]
pub struct Todo {
    pub id: TodoId,
    pub version: Version,
    pub body: String,
    pub due_on: Day,
    pub done_at: Option<Time>,
    /// Whose it is.
    pub member: MemberId,
    pub name: String,
    pub subject: Subject,
    /// The name of the person, or of the job.
    pub about: String,
    /// Of an application.
    pub job_name: Option<String>,
    /// Whether the viewer may change it and tick it off.
    pub writes: bool,
}

/// What to-dos are about, as far as a viewer may know.
#[derive(Clone, Debug)]
pub struct About {
    pub name: String,
    /// Of an application.
    pub job_name: Option<String>,
    pub writes: bool,
}

/// What to-dos are about, if the viewer sees it.
pub async fn about(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    subject: Subject,
) -> Result<About> {
    sqlx::query_as!(
        About,
        r#"select coalesce(a.name, trim(c.given_name || ' ' || c.family_name), j.name) as "name!", p.name as "job_name?", s.writes_notes as "writes!"
           from todo_subjects s
           left join applications a on (a.company_id, a.id) = (s.company_id, s.application_id)
           left join jobs p on (p.company_id, p.id) = (a.company_id, a.job_id)
           left join candidates c on (c.company_id, c.id) = (s.company_id, s.candidate_id)
           left join jobs j on (j.company_id, j.id) = (s.company_id, s.job_id)
           where s.company_id = $1 and s.member_id = $2 and (s.application_id = $3 or s.candidate_id = $4 or s.job_id = $5)"#,
        company as _,
        actor.member_id() as _,
        subject.application() as _,
        subject.candidate() as _,
        subject.job() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}

/// Colleagues who can be given a to-do about something: those who see it and write notes there. Whoever asks has seen it.
pub async fn colleagues(
    db: &mut PgConnection,
    company: CompanyId,
    _: &Actor,
    subject: Subject,
) -> Result<Vec<Colleague>> {
    Ok(sqlx::query_as!(
        Colleague,
        r#"select m.id as "id: _", trim(u.given_name || ' ' || u.family_name) as "name!"
           from todo_subjects s
           join memberships m on (m.company_id, m.id) = (s.company_id, s.member_id)
           join users u on u.id = m.user_id
           where s.company_id = $1 and s.writes_notes and (s.application_id = $2 or s.candidate_id = $3 or s.job_id = $4)
           order by lower(u.given_name || ' ' || u.family_name), m.id"#,
        company as _,
        subject.application() as _,
        subject.candidate() as _,
        subject.job() as _,
    )
    .fetch_all(db)
    .await?)
}

/// One to-do, if the viewer sees what it is about.
pub async fn todo(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: TodoId,
) -> Result<Todo> {
    list::one(db, company, actor, id).await
}

/// The day that it is where the company is.
pub fn today(company: &CompanyRef, now: Time) -> Day {
    Day(now.day(&company.zone()))
}

/// The next day on which the company works: when a to-do is due unless somebody says otherwise.
pub async fn next_working_day(
    db: &mut PgConnection,
    company: &CompanyRef,
    now: Time,
) -> Result<Day> {
    let zone = company.zone();
    let calendar = calendar(db, company.id).await?;
    Ok(Day(calendar.promise(now, 1, &zone).day(&zone)))
}

/// The refusal of writing to somebody who sees what it is about.
fn may_not_write() -> Error {
    Error::Forbidden(
        "Only administrators, recruiters, coordinators and the job’s team write to-dos.".into(),
    )
}
