//! Positions for people of the company to pass on.

use crate::{
    access::Actor,
    base::{
        error::Result,
        ids::{CompanyId, PostingId},
    },
};
use sqlx::PgConnection;

/// The most that the page lists, newest first.
const MOST: i64 = 500;

/// A live posting that may be passed on.
#[derive(Clone, Debug)]
pub struct Shareable {
    pub id: PostingId,
    pub title: String,
    pub places: Vec<String>,
    /// Reached by link only.
    pub unlisted: bool,
}

/// What everybody may read, and of what is reached by link only, the postings of jobs that the member sees.
pub async fn shareable(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
) -> Result<Vec<Shareable>> {
    Ok(sqlx::query_as!(
        Shareable,
        r#"select p.id as "id: _", p.title, p.visibility = 'unlisted' as "unlisted!",
                  array(select place->>'name' from jsonb_array_elements(r.advert->'places') place) as "places!"
           from postings p
           join posting_revisions r on (r.company_id, r.posting_id, r.id) = (p.company_id, p.id, p.live_revision_id)
           where p.company_id = $1 and p.status = 'live'
             and (p.visibility = 'public'
                  or (p.visibility = 'unlisted' and exists (
                      select from job_access s where s.company_id = $1 and s.job_id = p.job_id and s.member_id = $2)))
           order by p.first_published_at desc, p.id desc limit $3"#,
        company as _,
        actor.member_id() as _,
        MOST,
    )
    .fetch_all(db)
    .await?)
}
