//! People of the talent pool among those who were chosen. They have no application: what means the same of them is done to
//! them too, and of the rest it is said why not.

use super::deed::{Deed, push_why_no_tag, push_why_tag_stays};
use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::Result,
        ids::{CompanyId, ProspectId},
    },
    domain::applications::asking,
};
use sqlx::{PgConnection, Postgres, QueryBuilder};

/// One of them, before it is done.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PooledRow {
    pub id: ProspectId,
    pub name: String,
    pub pool: String,
    /// Why it will not be done; else empty.
    pub why: String,
}

/// Which of them somebody sees, and what stands in the way: those first who are skipped.
pub(super) async fn pooled(
    db: &mut PgConnection,
    who: (CompanyId, &Actor),
    ids: &[ProspectId],
    deed: &Deed,
    now: Time,
) -> Result<Vec<PooledRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = those(
        "select id, name, pool, why from (select ",
        |query| {
            deed.push_why_not_of_pool(query);
            query.push(
                " as why, p.id, trim(c.given_name || ' ' || c.family_name) as name, l.name as pool",
            );
        },
        who,
        ids,
        now,
    );
    query.push(") chosen order by why = '', lower(name), id");
    Ok(query.build_query_as().fetch_all(db).await?)
}

/// How many of them somebody sees.
pub async fn how_many_of_pool(
    db: &mut PgConnection,
    who: (CompanyId, &Actor),
    ids: &[ProspectId],
    now: Time,
) -> Result<i64> {
    let mut query = those("select count(*)", |_| (), who, ids, now);
    Ok(query.build_query_scalar().fetch_one(db).await?)
}

/// A statement about people of the pool whom somebody chose and sees, as `prospects p` with their candidates `c`, pools `l`
/// and whoever sees them, `m`: it begins with `begins`, in which `$1` is the company, then says what `what` adds.
pub(super) fn those(
    begins: &str,
    what: impl FnOnce(&mut QueryBuilder<Postgres>),
    (company, actor): (CompanyId, &Actor),
    ids: &[ProspectId],
    now: Time,
) -> QueryBuilder<Postgres> {
    let mut query = asking(begins, &[company.0, actor.member_id().0]);
    what(&mut query);
    query
        .push(
            " from prospects p
              join pool_access access on (access.company_id, access.candidate_id) = (p.company_id, p.candidate_id)
              join memberships m on (m.company_id, m.id) = (access.company_id, access.member_id)
              join candidates c on (c.company_id, c.id) = (p.company_id, p.candidate_id)
              join pools l on (l.company_id, l.id) = (p.company_id, p.pool_id)
              where p.company_id = $1 and access.company_id = $1 and access.member_id = $2 and p.id = any(",
        )
        .push_bind(ids.to_vec())
        .push(") and p.ends_at > ")
        .push_bind(now);
    query
}

impl Deed {
    /// Adds, to a statement of [`those`], an expression that says why it cannot be done to one, or is empty.
    pub(super) fn push_why_not_of_pool(&self, query: &mut QueryBuilder<Postgres>) {
        if !self.kind().reaches_pool() {
            query.push("'Has not applied for anything.'");
            return;
        }
        query.push("case when m.role not in ('administrator', 'recruiter') then ");
        query.push(format_args!("'{NOT_THEIRS}'"));
        match self {
            Self::Tag { tag } => push_why_no_tag(query, tag, "names_of_tags($1, c.id)"),
            Self::Untag { tag } => push_why_tag_stays(query, tag, "names_of_tags($1, c.id)"),
            Self::Pool { pool, .. } => {
                query
                    .push(" when p.pool_id = ")
                    .push_bind(*pool)
                    .push(" then 'Is in that pool already.'");
            }
            Self::Move { .. }
            | Self::Reject { .. }
            | Self::Mail { .. }
            | Self::Assign { .. }
            | Self::Transfer { .. } => {}
        }
        query.push(" else '' end");
    }
}

/// Said to whoever may not act on the pool.
pub(super) const NOT_THEIRS: &str =
    "Only administrators and recruiters do this with people of the pool.";
