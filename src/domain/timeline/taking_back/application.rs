//! Taking back what was done with an application.

use super::{Taking, kept, tag};
use crate::{
    access::Permission,
    base::{
        error::{Error, Result},
        ids::{ApplicationId, Version},
    },
    domain::{applications::owner, decisions, interviews, reversal::Reversal, tags},
};

pub(super) async fn take_back<P: Permission>(
    taking: Taking<'_, P>,
    id: ApplicationId,
    reversal: Reversal,
    seen: Version,
) -> Result<String> {
    match reversal {
        Reversal::Move | Reversal::Transfer | Reversal::Rejection | Reversal::Hire => {
            let done = taking
                .by(async |change| match reversal {
                    Reversal::Transfer => decisions::take_back_transfer(change, id, seen).await,
                    Reversal::Rejection => decisions::unreject(change, id, seen).await,
                    Reversal::Hire => decisions::unhire(change, id, seen).await,
                    _ => decisions::take_back_move(change, id, seen).await,
                })
                .await?;
            Ok(format!("{} is back in {}.", done.name, done.to_name))
        }
        Reversal::Owner(before) => {
            taking
                .by(async |change| owner::assign(change, id, seen, before).await)
                .await
                .map_err(|error| match error {
                    Error::Invalid(_) => Error::refused(
                        "no_owner",
                        "Whose it was no longer works with this job's candidates.",
                    ),
                    other => other,
                })?;
            Ok("The owner is who it was before.".to_owned())
        }
        Reversal::TakeTagOff(name) => {
            let name = tag(&name)?;
            let done = taking
                .by(async |change| tags::untag(change, id, &name, None).await)
                .await?;
            Ok(format!("Taken off: {}.", done.tag))
        }
        Reversal::PutTagOn(name) => {
            let name = tag(&name)?;
            let done = taking
                .by(async |change| tags::tag(change, id, &name).await)
                .await?;
            Ok(format!("Tagged: {}.", done.tag))
        }
        Reversal::SetInterviewAgain(interview) => {
            taking
                .by(async |change| interviews::set_again(change, interview).await)
                .await?;
            Ok("The interview is set again, and everybody is invited anew.".to_owned())
        }
        Reversal::ChangeInterviewBack(interview, before) => {
            let plan = kept(&before)?;
            taking
                .by(async |change| interviews::change_back(change, interview, &plan).await)
                .await?;
            Ok("The interview is as it was before, and everybody is written to.".to_owned())
        }
        _ => Err(Error::NotFound),
    }
}
