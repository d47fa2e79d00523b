//! Being kept in mind: whoever agreed to be thought of for other roles is in a pool, for as long as they agreed to it.

use crate::{
    access::{Change, Event},
    base::{
        error::{Error, Result},
        ids::{CandidateId, EventId, PoolId},
    },
};
use serde_json::json;

/// The pool that a company begins with.
const FIRST: &str = "Talent pool";

/// The pool that people come to by themselves, made when it is first needed.
pub(in crate::domain) async fn first_pool<P>(change: &mut Change<P>) -> Result<PoolId> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        r#"insert into pools (company_id, name, created_at)
           select $1, $2, $3 where not exists (select from pools where company_id = $1) on conflict do nothing"#,
        company as _,
        FIRST,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(sqlx::query_scalar!(
        r#"select id as "id: _" from pools where company_id = $1 order by id limit 1"#,
        company as _,
    )
    .fetch_one(change.db())
    .await?)
}

/// Takes a candidate into the pool who has just agreed to it. Whoever is in one stays there, for as long as they agreed to
/// last.
pub(in crate::domain) async fn enter_pool<P>(
    change: &mut Change<P>,
    candidate: CandidateId,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let pool = first_pool(change).await?;
    sqlx::query!(
        r#"insert into prospects as p (company_id, pool_id, candidate_id, months, created_at, confirmed_at, ends_at)
           select $1, $2, $3, c.pool_months, $4, $4, $4::timestamptz + make_interval(months => c.pool_months) from companies c where c.id = $1
           on conflict (company_id, candidate_id) where candidate_id is not null do update
           set ends_at = greatest(p.ends_at, excluded.ends_at), asked_again_at = null, added_by = null"#,
        company as _,
        pool as _,
        candidate as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// What moving somebody did: the pool before, and the event that tells it.
#[derive(Clone, Copy, Debug)]
pub struct PoolMove {
    pub before: PoolId,
    pub event: EventId,
}

/// Puts somebody into another pool: of those only who agreed to be kept in mind, and whose time has not ended; if one is
/// given, only out of that pool.
pub(in crate::domain) async fn put_into_pool<P>(
    change: &mut Change<P>,
    candidate: CandidateId,
    to: PoolId,
    out_of: Option<PoolId>,
) -> Result<PoolMove> {
    let (company, now) = (change.company(), change.now());
    let moved = sqlx::query!(
        r#"update prospects p set pool_id = l.id
           from pools l, prospects b join pools o on (o.company_id, o.id) = (b.company_id, b.pool_id)
           where p.company_id = $1 and p.candidate_id = $2 and p.ends_at > $4 and l.company_id = $1 and l.id = $3
             and b.company_id = $1 and b.id = p.id and ($5::bigint is null or p.pool_id = $5)
           returning o.id as "before: PoolId", o.name as was, l.name as is_now"#,
        company as _,
        candidate as _,
        to as _,
        now as _,
        out_of as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or_else(|| {
        let text = match out_of {
            Some(_) => "Is in another pool by now, or in none.",
            None => "Has not agreed to be kept in mind, or no longer.",
        };
        Error::refused("not_agreed", text)
    })?;
    let event = Event::new("prospect.moved").candidate(candidate);
    let detail = json!({
        "pool": to, "from": { "id": moved.before, "name": moved.was }, "to": { "name": moved.is_now },
    });
    Ok(PoolMove {
        before: moved.before,
        event: change.record(event.detail(detail)).await?,
    })
}

/// Takes them out again, with every consent to it; whoever was merged into them too.
pub(in crate::domain) async fn leave_pool<P>(
    change: &mut Change<P>,
    candidate: CandidateId,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        r#"with consents as (
               update consents set withdrawn_at = $3
               where company_id = $1 and candidate_id = $2 and purpose = 'talent_pool' and withdrawn_at is null
           )
           delete from prospects
           where company_id = $1 and candidate_id in (select id from candidates where company_id = $1 and (id = $2 or merged_into_id = $2))"#,
        company as _,
        candidate as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}
