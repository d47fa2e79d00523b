//! The hiring team of a job: who works on it, as what, and who is responsible.

use super::hold::{hold, in_sight};
use crate::{
    access::{Change, Event, TeamRole, permissions::EditJobs},
    base::{
        error::{Error, Result},
        ids::{CompanyId, EventId, JobId, MemberId},
    },
};
use serde_json::json;
use sqlx::PgConnection;

/// Somebody in one role of a team.
#[derive(Clone, Debug)]
pub struct Teammate {
    pub member: MemberId,
    pub name: String,
    pub role: TeamRole,
    /// The one recruiter, or coordinator, who answers for the job.
    pub responsible: bool,
}

/// Whether a role has one person who answers for it.
pub fn has_responsible(role: TeamRole) -> bool {
    match role {
        TeamRole::Recruiter | TeamRole::Coordinator => true,
        TeamRole::HiringManager | TeamRole::Sourcer | TeamRole::Interviewer => false,
    }
}

/// A job's team by role and name, for whoever was given the job's head. Who left the company is not in it.
pub async fn team(db: &mut PgConnection, company: CompanyId, job: JobId) -> Result<Vec<Teammate>> {
    Ok(sqlx::query_as!(
        Teammate,
        r#"select t.member_id as "member: _", trim(u.given_name || ' ' || u.family_name) as "name!", t.role as "role: _", t.responsible
           from hiring_team t
           join memberships m on (m.company_id, m.id) = (t.company_id, t.member_id) and m.ended_at is null
           join users u on u.id = m.user_id
           where t.company_id = $1 and t.job_id = $2
           order by t.role, not t.responsible, lower(u.given_name), lower(u.family_name), t.member_id"#,
        company as _,
        job as _,
    )
    .fetch_all(db)
    .await?)
}

/// Somebody who may join a team.
#[derive(Clone, Debug)]
pub struct Colleague {
    pub id: MemberId,
    pub name: String,
}

/// Everybody in the company, by name.
pub async fn colleagues(db: &mut PgConnection, company: CompanyId) -> Result<Vec<Colleague>> {
    Ok(sqlx::query_as!(
        Colleague,
        r#"select m.id as "id: _", trim(u.given_name || ' ' || u.family_name) as "name!"
           from memberships m
           join users u on u.id = m.user_id
           where m.company_id = $1 and m.ended_at is null
           order by lower(u.given_name), lower(u.family_name), m.id"#,
        company as _,
    )
    .fetch_all(db)
    .await?)
}

/// Adds a member in a role, and gives the event that tells it. The first recruiter, and the first coordinator, is the
/// responsible one.
pub async fn add_teammate(
    change: &mut Change<EditJobs>,
    job: JobId,
    member: MemberId,
    role: TeamRole,
) -> Result<EventId> {
    put_on_team(change, job, member, role, has_responsible(role)).await
}

/// The same, where whoever joins does not answer for the job unless they are to.
pub(in crate::domain) async fn put_on_team(
    change: &mut Change<EditJobs>,
    job: JobId,
    member: MemberId,
    role: TeamRole,
    responsible: bool,
) -> Result<EventId> {
    hold(change, job).await?;
    let company = change.company();
    let added = sqlx::query!(
        r#"insert into hiring_team (company_id, job_id, member_id, role, responsible)
           select m.company_id, $2, m.id, $4,
                  $5 and not exists (
                      select from hiring_team t where t.company_id = $1 and t.job_id = $2 and t.role = $4 and t.responsible
                  )
           from memberships m
           where m.company_id = $1 and m.id = $3 and m.ended_at is null
           on conflict do nothing
           returning responsible"#,
        company as _,
        job as _,
        member as _,
        role as _,
        responsible,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(added) = added else {
        return Err(Error::field(
            "member",
            "Choose a colleague who is not in the team in that role yet",
        ));
    };
    let detail = json!({ "member": member, "role": role, "responsible": added.responsible });
    let event = Event::new("teammate.added").job(job).detail(detail);
    change.record(event).await
}

/// Takes a member out of a role. Gives the event that tells it, if whoever did it still sees the job.
pub async fn remove_teammate(
    change: &mut Change<EditJobs>,
    job: JobId,
    member: MemberId,
    role: TeamRole,
) -> Result<Option<EventId>> {
    hold(change, job).await?;
    let company = change.company();
    let removed = sqlx::query!(
        "delete from hiring_team where company_id = $1 and job_id = $2 and member_id = $3 and role = $4 returning responsible",
        company as _,
        job as _,
        member as _,
        role as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    let detail = json!({ "member": member, "role": role, "responsible": removed.responsible });
    let event = Event::new("teammate.removed").job(job).detail(detail);
    let event = change.record(event).await?;
    Ok(in_sight(change, job).await?.then_some(event))
}

/// Makes a recruiter or coordinator of the team the one who answers for the job; gives the event that tells it.
pub async fn make_responsible(
    change: &mut Change<EditJobs>,
    job: JobId,
    member: MemberId,
    role: TeamRole,
) -> Result<EventId> {
    set_responsible(change, job, Some(member), role).await
}

/// The same, or nobody.
pub(in crate::domain) async fn set_responsible(
    change: &mut Change<EditJobs>,
    job: JobId,
    member: Option<MemberId>,
    role: TeamRole,
) -> Result<EventId> {
    hold(change, job).await?;
    if !has_responsible(role) {
        return Err(Error::refused(
            "no_responsible",
            "Only one recruiter and one coordinator answer for a job.",
        ));
    }
    let company = change.company();
    let before: Option<MemberId> = sqlx::query_scalar!(
        r#"update hiring_team set responsible = false
           where company_id = $1 and job_id = $2 and role = $3 and responsible
           returning member_id as "member: _""#,
        company as _,
        job as _,
        role as _,
    )
    .fetch_optional(change.db())
    .await?;
    if before == member && before.is_some() {
        return Err(Error::refused(
            "responsible",
            "They answer for this job already.",
        ));
    }
    let made = sqlx::query!(
        "update hiring_team set responsible = true where company_id = $1 and job_id = $2 and member_id = $3 and role = $4",
        company as _,
        job as _,
        member as _,
        role as _,
    )
    .execute(change.db())
    .await?;
    if made.rows_affected() == 0 && member.is_some() {
        return Err(Error::NotFound);
    }
    let detail = json!({ "role": role, "before": before, "after": member });
    let event = Event::new("teammate.made_responsible").job(job);
    change.record(event.detail(detail)).await
}
