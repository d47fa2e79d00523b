//! The list of those who were erased: there, readable, and with everybody whom the database knows to be gone.

use super::Finding;
use candor::{
    base::{
        clock::Time,
        config::Config,
        ids::{CandidateId, CompanyId},
    },
    domain::privacy::ErasureList,
};
use sqlx::PgConnection;
use std::collections::HashSet;

pub(super) async fn findings(
    db: &mut PgConnection,
    config: &Config,
) -> sqlx::Result<Option<Finding>> {
    let there: bool = sqlx::query_scalar("select to_regclass('erasures') is not null")
        .fetch_one(&mut *db)
        .await?;
    if !there {
        return Ok(None);
    }
    let path = config.data_dir.join("erasures");
    let shown = path.display();
    let listed = match ErasureList::at(&config.data_dir).read().await {
        Ok(listed) => listed,
        Err(cause) => {
            return Ok(Some(Finding::Wrong(format!(
                "The list of those who were erased cannot be read ({shown}: {cause}), and Candor does not start without it. \
                 Give it to the user that runs Candor."
            ))));
        }
    };
    let erased: Vec<(i64, i64, String)> =
        sqlx::query_as("select company_id, candidate_id, encode(row_hash, 'hex') from erasures")
            .fetch_all(&mut *db)
            .await?;
    let known: HashSet<(i64, i64, &str)> = listed
        .iter()
        .map(|entry| (entry.company.0, entry.candidate.0, entry.row.as_str()))
        .collect();
    let unlisted = erased
        .iter()
        .filter(|(company, candidate, row)| !known.contains(&(*company, *candidate, row)))
        .count();
    let (companies, candidates): (Vec<i64>, Vec<i64>) = listed
        .iter()
        .map(|entry| (entry.company.0, entry.candidate.0))
        .unzip();
    let rows: Vec<(CompanyId, CandidateId, Time)> = sqlx::query_as(
        "select c.company_id, c.id, c.created_at from candidates c
         join unnest($1::bigint[], $2::bigint[]) as listed (company_id, id) on (c.company_id, c.id) = (listed.company_id, listed.id)",
    )
    .bind(&companies)
    .bind(&candidates)
    .fetch_all(db)
    .await?;
    let back = rows
        .into_iter()
        .filter(|(company, id, made_at)| {
            listed.iter().any(|entry| entry.is(*company, *id, *made_at))
        })
        .count();
    Ok(Some(if unlisted > 0 {
        Finding::Wrong(format!(
            "{unlisted} of the {} who were erased are not in {shown}, so that an older backup would bring them back. Put the \
             newest copy of that file back; lines of several copies may stand in it.",
            erased.len()
        ))
    } else if back > 0 {
        Finding::Doubtful(format!(
            "{back} of those who were erased are in the database again, as after a restore. The next start of `candor serve` \
             erases them, unless a legal hold keeps them."
        ))
    } else {
        match listed.len() {
            0 => Finding::Well("Nobody has been erased yet.".to_owned()),
            n => Finding::Well(format!(
                "The list of those who were erased is whole, with {n} in it."
            )),
        }
    }))
}
