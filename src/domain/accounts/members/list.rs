//! Who is in a company, who is invited, and who was there.

use crate::{
    access::Role,
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CompanyId, InvitationId, MemberId, UserId, Version},
        paging::{Paged, decode_cursor},
    },
};
use sqlx::PgConnection;

/// Rows of a page.
const PAGE: usize = 50;

/// A line of the list of people.
#[derive(Clone, Debug)]
pub struct Entry {
    pub standing: Standing,
    /// The address, where there is no name yet.
    pub name: String,
    pub email: String,
    pub role: Role,
}

/// How somebody belongs to a company.
#[derive(Clone, Copy, Debug)]
pub enum Standing {
    Member {
        id: MemberId,
        version: Version,
        /// When they last used a page of this company.
        seen_at: Option<Time>,
    },
    Invited {
        id: InvitationId,
        at: Time,
        until: Time,
    },
}

/// Members by name, then invitations that still work by address.
pub async fn people(
    db: &mut PgConnection,
    company: CompanyId,
    after: Option<&str>,
    now: Time,
) -> Result<Paged<Entry>> {
    let (group, name, id) = after
        .and_then(decode_cursor::<(i32, String, i64)>)
        .unwrap_or((-1, String::new(), 0));
    let rows = sqlx::query!(
        r#"select grp as "group!: i32", sort as "sort!", id as "id!", name as "name!", email as "email!", role as "role!: Role",
                  version as "version!: Version", at as "at: Time", until as "until: Time"
           from (
               select 0 as grp, lower(trim(u.given_name || ' ' || u.family_name)) as sort, m.id,
                      trim(u.given_name || ' ' || u.family_name) as name, u.email, m.role, m.version, m.seen_at as at,
                      null::timestamptz as until
               from memberships m join users u on u.id = m.user_id
               where m.company_id = $1 and m.ended_at is null
               union all
               select 1, l.email, l.id, l.email, l.email, l.role, 0, l.created_at, l.expires_at
               from account_links l
               where l.company_id = $1 and l.purpose = 'invitation' and l.used_at is null and l.expires_at > $5
           ) people
           where (grp, sort, id) > ($2, $3, $4)
           order by grp, sort, id
           limit $6"#,
        company as _,
        group,
        name,
        id,
        now as _,
        limit(),
    )
    .fetch_all(db)
    .await?;
    let page = Paged::new(rows, PAGE, |row| (row.group, row.sort.clone(), row.id));
    let rows = page.rows.into_iter().map(|row| Entry {
        standing: match (row.at, row.until) {
            (Some(at), Some(until)) => Standing::Invited {
                id: InvitationId(row.id),
                at,
                until,
            },
            (seen_at, _) => Standing::Member {
                id: MemberId(row.id),
                version: row.version,
                seen_at,
            },
        },
        name: row.name,
        email: row.email,
        role: row.role,
    });
    Ok(Paged {
        rows: rows.collect(),
        next: page.next,
    })
}

/// Somebody who left.
#[derive(Clone, Debug)]
pub struct Former {
    pub id: MemberId,
    pub version: Version,
    pub name: String,
    pub email: String,
    /// What they were.
    pub role: Role,
    pub ended_at: Time,
}

/// Those who left, latest first.
pub async fn former(
    db: &mut PgConnection,
    company: CompanyId,
    after: Option<&str>,
) -> Result<Paged<Former>> {
    let (ended_at, id) = after
        .and_then(decode_cursor::<(Time, i64)>)
        .unwrap_or((Time(jiff::Timestamp::MAX), i64::MAX));
    let rows = sqlx::query_as!(
        Former,
        r#"select m.id as "id: _", m.version as "version: _", trim(u.given_name || ' ' || u.family_name) as "name!", u.email,
                  m.role as "role: _", m.ended_at as "ended_at!: _"
           from memberships m join users u on u.id = m.user_id
           where m.company_id = $1 and m.ended_at is not null and (m.ended_at, m.id) < ($2, $3)
           order by m.ended_at desc, m.id desc
           limit $4"#,
        company as _,
        ended_at as _,
        id,
        limit(),
    )
    .fetch_all(db)
    .await?;
    Ok(Paged::new(rows, PAGE, |row| (row.ended_at, row.id.0)))
}

/// One row more than a page holds says that there is another page.
fn limit() -> i64 {
    i64::try_from(PAGE).unwrap_or(i64::MAX).saturating_add(1)
}

/// How many members a company has, and how many it had.
pub async fn count(db: &mut PgConnection, company: CompanyId) -> Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"select count(*) filter (where ended_at is null) as "now!", count(*) filter (where ended_at is not null) as "former!"
           from memberships where company_id = $1"#,
        company as _,
    )
    .fetch_one(db)
    .await?;
    Ok((row.now, row.former))
}

/// One member, also one who left.
#[derive(Clone, Debug)]
pub struct One {
    pub id: MemberId,
    pub user: UserId,
    pub version: Version,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub since: Time,
    pub seen_at: Option<Time>,
    pub ended_at: Option<Time>,
}

pub async fn one(db: &mut PgConnection, company: CompanyId, id: MemberId) -> Result<One> {
    sqlx::query_as!(
        One,
        r#"select m.id as "id: _", m.user_id as "user: _", m.version as "version: _",
                  trim(u.given_name || ' ' || u.family_name) as "name!", u.email, m.role as "role: _",
                  m.created_at as "since: _", m.seen_at as "seen_at: _", m.ended_at as "ended_at: _"
           from memberships m join users u on u.id = m.user_id
           where m.company_id = $1 and m.id = $2"#,
        company as _,
        id as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}
