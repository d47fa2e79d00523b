//! SQL that changes jobs.

use super::{
    hold::{hold, in_sight},
    read::{Details, details},
    status::JobStatus,
};
use crate::{
    access::{
        Actor, Change, Event, TeamRole,
        permissions::{CreateJobs, EditJobs},
    },
    base::{
        error::{Error, Result},
        ids::{EventId, JobId, PlanTemplateId, Version},
    },
    domain::companies::CHANNEL,
};
use serde_json::json;
use uuid::Uuid;

/// A job to be made.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// The key of the form: sent again, it leads to the job that it made.
    pub once: Uuid,
    pub details: Details,
    /// Whose stages the plan starts with.
    pub template: PlanTemplateId,
    /// How many seats are planned.
    pub openings: i32,
}

/// Makes a draft with its plan and planned openings. Whoever makes it starts as its responsible recruiter, so that nobody
/// makes a confidential job and loses sight of it.
pub async fn create(change: &mut Change<CreateJobs>, new: NewJob) -> Result<JobId> {
    make(change, new).await
}

/// The same, for what makes jobs on its way.
pub(in crate::domain) async fn make<P>(change: &mut Change<P>, new: NewJob) -> Result<JobId> {
    let (company, now) = (change.company(), change.now());
    let details = &new.details;
    let made: Option<JobId> = sqlx::query_scalar!(
        r#"insert into jobs (company_id, name, requisition_code, notes, confidential, once, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $7)
           on conflict (company_id, once) do nothing
           returning id as "id: _""#,
        company as _,
        details.name,
        details.requisition_code,
        details.notes,
        details.confidential,
        new.once,
        now as _,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(id) = made else {
        return made_before(change, new.once).await;
    };
    place(change, id, details).await?;
    let stages = sqlx::query!(
        r#"insert into stages (company_id, job_id, name, kind, milestone, position, stale_after_days, created_at, updated_at)
           select t.company_id, $2, t.name, t.kind, t.milestone, t.position, t.stale_after_days, $4, $4
           from template_stages t
           where t.company_id = $1 and t.template_id = $3"#,
        company as _,
        id as _,
        new.template as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    if stages.rows_affected() == 0 {
        return Err(Error::field("template", "Choose one of the plans"));
    }
    plan_openings(change, id, new.openings).await?;
    put_creator_in_charge(change, id).await?;
    let detail = json!({ "after": details, "template": new.template, "openings": new.openings });
    change
        .record(Event::new("job.created").job(id).detail(detail))
        .await?;
    Ok(id)
}

/// Makes a draft with the plan, team, departments and offices of a job that the actor sees, and one planned opening.
pub async fn copy(change: &mut Change<CreateJobs>, from: JobId, once: Uuid) -> Result<JobId> {
    if !in_sight(change, from).await? {
        return Err(Error::NotFound);
    }
    let (company, now) = (change.company(), change.now());
    let made: Option<JobId> = sqlx::query_scalar!(
        r#"insert into jobs (company_id, name, requisition_code, notes, confidential, copied_from_id, once, created_at, updated_at)
           select company_id, left(name, 193) || ' (copy)', null, notes, confidential, id, $3, $4, $4
           from jobs where company_id = $1 and id = $2
           on conflict (company_id, once) do nothing
           returning id as "id: _""#,
        company as _,
        from as _,
        once,
        now as _,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(id) = made else {
        return made_before(change, once).await;
    };
    sqlx::query!(
        r#"with departments as (
               insert into job_departments (company_id, job_id, department_id)
               select company_id, $3, department_id from job_departments where company_id = $1 and job_id = $2
           ), offices as (
               insert into job_offices (company_id, job_id, office_id)
               select company_id, $3, office_id from job_offices where company_id = $1 and job_id = $2
           ), team as (
               insert into hiring_team (company_id, job_id, member_id, role, responsible)
               select t.company_id, $3, t.member_id, t.role, t.responsible
               from hiring_team t
               join memberships m on (m.company_id, m.id) = (t.company_id, t.member_id) and m.ended_at is null
               where t.company_id = $1 and t.job_id = $2
           )
           insert into stages (company_id, job_id, name, kind, milestone, position, stale_after_days, created_at, updated_at)
           select company_id, $3, name, kind, milestone, position, stale_after_days, $4, $4
           from stages where company_id = $1 and job_id = $2 and deleted_at is null"#,
        company as _,
        from as _,
        id as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    plan_openings(change, id, 1).await?;
    let copied = details(change.db(), company, id).await?;
    change
        .record(
            Event::new("job.created")
                .job(id)
                .detail(json!({ "after": copied, "copied_from": from })),
        )
        .await?;
    Ok(id)
}

/// Changes what is said about a job, and says which event tells it, if it changed anything. Refuses to hide a job from the
/// very person who makes it confidential.
pub async fn update(
    change: &mut Change<EditJobs>,
    id: JobId,
    seen: Version,
    new: Details,
) -> Result<Option<EventId>> {
    let held = hold(change, id).await?;
    held.unchanged_since(change, seen).await?;
    let (company, now) = (change.company(), change.now());
    let before = details(change.db(), company, id).await?;
    if before == new {
        return Ok(None);
    }
    sqlx::query!(
        "update jobs set name = $3, requisition_code = $4, notes = $5, confidential = $6, updated_at = $7, version = version + 1
         where company_id = $1 and id = $2",
        company as _,
        id as _,
        new.name,
        new.requisition_code,
        new.notes,
        new.confidential,
        now as _,
    )
    .execute(change.db())
    .await?;
    place(change, id, &new).await?;
    if before.departments != new.departments {
        // What the form says of limits goes by them.
        change.notify(CHANNEL, &company.to_string()).await?;
    }
    if new.confidential && !before.confidential && !in_sight(change, id).await? {
        return Err(Error::field(
            "confidential",
            "You would no longer see this job yourself. Join its hiring team first",
        ));
    }
    let detail = json!({ "before": before, "after": new });
    let event = Event::new("job.changed").job(id).detail(detail);
    change.record(event).await.map(Some)
}

/// Opens a draft, or a closed job again. Planned openings open with it.
pub async fn open(change: &mut Change<EditJobs>, id: JobId, seen: Version) -> Result<()> {
    let held = hold(change, id).await?;
    held.unchanged_since(change, seen).await?;
    set_open(change, id, held.status).await
}

/// Gives a job another name if it still has this one, so that nobody's own choice is overwritten.
pub(in crate::domain) async fn rename<P>(
    change: &mut Change<P>,
    id: JobId,
    from: &str,
    to: &str,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let renamed = sqlx::query!(
        "update jobs set name = $4, updated_at = $5, version = version + 1
         where company_id = $1 and id = $2 and name = $3 and name <> $4",
        company as _,
        id as _,
        from,
        to,
        now as _,
    )
    .execute(change.db())
    .await?;
    if renamed.rows_affected() == 0 {
        return Ok(());
    }
    let after = details(change.db(), company, id).await?;
    let before = Details {
        name: from.to_owned(),
        ..after.clone()
    };
    let detail = json!({ "before": before, "after": after });
    change
        .record(Event::new("job.changed").job(id).detail(detail))
        .await?;
    Ok(())
}

/// A job as its posting goes live: a draft opens with it; a closed one is opened by a person first.
pub(in crate::domain) async fn open_with_posting<P>(
    change: &mut Change<P>,
    id: JobId,
) -> Result<()> {
    let company = change.company();
    let status = sqlx::query_scalar!(
        r#"select status as "status: JobStatus" from jobs where company_id = $1 and id = $2 for no key update"#,
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    match status {
        JobStatus::Open => Ok(()),
        JobStatus::Draft => set_open(change, id, status).await,
        JobStatus::Closed => Err(Error::refused(
            "job_closed",
            "The job is closed. Open it first, then publish.",
        )),
    }
}

/// Opens a job whose row is held.
async fn set_open<P>(change: &mut Change<P>, id: JobId, before: JobStatus) -> Result<()> {
    let status = before.open()?;
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        r#"with seats as (
               update openings set status = 'open', opened_at = $4, updated_at = $4, version = version + 1
               where company_id = $1 and job_id = $2 and status = 'planned'
           )
           update jobs set status = $3, opened_at = coalesce(opened_at, $4), closed_at = null, updated_at = $4, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        status as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    change
        .record(
            Event::new("job.opened")
                .job(id)
                .detail(json!({ "before": before })),
        )
        .await?;
    Ok(())
}

/// Closes an open job. Its applications stay as they are: each still gets its own decision.
pub async fn close(
    change: &mut Change<EditJobs>,
    id: JobId,
    seen: Version,
    note: &str,
) -> Result<()> {
    let held = hold(change, id).await?;
    held.unchanged_since(change, seen).await?;
    let status = held.status.close()?;
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        "update jobs set status = $3, closed_at = $4, updated_at = $4, version = version + 1 where company_id = $1 and id = $2",
        company as _,
        id as _,
        status as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    change
        .record(
            Event::new("job.closed")
                .job(id)
                .detail(json!({ "note": note })),
        )
        .await?;
    Ok(())
}

/// The job that this form made the first time.
async fn made_before<P>(change: &mut Change<P>, once: Uuid) -> Result<JobId> {
    let company = change.company();
    sqlx::query_scalar!(
        r#"select id as "id: _" from jobs where company_id = $1 and once = $2"#,
        company as _,
        once,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)
}

/// Puts a job into departments and offices, and out of all others.
async fn place<P>(change: &mut Change<P>, id: JobId, details: &Details) -> Result<()> {
    let company = change.company();
    let placed = sqlx::query!(
        r#"with gone as (
               delete from job_departments where company_id = $1 and job_id = $2 and department_id <> all($3)
           ), closed as (
               delete from job_offices where company_id = $1 and job_id = $2 and office_id <> all($4)
           ), departments as (
               insert into job_departments (company_id, job_id, department_id)
               select $1, $2, d.id from (select distinct unnest($3::bigint[]) as id) d
               on conflict do nothing
           )
           insert into job_offices (company_id, job_id, office_id)
           select $1, $2, o.id from (select distinct unnest($4::bigint[]) as id) o
           on conflict do nothing"#,
        company as _,
        id as _,
        &details.departments as _,
        &details.offices as _,
    )
    .execute(change.db())
    .await;
    placed
        .map(drop)
        .map_err(|error| match Error::constraint(&error) {
            Some("job_departments_department_fkey") => {
                Error::field("departments", "Choose departments from the list")
            }
            Some("job_offices_office_fkey") => {
                Error::field("offices", "Choose offices from the list")
            }
            _ => error.into(),
        })
}

async fn plan_openings<P>(change: &mut Change<P>, id: JobId, openings: i32) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        r#"insert into openings (company_id, job_id, status, created_at, updated_at)
           select $1, $2, 'planned', $4, $4 from generate_series(1, $3::int)"#,
        company as _,
        id as _,
        openings,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

async fn put_creator_in_charge<P>(change: &mut Change<P>, id: JobId) -> Result<()> {
    let member = match change.actor() {
        Actor::Member(member) => member.id,
        Actor::Visitor | Actor::Candidate(_) | Actor::System(_) => return Ok(()),
    };
    let company = change.company();
    sqlx::query!(
        "insert into hiring_team (company_id, job_id, member_id, role, responsible) values ($1, $2, $3, $4, true)",
        company as _,
        id as _,
        member as _,
        TeamRole::Recruiter as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}
