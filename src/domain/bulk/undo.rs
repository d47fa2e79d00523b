//! Taking an act back.

use super::{
    chunks::{Progress, Way, end, member},
    deed::Deed,
    steps::take,
};
use crate::{
    access::{
        Change, Event, Permit, Role, Task,
        permissions::{ActInBulk, RunTasks},
    },
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{BulkActId, JobId, MemberId},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::types::Json;

/// Takes back what is left of an act to take back.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct UndoBulk {
    pub act: BulkActId,
    /// What was asked for first is done first: before decisions that the act made are told.
    pub asked_at: Time,
}

impl Task for UndoBulk {
    const KIND: &'static str = "undo_bulk";
}

/// Asks to take an act back: whoever did it, or an administrator, within ten minutes. From here on nothing more of it is
/// done, and no mail of it goes; the rest is a task. Asking again asks nothing.
pub async fn ask_to_undo(change: &mut Change<ActInBulk>, id: BulkActId) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let actor = change.actor().member().cloned().ok_or(Error::NotFound)?;
    let act = sqlx::query!(
        r#"select member_id as "member: MemberId", job_id as "job: JobId", undo_until as "undo_until: Time", undo_asked_at is not null as "asked!"
           from bulk_acts where company_id = $1 and id = $2 and (member_id = $3 or $4) for update"#,
        company as _,
        id as _,
        actor.id as _,
        actor.role == Role::Administrator,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    if act.asked {
        return Ok(());
    }
    in_time(act.undo_until, now)?;
    sqlx::query!(
        r#"with skipped as (
               update bulk_targets set state = 'skipped', reason = 'Taken back before it was done.'
               where company_id = $1 and act_id = $2 and state = 'waiting' returning 1
           )
           update bulk_acts
           set skipped = skipped + (select count(*) from skipped), finished_at = coalesce(finished_at, $4), undo_asked_at = $4, undo_asked_by = $3
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        actor.id as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    // What it wrote must not go while the worker comes to it.
    sqlx::query!(
        r#"update messages m set state = 'cancelled', updated_at = $3
           from bulk_targets t
           where t.company_id = $1 and t.act_id = $2 and t.state = 'done' and m.company_id = $1
             and m.id = (t.effect->>'message')::bigint and m.state = 'queued'"#,
        company as _,
        id as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    let event = Event::new("bulk.taken_back").detail(json!({ "act": id }));
    let event = match act.job {
        Some(job) => event.job(job),
        None => event,
    };
    change.record(event).await?;
    change
        .later(&UndoBulk {
            act: id,
            asked_at: now,
        })
        .await
}

/// Refuses to take back what could be taken back until a time that has passed.
pub(in crate::domain) fn in_time(until: Time, now: Time) -> Result<()> {
    if until > now {
        return Ok(());
    }
    let text = "The ten minutes in which this could be taken back are over.";
    Err(Error::refused("too_late", text))
}

/// Does the task, for as long as its turn is.
pub async fn undo_bulk(permit: &Permit<RunTasks>, task: UndoBulk) -> Result<()> {
    let company = permit.company().id;
    let act = sqlx::query!(
        r#"select undo_asked_by as "member: MemberId", deed as "deed: Json<Deed>"
           from bulk_acts where company_id = $1 and id = $2 and undo_asked_at is not null and undo_finished_at is null"#,
        company as _,
        task.act as _,
    )
    .fetch_optional(&mut *permit.read().await?)
    .await?;
    let Some(act) = act else { return Ok(()) };
    let progress = match act.member {
        Some(id) => match member(permit, id).await? {
            Some(member) => {
                take(
                    permit,
                    member,
                    (task.act, Way::Back),
                    &task,
                    &act.deed.0,
                    task.asked_at,
                )
                .await
            }
            None => Err(Error::Forbidden("Whoever asked for it has left.".into())),
        },
        None => Err(Error::NotFound),
    };
    permit
        .change(async |change| match progress {
            Ok(Progress::Done) => Ok(()),
            Ok(Progress::More) => change.later_at(task.asked_at, &task).await,
            Err(Error::Forbidden(text)) => end(change, task.act, Way::Back, &text).await,
            Err(other) => Err(other),
        })
        .await
}
