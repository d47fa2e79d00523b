//! Lists of people as tables to take along: of those whom one sees, and nothing that candidates said in confidence. Who took
//! how many of what stands in the history.

use crate::{
    access::{Actor, Change, Event, permissions::ExportPeople},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CompanyId, JobId, PoolId},
    },
    domain::bulk::{self, Whom},
};
use serde_json::json;
use sqlx::PgConnection;

/// Rows that are read at once.
const PAGE: usize = 500;
/// The most people of one table. More are refused and not cut: nobody would see it in the file.
pub const MOST: usize = 50_000;

/// Whom a table lists.
#[derive(Clone, Debug)]
pub enum Listed {
    /// Whoever was picked, in the order of their numbers.
    Applications(Whom),
    /// Those of one pool, or of all.
    Pool(Option<PoolId>),
}

impl Listed {
    /// What stands above the columns.
    pub fn headings(&self) -> &'static [&'static str] {
        match self {
            Self::Applications(_) => &[
                "Name",
                "Email",
                "Phone",
                "What they do",
                "Place",
                "Links",
                "Job",
                "Stage",
                "Status",
                "Source",
                "Applied",
                "Answer by",
                "Decided",
                "Reason",
                "Tags",
                "Owner",
                "Candidate number",
                "Application number",
            ],
            Self::Pool(_) => &[
                "Name",
                "Email",
                "Phone",
                "What they do",
                "Place",
                "Links",
                "Pool",
                "Since",
                "Until",
                "How",
                "Candidate number",
            ],
        }
    }

    fn job(&self) -> Option<JobId> {
        match self {
            Self::Applications(Whom::Fitting { job, .. }) => Some(*job),
            Self::Applications(Whom::Picked(_)) | Self::Pool(_) => None,
        }
    }

    fn key(&self) -> &'static str {
        match self {
            Self::Applications(Whom::Picked(_)) => "chosen",
            Self::Applications(Whom::Fitting { .. }) => "job",
            Self::Pool(_) => "pool",
        }
    }
}

/// Counts who is listed, and writes down who takes them along. Refuses none, and too many.
pub async fn begin(
    change: &mut Change<ExportPeople>,
    listed: &Listed,
    format: &str,
) -> Result<i64> {
    let (company, actor, now) = (change.company(), change.actor().clone(), change.now());
    let people = match listed {
        Listed::Applications(whom) => {
            bulk::how_many(change.db(), (company, &actor), whom, now).await?
        }
        Listed::Pool(pool) => sqlx::query_scalar!(
            r#"select count(*) as "people!"
               from prospects p
               join pool_access s on (s.company_id, s.candidate_id) = (p.company_id, p.candidate_id)
               where p.company_id = $1 and s.company_id = $1 and s.member_id = $4 and p.confirmed_at is not null and p.ends_at > $2 and ($3::bigint is null or p.pool_id = $3)"#,
            company as _,
            now as _,
            *pool as _,
            actor.member_id() as _,
        )
        .fetch_one(change.db())
        .await?,
    };
    if people == 0 {
        return Err(Error::refused("nobody", "There is nobody to take along."));
    }
    if usize::try_from(people).is_ok_and(|people| people > MOST) {
        let text = "That is more than 50,000 people. Narrow the filter, and take them in parts.";
        return Err(Error::refused("too_many", text));
    }
    let detail = json!({ "what": listed.key(), "people": people, "format": format });
    let event = Event::new("people.exported").detail(detail);
    let event = match listed.job() {
        Some(job) => event.job(job),
        None => event,
    };
    change.record(event).await?;
    Ok(people)
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    cells: Vec<String>,
}

/// The rows of a page after an id, and the id after which the next begins.
pub async fn page(
    db: &mut PgConnection,
    (company, actor): (CompanyId, &Actor),
    listed: &Listed,
    after: i64,
    now: Time,
) -> Result<(Vec<Vec<String>>, Option<i64>)> {
    let rows = match listed {
        Listed::Applications(Whom::Picked(ids)) => {
            // By their own order, so that no statement carries all of them.
            let rest = ids.partition_point(|id| id.0 <= after);
            let rest = ids.get(rest..).unwrap_or_default();
            let page = rest.iter().take(PAGE).copied().collect();
            let rows = applications(db, (company, actor), &Whom::Picked(page), 0, now).await?;
            let next = rest.get(..PAGE).and_then(<[_]>::last).map(|id| id.0);
            return Ok((rows.into_iter().map(|row| row.cells).collect(), next));
        }
        Listed::Applications(whom) => applications(db, (company, actor), whom, after, now).await?,
        Listed::Pool(pool) => prospects(db, company, actor, *pool, after, now).await?,
    };
    let next = rows.get(PAGE - 1).map(|row| row.id);
    Ok((rows.into_iter().map(|row| row.cells).collect(), next))
}

async fn applications(
    db: &mut PgConnection,
    who: (CompanyId, &Actor),
    whom: &Whom,
    after: i64,
    now: Time,
) -> Result<Vec<Row>> {
    const CELLS: &str = "select a.id, array[a.name,
        coalesce((select string_agg(e.email, '; ' order by e.position, e.id) from candidate_emails e where e.company_id = $1 and e.candidate_id = a.candidate_id), ''),
        coalesce((select string_agg(p.phone, '; ' order by p.position, p.id) from candidate_phones p where p.company_id = $1 and p.candidate_id = a.candidate_id), ''),
        a.headline, a.place,
        coalesce((select string_agg(l.url, ' ' order by l.position, l.id) from candidate_links l where l.company_id = $1 and l.candidate_id = a.candidate_id), ''),
        coalesce((select j.name from jobs j where j.company_id = $1 and j.id = a.job_id), ''), s.name, a.status::text,
        coalesce((select o.name from sources o where o.company_id = $1 and o.id = a.source_id), ''),
        to_char(a.applied_at at time zone k.time_zone, 'YYYY-MM-DD'),
        case when a.unpromised or a.status <> 'active' then '' else to_char(a.promised_by at time zone k.time_zone, 'YYYY-MM-DD') end,
        coalesce(to_char(a.decided_at at time zone k.time_zone, 'YYYY-MM-DD'), ''),
        coalesce((select r.name from rejection_reasons r where r.company_id = $1 and r.id = a.rejection_reason_id), ''),
        array_to_string(a.tags, '; '),
        coalesce((select trim(u.given_name || ' ' || u.family_name) from memberships m join users u on u.id = m.user_id
                  where m.company_id = $1 and m.id = a.owner_id), ''),
        a.candidate_id::text, a.id::text] as cells";
    // The company's zone is asked once for a row, from a table of one row.
    let cells = CELLS.replace(
        "k.time_zone",
        "(select k.time_zone from companies k where k.id = $1)",
    );
    let mut query = bulk::chosen(&cells, |_| (), who, whom, now);
    query
        .push(" and a.id > ")
        .push_bind(after)
        .push(" order by a.id limit ")
        .push_bind(PAGE as i64);
    Ok(query.build_query_as().fetch_all(db).await?)
}

async fn prospects(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    pool: Option<PoolId>,
    after: i64,
    now: Time,
) -> Result<Vec<Row>> {
    Ok(sqlx::query_as!(
        Row,
        r#"select p.id, array[trim(c.given_name || ' ' || c.family_name),
                  coalesce((select string_agg(e.email, '; ' order by e.position, e.id) from candidate_emails e where e.company_id = $1 and e.candidate_id = c.id), ''),
                  coalesce((select string_agg(f.phone, '; ' order by f.position, f.id) from candidate_phones f where f.company_id = $1 and f.candidate_id = c.id), ''),
                  c.headline, coalesce(c.place, ''),
                  coalesce((select string_agg(k.url, ' ' order by k.position, k.id) from candidate_links k where k.company_id = $1 and k.candidate_id = c.id), ''),
                  l.name, to_char(p.confirmed_at at time zone k.time_zone, 'YYYY-MM-DD'), to_char(p.ends_at at time zone k.time_zone, 'YYYY-MM-DD'),
                  case when p.added_by is not null then 'Added here, has not agreed' when p.once is not null then 'Introduced themselves' else 'Applied here' end,
                  c.id::text] as "cells!"
           from prospects p
           join companies k on k.id = p.company_id
           join pool_access s on (s.company_id, s.candidate_id) = (p.company_id, p.candidate_id)
           join candidates c on (c.company_id, c.id) = (p.company_id, p.candidate_id)
           join pools l on (l.company_id, l.id) = (p.company_id, p.pool_id)
           where p.company_id = $1 and s.company_id = $1 and s.member_id = $5 and p.confirmed_at is not null and p.ends_at > $2
             and ($3::bigint is null or p.pool_id = $3) and p.id > $4
           order by p.id limit $6"#,
        company as _,
        now as _,
        pool as _,
        after,
        actor.member_id() as _,
        PAGE as i64,
    )
    .fetch_all(db)
    .await?)
}
