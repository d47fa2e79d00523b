//! One thing done to several of the pool at once: to a page of them, in one change.

use super::{consider::consider, person::prospect, pools::move_to};
use crate::{
    access::{Change, Event, permissions::ManageProspects},
    base::{
        error::Result,
        ids::{EventId, JobId, PoolId, ProspectId},
    },
    domain::{
        bulk,
        tags::{self, TagName},
    },
};
use serde_json::json;

/// The event of an act that can be taken back as a whole: it names the events of each to whom it was done.
pub(in crate::domain) const ACTED: &str = "pool.acted";

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

/// Does it to each of up to [`TOGETHER`]; to whom it cannot be done, nothing happens. Gives the event that takes all of it
/// back, if anything was done that can be taken back.
pub async fn together(
    change: &mut Change<ManageProspects>,
    ids: &[ProspectId],
    act: &Together,
) -> Result<(Outcome, Option<EventId>)> {
    let (mut outcome, mut events) = (Outcome::default(), Vec::new());
    for id in ids.iter().take(TOGETHER) {
        change.attempt().await?;
        let one = match act {
            // They were told of it.
            Together::Consider(job) => consider(change, *id, *job).await.map(|_| None),
            Together::Move(pool) => {
                let moved = move_to(change, *id, *pool).await;
                moved.map(|done| Some(done.event))
            }
            Together::Tag(name) => tag(change, *id, name, true).await.map(Some),
            Together::Untag(name) => tag(change, *id, name, false).await.map(Some),
        };
        match change.attempted(one).await? {
            Ok(event) => {
                outcome.done += 1;
                events.extend(event);
            }
            Err(why) => outcome.skipped.push(bulk::said(&why)),
        }
    }
    let acted = match events.as_slice() {
        [] => None,
        events => {
            let event = Event::new(ACTED).detail(json!({ "events": events }));
            Some(change.record(event).await?)
        }
    };
    Ok((outcome, acted))
}

/// Puts a tag on, or takes it off.
async fn tag(
    change: &mut Change<ManageProspects>,
    id: ProspectId,
    name: &TagName,
    on: bool,
) -> Result<EventId> {
    let (company, now) = (change.company(), change.now());
    let actor = change.actor().clone();
    let person = prospect(change.db(), company, &actor, id, now).await?;
    match on {
        true => tags::tag_person(change, person.candidate, name).await,
        false => tags::untag_person(change, person.candidate, name, None).await,
    }
    .map(|done| done.event)
}
