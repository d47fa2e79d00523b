//! Revisions: a posting as it stood each time it was published.

use super::{held::reach, published::Published};
use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CompanyId, PostingId, RevisionId},
    },
};
use sqlx::{PgConnection, types::Json};

/// A revision in the list of its posting.
#[derive(Clone, Debug)]
pub struct RevisionRow {
    pub id: RevisionId,
    /// From 1.
    pub number: i32,
    pub title: String,
    pub published_at: Time,
    /// Who published it; nobody when it went live by the clock.
    pub who: Option<String>,
}

/// The revisions of a posting within the actor's reach, newest first; at most 200.
pub async fn revisions(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    posting: PostingId,
) -> Result<Vec<RevisionRow>> {
    Ok(sqlx::query_as!(
        RevisionRow,
        r#"select r.id as "id: _", r.number, r.title, r.published_at as "published_at: _",
                  (select trim(u.given_name || ' ' || u.family_name) from memberships m join users u on u.id = m.user_id
                   where (m.company_id, m.id) = (r.company_id, r.member_id)) as who
           from postings p
           join posting_revisions r on (r.company_id, r.posting_id) = (p.company_id, p.id)
           where p.company_id = $1 and p.id = $2
             and ($3::bigint is null or exists (
                 select from job_access s where (s.company_id, s.job_id, s.member_id) = (p.company_id, p.job_id, $3)))
           order by r.number desc
           limit 200"#,
        company as _,
        posting as _,
        reach(actor) as _,
    )
    .fetch_all(db)
    .await?)
}

/// What candidates saw under a revision's number.
pub async fn revision(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    posting: PostingId,
    number: i32,
) -> Result<Published> {
    let advert = sqlx::query_scalar!(
        r#"select r.advert as "advert: Json<Published>"
           from postings p
           join posting_revisions r on (r.company_id, r.posting_id) = (p.company_id, p.id)
           where p.company_id = $1 and p.id = $2 and r.number = $4
             and ($3::bigint is null or exists (
                 select from job_access s where (s.company_id, s.job_id, s.member_id) = (p.company_id, p.job_id, $3)))"#,
        company as _,
        posting as _,
        reach(actor) as _,
        number,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(advert.0)
}

/// What candidates see now, or saw last; nothing when the posting was never live.
pub async fn live_content(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    posting: PostingId,
) -> Result<Option<Published>> {
    let advert = sqlx::query_scalar!(
        r#"select r.advert as "advert: Json<Published>"
           from postings p
           join posting_revisions r on (r.company_id, r.posting_id, r.id) = (p.company_id, p.id, p.live_revision_id)
           where p.company_id = $1 and p.id = $2
             and ($3::bigint is null or exists (
                 select from job_access s where (s.company_id, s.job_id, s.member_id) = (p.company_id, p.job_id, $3)))"#,
        company as _,
        posting as _,
        reach(actor) as _,
    )
    .fetch_optional(db)
    .await?;
    Ok(advert.map(|advert| advert.0))
}
