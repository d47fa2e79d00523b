//! What an act will do, before it is done.

use super::{
    deed::Deed,
    pooled::{PooledRow, pooled},
    whom::{Whom, chosen},
};
use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::Result,
        ids::{ApplicationId, CompanyId, ProspectId},
        paging::Paged,
    },
};
use sqlx::PgConnection;

/// Rows of a page.
const PAGE: usize = 50;

/// What will happen, to how many, and to whom not.
#[derive(Clone, Debug)]
pub struct Preview {
    /// How many were chosen.
    pub total: i64,
    /// To how many it will be done.
    pub will: i64,
    /// To how many of these it can write.
    pub reachable: i64,
    /// Why not, and how many each: most first.
    pub skipped: Vec<(String, i64)>,
    /// Those who are skipped first, then the others.
    pub rows: Paged<PreviewRow>,
    /// People of the pool among them.
    pub pooled: Vec<PooledRow>,
}

/// One of those who were chosen.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PreviewRow {
    pub id: ApplicationId,
    pub name: String,
    pub stage: String,
    /// Why it will not be done; else empty.
    pub why: String,
}

/// Where a page of rows begins: whether whoever stands there goes, and the id.
type Place = (bool, ApplicationId);

#[derive(sqlx::FromRow)]
struct Group {
    why: String,
    people: i64,
    reachable: i64,
}

/// Looks at what an act would do: to how many, to one page of who, and to those of the pool.
pub async fn preview(
    db: &mut PgConnection,
    (company, actor): (CompanyId, &Actor),
    (whom, of_pool): (&Whom, &[ProspectId]),
    deed: &Deed,
    after: Option<Place>,
    now: Time,
) -> Result<Preview> {
    let mut query = chosen(
        "select why, count(*) as people, count(*) filter (where reachable) as reachable from (select ",
        |query| {
            deed.push_why(query, None, now);
            query.push(" as why, exists (select from candidate_emails e where e.company_id = $1 and e.candidate_id = a.candidate_id) as reachable");
        },
        (company, actor),
        whom,
        now,
    );
    query.push(") chosen group by why order by count(*) desc, why");
    let mut groups: Vec<Group> = query.build_query_as().fetch_all(&mut *db).await?;
    let mut query = chosen(
        "select id, name, stage, why from (select ",
        |query| {
            deed.push_why(query, None, now);
            query.push(" as why, a.id, a.name, s.name as stage");
        },
        (company, actor),
        whom,
        now,
    );
    let (goes, id) = after.unwrap_or((false, ApplicationId(0)));
    query
        .push(") chosen where (why = '', id) > (")
        .push_bind(goes)
        .push(", ")
        .push_bind(id)
        .push(") order by why = '', id limit ")
        .push_bind(i64::try_from(PAGE + 1).unwrap_or(i64::MAX));
    let rows: Vec<PreviewRow> = query.build_query_as().fetch_all(&mut *db).await?;
    let pooled = pooled(db, (company, actor), of_pool, deed, now).await?;
    for row in &pooled {
        match groups.iter_mut().find(|group| group.why == row.why) {
            Some(group) => group.people += 1,
            None => groups.push(Group {
                why: row.why.clone(),
                people: 1,
                reachable: 0,
            }),
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.people));
    let going = groups.iter().find(|group| group.why.is_empty());
    Ok(Preview {
        total: groups.iter().map(|group| group.people).sum(),
        will: going.map_or(0, |group| group.people),
        reachable: going.map_or(0, |group| group.reachable),
        rows: Paged::new(rows, PAGE, |row: &PreviewRow| -> Place {
            (row.why.is_empty(), row.id)
        }),
        pooled,
        skipped: groups
            .into_iter()
            .filter(|group| !group.why.is_empty())
            .map(|group| (group.why, group.people))
            .collect(),
    })
}
