//! Taking back what was done with somebody themselves: their record, the pool that they are in, their tags there.

use super::{Taking, kept, tag};
use crate::{
    access::{Change, Permission, permissions::ManageProspects},
    base::{
        error::{Error, Result},
        ids::CandidateId,
    },
    domain::{
        candidates::{self, Record},
        prospects,
        reversal::Reversal,
    },
};

pub(super) async fn take_back<P: Permission>(
    taking: Taking<'_, P>,
    id: CandidateId,
    reversal: Reversal,
) -> Result<String> {
    match reversal {
        Reversal::ChangeRecordBack { before, after } => {
            let (before, after): (Record, Record) = (kept(&before)?, kept(&after)?);
            taking
                .by(async |change| candidates::change_back(change, id, &after, &before).await)
                .await?;
            Ok(format!("{} is as they were before.", before.name()))
        }
        Reversal::Confidential(before) => {
            taking
                .by(async |change| candidates::set_confidential(change, id, before).await)
                .await?;
            Ok(match before {
                true => "They are confidential again.".to_owned(),
                false => "They are no longer confidential.".to_owned(),
            })
        }
        of_the_pool => {
            taking
                .by(async |change| in_pool(change, id, of_the_pool).await)
                .await
        }
    }
}

/// Takes back what was done with somebody of the pool.
pub(super) async fn in_pool(
    change: &mut Change<ManageProspects>,
    id: CandidateId,
    reversal: Reversal,
) -> Result<String> {
    match reversal {
        Reversal::MovePool { from, to } => {
            prospects::move_back(change, id, from, to).await?;
            Ok("They are in the pool where they were before.".to_owned())
        }
        Reversal::KeepInMind { until } => {
            prospects::put_back(change, id, until).await?;
            Ok("They are in the pool again.".to_owned())
        }
        Reversal::TakeTagOff(name) => {
            let done = prospects::untag(change, id, &tag(&name)?).await?;
            Ok(format!("Taken off: {}.", done.tag))
        }
        Reversal::PutTagOn(name) => {
            let done = prospects::tag(change, id, &tag(&name)?).await?;
            Ok(format!("Tagged: {}.", done.tag))
        }
        _ => Err(Error::NotFound),
    }
}
