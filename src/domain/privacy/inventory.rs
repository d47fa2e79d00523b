//! What there is of somebody, counted before an administrator erases it.

use super::{
    erase::{Cause, Erasure, erase},
    list::ErasureList,
};
use crate::{
    access::{Actor, Change, permissions::EraseCandidates},
    base::{
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, CompanyId},
    },
};
use sqlx::PgConnection;

/// What an erasure takes.
#[derive(Clone, Debug)]
pub struct Inventory {
    pub candidate: CandidateId,
    pub name: String,
    pub applications: i64,
    /// Those that are still decided on.
    pub active: i64,
    pub files: i64,
    pub answers: i64,
    pub notes: i64,
    pub messages: i64,
}

/// What there is of an application's candidate, if the viewer sees the application.
pub async fn inventory(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    application: ApplicationId,
) -> Result<Inventory> {
    sqlx::query_as!(
        Inventory,
        r#"select c.id as "candidate: _", trim(c.given_name || ' ' || c.family_name) as "name!",
                  (select count(*) from applications o where o.company_id = $1 and o.candidate_id = c.id) as "applications!",
                  (select count(*) from applications o where o.company_id = $1 and o.candidate_id = c.id and o.status = 'active') as "active!",
                  (select count(*) from attachments t where t.company_id = $1 and t.candidate_id = c.id) as "files!",
                  (select count(*) from answers w join applications o on (o.company_id, o.id) = (w.company_id, w.application_id)
                   where o.company_id = $1 and o.candidate_id = c.id) as "answers!",
                  (select count(*) from notes n where n.company_id = $1 and n.candidate_id = c.id) as "notes!",
                  (select count(*) from messages m where m.company_id = $1 and m.candidate_id = c.id) as "messages!"
           from applications a
           join application_access s on (s.company_id, s.application_id) = (a.company_id, a.id)
           join candidates c on (c.company_id, c.id) = (a.company_id, a.candidate_id)
           where a.company_id = $1 and a.id = $2 and s.company_id = $1 and s.application_id = $2 and s.member_id = $3"#,
        company as _,
        application as _,
        actor.member_id() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}

/// Erases an application's candidate, by an administrator who has typed their name.
pub async fn erase_by_hand(
    change: &mut Change<EraseCandidates>,
    list: &ErasureList,
    application: ApplicationId,
    typed: &str,
) -> Result<()> {
    let (company, actor, at) = (change.company(), change.actor().clone(), change.now());
    let found = inventory(change.db(), company, &actor, application).await?;
    if folded(typed) != folded(&found.name) {
        let message = format!("Type the name as it stands above: {}", found.name);
        return Err(Error::field("name", message));
    }
    let erasure = Erasure {
        candidate: found.candidate,
        cause: Cause::Administrator,
        at,
    };
    erase(change, list, erasure).await
}

/// A name as people type it: blanks and capitals do not matter.
fn folded(name: &str) -> String {
    let words: Vec<_> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
