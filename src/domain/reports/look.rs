//! Who looks, at which jobs, at which time: what every report is counted over.

use super::Period;
use crate::{
    access::{Actor, CompanyRef, Role},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CompanyId, DepartmentId, JobId, MemberId},
    },
};
use sqlx::PgConnection;

/// The jobs that somebody asks about: all that they see, unless one or a department is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    pub job: Option<JobId>,
    /// With the departments below it.
    pub department: Option<DepartmentId>,
}

/// A job whose candidates the viewer sees.
#[derive(Clone, Debug)]
pub struct SeenJob {
    pub id: JobId,
    pub name: String,
}

/// A look at reports. Only [`look`] makes one, and its jobs are what the viewer may see.
#[derive(Clone, Debug)]
pub struct Look {
    /// Months begin where it is.
    pub(super) company: CompanyRef,
    pub(super) viewer: MemberId,
    /// The jobs that are counted.
    pub(super) jobs: Vec<JobId>,
    pub(super) begins: Time,
    pub(super) over: Time,
    pub(super) now: Time,
    pub scope: Scope,
    pub period: Period,
    /// All jobs that could be asked about, by name.
    pub seen: Vec<SeenJob>,
    pub(super) hidden: Hidden,
}

/// Confidential people of those jobs whom the viewer does not see. They are few, and not counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Hidden {
    /// The ids of their facts.
    pub facts: Vec<i64>,
    pub applications: Vec<ApplicationId>,
}

impl Look {
    /// The same at the time before, which is as long.
    pub fn before(&self) -> Self {
        let period = self.period.before();
        let (begins, over) = period.times(&self.company.zone());
        Self {
            begins,
            over,
            period,
            ..self.clone()
        }
    }

    /// The name of a job that is in reach.
    pub fn name(&self, job: JobId) -> &str {
        let seen = self.seen.iter().find(|seen| seen.id == job);
        seen.map_or("", |seen| &seen.name)
    }
}

/// Opens the reports for somebody.
///
/// # Errors
/// `NotFound` for a job or department that they do not see; `Forbidden` for those who interview, and see no job's candidates.
pub async fn look(
    db: &mut PgConnection,
    company: &CompanyRef,
    actor: &Actor,
    scope: Scope,
    period: Period,
    now: Time,
) -> Result<Look> {
    let seen = sqlx::query_as!(
        SeenJob,
        r#"select j.id as "id: _", j.name
           from job_access s join jobs j on (j.company_id, j.id) = (s.company_id, s.job_id)
           where s.company_id = $1 and s.member_id = $2 and s.sees_candidates
           order by lower(j.name), j.id"#,
        company.id as _,
        actor.member_id() as _,
    )
    .fetch_all(&mut *db)
    .await?;
    if seen.is_empty() && matches!(actor, Actor::Member(member) if member.role == Role::Interviewer)
    {
        let who = "Reports are for those who see the candidates of a job: recruiters, its hiring managers, administrators and auditors.";
        return Err(Error::Forbidden(who.into()));
    }
    let below = match scope.department {
        Some(department) => Some(of_department(db, company.id, department).await?),
        None => None,
    };
    let asked = |job: &JobId| {
        scope.job.is_none_or(|only| only == *job)
            && below.as_ref().is_none_or(|below| below.contains(job))
    };
    let jobs: Vec<JobId> = seen.iter().map(|seen| seen.id).filter(asked).collect();
    if scope.job.is_some() && jobs.is_empty() {
        return Err(Error::NotFound);
    }
    let hidden = hidden(db, company.id, actor).await?;
    let (begins, over) = period.times(&company.zone());
    Ok(Look {
        company: company.clone(),
        viewer: actor.member_id(),
        jobs,
        begins,
        over,
        now,
        scope,
        period,
        seen,
        hidden,
    })
}

async fn hidden(db: &mut PgConnection, company: CompanyId, actor: &Actor) -> Result<Hidden> {
    let rows = sqlx::query!(
        r#"select f.id, a.id as "application: ApplicationId"
           from applications a
           join job_access s on s.company_id = $1 and s.member_id = $2 and s.job_id = a.job_id and s.sees_candidates and not s.sees_private
           join application_facts f on (f.company_id, f.application_id) = (a.company_id, a.id)
           where a.company_id = $1 and a.confidential"#,
        company as _,
        actor.member_id() as _,
    )
    .fetch_all(db)
    .await?;
    let (facts, applications) = rows
        .into_iter()
        .map(|row| (row.id, row.application))
        .unzip();
    Ok(Hidden {
        facts,
        applications,
    })
}

/// The jobs of a department, and of those below it.
async fn of_department(
    db: &mut PgConnection,
    company: CompanyId,
    department: DepartmentId,
) -> Result<Vec<JobId>> {
    let rows = sqlx::query!(
        r#"with recursive tree as (
               select id from departments where company_id = $1 and id = $2
               union
               select d.id from departments d join tree on d.parent_id = tree.id where d.company_id = $1
           )
           select p.job_id as "job?: JobId"
           from tree left join job_departments p on p.company_id = $1 and p.department_id = tree.id"#,
        company as _,
        department as _,
    )
    .fetch_all(db)
    .await?;
    match rows.is_empty() {
        true => Err(Error::NotFound),
        false => Ok(rows.into_iter().filter_map(|row| row.job).collect()),
    }
}
