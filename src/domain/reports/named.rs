//! What a figure is called, as far as its address names it by number.

use super::{Figure, Look};
use crate::base::error::{Error, Result};
use sqlx::PgConnection;

/// The name of the stage, source or reason that a figure is about.
///
/// # Errors
/// `NotFound` for what the company does not have, and for stages of jobs that are not looked at.
pub async fn named(db: &mut PgConnection, look: &Look, figure: Figure) -> Result<Option<String>> {
    let company = look.company.id;
    let stage = match figure {
        Figure::Stage(stage) => Some(stage),
        Figure::Applied(cohort) => cohort.stage,
        _ => None,
    };
    if let Some(stage) = stage {
        let name = sqlx::query_scalar!(
            "select name from stages where company_id = $1 and id = $2 and job_id = any($3)",
            company as _,
            stage as _,
            &look.jobs as _,
        );
        return name
            .fetch_optional(db)
            .await?
            .map(Some)
            .ok_or(Error::NotFound);
    }
    let name = match figure {
        Figure::Applied(cohort) => match cohort.source {
            None => return Ok(None),
            Some(None) => return Ok(Some("Unknown".to_owned())),
            Some(Some(source)) => {
                let name = sqlx::query_scalar!(
                    "select name from sources where company_id = $1 and id = $2",
                    company as _,
                    source as _,
                );
                name.fetch_optional(db).await?
            }
        },
        Figure::Rejected(None) => return Ok(None),
        Figure::Rejected(Some(None)) => return Ok(Some("Not known".to_owned())),
        Figure::Rejected(Some(Some(reason))) => {
            let name = sqlx::query_scalar!(
                "select name from rejection_reasons where company_id = $1 and id = $2",
                company as _,
                reason as _,
            );
            name.fetch_optional(db).await?
        }
        _ => return Ok(None),
    };
    name.map(Some).ok_or(Error::NotFound)
}
