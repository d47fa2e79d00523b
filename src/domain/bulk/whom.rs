//! To whom: those who were ticked, or all that fit a filter.

use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::Result,
        ids::{ApplicationId, CompanyId, JobId},
    },
    domain::applications::{Filter, Status, asking},
};
use sqlx::{PgConnection, Postgres, QueryBuilder};

/// The most that one act is done to.
pub const MOST: i64 = 20_000;

/// Whom somebody chose.
#[derive(Clone, Debug)]
pub enum Whom {
    Picked(Vec<ApplicationId>),
    /// All of a job's, of one status, that fit: asked when it is needed.
    Fitting {
        job: JobId,
        status: Status,
        filter: Box<Filter>,
    },
}

/// How many somebody chose, of those whom they see.
pub async fn how_many(
    db: &mut PgConnection,
    (company, actor): (CompanyId, &Actor),
    whom: &Whom,
    now: Time,
) -> Result<i64> {
    let mut query = chosen("select count(*)", |_| (), (company, actor), whom, now);
    Ok(query.build_query_scalar().fetch_one(db).await?)
}

/// Whether all whom somebody chose and sees are confidential.
pub async fn all_confidential(
    db: &mut PgConnection,
    (company, actor): (CompanyId, &Actor),
    whom: &Whom,
    now: Time,
) -> Result<bool> {
    let begins = "select coalesce(bool_and(a.confidential), false)";
    let mut query = chosen(begins, |_| (), (company, actor), whom, now);
    Ok(query.build_query_scalar().fetch_one(db).await?)
}

/// Somebody who was chosen.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Named {
    pub id: ApplicationId,
    pub name: String,
}

/// Who they are, of those whom somebody sees; as many as are ticked at most.
pub async fn named(
    db: &mut PgConnection,
    (company, actor): (CompanyId, &Actor),
    ids: Vec<ApplicationId>,
    now: Time,
) -> Result<Vec<Named>> {
    let begins = "select a.id, a.name";
    let whom = Whom::Picked(ids);
    let mut query = chosen(begins, |_| (), (company, actor), &whom, now);
    query.push(" order by lower(a.name), a.id");
    Ok(query.build_query_as().fetch_all(db).await?)
}

/// A statement about those whom somebody chose and sees, as `applications a` with `access`, their stages `s` and
/// candidates `c`: it begins with `begins`, in which `$1` is the company, then says what `what` adds.
pub(in crate::domain) fn chosen(
    begins: &str,
    what: impl FnOnce(&mut QueryBuilder<Postgres>),
    (company, actor): (CompanyId, &Actor),
    whom: &Whom,
    now: Time,
) -> QueryBuilder<Postgres> {
    let viewer = actor.member_id();
    let mut query = asking(begins, &[company.0, viewer.0]);
    what(&mut query);
    query.push(
        " from applications a
          join application_access access on (access.company_id, access.application_id, access.job_id) = (a.company_id, a.id, a.job_id)
          join stages s on (s.company_id, s.job_id, s.id) = (a.company_id, a.job_id, a.stage_id)
          join candidates c on (c.company_id, c.id) = (a.company_id, a.candidate_id)
          where a.company_id = $1 and access.company_id = $1 and access.member_id = $2",
    );
    match whom {
        Whom::Picked(ids) => {
            query
                .push(" and a.id = any(")
                .push_bind(ids.clone())
                .push(")");
        }
        Whom::Fitting {
            job,
            status,
            filter,
        } => {
            query
                .push(" and a.job_id = ")
                .push_bind(*job)
                .push(" and access.job_id = ")
                .push_bind(*job)
                .push(" and a.status = ")
                .push_bind(*status)
                .push(" and not exists (select from quarantined_applications q where (q.company_id, q.application_id) = (a.company_id, a.id))");
            filter.narrow(&mut query, viewer, now);
        }
    }
    query
}
