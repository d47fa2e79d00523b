//! Confidential people: who still sees them, and making somebody one of them.
//!
//! Of an application, administrators, auditors, the job's hiring team and whoever interviews them there see them; without an
//! application, administrators, auditors and who put them into the talent pool. For everybody else they are not there. The
//! rule stands in `job_access.sees_private`, `application_access` and `sees_confidential`.

use crate::{
    access::{Actor, Change, Event, actor::Role, permissions::WriteNotes},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CandidateId, CompanyId, EventId, ProspectId},
    },
};
use serde_json::json;
use sqlx::PgConnection;

/// Said of a job in which a confidential person would not be seen by whoever puts them there.
pub(in crate::domain) const NOT_THERE: &str =
    "They are confidential, and you are not in the team of this job: you would not see them there";

/// Whether somebody is confidential, for those who see them.
#[derive(Clone, Debug)]
pub struct Confidence {
    pub name: String,
    pub confidential: bool,
    /// Whether the viewer sees an application of theirs.
    pub applied: bool,
    /// Where they are to be seen without one.
    pub prospect: Option<ProspectId>,
    /// Who sees them while they are confidential: the names of colleagues.
    pub seen_by: Vec<String>,
    may: bool,
}

/// How it stands with somebody, for whoever may change it.
///
/// # Errors
/// `NotFound` for those who do not see them, `Forbidden` for those who see them and change nothing.
pub async fn confidence(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: CandidateId,
    now: Time,
) -> Result<Confidence> {
    let everywhere = actor
        .member()
        .is_some_and(|member| matches!(member.role, Role::Administrator | Role::Recruiter));
    let found = sqlx::query_as!(
        Confidence,
        r#"with theirs as materialized (select a.id, a.job_id from applications a where a.company_id = $1 and a.candidate_id = $2)
           select trim(c.given_name || ' ' || c.family_name) as "name!", c.private as confidential,
                  may.writes is not null as "applied!", coalesce(may.writes, false) or $4 as "may!",
                  (select p.id from prospects p where p.company_id = $1 and p.candidate_id = $2 and p.ends_at > $5) as "prospect: _",
                  array(select trim(u.given_name || ' ' || u.family_name)
                        from memberships m join users u on u.id = m.user_id
                        where m.company_id = $1 and m.ended_at is null
                          and (m.role in ('administrator', 'auditor')
                               or exists (select from theirs t
                                          join job_access s on s.company_id = $1 and s.member_id = m.id and s.job_id = t.job_id and s.sees_private)
                               or exists (select from theirs t
                                          join interviewers i on i.company_id = $1 and i.member_id = m.id and i.application_id = t.id
                                                              and not i.cancelled)
                               or (not exists (select from theirs)
                                   and exists (select from prospects p
                                               where p.company_id = $1 and p.candidate_id = $2 and p.added_by = m.id)))
                        order by lower(u.given_name || ' ' || u.family_name), m.id) as "seen_by!"
           from candidates c
           cross join lateral (
               select bool_or(s.writes_notes) as writes
               from theirs t join application_access s on s.company_id = $1 and s.member_id = $3 and s.application_id = t.id
           ) may
           where c.company_id = $1 and c.id = $2 and sees_candidate($1, $3, $2, $5)"#,
        company as _,
        id as _,
        actor.member_id() as _,
        everywhere,
        now as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    match found.may {
        true => Ok(found),
        false => Err(super::may_not_correct()),
    }
}

/// Makes somebody confidential, or no longer, as whoever may correct their record; but not as somebody who would not see them
/// afterwards. Gives the event that tells it; once it is so already, nothing happens.
pub async fn set_confidential(
    change: &mut Change<WriteNotes>,
    id: CandidateId,
    confidential: bool,
) -> Result<Option<EventId>> {
    let (company, now, actor) = (change.company(), change.now(), change.actor().clone());
    // The lock first: whoever waited for it must see what the other did.
    sqlx::query!(
        "select id from candidates where company_id = $1 and id = $2 for update",
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?;
    let before = confidence(change.db(), company, &actor, id, now).await?;
    if before.confidential == confidential {
        return Ok(None);
    }
    mark(change, id, confidential).await?;
    if confidential && !sees(change, id).await? {
        let text = "You are in the team of no job that they applied for, and would not see them any more. Ask somebody who is, or an administrator.";
        return Err(Error::refused("unseen", text));
    }
    let detail = json!({ "before": { "confidential": !confidential }, "after": { "confidential": confidential } });
    let event = Event::new("candidate.changed").candidate(id).detail(detail);
    change.record(event).await.map(Some)
}

/// Makes somebody confidential who has just been put somewhere. Whoever does so must see them there.
pub(in crate::domain) async fn begin_confidential<P>(
    change: &mut Change<P>,
    id: CandidateId,
) -> Result<()> {
    mark(change, id, true).await?;
    match sees(change, id).await? {
        true => Ok(()),
        false => Err(Error::field("to", NOT_THERE)),
    }
}

/// Refuses to add to what is known of somebody confidential whom the actor does not see.
pub(in crate::domain) async fn met<P>(change: &mut Change<P>, id: CandidateId) -> Result<()> {
    let company = change.company();
    let private = sqlx::query_scalar!(
        "select private from candidates where company_id = $1 and id = $2",
        company as _,
        id as _,
    )
    .fetch_one(change.db())
    .await?;
    if private && !sees(change, id).await? {
        let text = "Somebody whom you do not see has this address already. Ask an administrator.";
        return Err(Error::refused("unseen", text));
    }
    Ok(())
}

async fn sees<P>(change: &mut Change<P>, id: CandidateId) -> Result<bool> {
    let (company, member) = (change.company(), change.actor().member_id());
    Ok(sqlx::query_scalar!(
        r#"select sees_confidential($1, $2, $3) as "sees!""#,
        company as _,
        member as _,
        id as _,
    )
    .fetch_one(change.db())
    .await?)
}

/// Their applications follow by the foreign key.
async fn mark<P>(change: &mut Change<P>, id: CandidateId, confidential: bool) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        "update candidates set private = $3, updated_at = $4, version = version + 1 where company_id = $1 and id = $2",
        company as _,
        id as _,
        confidential,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}
