//! People by name, forgiving: for whoever is not sure how it is written, and for whoever has typed only its beginning.

use super::{
    people::OF_TEAMS,
    viewer::{Viewer, patient},
    words::folded,
};
use crate::{
    base::{
        error::Result,
        ids::{ApplicationId, CandidateId},
    },
    domain::applications::escaped,
};
use sqlx::{AssertSqlSafe, PgConnection};

/// Names that are proposed.
const SIMILAR: i64 = 6;
/// Documents that are looked at for a name, in the order of how near they are: of those that are alike, and of those that
/// begin so, where somebody is typing and few are passed over.
const NEAREST: i64 = 60;
const NEXT: i64 = 20;

/// Somebody whose name is near.
#[derive(Clone, Debug, sqlx::FromRow)]
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
    let fits = format!("$3 <% w.name order by far, w.application_id desc limit {NEAREST}");
    let alike_to = documents(viewer, "1 - word_similarity($3, w.name)", &fits);
    for alike in ALIKE {
        sqlx::query!(
            "select set_config('pg_trgm.word_similarity_threshold', $1, false)",
            alike
        )
        .fetch_one(&mut *db)
        .await?;
        let people = seen(db, viewer, &alike_to, &[name]).await?;
        if !people.is_empty() {
            return Ok(people);
        }
    }
    Ok(Vec::new())
}

/// People whose name begins so; from three letters on, also those who have it within.
pub async fn begins(db: &mut PgConnection, viewer: &Viewer, typed: &str) -> Result<Vec<Named>> {
    let name = folded(typed.trim());
    // Said so, and not with `like`, Postgres takes the index of beginnings for whatever is typed. The last of all characters
    // is behind every letter.
    let start = format!("w.name ~>=~ $3 and w.name ~<~ ($3 || chr(1114111)) limit {NEXT}");
    let begins = documents(viewer, "0", &start);
    if name.chars().count() < 3 {
        return seen(db, viewer, &begins, &[&name]).await;
    }
    let within = documents(viewer, "1", &format!("w.name like $4 limit {NEXT}"));
    let pattern = format!("%{}%", escaped(&name));
    let either = format!("{begins} union all {within}");
    seen(db, viewer, &either, &[&name, &pattern]).await
}

/// A select of documents whose names fit, with how far each is. For those who see few people it looks at these alone; for
/// all others it may take a few who are not for them.
fn documents(viewer: &Viewer, far: &str, fits: &str) -> String {
    let among = match viewer.team_only {
        true => format!(
            "applications a join search_documents w on w.company_id = $1 and w.application_id = a.id where a.company_id = $1{OF_TEAMS}"
        ),
        false => "search_documents w where w.company_id = $1".to_owned(),
    };
    format!("(select w.candidate_id, w.application_id, {far} as far from {among} and {fits})")
}

/// The nearest few of `documents` whom the viewer sees; `asked` is `$3` and `$4` in it.
async fn seen(
    db: &mut PgConnection,
    viewer: &Viewer,
    documents: &str,
    asked: &[&str],
) -> Result<Vec<Named>> {
    let statement = format!(
        "select n.candidate_id as candidate, n.application_id as application, n.name, n.headline, n.job, n.decides, n.writes_notes, n.mails
         from (
             select distinct on (d.candidate_id) d.candidate_id, a.id as application_id, a.name, a.headline, j.name as job, d.far,
                    s.decides and a.status = 'active' as decides, s.writes_notes, s.mails
             from ({documents}) d
             join applications a on (a.company_id, a.id) = ($1, d.application_id)
             join application_access s on s.company_id = $1 and s.member_id = $2 and s.application_id = a.id
             join jobs j on (j.company_id, j.id) = ($1, a.job_id)
             order by d.candidate_id, d.far, a.applied_at desc, a.id desc
         ) n
         order by n.far, lower(n.name), n.candidate_id limit {SIMILAR}"
    );
    // Made of texts of this file; what is typed is bound.
    let mut query = sqlx::query_as(AssertSqlSafe(statement))
        .bind(viewer.company)
        .bind(viewer.member);
    for text in asked {
        query = query.bind(*text);
    }
    query.fetch_all(db).await.map_err(patient)
}
