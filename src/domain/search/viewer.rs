//! Who looks, and what that means for statements.

use super::{frequency::Known, people::Asked, words::Words};
use crate::{
    access::{Actor, Role},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CompanyId, MemberId},
    },
};
use sqlx::PgConnection;
use std::sync::Arc;

/// Notes that one search takes into account besides those that everybody reads.
const MOST_NOTES: i64 = 1_000;

/// Somebody who looks for people in a company.
#[derive(Clone, Copy, Debug)]
pub struct Viewer {
    pub company: CompanyId,
    pub member: MemberId,
    /// Whether they see only people of jobs in whose teams they are, and those whom they interview. Then looking starts
    /// there; what they see of it is still for `application_access` to say.
    pub team_only: bool,
    pub now: Time,
}

impl Viewer {
    pub fn of(company: CompanyId, actor: &Actor, now: Time) -> Self {
        let team_only = actor.member().is_none_or(|member| match member.role {
            Role::HiringManager | Role::Interviewer => true,
            Role::Administrator | Role::Recruiter | Role::Coordinator | Role::Auditor => false,
        });
        Self {
            company,
            member: actor.member_id(),
            team_only,
            now,
        }
    }

    /// What every statement has as `$1` and `$2`.
    pub(super) fn ids(&self) -> [i64; 2] {
        [self.company.0, self.member.0]
    }
}

/// A search that is under way.
pub struct Search<'a> {
    pub(super) viewer: Viewer,
    pub(super) asked: &'a Asked,
    pub(super) known: Arc<Known>,
    /// Applications with a note that has the words, and that this viewer reads though not everybody does.
    pub(super) notes: Vec<ApplicationId>,
}

impl<'a> Search<'a> {
    /// Looks through the notes that not everybody reads: every page and count of this search needs to know of them. Where
    /// something is to be left out they are passed over, for a note alone cannot say who does not have it.
    pub async fn begin(
        db: &mut PgConnection,
        viewer: Viewer,
        asked: &'a Asked,
        known: Arc<Known>,
    ) -> Result<Self> {
        let notes = match asked.words.as_ref().filter(|words| !words.without()) {
            Some(words) => restricted(db, &viewer, words).await?,
            None => Vec::new(),
        };
        Ok(Self {
            viewer,
            asked,
            known,
            notes,
        })
    }
}

async fn restricted(
    db: &mut PgConnection,
    viewer: &Viewer,
    words: &Words,
) -> Result<Vec<ApplicationId>> {
    sqlx::query_scalar!(
        r#"select distinct r.application_id as "id!: ApplicationId"
           from (select n.id from notes n
                 where n.company_id = $1 and n.visibility <> 'team' and n.deleted_at is null
                   and to_tsvector('folded', n.body) @@ (select to_tsquery('folded', $3))
                 limit $4) n
           join readable_notes r on r.company_id = $1 and r.reader_id = $2 and r.id = n.id"#,
        viewer.company as _,
        viewer.member as _,
        words.query(),
        MOST_NOTES,
    )
    .fetch_all(db)
    .await
    .map_err(patient)
}

/// A statement that took longer than searches may is no fault: the person can ask for less.
pub(super) fn patient(error: sqlx::Error) -> Error {
    /// `query_canceled`
    const CANCELLED: &str = "57014";
    let code = error.as_database_error().and_then(|it| it.code());
    if code.is_some_and(|code| code == CANCELLED) {
        return Error::field(
            "q",
            "That search took too long. Narrow it, with another word or a filter",
        );
    }
    error.into()
}
