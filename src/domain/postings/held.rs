//! A posting held for a change: found within the actor's reach, its row locked, so that two people cannot act at once.

use super::{
    advert::Advert,
    status::{Standing, Status},
};
use crate::{
    access::{Actor, Change},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{JobId, MemberId, PostingId, RevisionId, Version},
    },
};
use sqlx::types::Json;

/// A posting whose row is locked until the change ends.
pub(super) struct Held {
    pub id: PostingId,
    pub job: JobId,
    pub standing: Standing,
    pub live_revision: Option<RevisionId>,
    pub scheduled_for: Option<Time>,
    pub closes_at: Option<Time>,
    /// It was read from a file with which nobody has compared it.
    pub unreviewed: bool,
    pub advert: Advert,
    /// The draft's version.
    pub version: Version,
    saved_by: Option<String>,
}

/// Whose reach a statement keeps to: a member's own, or everything for the program itself. A visitor reaches nothing, for
/// no member has the id 0.
pub(super) fn reach(actor: &Actor) -> Option<MemberId> {
    match actor {
        Actor::System(_) => None,
        Actor::Member(_) | Actor::Visitor | Actor::Candidate(_) => Some(actor.member_id()),
    }
}

/// Why somebody who sees a posting may not change it.
pub(super) fn not_theirs() -> Error {
    Error::Forbidden("Only administrators and the job’s recruiters can change its postings.".into())
}

/// Holds a posting that the actor may change.
pub(super) async fn hold<P>(change: &mut Change<P>, id: PostingId) -> Result<Held> {
    let (company, member) = (change.company(), reach(change.actor()));
    let row = sqlx::query!(
        r#"select p.job_id as "job: JobId", p.status as "status: Status", p.closed_at is not null as "closed!",
                  p.live_revision_id as "live_revision: RevisionId", p.scheduled_for as "scheduled_for: Time", p.closes_at as "closes_at: Time",
                  d.advert as "advert: Json<Advert>", d.version as "version: Version",
                  coalesce(s.edits, $3::bigint is null) as "edits!",
                  exists (select from posting_originals o where (o.company_id, o.posting_id) = (p.company_id, p.id) and o.reviewed_at is null) as "unreviewed!",
                  (select trim(u.given_name || ' ' || u.family_name) from memberships m join users u on u.id = m.user_id
                   where (m.company_id, m.id) = (d.company_id, d.member_id)) as saved_by
           from postings p
           join posting_drafts d on (d.company_id, d.posting_id) = (p.company_id, p.id)
           left join job_access s on (s.company_id, s.job_id, s.member_id) = (p.company_id, p.job_id, $3)
           where p.company_id = $1 and p.id = $2 and ($3::bigint is null or s.member_id is not null)
           for update of p, d"#,
        company as _,
        id as _,
        member as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    if !row.edits {
        return Err(not_theirs());
    }
    Ok(Held {
        id,
        job: row.job,
        standing: Standing {
            status: row.status,
            published: row.live_revision.is_some(),
            closed: row.closed,
        },
        live_revision: row.live_revision,
        scheduled_for: row.scheduled_for,
        closes_at: row.closes_at,
        unreviewed: row.unreviewed,
        advert: row.advert.0,
        version: row.version,
        saved_by: row.saved_by,
    })
}

/// Holds a posting that the actor may change, for another room, and gives its job.
pub(in crate::domain) async fn held_job<P>(change: &mut Change<P>, id: PostingId) -> Result<JobId> {
    Ok(hold(change, id).await?.job)
}

impl Held {
    /// The posting, if its draft is still the one that the actor saw.
    pub fn unchanged_since(self, seen: Version) -> Result<Self> {
        if self.version == seen {
            return Ok(self);
        }
        let who = self.saved_by.as_deref().unwrap_or("Candor");
        Err(Error::refused(
            "stale",
            format!(
                "{who} saved this posting after you opened it. Look at what changed, then decide again."
            ),
        ))
    }
}
