//! The stages of a job's plan.

use super::{
    hold::hold,
    plan::{self, Step},
};
use crate::{
    access::{Change, Event, permissions::EditJobs},
    base::{
        error::{Error, Result},
        ids::{CompanyId, DeletedId, EventId, JobId, StageId, Version},
    },
    domain::deleted::{self, Kind, Thing},
};
use serde_json::json;
use sqlx::PgConnection;

/// A stage of a job.
#[derive(Clone, Debug)]
pub struct Stage {
    pub id: StageId,
    pub step: Step,
}

/// The stages of a job in order, for whoever was given the job's head or holds its row.
pub async fn stages(db: &mut PgConnection, company: CompanyId, job: JobId) -> Result<Vec<Stage>> {
    let rows = sqlx::query!(
        r#"select id as "id: StageId", name, kind as "kind: plan::StageKind", milestone as "milestone: plan::Milestone", stale_after_days
           from stages
           where company_id = $1 and job_id = $2 and deleted_at is null
           order by position, id"#,
        company as _,
        job as _,
    )
    .map(|row| Stage {
        id: row.id,
        step: Step {
            name: row.name,
            kind: row.kind,
            milestone: row.milestone,
            stale_after_days: row.stale_after_days,
        },
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// Keeps a stage from being deleted until the change ends, and gives its name. Whoever puts an application into a stage holds
/// it first: [`Error::NotFound`] when it is another job's, or was deleted a moment ago.
pub(in crate::domain) async fn keep(
    db: &mut PgConnection,
    company: CompanyId,
    job: JobId,
    stage: StageId,
) -> Result<String> {
    sqlx::query_scalar!(
        "select name from stages where company_id = $1 and job_id = $2 and id = $3 and deleted_at is null for key share",
        company as _,
        job as _,
        stage as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}

/// Adds a stage at the end of the plan.
pub async fn add_stage(
    change: &mut Change<EditJobs>,
    job: JobId,
    seen: Version,
    step: Step,
) -> Result<StageId> {
    let held = hold(change, job).await?;
    held.plan_unchanged_since(change, seen).await?;
    let (company, now) = (change.company(), change.now());
    plan::may_add(stages(change.db(), company, job).await?.len())?;
    let id: StageId = sqlx::query_scalar!(
        r#"insert into stages (company_id, job_id, name, kind, milestone, position, stale_after_days, created_at, updated_at)
           select $1, $2, $3, $4, $5, coalesce(max(position), -1) + 1, $6, $7, $7
           from stages where company_id = $1 and job_id = $2
           returning id as "id: _""#,
        company as _,
        job as _,
        step.name,
        step.kind as _,
        step.milestone as _,
        step.stale_after_days,
        now as _,
    )
    .fetch_one(change.db())
    .await?;
    plan_changed(change, job).await?;
    let detail = json!({ "stage": id, "after": step });
    change
        .record(Event::new("stage.added").job(job).detail(detail))
        .await?;
    Ok(id)
}

/// Renames a stage, or says otherwise what happens in it; gives the event that tells it, if it changed anything.
/// Applications in it stay where they are.
pub async fn change_stage(
    change: &mut Change<EditJobs>,
    job: JobId,
    stage: StageId,
    seen: Version,
    step: Step,
) -> Result<Option<EventId>> {
    let held = hold(change, job).await?;
    held.plan_unchanged_since(change, seen).await?;
    let (company, now) = (change.company(), change.now());
    let stages = stages(change.db(), company, job).await?;
    let before = &stages
        .iter()
        .find(|other| other.id == stage)
        .ok_or(Error::NotFound)?
        .step;
    if *before == step {
        return Ok(None);
    }
    sqlx::query!(
        "update stages set name = $4, kind = $5, milestone = $6, stale_after_days = $7, updated_at = $8
         where company_id = $1 and job_id = $2 and id = $3",
        company as _,
        job as _,
        stage as _,
        step.name,
        step.kind as _,
        step.milestone as _,
        step.stale_after_days,
        now as _,
    )
    .execute(change.db())
    .await?;
    plan_changed(change, job).await?;
    let detail = json!({ "stage": stage, "before": before, "after": step });
    let event = Event::new("stage.changed").job(job).detail(detail);
    change.record(event).await.map(Some)
}

/// Puts the stages into another order, which names each of them once.
pub async fn order_stages(
    change: &mut Change<EditJobs>,
    job: JobId,
    seen: Version,
    order: &[StageId],
) -> Result<()> {
    let held = hold(change, job).await?;
    held.plan_unchanged_since(change, seen).await?;
    let company = change.company();
    let stages = stages(change.db(), company, job).await?;
    let before: Vec<_> = stages.iter().map(|stage| stage.id).collect();
    if !plan::same_things(&before, order) {
        return Err(Error::refused(
            "stale",
            "The order names other stages than the plan has. Here it is as it stands now.",
        ));
    }
    if before == order {
        return Ok(());
    }
    sqlx::query!(
        "update stages s set position = o.position - 1
         from unnest($3::bigint[]) with ordinality as o (id, position)
         where s.company_id = $1 and s.job_id = $2 and s.id = o.id",
        company as _,
        job as _,
        order as _,
    )
    .execute(change.db())
    .await?;
    plan_changed(change, job).await?;
    let detail = json!({ "before": before, "after": order });
    change
        .record(Event::new("plan.reordered").job(job).detail(detail))
        .await?;
    Ok(())
}

/// Takes a stage out of the plan, once the caller has seen to its applications. The row stays for the history.
///
/// Waits for everybody who is putting an application into it ([`keep`]); those who come later find it deleted.
pub(in crate::domain) async fn retire(
    change: &mut Change<EditJobs>,
    job: JobId,
    stage: StageId,
    name: &str,
) -> Result<DeletedId> {
    let (company, now) = (change.company(), change.now());
    let stages = stages(change.db(), company, job).await?;
    if !stages.iter().any(|other| other.id == stage) {
        return Err(Error::NotFound);
    }
    plan::may_delete(stages.len())?;
    // `for update`, unlike the update alone, waits for `for key share`.
    sqlx::query!(
        "select id from stages where company_id = $1 and job_id = $2 and id = $3 for update",
        company as _,
        job as _,
        stage as _,
    )
    .fetch_one(change.db())
    .await?;
    sqlx::query!(
        "update stages set deleted_at = $4, updated_at = $4 where company_id = $1 and job_id = $2 and id = $3",
        company as _,
        job as _,
        stage as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    plan_changed(change, job).await?;
    let thing = Thing {
        job: Some(job),
        ..Thing::of_company(Kind::Stage, stage.0, name)
    };
    deleted::keep(change, thing).await
}

/// Puts a deleted stage back into the plan, and gives its name. Whoever was in it stays where they went.
pub async fn restore_stage(
    change: &mut Change<EditJobs>,
    job: JobId,
    stage: StageId,
) -> Result<String> {
    hold(change, job).await?;
    let (company, now) = (change.company(), change.now());
    plan::may_add(stages(change.db(), company, job).await?.len())?;
    let name = sqlx::query_scalar!(
        "update stages set deleted_at = null, updated_at = $4
         where company_id = $1 and job_id = $2 and id = $3 and deleted_at is not null returning name",
        company as _,
        job as _,
        stage as _,
        now as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or_else(|| Error::refused("there", "This stage is in the plan already."))?;
    deleted::forget(change, Kind::Stage, stage.0).await?;
    plan_changed(change, job).await?;
    let detail = json!({ "stage": stage, "name": name });
    change
        .record(Event::new("stage.restored").job(job).detail(detail))
        .await?;
    Ok(name)
}

/// The plan has a new version.
async fn plan_changed(change: &mut Change<EditJobs>, job: JobId) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        "update jobs set plan_version = plan_version + 1, updated_at = $3 where company_id = $1 and id = $2",
        company as _,
        job as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}
