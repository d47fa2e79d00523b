//! People of the talent pool who have not applied for anything: found by what they sent there, by those who see the pool.

use super::{
    people::Asked,
    viewer::{Viewer, patient},
    words::folded,
};
use crate::{
    access::{Actor, Permission, permissions::ReadProspects},
    base::{clock::Time, error::Result, ids::ProspectId},
    domain::applications::asking,
};
use sqlx::{PgConnection, Postgres, QueryBuilder};

/// How many are shown; more are found with another word.
pub const POOLED: usize = 10;
/// How many are proposed by name, and from how many letters on.
const NAMED: i64 = 5;
const LEAST: usize = 3;

/// Somebody of the pool.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Pooled {
    pub id: ProspectId,
    pub name: String,
    pub headline: String,
    pub pool: String,
    pub since: Time,
}

/// Up to one more than [`POOLED`] people without an application who have the words and whom the filters leave, the latest
/// first. Nobody where nothing is asked for, where something is asked of an application, and for those who do not see the
/// pool.
pub async fn pooled(
    db: &mut PgConnection,
    viewer: &Viewer,
    actor: &Actor,
    asked: &Asked,
) -> Result<Vec<Pooled>> {
    let nothing = asked.words.is_none() && asked.filter.is_empty();
    if !sees(actor) || nothing || !asked.filter.of_people() {
        return Ok(Vec::new());
    }
    let mut query = without_application(viewer);
    if let Some(words) = &asked.words {
        has(&mut query, words.query());
    }
    asked.filter.narrow_by_person(&mut query, "p.candidate_id");
    query
        .push(" order by p.confirmed_at desc, p.id desc limit ")
        .push_bind(i64::try_from(POOLED + 1).unwrap_or(i64::MAX));
    query.build_query_as().fetch_all(db).await.map_err(patient)
}

/// A few of them whose names have words that begin so.
pub async fn pooled_named(
    db: &mut PgConnection,
    viewer: &Viewer,
    actor: &Actor,
    typed: &str,
) -> Result<Vec<Pooled>> {
    let name = folded(typed);
    let begins: Vec<_> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        // Weight A is the name.
        .map(|word| format!("{word}:*A"))
        .collect();
    if !sees(actor) || name.chars().count() < LEAST || begins.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = without_application(viewer);
    has(&mut query, begins.join(" & "));
    query
        .push(" order by lower(c.given_name), lower(c.family_name), p.id limit ")
        .push_bind(NAMED);
    query.build_query_as().fetch_all(db).await.map_err(patient)
}

fn sees(actor: &Actor) -> bool {
    actor
        .member()
        .is_some_and(|member| ReadProspects::ROLES.contains(&member.role))
}

/// A statement about whom the viewer sees of them, as `prospects p` with their candidates `c`.
fn without_application(viewer: &Viewer) -> QueryBuilder<Postgres> {
    let mut query = asking(
        "select p.id, trim(c.given_name || ' ' || c.family_name) as name, c.headline, l.name as pool, p.confirmed_at as since
         from prospects p
         join pool_access s on (s.company_id, s.candidate_id) = (p.company_id, p.candidate_id)
         join candidates c on (c.company_id, c.id) = (p.company_id, p.candidate_id)
         join pools l on (l.company_id, l.id) = (p.company_id, p.pool_id)
         where p.company_id = $1 and s.company_id = $1 and s.member_id = $2 and p.confirmed_at is not null
           and not exists (select from applications a where a.company_id = $1 and a.candidate_id = p.candidate_id)
           and p.ends_at > ",
        &viewer.ids(),
    );
    query.push_bind(viewer.now);
    query
}

/// Keeps the statement to those in whose words `words` is found.
fn has(query: &mut QueryBuilder<Postgres>, words: String) {
    query
        .push(" and p.candidate_id in (select d.candidate_id from prospect_documents d where d.company_id = $1 and d.vector @@ (select to_tsquery('folded', ")
        .push_bind(words)
        .push(")))");
}
