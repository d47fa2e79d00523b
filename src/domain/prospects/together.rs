//! One thing done to several of the pool at once: to a page of them, in one change.

use super::{consider::consider, person::prospect, pools::move_to};
use crate::{
    access::{Change, permissions::ManageProspects},
    base::{
        error::Result,
        ids::{JobId, PoolId, ProspectId},
    },
    domain::{
        bulk,
        tags::{self, TagName},
    },
};

/// The most at once: what a page of the list holds.
pub const TOGETHER: usize = 50;

/// What is done.
#[derive(Clone, Debug)]
pub enum Together {
    Consider(JobId),
    Move(PoolId),
    Tag(TagName),
    Untag(TagName),
}

/// What became of it.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub done: usize,
    /// Why not, of each to whom it was not done.
    pub skipped: Vec<String>,
}

/// Does it to each of up to [`TOGETHER`]; to whom it cannot be done, nothing happens.
pub async fn together(
    change: &mut Change<ManageProspects>,
    ids: &[ProspectId],
    act: &Together,
) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for id in ids.iter().take(TOGETHER) {
        change.attempt().await?;
        let one = match act {
            Together::Consider(job) => consider(change, *id, *job).await.map(drop),
            Together::Move(pool) => move_to(change, *id, *pool).await.map(drop),
            Together::Tag(name) => tag(change, *id, name, true).await,
            Together::Untag(name) => tag(change, *id, name, false).await,
        };
        match change.attempted(one).await? {
            Ok(()) => outcome.done += 1,
            Err(why) => outcome.skipped.push(bulk::said(&why)),
        }
    }
    Ok(outcome)
}

/// Puts a tag on, or takes it off.
async fn tag(
    change: &mut Change<ManageProspects>,
    id: ProspectId,
    name: &TagName,
    on: bool,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let actor = change.actor().clone();
    let person = prospect(change.db(), company, &actor, id, now).await?;
    match on {
        true => tags::tag_person(change, person.candidate, name).await,
        false => tags::untag_person(change, person.candidate, name).await,
    }
    .map(drop)
}
