//! What means the same of the candidate of an application and of somebody of the pool: tags, and pools.

use super::{
    chunks::{Effect, Target, Who},
    pooled::NOT_THEIRS,
    steps::Step,
};
use crate::{
    access::{
        Change, Permission,
        permissions::{ManageProspects, WriteNotes},
    },
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CandidateId, PoolId, ProspectId},
    },
    domain::{
        candidates,
        tags::{self, TagName},
    },
};

/// Puts a tag on somebody.
async fn put_on(change: &mut Change<WriteNotes>, target: &Target, tag: &TagName) -> Result<()> {
    match target.who {
        Who::Applied(id, _) => tags::tag(change, id, tag).await?,
        Who::Pooled(id) => {
            let candidate = in_place(change, id).await?;
            tags::tag_person(change, candidate, tag).await?
        }
    };
    Ok(())
}

/// Takes a tag off somebody; only one that was put there at a certain time, if one is given.
async fn take_off(
    change: &mut Change<WriteNotes>,
    target: &Target,
    tag: &TagName,
    put_at: Option<Time>,
) -> Result<()> {
    match target.who {
        Who::Applied(id, _) => tags::untag(change, id, tag, put_at).await?,
        Who::Pooled(id) => {
            let candidate = in_place(change, id).await?;
            tags::untag_person(change, candidate, tag, put_at).await?
        }
    };
    Ok(())
}

pub(super) struct Tag(pub TagName);

impl Step for Tag {
    type Permission = WriteNotes;

    async fn there(&self, change: &mut Change<WriteNotes>, target: &Target) -> Result<Effect> {
        put_on(change, target, &self.0).await?;
        Ok(Effect {
            at: Some(change.now()),
            ..Effect::default()
        })
    }

    async fn back(&self, change: &mut Change<WriteNotes>, target: &Target) -> Result<()> {
        take_off(change, target, &self.0, target.effect.at).await
    }
}

pub(super) struct Untag(pub TagName);

impl Step for Untag {
    type Permission = WriteNotes;

    async fn there(&self, change: &mut Change<WriteNotes>, target: &Target) -> Result<Effect> {
        take_off(change, target, &self.0, None).await?;
        Ok(Effect::default())
    }

    async fn back(&self, change: &mut Change<WriteNotes>, target: &Target) -> Result<()> {
        put_on(change, target, &self.0).await
    }
}

pub(super) struct Pool(pub PoolId);

impl Step for Pool {
    type Permission = ManageProspects;

    async fn there(&self, change: &mut Change<ManageProspects>, target: &Target) -> Result<Effect> {
        let candidate = candidate_of(change, target.who).await?;
        let moved = candidates::put_into_pool(change, candidate, self.0, None).await?;
        Ok(Effect {
            pool: Some(moved.before),
            ..Effect::default()
        })
    }

    async fn back(&self, change: &mut Change<ManageProspects>, target: &Target) -> Result<()> {
        let candidate = candidate_of(change, target.who).await?;
        let before = target.effect.pool.ok_or(Error::NotFound)?;
        candidates::put_into_pool(change, candidate, before, Some(self.0)).await?;
        Ok(())
    }
}

/// Who it is, if the member sees them.
async fn candidate_of<P>(change: &mut Change<P>, who: Who) -> Result<CandidateId> {
    let id = match who {
        Who::Applied(id, _) => id,
        Who::Pooled(id) => return in_place(change, id).await,
    };
    let (company, member) = (change.company(), change.actor().member_id());
    sqlx::query_scalar!(
        r#"select a.candidate_id as "candidate: CandidateId" from applications a
           join application_access s on (s.company_id, s.application_id) = (a.company_id, a.id)
           where a.company_id = $1 and a.id = $2 and s.company_id = $1 and s.application_id = $2 and s.member_id = $3"#,
        company as _,
        id as _,
        member as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)
}

/// Who somebody of the pool is, if the member sees them there and may act on them.
async fn in_place<P>(change: &mut Change<P>, id: ProspectId) -> Result<CandidateId> {
    if !ManageProspects::admits(change.actor()) {
        return Err(Error::Forbidden(NOT_THEIRS.into()));
    }
    let (company, member, now) = (change.company(), change.actor().member_id(), change.now());
    sqlx::query_scalar!(
        r#"select p.candidate_id as "candidate!: CandidateId" from prospects p
           join pool_access s on (s.company_id, s.candidate_id) = (p.company_id, p.candidate_id)
           where p.company_id = $1 and p.id = $2 and p.ends_at > $4 and s.company_id = $1 and s.member_id = $3"#,
        company as _,
        id as _,
        member as _,
        now as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)
}
