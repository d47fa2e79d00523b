//! The owner of an application: the colleague who sees to it that it goes on.

use super::hold::hold_for_notes;
use crate::{
    access::{Actor, Change, permissions::WriteNotes},
    base::{
        error::{Error, Result},
        ids::{ApplicationId, CompanyId, EventId, JobId, MemberId, Version},
    },
};
use serde_json::json;
use sqlx::PgConnection;

/// A colleague who works with a job's candidates, and so may own an application.
#[derive(Clone, Debug)]
pub struct Colleague {
    pub id: MemberId,
    pub name: String,
}

/// Everybody who may own an application of a job, if the viewer sees its candidates. A confidential person's is owned by
/// somebody who sees them.
pub async fn possible_owners(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    job: JobId,
    confidential: bool,
) -> Result<Vec<Colleague>> {
    Ok(sqlx::query_as!(
        Colleague,
        r#"select m.id as "id: _", trim(u.given_name || ' ' || u.family_name) as "name!"
           from job_access viewer
           join job_access s on (s.company_id, s.job_id) = (viewer.company_id, viewer.job_id)
           join memberships m on (m.company_id, m.id) = (s.company_id, s.member_id)
           join users u on u.id = m.user_id
           where viewer.company_id = $1 and viewer.job_id = $2 and viewer.member_id = $3 and viewer.sees_candidates
             and s.company_id = $1 and s.job_id = $2 and s.sees_candidates and s.writes_notes and (s.sees_private or not $4)
           order by lower(u.given_name || ' ' || u.family_name), m.id"#,
        company as _,
        job as _,
        actor.member_id() as _,
        confidential,
    )
    .fetch_all(db)
    .await?)
}

/// What an assignment changed, for taking it back.
#[derive(Clone, Copy, Debug)]
pub struct Assigned {
    pub before: Option<MemberId>,
    pub version: Version,
    pub event: EventId,
}

/// Gives an application to a colleague, or to nobody.
pub async fn assign(
    change: &mut Change<WriteNotes>,
    id: ApplicationId,
    seen: Version,
    owner: Option<MemberId>,
) -> Result<Assigned> {
    let held = hold_for_notes(change, id, seen).await?;
    let (company, now) = (change.company(), change.now());
    let row = sqlx::query!(
        r#"select a.owner_id as "before: MemberId", trim(u.given_name || ' ' || u.family_name) as name
           from applications a
           left join job_access s on s.company_id = $1 and s.job_id = a.job_id and s.member_id = $3 and s.sees_candidates and s.writes_notes
                                   and (s.sees_private or not a.confidential)
           left join memberships m on (m.company_id, m.id) = (s.company_id, s.member_id)
           left join users u on u.id = m.user_id
           where a.company_id = $1 and a.id = $2"#,
        company as _,
        id as _,
        owner as _,
    )
    .fetch_one(change.db())
    .await?;
    if owner.is_some() && row.name.is_none() {
        return Err(Error::field(
            "owner",
            "Choose somebody who works with this job's candidates",
        ));
    }
    if owner == row.before {
        return Err(Error::field("owner", "That is so already"));
    }
    sqlx::query!(
        r#"update applications set owner_id = $3, last_activity_at = $4, updated_at = $4, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        owner as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    let to = row.name.map(|name| json!({ "id": owner, "name": name }));
    let detail = json!({ "from": row.before, "to": to });
    let event = change
        .record(held.event("application.assigned", detail))
        .await?;
    Ok(Assigned {
        before: row.before,
        version: Version(held.version.0 + 1),
        event,
    })
}
