//! Jobs and postings by a part of their name, for whoever wants to go there.

use super::{
    viewer::{Viewer, patient},
    words::folded,
};
use crate::{
    base::{
        error::Result,
        ids::{JobId, PostingId},
    },
    domain::jobs::JobStatus,
};
use sqlx::PgConnection;

/// How many of a kind are proposed.
const MOST: i64 = 5;

/// A job that the viewer sees.
#[derive(Clone, Debug)]
pub struct JobNamed {
    pub id: JobId,
    pub name: String,
    pub status: JobStatus,
    /// Whether the viewer sees its candidates.
    pub sees_candidates: bool,
}

/// A posting that the viewer sees.
#[derive(Clone, Debug)]
pub struct PostingNamed {
    pub id: PostingId,
    pub title: String,
    pub live: bool,
}

/// Jobs with this in their name, open ones first.
pub async fn jobs(db: &mut PgConnection, viewer: &Viewer, typed: &str) -> Result<Vec<JobNamed>> {
    sqlx::query_as!(
        JobNamed,
        r#"select j.id as "id: _", j.name, j.status as "status: _", s.sees_candidates as "sees_candidates!"
           from jobs j join job_access s on s.company_id = $1 and s.member_id = $2 and s.job_id = j.id
           where j.company_id = $1 and strpos(folded(j.name), $3) > 0
           order by j.status = 'open' desc, strpos(folded(j.name), $3) = 1 desc, lower(j.name), j.id limit $4"#,
        viewer.company as _,
        viewer.member as _,
        folded(typed.trim()),
        MOST,
    )
    .fetch_all(db)
    .await
    .map_err(patient)
}

/// Postings with this in their title, live ones first.
pub async fn postings(
    db: &mut PgConnection,
    viewer: &Viewer,
    typed: &str,
) -> Result<Vec<PostingNamed>> {
    sqlx::query_as!(
        PostingNamed,
        r#"select p.id as "id: _", p.title, p.status = 'live' as "live!"
           from postings p join job_access s on s.company_id = $1 and s.member_id = $2 and s.job_id = p.job_id
           where p.company_id = $1 and strpos(folded(p.title), $3) > 0
           order by p.status = 'live' desc, strpos(folded(p.title), $3) = 1 desc, lower(p.title), p.id limit $4"#,
        viewer.company as _,
        viewer.member as _,
        folded(typed.trim()),
        MOST,
    )
    .fetch_all(db)
    .await
    .map_err(patient)
}
