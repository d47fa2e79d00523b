//! Taking back what was done with somebody themselves: their record, the pool that they are in, their tags there.

use super::{kept, tag};
use crate::{
    access::{Permission, Permit},
    base::{
        error::{Error, Result},
        ids::{CandidateId, EventId},
    },
    domain::{
        candidates::{self, Record},
        prospects,
        reversal::{self, Reversal, Subject},
    },
};

pub(super) async fn take_back<P: Permission>(
    permit: &Permit<P>,
    id: CandidateId,
    event: EventId,
    reversal: Reversal,
) -> Result<String> {
    let subject = Subject::Candidate(id);
    match reversal {
        Reversal::ChangeRecordBack { before, after } => {
            let (before, after): (Record, Record) = (kept(&before)?, kept(&after)?);
            permit
                .to()?
                .change(async |change| {
                    reversal::begin(change, subject, event).await?;
                    candidates::change_back(change, id, &after, &before).await
                })
                .await?;
            Ok(format!("{} is as they were before.", before.name()))
        }
        Reversal::Confidential(before) => {
            permit
                .to()?
                .change(async |change| {
                    reversal::begin(change, subject, event).await?;
                    candidates::set_confidential(change, id, before).await
                })
                .await?;
            Ok(match before {
                true => "They are confidential again.".to_owned(),
                false => "They are no longer confidential.".to_owned(),
            })
        }
        Reversal::MovePool { from, to } => {
            permit
                .to()?
                .change(async |change| {
                    reversal::begin(change, subject, event).await?;
                    prospects::move_back(change, id, from, to).await
                })
                .await?;
            Ok("They are in the pool where they were before.".to_owned())
        }
        Reversal::KeepInMind { until } => {
            permit
                .to()?
                .change(async |change| {
                    reversal::begin(change, subject, event).await?;
                    prospects::put_back(change, id, until).await
                })
                .await?;
            Ok("They are in the pool again.".to_owned())
        }
        Reversal::TakeTagOff(name) => {
            let name = tag(&name)?;
            let done = permit
                .to()?
                .change(async |change| {
                    reversal::begin(change, subject, event).await?;
                    prospects::untag(change, id, &name).await
                })
                .await?;
            Ok(format!("Taken off: {}.", done.tag))
        }
        Reversal::PutTagOn(name) => {
            let name = tag(&name)?;
            let done = permit
                .to()?
                .change(async |change| {
                    reversal::begin(change, subject, event).await?;
                    prospects::tag(change, id, &name).await
                })
                .await?;
            Ok(format!("Tagged: {}.", done.tag))
        }
        _ => Err(Error::NotFound),
    }
}
