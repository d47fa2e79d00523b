//! Tags of people of the pool, whether or not they have applied for anything.

use crate::{
    access::{Change, permissions::ManageProspects},
    base::{
        error::{Error, Result},
        ids::{CandidateId, ProspectId},
    },
    domain::tags::{self, Done, TagName},
};

/// Puts a tag on somebody of the pool; refused if it is there.
pub(in crate::domain) async fn tag(
    change: &mut Change<ManageProspects>,
    candidate: CandidateId,
    name: &TagName,
) -> Result<Done> {
    in_pool(change, candidate).await?;
    tags::tag_person(change, candidate, name).await
}

/// Takes a tag off somebody of the pool; refused if it is not there.
pub(in crate::domain) async fn untag(
    change: &mut Change<ManageProspects>,
    candidate: CandidateId,
    name: &TagName,
) -> Result<Done> {
    in_pool(change, candidate).await?;
    tags::untag_person(change, candidate, name, None).await
}

/// Refuses whoever is not in the pool, or is about to be erased.
async fn in_pool(change: &mut Change<ManageProspects>, candidate: CandidateId) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let actor = change.actor().clone();
    let id = sqlx::query_scalar!(
        r#"select id as "id: ProspectId" from prospects where company_id = $1 and candidate_id = $2"#,
        company as _,
        candidate as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    super::prospect(change.db(), company, &actor, id, now).await?;
    Ok(())
}
