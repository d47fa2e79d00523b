//! People by name, forgiving: for whoever is not sure how it is written, and for whoever has typed only its beginning.

use super::{
    viewer::{Viewer, patient},
    words::folded,
};
use crate::base::{
    error::Result,
    ids::{ApplicationId, CandidateId},
};
use sqlx::PgConnection;

/// Names that are proposed.
const SIMILAR: i64 = 6;
/// Documents that are looked at for a name, in the order of how near they are.
const NEAREST: i64 = 60;

/// Somebody whose name is near.
#[derive(Clone, Debug)]
pub struct Named {
    pub candidate: CandidateId,
    /// The latest of their applications that the viewer sees.
    pub application: ApplicationId,
    pub name: String,
    pub headline: String,
    pub job: String,
    /// What the viewer may do with that application.
    pub decides: bool,
    pub writes_notes: bool,
    pub mails: bool,
}

/// How alike names must be to be proposed; where nobody's is, how alike at least.
const ALIKE: [&str; 2] = ["0.6", "0.4"];

/// People whose names are like this one (folded), the nearest first. Those who are very much alike are looked for first: of
/// the others there may be tens of thousands.
pub async fn similar(db: &mut PgConnection, viewer: &Viewer, name: &str) -> Result<Vec<Named>> {
    for alike in ALIKE {
        sqlx::query!(
            "select set_config('pg_trgm.word_similarity_threshold', $1, false)",
            alike
        )
        .fetch_one(&mut *db)
        .await?;
        let people = alike_to(db, viewer, name).await?;
        if !people.is_empty() {
            return Ok(people);
        }
    }
    Ok(Vec::new())
}

async fn alike_to(db: &mut PgConnection, viewer: &Viewer, name: &str) -> Result<Vec<Named>> {
    sqlx::query_as!(
        Named,
        r#"select n.candidate_id as "candidate: _", n.application_id as "application: _", n.name, n.headline, n.job,
                  n.decides as "decides!", n.writes_notes as "writes_notes!", n.mails as "mails!"
           from (
               select distinct on (d.candidate_id) d.candidate_id, a.id as application_id, a.name, a.headline, j.name as job, d.near,
                      s.decides and a.status = 'active' as decides, s.writes_notes, s.mails
               from (select w.candidate_id, w.application_id, word_similarity($3, w.name) as near from search_documents w
                     where w.company_id = $1 and $3 <% w.name order by near desc, w.application_id desc limit $5) d
               join applications a on (a.company_id, a.id) = ($1, d.application_id)
               join application_access s on s.company_id = $1 and s.member_id = $2 and s.application_id = a.id
               join jobs j on (j.company_id, j.id) = ($1, a.job_id)
               order by d.candidate_id, a.applied_at desc, a.id desc
           ) n
           order by n.near desc, n.candidate_id desc limit $4"#,
        viewer.company as _,
        viewer.member as _,
        name,
        SIMILAR,
        NEAREST,
    )
    .fetch_all(db)
    .await
    .map_err(patient)
}

/// People whose name, or one of whose names, begins so; from three letters on, also those who have it within.
pub async fn begins(db: &mut PgConnection, viewer: &Viewer, typed: &str) -> Result<Vec<Named>> {
    let name = folded(typed.trim());
    let plain: String = name
        .chars()
        .flat_map(|c| {
            let escape = matches!(c, '%' | '_' | '\\').then_some('\\');
            escape.into_iter().chain([c])
        })
        .collect();
    let within = (name.chars().count() >= 3).then(|| format!("%{plain}%"));
    sqlx::query_as!(
        Named,
        r#"select n.candidate_id as "candidate!: _", n.application_id as "application!: _", n.name, n.headline, n.job,
                  n.decides as "decides!", n.writes_notes as "writes_notes!", n.mails as "mails!"
           from (
               select distinct on (d.candidate_id) d.candidate_id, a.id as application_id, a.name, a.headline, j.name as job, d.rank,
                      s.decides and a.status = 'active' as decides, s.writes_notes, s.mails
               from ((select w.candidate_id, w.application_id, 0 as rank from search_documents w
                      where w.company_id = $1 and w.name like $3 limit $6)
                     union all
                     (select w.candidate_id, w.application_id, 1 from search_documents w
                      where w.company_id = $1 and w.name like $4 limit $6)) d
               join applications a on (a.company_id, a.id) = ($1, d.application_id)
               join application_access s on s.company_id = $1 and s.member_id = $2 and s.application_id = a.id
               join jobs j on (j.company_id, j.id) = ($1, a.job_id)
               order by d.candidate_id, d.rank, a.applied_at desc, a.id desc
           ) n
           order by n.rank, lower(n.name), n.candidate_id limit $5"#,
        viewer.company as _,
        viewer.member as _,
        format!("{plain}%"),
        within,
        SIMILAR,
        NEAREST,
    )
    .fetch_all(db)
    .await
    .map_err(patient)
}
