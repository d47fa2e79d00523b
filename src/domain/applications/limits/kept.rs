//! The limits that a company keeps.

use super::{Allowance, Most, most};
use crate::{
    access::{Change, Event, permissions::ManageCompany},
    base::{
        error::{Error, Result},
        ids::{CompanyId, DeletedId, DepartmentId, JobId, LimitId, Version},
    },
    domain::{
        companies::CHANNEL,
        deleted::{self, Kind, Thing},
    },
};
use serde::Serialize;
use serde_json::json;
use sqlx::PgConnection;

/// Which applications count together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    Company,
    /// Its jobs, and those of the departments below it.
    Department(DepartmentId),
    /// In the order of their ids.
    Jobs(Vec<JobId>),
}

#[derive(Clone, Copy, Debug, sqlx::Type)]
#[sqlx(type_name = "limit_scope", rename_all = "snake_case")]
enum ScopeKind {
    Company,
    Department,
    Jobs,
}

/// What a limit says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LimitDetails {
    pub scope: Scope,
    #[serde(flatten)]
    pub allowance: Allowance,
}

/// A limit of a company.
#[derive(Clone, Debug)]
pub struct Limit {
    pub id: LimitId,
    pub version: Version,
    pub details: LimitDetails,
    /// The department's name, where it is for one.
    pub department: Option<String>,
    /// The names of its jobs, where it is for chosen ones.
    pub jobs: Vec<String>,
}

impl Limit {
    /// For what it counts, as colleagues read it.
    pub fn whom(&self) -> String {
        match (&self.details.scope, &self.department) {
            (Scope::Company, _) => "The whole company".to_owned(),
            (Scope::Department(_), name) => name.clone().unwrap_or_default(),
            (Scope::Jobs(_), _) => self.jobs.join(", "),
        }
    }

    /// "3 applications in 180 days, 90 days after a rejection".
    pub fn terms(&self) -> String {
        let Allowance { most, wait_days } = self.details.allowance;
        let most = most.map(|most| {
            let applications = counted(most.applications, "application", "applications");
            format!("{applications} in {}", counted(most.days, "day", "days"))
        });
        let wait = wait_days.map(|days| format!("a wait of {}", counted(days, "day", "days")));
        most.into_iter().chain(wait).collect::<Vec<_>>().join(", ")
    }

    /// What candidates are told before they fill in the form. Jobs are not named here: not all of them are public.
    pub fn said(&self) -> Vec<String> {
        let Allowance { most, wait_days } = self.details.allowance;
        let most = most.map(|Most { applications, days }| {
            let days = counted(days, "day", "days");
            let openings = counted(applications, "opening", "openings");
            match (&self.details.scope, &self.department) {
                (Scope::Department(_), Some(name)) => {
                    format!("You can apply to {openings} in {name} within {days}.")
                }
                (Scope::Jobs(_), _) => format!(
                    "This role is one of a group. You can apply to {openings} of the group within {days}."
                ),
                _ => format!("You can apply to {openings} of ours within {days}."),
            }
        });
        let wait = wait_days.map(|days| {
            let days = counted(days, "day", "days");
            let which = match self.details.scope {
                Scope::Company => "with us",
                Scope::Department(_) => "in this part of the company",
                Scope::Jobs(_) => "to a role of this group",
            };
            format!(
                "If we told you that we do not go further, please wait {days} before you apply {which} again."
            )
        });
        most.into_iter().chain(wait).collect()
    }
}

fn counted(count: i32, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}

/// A company's limits, the widest first.
pub async fn limits(db: &mut PgConnection, company: CompanyId) -> Result<Vec<Limit>> {
    let rows = sqlx::query!(
        r#"select l.id as "id: LimitId", l.version as "version: Version", l.scope as "scope: ScopeKind",
                  l.department_id as "department_id: DepartmentId", l.most, l.days, l.wait_days, d.name as "department?",
                  array(select o.job_id from application_limit_jobs o
                        where (o.company_id, o.limit_id) = (l.company_id, l.id) order by o.job_id) as "job_ids!: Vec<JobId>",
                  array(select j.name from application_limit_jobs o join jobs j on (j.company_id, j.id) = (o.company_id, o.job_id)
                        where (o.company_id, o.limit_id) = (l.company_id, l.id) order by lower(j.name), j.id) as "jobs!"
           from application_limits l
           left join departments d on (d.company_id, d.id) = (l.company_id, l.department_id)
           where l.company_id = $1 order by l.scope, lower(d.name), l.id"#,
        company as _,
    )
    .fetch_all(db)
    .await?;
    let limits = rows.into_iter().map(|row| Limit {
        id: row.id,
        version: row.version,
        details: LimitDetails {
            scope: match (row.scope, row.department_id) {
                (ScopeKind::Department, Some(department)) => Scope::Department(department),
                (ScopeKind::Jobs, _) => Scope::Jobs(row.job_ids),
                (ScopeKind::Company | ScopeKind::Department, _) => Scope::Company,
            },
            allowance: Allowance {
                most: most(row.most, row.days),
                wait_days: row.wait_days,
            },
        },
        department: row.department,
        jobs: row.jobs,
    });
    Ok(limits.collect())
}

/// The jobs that a limit can be for: those that are not closed, by name.
pub async fn open_jobs(db: &mut PgConnection, company: CompanyId) -> Result<Vec<(JobId, String)>> {
    let rows = sqlx::query!(
        r#"select id as "id: JobId", name from jobs where company_id = $1 and status <> 'closed' order by lower(name), id"#,
        company as _,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Adds a limit.
pub async fn add_limit(change: &mut Change<ManageCompany>, new: LimitDetails) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let (scope, department) = stored(&new.scope);
    let Allowance { most, wait_days } = new.allowance;
    let id = sqlx::query_scalar!(
        r#"insert into application_limits (company_id, scope, department_id, most, days, wait_days, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $7) returning id as "id: LimitId""#,
        company as _,
        scope as _,
        department as _,
        most.map(|most| most.applications),
        most.map(|most| most.days),
        wait_days,
        now as _,
    )
    .fetch_one(change.db())
    .await
    .map_err(explain)?;
    place(change, id, &new.scope).await?;
    let detail = json!({ "limit": id, "after": new });
    say(change, Event::new("application_limit.added").detail(detail)).await
}

/// Changes a limit.
pub async fn change_limit(
    change: &mut Change<ManageCompany>,
    id: LimitId,
    seen: Version,
    new: LimitDetails,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let before = held(change, id, seen).await?;
    if before == new {
        return Ok(());
    }
    let (scope, department) = stored(&new.scope);
    let Allowance { most, wait_days } = new.allowance;
    sqlx::query!(
        r#"update application_limits set scope = $3, department_id = $4, most = $5, days = $6, wait_days = $7, updated_at = $8,
                                         version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        scope as _,
        department as _,
        most.map(|most| most.applications),
        most.map(|most| most.days),
        wait_days,
        now as _,
    )
    .execute(change.db())
    .await
    .map_err(explain)?;
    place(change, id, &new.scope).await?;
    let detail = json!({ "limit": id, "before": before, "after": new });
    say(
        change,
        Event::new("application_limit.changed").detail(detail),
    )
    .await
}

/// Deletes a limit. What it held stays held until a person takes it in.
pub async fn delete_limit(
    change: &mut Change<ManageCompany>,
    id: LimitId,
    seen: Version,
) -> Result<DeletedId> {
    let company = change.company();
    let before = held(change, id, seen).await?;
    let name = name(change, id).await?;
    let kept = deleted::keep(change, Thing::of_company(Kind::Limit, id.0, &name)).await?;
    place(change, id, &Scope::Company).await?;
    sqlx::query!(
        "delete from application_limits where company_id = $1 and id = $2",
        company as _,
        id as _,
    )
    .execute(change.db())
    .await?;
    let detail = json!({ "limit": id, "before": before });
    say(
        change,
        Event::new("application_limit.deleted").detail(detail),
    )
    .await?;
    Ok(kept)
}

/// What a limit is called among what was deleted: for what it counts, and what it says.
async fn name(change: &mut Change<ManageCompany>, id: LimitId) -> Result<String> {
    let company = change.company();
    let all = limits(change.db(), company).await?;
    let limit = all.into_iter().find(|limit| limit.id == id);
    let limit = limit.ok_or(Error::NotFound)?;
    Ok(format!("{}: {}", limit.whom(), limit.terms()))
}

/// Writes it down, and lets every form know.
async fn say(change: &mut Change<ManageCompany>, event: Event) -> Result<()> {
    change.record(event).await?;
    let company = change.company().to_string();
    change.notify(CHANNEL, &company).await
}

fn stored(scope: &Scope) -> (ScopeKind, Option<DepartmentId>) {
    match scope {
        Scope::Company => (ScopeKind::Company, None),
        Scope::Department(id) => (ScopeKind::Department, Some(*id)),
        Scope::Jobs(_) => (ScopeKind::Jobs, None),
    }
}

/// Writes the jobs of a limit anew.
async fn place(change: &mut Change<ManageCompany>, id: LimitId, scope: &Scope) -> Result<()> {
    let company = change.company();
    let jobs: &[JobId] = match scope {
        Scope::Jobs(jobs) => jobs,
        Scope::Company | Scope::Department(_) => &[],
    };
    sqlx::query!(
        "delete from application_limit_jobs where company_id = $1 and limit_id = $2",
        company as _,
        id as _,
    )
    .execute(change.db())
    .await?;
    sqlx::query!(
        "insert into application_limit_jobs (company_id, limit_id, job_id) select $1, $2, job from unnest($3::bigint[]) as job",
        company as _,
        id as _,
        jobs as _,
    )
    .execute(change.db())
    .await
    .map_err(explain)?;
    Ok(())
}

/// Holds a limit until the change ends, as somebody saw it.
async fn held(
    change: &mut Change<ManageCompany>,
    id: LimitId,
    seen: Version,
) -> Result<LimitDetails> {
    let company = change.company();
    sqlx::query!(
        "select id from application_limits where company_id = $1 and id = $2 for update",
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?;
    let all = limits(change.db(), company).await?;
    let limit = all.into_iter().find(|limit| limit.id == id);
    let limit = limit.ok_or(Error::NotFound)?;
    if limit.version != seen {
        let text = "Somebody else changed this limit meanwhile. Look again before you save.";
        return Err(Error::refused("stale", text));
    }
    Ok(limit.details)
}

fn explain(error: sqlx::Error) -> Error {
    match Error::constraint(&error) {
        Some("application_limits_department_fkey" | "application_limit_jobs_job_fkey") => {
            Error::field("scope", "Choose from the list: something of it is gone")
        }
        _ => error.into(),
    }
}
