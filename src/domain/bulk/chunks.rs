//! Working through an act's targets, fifty to a transaction.

use super::steps::Step;
use crate::{
    access::{Change, Member, Permit, Role, Task, permissions::RunTasks},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, BulkActId, MemberId, MessageId, PoolId, ProspectId, UserId, Version},
    },
};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use std::time::{Duration, Instant};

/// Targets of one transaction: short, and fewer than the 64 sub-transactions that Postgres keeps at hand for everybody who
/// reads meanwhile.
const CHUNK: i64 = 50;
/// After so long other tasks have their turn.
const TURN: Duration = Duration::from_secs(1);

/// Which way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    There,
    Back,
}

/// What something is done to.
#[derive(Clone, Copy)]
pub(super) enum Who {
    /// An application, with the version with which it was chosen.
    Applied(ApplicationId, Version),
    /// Somebody of the pool, in their place there.
    Pooled(ProspectId),
}

pub(super) struct Target {
    id: i64,
    pub who: Who,
    pub effect: Effect,
}

impl Target {
    /// The application, for what is done to nothing else.
    pub fn applied(&self) -> Result<(ApplicationId, Version)> {
        match self.who {
            Who::Applied(id, version) => Ok((id, version)),
            Who::Pooled(_) => Err(Error::NotFound),
        }
    }
}

/// What was done to one, as taking it back needs it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Effect {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    /// When a tag was put.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Time>,
    /// The owner before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<MemberId>,
    /// The pool before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pool: Option<PoolId>,
}

/// How far a turn came.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    More,
    Done,
}

/// The member for whom the worker acts, if they are still there.
pub(in crate::domain) async fn member(
    permit: &Permit<RunTasks>,
    id: MemberId,
) -> Result<Option<Member>> {
    let company = permit.company().id;
    let row = sqlx::query!(
        r#"select m.user_id as "user: UserId", m.role as "role: Role", trim(u.given_name || ' ' || u.family_name) as "name!"
           from memberships m
           join users u on u.id = m.user_id
           where m.company_id = $1 and m.id = $2 and m.ended_at is null and u.disabled_at is null"#,
        company as _,
        id as _,
    )
    .fetch_optional(&mut *permit.read().await?)
    .await?;
    Ok(row.map(|row| Member {
        id,
        user: row.user,
        role: row.role,
        name: row.name,
    }))
}

/// Takes a step with all that wait for it, as the member who asked, until everything is done or others want their turn.
/// Each transaction says that the task went on, so that only a worker that dies without having done anything counts
/// against it.
pub(super) async fn work<S: Step>(
    permit: &Permit<S::Permission>,
    (act, way): (BulkActId, Way),
    task: &impl Task,
    step: &S,
) -> Result<Progress> {
    let began = Instant::now();
    loop {
        let progress = permit
            .change(async |change| {
                let progress = chunk(change, act, way, step).await?;
                change.went_on(task).await?;
                Ok(progress)
            })
            .await?;
        if progress == Progress::Done || began.elapsed() > TURN {
            return Ok(progress);
        }
    }
}

async fn chunk<S: Step>(
    change: &mut Change<S::Permission>,
    act: BulkActId,
    way: Way,
    step: &S,
) -> Result<Progress> {
    if !goes_on(change, act, way).await? {
        return Ok(Progress::Done);
    }
    let targets = next(change, act, way).await?;
    let (mut ids, mut done, mut reasons, mut effects) = (vec![], vec![], vec![], vec![]);
    for target in &targets {
        change.attempt().await?;
        let outcome = match way {
            Way::There => step.there(change, target).await,
            Way::Back => {
                let back = step.back(change, target).await;
                back.map(|()| target.effect.clone())
            }
        };
        let outcome = change.attempted(outcome).await?;
        ids.push(target.id);
        done.push(outcome.is_ok());
        reasons.push(outcome.as_ref().err().map(said).unwrap_or_default());
        effects.push(serde_json::json!(outcome.unwrap_or(target.effect.clone())));
    }
    let company = change.company();
    sqlx::query!(
        r#"update bulk_targets t
           set state = (case when $6 then case when o.done then 'done' else 'skipped' end
                             else case when o.done then 'undone' else 'left' end end)::bulk_target_state,
               reason = o.reason, effect = o.effect
           from unnest($3::bigint[], $4::boolean[], $5::text[], $7::jsonb[]) as o (id, done, reason, effect)
           where t.company_id = $1 and t.act_id = $2 and t.id = o.id"#,
        company as _,
        act as _,
        &ids,
        &done,
        &reasons,
        way == Way::There,
        &effects,
    )
    .execute(change.db())
    .await?;
    let worked = done.iter().filter(|done| **done).count();
    let last = i64::try_from(targets.len()).unwrap_or(CHUNK) < CHUNK;
    count(change, act, way, (worked, targets.len() - worked), last).await?;
    Ok(if last { Progress::Done } else { Progress::More })
}

/// Ends what nobody may go on with: whoever waits is skipped, whoever was to be taken back stays as they are.
pub(super) async fn end<P>(
    change: &mut Change<P>,
    act: BulkActId,
    way: Way,
    why: &str,
) -> Result<()> {
    if !goes_on(change, act, way).await? {
        return Ok(());
    }
    let company = change.company();
    let rest = sqlx::query!(
        r#"update bulk_targets set state = (case when $4 then 'skipped' else 'left' end)::bulk_target_state, reason = $3
           where company_id = $1 and act_id = $2 and state = (case when $4 then 'waiting' else 'done' end)::bulk_target_state"#,
        company as _,
        act as _,
        why,
        way == Way::There,
    )
    .execute(change.db())
    .await?;
    let rest = usize::try_from(rest.rows_affected()).unwrap_or(usize::MAX);
    count(change, act, way, (0, rest), true).await
}

/// Holds the act, so that nobody else works on it or takes it back meanwhile. Says whether there is something to do.
async fn goes_on<P>(change: &mut Change<P>, act: BulkActId, way: Way) -> Result<bool> {
    let company = change.company();
    let act = sqlx::query!(
        r#"select finished_at is not null as "finished!", undo_asked_at is not null as "asked!", undo_finished_at is not null as "undone!"
           from bulk_acts where company_id = $1 and id = $2 for update"#,
        company as _,
        act as _,
    )
    .fetch_optional(change.db())
    .await?;
    Ok(act.is_some_and(|act| match way {
        Way::There => !act.finished,
        Way::Back => act.asked && !act.undone,
    }))
}

struct Row {
    id: i64,
    application: Option<ApplicationId>,
    version: Option<Version>,
    prospect: Option<ProspectId>,
    effect: Option<Json<Effect>>,
}

/// The next targets, in the order in which everybody takes them.
async fn next<P>(change: &mut Change<P>, act: BulkActId, way: Way) -> Result<Vec<Target>> {
    let company = change.company();
    let rows = sqlx::query_as!(
        Row,
        r#"select id as "id!", application_id as "application: ApplicationId", version as "version: Version",
                  prospect_id as "prospect: ProspectId", effect as "effect: Json<Effect>"
           from bulk_targets
           where company_id = $1 and act_id = $2 and state = (case when $3 then 'waiting' else 'done' end)::bulk_target_state
           order by id limit $4"#,
        company as _,
        act as _,
        way == Way::There,
        CHUNK,
    )
    .fetch_all(change.db())
    .await?;
    let target = |row: Row| -> Result<Target> {
        let who = match (row.application, row.version, row.prospect) {
            (Some(id), Some(version), _) => Who::Applied(id, version),
            (_, _, Some(id)) => Who::Pooled(id),
            _ => return Err(Error::NotFound),
        };
        Ok(Target {
            id: row.id,
            who,
            effect: row.effect.map(|effect| effect.0).unwrap_or_default(),
        })
    };
    rows.into_iter().map(target).collect()
}

async fn count<P>(
    change: &mut Change<P>,
    act: BulkActId,
    way: Way,
    (done, not): (usize, usize),
    last: bool,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let number = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    sqlx::query!(
        r#"update bulk_acts
           set done = done + case when $3 then $4 else 0 end, skipped = skipped + case when $3 then $5 else 0 end,
               undone = undone + case when $3 then 0 else $4 end, left_alone = left_alone + case when $3 then 0 else $5 end,
               finished_at = case when $3 and $6 then $7 else finished_at end,
               undo_finished_at = case when not $3 and $6 then $7 else undo_finished_at end
           where company_id = $1 and id = $2"#,
        company as _,
        act as _,
        way == Way::There,
        number(done),
        number(not),
        last,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// Why a rule said no, in words.
pub(in crate::domain) fn said(error: &Error) -> String {
    match error {
        Error::Forbidden(text) => text.to_string(),
        Error::Refused { text, .. } => text.clone(),
        Error::Invalid(errors) => {
            let messages: Vec<&str> = errors.iter().map(|(_, message)| message).collect();
            messages.join(". ")
        }
        _ => "Is not there any more, or not for whoever asked.".to_owned(),
    }
}
