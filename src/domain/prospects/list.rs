//! The people of a pool, newest first.

use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::Result,
        ids::{CompanyId, PoolId, ProspectId},
        paging::Paged,
    },
};
use sqlx::PgConnection;

/// How many a page has.
const PAGE: i64 = 50;

/// A line of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: ProspectId,
    pub name: String,
    pub pool: String,
    pub areas: Vec<String>,
    pub tags: Vec<String>,
    /// Whether they wrote of themselves; else they applied for something and agreed to more.
    pub introduced: bool,
    /// Who of the company put them there; they have not agreed to it.
    pub added_by: Option<String>,
    pub since: Time,
    pub until: Time,
    pub confidential: bool,
}

/// Of whom a list is.
#[derive(Clone, Copy, Debug)]
pub enum Among<'a> {
    All,
    Pool(PoolId),
    These(&'a [ProspectId]),
}

/// One page of those who agreed and whose time has not ended, and whom the viewer sees.
pub async fn list(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    among: Among<'_>,
    before: Option<(Time, ProspectId)>,
    now: Time,
) -> Result<Paged<Listed>> {
    let (time, id) = before.unzip();
    let (pool, these) = match among {
        Among::All => (None, None),
        Among::Pool(pool) => (Some(pool), None),
        Among::These(ids) => (None, Some(ids)),
    };
    let rows = sqlx::query_as!(
        Listed,
        r#"select p.id as "id: _", trim(c.given_name || ' ' || c.family_name) as "name!", l.name as pool,
                  array(select d.name from prospect_areas a join departments d on (d.company_id, d.id) = (a.company_id, a.department_id)
                        where a.company_id = $1 and a.prospect_id = p.id order by lower(d.name)) as "areas!",
                  names_of_tags($1, c.id) as "tags!",
                  p.once is not null as "introduced!",
                  (select trim(u.given_name || ' ' || u.family_name) from memberships b join users u on u.id = b.user_id
                   where b.company_id = $1 and b.id = p.added_by) as added_by, p.confirmed_at as "since!: _", p.ends_at as "until!: _",
                  c.private as confidential
           from prospects p
           join pool_access s on (s.company_id, s.candidate_id) = (p.company_id, p.candidate_id)
           join candidates c on (c.company_id, c.id) = (p.company_id, p.candidate_id)
           join pools l on (l.company_id, l.id) = (p.company_id, p.pool_id)
           where p.company_id = $1 and s.company_id = $1 and s.member_id = $6 and p.confirmed_at is not null and p.ends_at > $2 and ($3::bigint is null or p.pool_id = $3)
             and ($8::bigint[] is null or p.id = any($8))
             and ($4::timestamptz is null or (p.confirmed_at, p.id) < ($4, $5))
           order by p.confirmed_at desc, p.id desc limit $7"#,
        company as _,
        now as _,
        pool as _,
        time as _,
        id as _,
        actor.member_id() as _,
        PAGE + 1,
        these as _,
    )
    .fetch_all(db)
    .await?;
    Ok(Paged::new(rows, PAGE as usize, |row| (row.since, row.id)))
}
