//! Everybody who is found, for lists that are taken along.

use super::{
    people::{From, Place, WALKED, found},
    viewer::{Search, patient},
};
use crate::base::{
    clock::Time,
    error::Result,
    ids::{ApplicationId, CandidateId},
};
use sqlx::PgConnection;

/// Of those who come in order, how many are taken at once.
const TAKEN: usize = 500;

/// Somebody who was found, and nothing that is shown of them.
#[derive(sqlx::FromRow)]
struct Key {
    candidate_id: CandidateId,
    came_at: Time,
    application_id: ApplicationId,
}

impl Search<'_> {
    /// Everybody whom the viewer may see, `most` at most, by the application of theirs that fits best: those with the latest
    /// activity first, also where pages begin with the best. In pieces as long as they come in order; whoever must be gathered
    /// is gathered once.
    pub async fn everybody(
        &self,
        db: &mut PgConnection,
        most: usize,
    ) -> Result<Vec<ApplicationId>> {
        let (mut from, otherwise) = self.from(db).await?;
        // A walk sees so many and no more; nobody may be left out of what is taken along.
        let mut otherwise = otherwise.or(Some(From::Filters));
        let (mut all, mut after) = (Vec::new(), None);
        while all.len() < most {
            let rest = most - all.len();
            let size = match from {
                From::Everybody => rest.min(TAKEN),
                From::Words | From::Filters | From::Few | From::Best(_) => rest,
            };
            let keys = keys(db, self, after, from, size).await?;
            let full = keys.len() == size;
            if from == From::Everybody
                && !full
                && self.known.more_than(WALKED)
                && let Some(gathered) = otherwise.take()
            {
                from = gathered;
                continue;
            }
            after = keys.last().map(|key| (key.came_at, key.candidate_id));
            all.extend(keys.iter().map(|key| key.application_id));
            if !full {
                break;
            }
        }
        Ok(all)
    }
}

async fn keys(
    db: &mut PgConnection,
    search: &Search<'_>,
    after: Option<Place>,
    from: From,
    size: usize,
) -> Result<Vec<Key>> {
    let mut query = found(search, after, from, size);
    query.push(" select p.candidate_id, p.came_at, p.application_id from page p order by p.came_at desc, p.candidate_id desc");
    query.build_query_as().fetch_all(db).await.map_err(patient)
}
