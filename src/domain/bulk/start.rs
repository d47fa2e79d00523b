//! Starting an act: to whom it is done is written down, and a task is left.

use super::{
    UNDO,
    deed::Deed,
    pooled::those,
    run::RunBulk,
    whom::{MOST, Whom, chosen},
};
use crate::{
    access::{Change, Event, permissions::ActInBulk},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{BulkActId, JobId, ProspectId},
    },
};
use anyhow::Context;
use serde_json::json;
use sqlx::{Postgres, QueryBuilder, types::Json};
use uuid::Uuid;

/// An act as somebody confirms it.
#[derive(Clone, Debug)]
pub struct Start {
    /// On whose board or list they were chosen.
    pub job: Option<JobId>,
    pub whom: Whom,
    /// People of the pool who were chosen too.
    pub pooled: Vec<ProspectId>,
    pub deed: Deed,
    /// When they saw what it would do: whoever came later is not among them, and what was changed later is left alone.
    pub seen: Time,
    /// The form's one-time key.
    pub once: Uuid,
}

/// Starts an act; the same one-time key again starts nothing, and gives the same.
pub async fn start(change: &mut Change<ActInBulk>, start: &Start) -> Result<BulkActId> {
    let (company, member, now) = (change.company(), change.actor().member_id(), change.now());
    let act = sqlx::query_scalar!(
        r#"insert into bulk_acts (company_id, member_id, job_id, deed, once, created_at, undo_until)
           select $1, $2, j.id, $4, $5, $6, $7
           from (select 1) one left join jobs j on j.company_id = $1 and j.id = $3
           on conflict on constraint bulk_acts_once_key do nothing
           returning id as "id: BulkActId""#,
        company as _,
        member as _,
        start.job as _,
        Json(&start.deed) as _,
        start.once,
        now as _,
        now.plus(UNDO) as _,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(act) = act else {
        return Ok(sqlx::query_scalar!(
            r#"select id as "id: BulkActId" from bulk_acts where company_id = $1 and member_id = $2 and once = $3"#,
            company as _,
            member as _,
            start.once,
        )
        .fetch_one(change.db())
        .await?);
    };
    let (total, skipped) = freeze(change, act, start).await?;
    let of_pool = freeze_pooled(change, act, start).await?;
    let (total, skipped) = (total + of_pool.0, skipped + of_pool.1);
    if total > MOST {
        let text =
            format!("That is more than {MOST} people. Narrow the filter, and do it in parts.");
        return Err(Error::refused("too_many", text));
    }
    if total == skipped {
        let text = "There is nobody left to whom this can be done.";
        return Err(Error::refused("nobody", text));
    }
    sqlx::query!(
        "update bulk_acts set total = $3, skipped = $4 where company_id = $1 and id = $2",
        company as _,
        act as _,
        i32::try_from(total).context("few enough")?,
        i32::try_from(skipped).context("few enough")?,
    )
    .execute(change.db())
    .await?;
    let event = Event::new("bulk.started")
        .detail(json!({ "act": act, "kind": start.deed.kind().key(), "people": total - skipped }));
    let event = match start.job {
        Some(job) => event.job(job),
        None => event,
    };
    change.record(event).await?;
    change.later(&RunBulk { act }).await?;
    Ok(act)
}

/// Writes down to which applications, in one statement. Says how many, and how many of them are skipped at once.
async fn freeze(
    change: &mut Change<ActInBulk>,
    act: BulkActId,
    start: &Start,
) -> Result<(i64, i64)> {
    let (company, now) = (change.company(), change.now());
    let actor = change.actor().clone();
    let mut query = chosen(
        "with frozen as (
             insert into bulk_targets (company_id, act_id, application_id, version, state, reason)
             select $1, act_id, id, version, (case when why = '' then 'waiting' else 'skipped' end)::bulk_target_state, why
             from (select ",
        |query| {
            query.push_bind(act);
            query.push("::bigint as act_id, a.id, a.version, ");
            start.deed.push_why(query, Some(start.seen), now);
            query.push(" as why");
        },
        (company, &actor),
        &start.whom,
        now,
    );
    query
        .push(" and a.created_at <= ")
        .push_bind(start.seen)
        .push(" order by a.id limit ")
        .push_bind(MOST + 1);
    frozen(change, query).await
}

/// The same of people of the pool. To whom nothing is done, the list of the act says so too.
async fn freeze_pooled(
    change: &mut Change<ActInBulk>,
    act: BulkActId,
    start: &Start,
) -> Result<(i64, i64)> {
    let (company, now) = (change.company(), change.now());
    let actor = change.actor().clone();
    let query = those(
        "with frozen as (
             insert into bulk_targets (company_id, act_id, prospect_id, state, reason)
             select $1, act_id, id, (case when why = '' then 'waiting' else 'skipped' end)::bulk_target_state, why
             from (select ",
        |query| {
            query.push_bind(act);
            query.push("::bigint as act_id, p.id, ");
            start.deed.push_why_not_of_pool(query);
            query.push(" as why");
        },
        (company, &actor),
        &start.pooled,
        now,
    );
    frozen(change, query).await
}

/// Ends a statement that writes them down, and says how many, and how many of them are skipped at once.
async fn frozen(
    change: &mut Change<ActInBulk>,
    mut query: QueryBuilder<Postgres>,
) -> Result<(i64, i64)> {
    query.push(
        ") chosen returning state)
         select count(*), count(*) filter (where state = 'skipped') from frozen",
    );
    Ok(query.build_query_as().fetch_one(change.db()).await?)
}
