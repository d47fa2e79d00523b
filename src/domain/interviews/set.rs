//! Setting an interview, changing and cancelling it: the row, the event and the mails in one transaction.

use super::{
    held::{self, hold, hold_interview},
    letters::{About, Invited, Told, to_candidate, to_members},
    plan::Plan,
};
use crate::{
    access::{Change, permissions::ScheduleInterviews},
    base::{
        error::{Error, Result},
        ids::{ApplicationId, CompanyId, EventId, InterviewId, MemberId, Version},
    },
    domain::mail::AboutInterview,
};
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

/// Sets an interview, and says which; the same one-time key again sets none.
pub async fn schedule(
    change: &mut Change<ScheduleInterviews>,
    application: ApplicationId,
    once: Uuid,
    plan: &Plan,
) -> Result<InterviewId> {
    let about = hold(change, application).await?;
    let (company, now) = (change.company(), change.now());
    plan.comes(now)?;
    let people = people(change.db(), company, &plan.interviewers).await?;
    let uid = Uuid::new_v4();
    let id = sqlx::query_scalar!(
        r#"insert into scheduled_interviews (company_id, application_id, name, starts_at, minutes, time_zone, way, place, words, uid,
                                             once, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
           on conflict on constraint scheduled_interviews_once_key do nothing
           returning id as "id: InterviewId""#,
        company as _,
        application as _,
        plan.name,
        plan.starts_at as _,
        plan.minutes,
        plan.time_zone,
        plan.way as _,
        plan.place,
        plan.words,
        uid,
        once,
        now as _,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(id) = id else {
        let set = sqlx::query_scalar!(
            r#"select id as "id: InterviewId" from scheduled_interviews where company_id = $1 and once = $2 and application_id = $3"#,
            company as _,
            once,
            application as _,
        )
        .fetch_optional(change.db())
        .await?;
        return set.ok_or(Error::NotFound);
    };
    put_interviewers(change, &about, id, &people).await?;
    touch(change, application).await?;
    let told = Told::of(id, uid, 0, plan, people);
    let event = about.event("interview.scheduled", told.detail());
    change.record(event).await?;
    to_candidate(change, &about, &told, AboutInterview::Set).await?;
    let members: Vec<_> = told.people.iter().map(|one| one.id).collect();
    to_members(change, &about, &told, AboutInterview::Invited, &members).await?;
    Ok(id)
}

/// An interview's application, and the event that tells what was done with it; none, if nothing changed.
#[derive(Clone, Copy, Debug)]
pub struct Changed {
    pub application: ApplicationId,
    pub event: Option<EventId>,
}

/// Changes an interview. Whoever is no longer asked is told so; a change that changes nothing tells nobody anything.
pub async fn change(
    change: &mut Change<ScheduleInterviews>,
    id: InterviewId,
    seen: Version,
    plan: &Plan,
) -> Result<Changed> {
    let (about, before) = hold_interview(change, id, Some(seen)).await?;
    put(change, about, before, plan).await
}

/// Makes an interview what it was, while the time that it had is still to come. Everybody is told as of any change.
pub async fn change_back(
    change: &mut Change<ScheduleInterviews>,
    id: InterviewId,
    plan: &Plan,
) -> Result<()> {
    if plan.starts_at <= change.now() {
        let text = "The time that it had before has passed. Choose another one.";
        return Err(Error::refused("past", text));
    }
    let (about, before) = hold_interview(change, id, None).await?;
    put(change, about, before, plan)
        .await
        .map(drop)
        .map_err(|error| match error {
            Error::Invalid(_) => Error::refused("left", "Somebody who was to hold it has left."),
            other => other,
        })
}

/// Writes an interview anew that is held, and tells everybody.
async fn put(
    change: &mut Change<ScheduleInterviews>,
    about: About,
    before: Told,
    plan: &Plan,
) -> Result<Changed> {
    let id = before.id;
    hold(change, about.application).await?;
    let (company, now) = (change.company(), change.now());
    let people = people(change.db(), company, &plan.interviewers).await?;
    let told = Told::of(id, before.uid, before.sequence + 1, plan, people);
    if before.same(&told) {
        return Ok(Changed {
            application: about.application,
            event: None,
        });
    }
    plan.comes(now)?;
    sqlx::query!(
        r#"update scheduled_interviews
           set name = $3, starts_at = $4, minutes = $5, time_zone = $6, way = $7, place = $8, words = $9, sequence = $10,
               updated_at = $11, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        plan.name,
        plan.starts_at as _,
        plan.minutes,
        plan.time_zone,
        plan.way as _,
        plan.place,
        plan.words,
        told.sequence,
        now as _,
    )
    .execute(change.db())
    .await?;
    sqlx::query!(
        "delete from interviewers where company_id = $1 and interview_id = $2",
        company as _,
        id as _,
    )
    .execute(change.db())
    .await?;
    put_interviewers(change, &about, id, &told.people).await?;
    touch(change, about.application).await?;
    let mut detail = told.detail();
    detail["before"] = before.detail();
    detail["before"]["plan"] = json!(before.plan());
    let event = change
        .record(about.event("interview.changed", detail))
        .await?;
    to_candidate(change, &about, &told, AboutInterview::Changed).await?;
    let members: Vec<_> = told.people.iter().map(|one| one.id).collect();
    to_members(change, &about, &told, AboutInterview::Invited, &members).await?;
    let mut gone: Vec<_> = before.people.iter().map(|one| one.id).collect();
    gone.retain(|id| !members.contains(id));
    let former = Told {
        sequence: told.sequence,
        ..before
    };
    to_members(change, &about, &former, AboutInterview::Released, &gone).await?;
    Ok(Changed {
        application: about.application,
        event: Some(event),
    })
}

/// A cancelled interview's application, and the event that tells it.
#[derive(Clone, Copy, Debug)]
pub struct Cancelled {
    pub application: ApplicationId,
    pub event: EventId,
}

/// Cancels an interview, with a word to the candidate.
pub async fn cancel(
    change: &mut Change<ScheduleInterviews>,
    id: InterviewId,
    seen: Version,
    words: &str,
) -> Result<Cancelled> {
    let (about, mut told) = hold_interview(change, id, Some(seen)).await?;
    told.sequence += 1;
    told.words = words.to_owned();
    let event = end(change, &about, &told).await?;
    touch(change, about.application).await?;
    to_candidate(change, &about, &told, AboutInterview::Cancelled).await?;
    Ok(Cancelled {
        application: about.application,
        event,
    })
}

/// Sets an interview that was cancelled again, as it was, while it is still to come. Everybody is invited anew.
pub async fn set_again(change: &mut Change<ScheduleInterviews>, id: InterviewId) -> Result<()> {
    let company = change.company();
    let application = sqlx::query_scalar!(
        r#"select application_id as "id: ApplicationId" from scheduled_interviews
           where company_id = $1 and id = $2 and cancelled_at is not null"#,
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    let about = hold(change, application).await?;
    let mut told = held::told(change.db(), company, id).await?;
    let now = change.now();
    if told.starts_at <= now {
        let text = "The time of this interview has passed. Set another one.";
        return Err(Error::refused("past", text));
    }
    told.sequence += 1;
    told.words = String::new();
    let members: Vec<_> = told.people.iter().map(|one| one.id).collect();
    people(change.db(), company, &members)
        .await
        .map_err(|error| match error {
            Error::Invalid(_) => Error::refused(
                "left",
                "Somebody who was to hold it has left. Set another one.",
            ),
            other => other,
        })?;
    sqlx::query!(
        r#"with back as (update interviewers set cancelled = false where company_id = $1 and interview_id = $2)
           update scheduled_interviews set cancelled_at = null, sequence = $4, updated_at = $3, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        now as _,
        told.sequence,
    )
    .execute(change.db())
    .await?;
    touch(change, application).await?;
    change
        .record(about.event("interview.scheduled", told.detail()))
        .await?;
    to_candidate(change, &about, &told, AboutInterview::Set).await?;
    to_members(change, &about, &told, AboutInterview::Invited, &members).await
}

/// Ends an interview: the row, the event, and a mail to whoever was to hold it.
pub(super) async fn end<P>(change: &mut Change<P>, about: &About, told: &Told) -> Result<EventId> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        r#"with released as (update interviewers set cancelled = true where company_id = $1 and interview_id = $2)
           update scheduled_interviews set cancelled_at = $3, sequence = $4, updated_at = $3, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        told.id as _,
        now as _,
        told.sequence,
    )
    .execute(change.db())
    .await?;
    // Who was to hold it stands in the event that set it; a candidate's copy has this one.
    let detail = json!({ "interview": told.id, "name": told.name, "starts_at": told.starts_at });
    let event = change
        .record(about.event("interview.cancelled", detail))
        .await?;
    let members: Vec<_> = told.people.iter().map(|one| one.id).collect();
    to_members(change, about, told, AboutInterview::Released, &members).await?;
    Ok(event)
}

/// The members who are asked, each once.
async fn people(
    db: &mut PgConnection,
    company: CompanyId,
    asked: &[MemberId],
) -> Result<Vec<Invited>> {
    let found = sqlx::query_as!(
        Invited,
        r#"select m.id as "id: MemberId", u.given_name, trim(u.given_name || ' ' || u.family_name) as "name!"
           from memberships m join users u on u.id = m.user_id
           where m.company_id = $1 and m.id = any($2) and m.ended_at is null
           order by lower(u.given_name), m.id for share of m"#,
        company as _,
        asked as _,
    )
    .fetch_all(db)
    .await?;
    if found.is_empty() || asked.iter().any(|id| found.iter().all(|one| one.id != *id)) {
        return Err(Error::field("interviewers", "Choose people who work here"));
    }
    Ok(found)
}

async fn put_interviewers(
    change: &mut Change<ScheduleInterviews>,
    about: &About,
    id: InterviewId,
    people: &[Invited],
) -> Result<()> {
    let company = change.company();
    let members: Vec<_> = people.iter().map(|one| one.id).collect();
    sqlx::query!(
        r#"insert into interviewers (company_id, interview_id, member_id, application_id, job_id)
           select $1, $2, member, $3, $4 from unnest($5::bigint[]) as asked (member)"#,
        company as _,
        id as _,
        about.application as _,
        about.job as _,
        &members as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// Something happened with the application, though nothing that a decision must look at again.
async fn touch(change: &mut Change<ScheduleInterviews>, application: ApplicationId) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        "update applications set last_activity_at = $3, updated_at = $3 where company_id = $1 and id = $2",
        company as _,
        application as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}
