//! Saved views: filters of a page under a name, for oneself or for everybody who sees that page.

mod write;

pub use write::{begin_with, remove, rename, save};

use crate::{
    access::Actor,
    base::{
        error::{Error, Result},
        ids::{CompanyId, JobId, SavedViewId},
    },
};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

/// The longest name, in characters.
pub const NAME: usize = 100;
/// The longest query, in characters.
pub const QUERY: usize = 4_000;

/// What has views.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Of {
    /// The search over everybody.
    Candidates,
    /// The board and the list of a job.
    Job(JobId),
}

impl Of {
    fn kind(self) -> &'static str {
        match self {
            Self::Candidates => "candidates",
            Self::Job(_) => "board",
        }
    }

    fn job(self) -> Option<JobId> {
        match self {
            Self::Candidates => None,
            Self::Job(job) => Some(job),
        }
    }

    fn from(job: Option<JobId>) -> Self {
        job.map_or(Self::Candidates, Self::Job)
    }
}

/// A view as whoever may use it sees it.
#[derive(Clone, Debug, Deserialize)]
pub struct View {
    pub id: SavedViewId,
    pub name: String,
    /// What stands after the question mark.
    pub query: String,
    pub shared: bool,
    pub mine: bool,
    /// Whether whoever looks begins with it.
    pub first: bool,
}

/// What is kept, checked.
#[derive(Clone, Debug)]
pub struct NewView {
    pub name: String,
    pub query: String,
    /// The words in the query, folded: with whoever is erased goes each view that names them.
    pub words: String,
    pub shared: bool,
}

/// One's own views, and those that others share. Of a job only for whoever sees its candidates; for anybody else there are
/// none.
pub async fn list(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    of: Of,
) -> Result<Vec<View>> {
    let views = sqlx::query_scalar!(
        r#"select views_of($1, $2, $3, $4) as "views!: Json<Vec<View>>"
           where $4::bigint is null or exists (select from job_access a where a.company_id = $1 and a.member_id = $2 and a.job_id = $4
                                                                          and a.sees_candidates)"#,
        company as _,
        actor.member_id() as _,
        of.kind(),
        of.job() as _,
    )
    .fetch_optional(db)
    .await?;
    Ok(views.map(|views| views.0).unwrap_or_default())
}

/// What a view is of that the actor may use.
pub async fn of(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: SavedViewId,
) -> Result<Of> {
    let job = sqlx::query_scalar!(
        r#"select job_id as "job: JobId" from saved_views where company_id = $1 and id = $2 and (member_id = $3 or shared)"#,
        company as _,
        id as _,
        actor.member_id() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(Of::from(job))
}
