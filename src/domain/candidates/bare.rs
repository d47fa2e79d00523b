//! A row and nothing else, for `cargo bench --bench goals` to compare pages with.

use crate::base::{
    error::{Error, Result},
    ids::{CandidateId, CompanyId},
};
use sqlx::PgConnection;

/// A candidate's name by the primary key. The statement is not checked by the compiler, so that what is recorded of the others
/// serves builds with the feature and without.
pub async fn bare(db: &mut PgConnection, company: CompanyId, id: CandidateId) -> Result<String> {
    sqlx::query_scalar(
        "select given_name || ' ' || family_name from candidates where company_id = $1 and id = $2",
    )
    .bind(company)
    .bind(id)
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}
