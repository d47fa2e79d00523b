//! After a restore: whoever was erased after the backup was made is erased again, before anything is served.

use super::{
    erase::{Cause, Erasure, erase},
    list::{Entry, ErasureList},
};
use crate::{
    access::{Actor, Permit, Through, permissions::RunTasks},
    base::{
        clock::Time,
        db::Db,
        error::{Error, Result},
        ids::{CandidateId, CompanyId},
    },
    domain::companies,
};
use anyhow::Context;
use std::sync::Arc;

/// People that one statement looks for.
const BATCH: usize = 1_000;

/// Erases everybody again who is on the list and in the database. Says how many that were.
pub async fn replay(db: &Db, list: &ErasureList) -> Result<usize> {
    let entries = list.read().await;
    let entries = entries.context("the list of those who were erased cannot be read")?;
    let mut erased = 0;
    for some in entries.chunks(BATCH) {
        for entry in back(db, some).await? {
            erased += usize::from(again(db, list, entry).await?);
        }
    }
    Ok(erased)
}

/// Those of the list who are there: the same row, not another that has its id.
async fn back<'a>(db: &Db, entries: &'a [Entry]) -> Result<Vec<&'a Entry>> {
    let companies: Vec<CompanyId> = entries.iter().map(|entry| entry.company).collect();
    let candidates: Vec<CandidateId> = entries.iter().map(|entry| entry.candidate).collect();
    let rows = sqlx::query!(
        r#"select c.company_id as "company: CompanyId", c.id as "candidate: CandidateId", c.created_at as "made_at: Time"
           from unnest($1::bigint[], $2::bigint[]) as listed (company_id, id)
           join candidates c on (c.company_id, c.id) = (listed.company_id, listed.id)"#,
        &companies as _,
        &candidates as _,
    )
    .fetch_all(db.work())
    .await?;
    let there = |entry: &&Entry| {
        rows.iter()
            .any(|row| entry.is(row.company, row.candidate, row.made_at))
    };
    Ok(entries.iter().filter(there).collect())
}

/// Erases one of them, unless a hold was set since: then it is done at a later start.
async fn again(db: &Db, list: &ErasureList, entry: &Entry) -> Result<bool> {
    let company = companies::by_id(&mut *db.work().acquire().await?, entry.company).await?;
    let actor = Arc::new(Actor::System(Through::Task));
    let permit = Permit::<RunTasks>::issue(db, Arc::new(company), actor, None)?;
    let erasure = Erasure {
        candidate: entry.candidate,
        cause: Cause::Backup,
        at: entry.at,
    };
    let erased = permit.change(async |change| erase(change, list, erasure).await);
    match erased.await {
        Ok(()) => Ok(true),
        // Went with somebody they were merged with, or is held.
        Err(Error::NotFound | Error::Refused { .. }) => Ok(false),
        Err(cause) => Err(cause),
    }
}
