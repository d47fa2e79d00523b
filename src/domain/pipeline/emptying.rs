//! Deleting a stage that people are in.

use crate::{
    access::{Actor, Change, Event, permissions::EditJobs},
    base::{
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, CompanyId, DeletedId, JobId, StageId, Version},
    },
    domain::jobs,
};
use serde_json::json;
use sqlx::PgConnection;

/// What somebody wants deleted, and where its people go.
#[derive(Clone, Copy, Debug)]
pub struct Deletion {
    pub stage: StageId,
    /// Needed when there are undecided applications in it.
    pub target: Option<StageId>,
    /// The version of the plan that was seen.
    pub seen: Version,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Emptied {
    pub stage: String,
    /// Under what the stage can be restored.
    pub kept: DeletedId,
    /// How many went where, of those whom the actor sees.
    pub moved: Option<(usize, String)>,
}

/// Deletes a stage of a job, and moves its undecided applications to another stage of the plan. Those that are decided keep
/// the deleted stage: it is where they ended. The last stage stays.
pub async fn delete_stage(
    change: &mut Change<EditJobs>,
    job: JobId,
    deletion: Deletion,
) -> Result<Emptied> {
    let held = jobs::hold(change, job).await?;
    held.plan_unchanged_since(change, deletion.seen).await?;
    let company = change.company();
    let name = jobs::keep(change.db(), company, job, deletion.stage).await?;
    let kept = jobs::retire(change, job, deletion.stage, &name).await?;
    let from = json!({ "id": deletion.stage, "name": name });
    let mut emptied = Emptied {
        stage: name,
        kept,
        moved: None,
    };
    let (mut to, mut everybody) = (None, 0);
    if let Some(target) = deletion.target {
        // The deleted stage is no target either: it is gone by now.
        let target_name = jobs::keep(change.db(), company, job, target)
            .await
            .map_err(|error| match error {
                Error::NotFound => Error::field("target", "Choose another stage of this plan"),
                other => other,
            })?;
        let moved = move_all(change, job, deletion.stage, target).await?;
        if !moved.is_empty() {
            let stage = json!({ "id": target, "name": target_name });
            let detail = json!({ "from": from, "to": stage, "because": "stage.deleted" });
            let event = Event::new("application.moved").job(job).detail(detail);
            let whose: Vec<_> = moved.iter().map(|one| (one.id, one.candidate)).collect();
            change.record_for_each(event, &whose).await?;
            let seen = moved.iter().filter(|one| one.seen).count();
            emptied.moved = (seen > 0).then_some((seen, target_name));
            (to, everybody) = (Some(stage), moved.len());
        }
    } else if anybody_in(change, job, deletion.stage).await? {
        return Err(Error::field(
            "target",
            "Choose where the people in this stage go",
        ));
    }
    let detail = json!({ "before": from, "to": to, "moved": everybody });
    change
        .record(Event::new("stage.deleted").job(job).detail(detail))
        .await?;
    Ok(emptied)
}

/// How many undecided applications each stage of a job has, for viewers who see its candidates. Deleted stages have none.
pub async fn undecided(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    job: JobId,
) -> Result<Vec<(StageId, i64)>> {
    Ok(sqlx::query!(
        r#"select a.stage_id as "stage: StageId", count(*) as "people!"
           from applications a
           join job_access s on s.company_id = $1 and s.job_id = $2 and s.member_id = $3 and s.sees_candidates
           where a.company_id = $1 and a.job_id = $2 and a.status = 'active' and (s.sees_private or not a.confidential)
           group by a.stage_id"#,
        company as _,
        job as _,
        actor.member_id() as _,
    )
    .map(|row| (row.stage, row.people))
    .fetch_all(db)
    .await?)
}

/// An application that went with the others.
struct Moved {
    id: ApplicationId,
    candidate: CandidateId,
    /// Whether the actor sees it.
    seen: bool,
}

async fn move_all(
    change: &mut Change<EditJobs>,
    job: JobId,
    from: StageId,
    to: StageId,
) -> Result<Vec<Moved>> {
    let (company, now, member) = (change.company(), change.now(), change.actor().member_id());
    Ok(sqlx::query_as!(
        Moved,
        r#"update applications
           set stage_id = $4, stage_entered_at = $5, last_activity_at = $5, updated_at = $5, version = version + 1
           where company_id = $1 and job_id = $2 and stage_id = $3 and status = 'active'
           returning id as "id: _", candidate_id as "candidate: _",
                     not confidential or exists (select from job_access s where s.company_id = $1 and s.job_id = $2 and s.member_id = $6
                                                 and s.sees_private) as "seen!""#,
        company as _,
        job as _,
        from as _,
        to as _,
        now as _,
        member as _,
    )
    .fetch_all(change.db())
    .await?)
}

async fn anybody_in(change: &mut Change<EditJobs>, job: JobId, stage: StageId) -> Result<bool> {
    let company = change.company();
    Ok(sqlx::query_scalar!(
        r#"select exists (
               select from applications where company_id = $1 and job_id = $2 and stage_id = $3 and status = 'active'
           ) as "anybody!""#,
        company as _,
        job as _,
        stage as _,
    )
    .fetch_one(change.db())
    .await?)
}
