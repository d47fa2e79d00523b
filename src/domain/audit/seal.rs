//! Adding to the chains what has been written since.

use super::chain::Written;
use crate::base::{error::Result, ids::CompanyId};
use sqlx::PgPool;

/// Events that one transaction seals.
const BATCH: usize = 500;

/// Seals every event that has been committed and is in no chain yet.
///
/// Whoever writes history waits for nobody: only the chain's own row is held here, and that of an event is touched once it
/// is committed. Its place in the chain is where it was found, not its id, since ids are taken before transactions end.
pub async fn seal(pool: &PgPool) -> Result<()> {
    let companies = sqlx::query_scalar!(
        r#"select c.id as "id: CompanyId" from companies c
           where exists (select from events e where e.company_id = c.id and e.chain_hash is null)"#
    )
    .fetch_all(pool)
    .await?;
    for company in companies {
        while seal_batch(pool, company).await? == BATCH {}
    }
    Ok(())
}

async fn seal_batch(pool: &PgPool, company: CompanyId) -> Result<usize> {
    let mut change = pool.begin().await?;
    sqlx::query!(
        "insert into event_chains (company_id) values ($1) on conflict do nothing",
        company as _
    )
    .execute(&mut *change)
    .await?;
    let chain = sqlx::query!(
        "select length, head from event_chains where company_id = $1 for update",
        company as _
    )
    .fetch_one(&mut *change)
    .await?;
    let events = sqlx::query_as!(
        Written,
        r#"select company_id, id, (extract(epoch from at) * 1000000)::bigint as "at!", actor::text as "actor!", member_id, kind,
                  job_id, posting_id, candidate_id, application_id, request_id, detail_hash
           from events where company_id = $1 and chain_hash is null order by id limit $2"#,
        company as _,
        BATCH as i64,
    )
    .fetch_all(&mut *change)
    .await?;
    let mut head = chain.head;
    let mut hashes = Vec::with_capacity(events.len());
    for event in &events {
        head = event.hash(&head);
        hashes.push(head.clone());
    }
    let ids: Vec<i64> = events.iter().map(|event| event.id).collect();
    sqlx::query!(
        r#"update events e set chain_no = $2 + sealed.nth, chain_hash = sealed.hash
           from unnest($3::bigint[], $4::bytea[]) with ordinality as sealed (id, hash, nth)
           where e.company_id = $1 and e.id = sealed.id"#,
        company as _,
        chain.length,
        &ids,
        &hashes,
    )
    .execute(&mut *change)
    .await?;
    sqlx::query!(
        "update event_chains set length = length + $2, head = $3 where company_id = $1",
        company as _,
        events.len() as i64,
        head,
    )
    .execute(&mut *change)
    .await?;
    change.commit().await?;
    Ok(events.len())
}
