//! Finding who is like whom: whoever has changed is compared by indexes, one by one, and never everybody with everybody.

use crate::base::{
    clock::Time,
    error::Result,
    ids::{CandidateId, CompanyId},
};
use sqlx::{PgConnection, PgPool};

/// People whom one run compares.
const MOST: usize = 2_000;
/// What more people than this share says nothing about any of them: a switchboard, a home page of many.
const SHARED: i32 = 5;
/// Rows of one address, number or link that are looked at. It also keeps the planner from walking everybody in the order of
/// `distinct` instead of asking the index.
const ROWS: i64 = 1_000;
/// How like names have to be for it, from 0 to 1, and where people work or what they do.
const NAMES: &str = "0.7";
const WORKS: f32 = 0.5;

/// Compares those who have changed since. Meant to run every minute.
pub async fn find(db: &PgPool, now: Time) -> Result<()> {
    for _ in 0..MOST {
        let mut transaction = db.begin().await?;
        let Some((company, candidate)) = next(&mut transaction).await? else {
            return Ok(());
        };
        compare(&mut transaction, company, candidate, now).await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// Takes one off the list. The candidate is held first, as whoever changes them does, so that neither waits for the other
/// in a circle.
async fn next(db: &mut PgConnection) -> Result<Option<(CompanyId, CandidateId)>> {
    let held = sqlx::query!(
        r#"select c.company_id as "company: CompanyId", c.id as "candidate: CandidateId"
           from duplicate_checks d join candidates c on (c.company_id, c.id) = (d.company_id, d.candidate_id)
           limit 1 for key share of c skip locked"#
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(held) = held else {
        return Ok(None);
    };
    sqlx::query!(
        "delete from duplicate_checks where company_id = $1 and candidate_id = $2",
        held.company as _,
        held.candidate as _,
    )
    .execute(db)
    .await?;
    Ok(Some((held.company, held.candidate)))
}

/// Writes down whom somebody is like, and takes off what is so no more. What somebody has said about a pair stays.
async fn compare(
    db: &mut PgConnection,
    company: CompanyId,
    candidate: CandidateId,
    now: Time,
) -> Result<()> {
    sqlx::query!(
        "select set_config('pg_trgm.similarity_threshold', $1, true)",
        NAMES
    )
    .fetch_one(&mut *db)
    .await?;
    sqlx::query!(
        r#"with me as (
               select c.company_id, c.id, folded(c.given_name || ' ' || c.family_name) as name,
                      folded(coalesce(nullif(c.employer, ''), nullif(c.headline, ''))) as work
               from candidates c where c.company_id = $1 and c.id = $2 and c.merged_into_id is null
           ), alike as materialized (
               select o.candidate_id, 'address'::likeness as kind
               from me join candidate_emails m on (m.company_id, m.candidate_id) = (me.company_id, me.id)
               cross join lateral (
                   select e.candidate_id, count(*) over () as people
                   from (select distinct e.candidate_id
                         from (select e.candidate_id from candidate_emails e
                               where e.company_id = $1 and plain_address(e.email) = plain_address(m.email) and e.candidate_id <> $2
                               limit $6) e
                         limit $4 + 1) e) o
               where o.people <= $4
               union all
               select o.candidate_id, 'phone'
               from me join candidate_phones m on (m.company_id, m.candidate_id) = (me.company_id, me.id)
               cross join lateral (
                   select e.candidate_id, count(*) over () as people
                   from (select distinct e.candidate_id
                         from (select e.candidate_id from candidate_phones e
                               where e.company_id = $1 and plain_phone(e.phone) = plain_phone(m.phone) and e.candidate_id <> $2
                               limit $6) e
                         limit $4 + 1) e) o
               where o.people <= $4
               union all
               select o.candidate_id, 'link'
               from me join candidate_links m on (m.company_id, m.candidate_id) = (me.company_id, me.id)
               cross join lateral (
                   select e.candidate_id, count(*) over () as people
                   from (select distinct e.candidate_id
                         from (select e.candidate_id from candidate_links e
                               where e.company_id = $1 and plain_link(e.url) = plain_link(m.url) and e.candidate_id <> $2
                               limit $6) e
                         limit $4 + 1) e) o
               where o.people <= $4
               union all
               select o.candidate_id, 'file'
               from me join attachments t on (t.company_id, t.candidate_id) = (me.company_id, me.id)
               join files m on (m.company_id, m.id) = (t.company_id, t.file_id)
               cross join lateral (
                   select e.candidate_id, count(*) over () as people
                   from (select distinct u.candidate_id from files f
                         join attachments u on (u.company_id, u.file_id) = (f.company_id, f.id)
                         where f.company_id = $1 and f.sha256 = m.sha256 and u.candidate_id <> $2
                         limit $4 + 1) e) o
               where o.people <= $4
               union all
               select o.id, 'name'
               from me cross join lateral (
                   select c.id from candidates c
                   where c.company_id = $1 and c.id <> $2 and folded(c.given_name || ' ' || c.family_name) % me.name
                     and similarity(folded(coalesce(nullif(c.employer, ''), nullif(c.headline, ''))), me.work) >= $5
                   order by similarity(folded(c.given_name || ' ' || c.family_name), me.name) desc, c.id
                   limit $4) o
           ), found as (
               select c.id as other, array_agg(distinct a.kind order by a.kind) as evidence
               from alike a join candidates c on c.company_id = $1 and c.id = a.candidate_id
               where c.merged_into_id is null group by c.id
           ), gone as (
               delete from duplicates d
               where d.company_id = $1 and d.state = 'proposed' and (d.one_id = $2 or d.other_id = $2)
                 and not exists (select from found f where f.other in (d.one_id, d.other_id))
           )
           insert into duplicates (company_id, one_id, other_id, evidence, found_at)
           select $1, least($2, f.other), greatest($2, f.other), f.evidence, $3 from found f order by f.other
           on conflict on constraint duplicates_pair_key do update set evidence = excluded.evidence
           where duplicates.state = 'proposed' and duplicates.evidence <> excluded.evidence"#,
        company as _,
        candidate as _,
        now as _,
        SHARED,
        WORKS,
        ROWS,
    )
    .execute(db)
    .await?;
    Ok(())
}
