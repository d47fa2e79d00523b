//! Taking an event back, by the function that does such things anyway.

mod application;
mod candidate;
mod job;
mod together;

pub use together::take_back_together;

use crate::{
    access::{Change, Permission, Permit},
    base::{
        error::{Error, Result},
        ids::{EventId, Version},
    },
    domain::{
        bulk,
        reversal::{self, Subject},
        tags::TagName,
    },
};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What there is to say once it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenBack(pub String);

/// Takes an event back, as somebody who has the permission for what that does. Refused with who did what, if something stands
/// on it by now, and where it was taken back already. What is decided on an application is decided as it was seen.
pub async fn take_back<P: Permission>(
    permit: &Permit<P>,
    subject: Subject,
    event: EventId,
    seen: Version,
) -> Result<TakenBack> {
    let reversal = {
        let (company, actor) = (permit.company(), permit.actor());
        reversal::judge(&mut *permit.read().await?, company, actor, subject, event).await?
    };
    let taking = Taking {
        permit,
        subject,
        event,
    };
    let said = match subject {
        Subject::Application(id) => application::take_back(taking, id, reversal, seen).await,
        Subject::Job(id) => job::take_back(permit, id, event, reversal).await,
        Subject::Candidate(id) => candidate::take_back(taking, id, reversal).await,
    };
    said.map(TakenBack).map_err(refusal)
}

/// An event that somebody takes back.
struct Taking<'a, P: Permission> {
    permit: &'a Permit<P>,
    subject: Subject,
    event: EventId,
}

impl<P: Permission> Taking<'_, P> {
    /// Does what undoes it, as somebody who may do that, in the transaction in which it is looked at once more.
    async fn by<Q: Permission, T>(
        self,
        undo: impl AsyncFnOnce(&mut Change<Q>) -> Result<T>,
    ) -> Result<T> {
        self.permit
            .to()?
            .change(async |change| {
                reversal::begin(change, self.subject, self.event).await?;
                undo(change).await
            })
            .await
    }
}

/// There is no form to say it in.
fn refusal(error: Error) -> Error {
    match error {
        Error::Invalid(_) => Error::refused("in_the_way", bulk::said(&error)),
        other => other,
    }
}

fn tag(name: &str) -> Result<TagName> {
    TagName::parse(name).map_err(|text| Error::field("tag", text))
}

/// What was before, as the event kept it; what an older version kept otherwise cannot be taken back.
fn kept<T: DeserializeOwned>(before: &Value) -> Result<T> {
    let no = reversal::No::Never;
    T::deserialize(before).map_err(|_| Error::refused(no.code(), "This cannot be taken back."))
}
