//! Taking an event back, by the function that does such things anyway.

use crate::{
    access::{Change, Permission, Permit},
    base::{
        error::{Error, Result},
        ids::{ApplicationId, EventId, JobId, Version},
    },
    domain::{
        applications::owner,
        decisions, interviews, jobs, postings,
        reversal::{self, Reversal, Subject},
        tags::{self, TagName},
    },
};

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
        let (company, actor) = (permit.company().id, permit.actor());
        reversal::judge(&mut *permit.read().await?, company, actor, subject, event).await?
    };
    let said = match subject {
        Subject::Application(id) => of_application(permit, id, event, reversal, seen).await?,
        Subject::Job(id) => of_job(permit, id, event, reversal).await?,
    };
    Ok(TakenBack(said))
}

async fn of_application<P: Permission>(
    permit: &Permit<P>,
    id: ApplicationId,
    event: EventId,
    reversal: Reversal,
    seen: Version,
) -> Result<String> {
    let subject = Subject::Application(id);
    match reversal {
        Reversal::Move | Reversal::Transfer | Reversal::Rejection | Reversal::Hire => {
            let done = permit
                .to()?
                .change(async |change| match begin(change, subject, event).await? {
                    Reversal::Transfer => decisions::take_back_transfer(change, id, seen).await,
                    Reversal::Rejection => decisions::unreject(change, id, seen).await,
                    Reversal::Hire => decisions::unhire(change, id, seen).await,
                    _ => decisions::take_back_move(change, id, seen).await,
                })
                .await?;
            Ok(format!("{} is back in {}.", done.name, done.to_name))
        }
        Reversal::Owner(before) => {
            permit
                .to()?
                .change(async |change| {
                    begin(change, subject, event).await?;
                    owner::assign(change, id, seen, before).await
                })
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
            let done = permit
                .to()?
                .change(async |change| {
                    begin(change, subject, event).await?;
                    tags::untag(change, id, &name, None).await
                })
                .await?;
            Ok(format!("Taken off: {}.", done.tag))
        }
        Reversal::PutTagOn(name) => {
            let name = tag(&name)?;
            let done = permit
                .to()?
                .change(async |change| {
                    begin(change, subject, event).await?;
                    tags::tag(change, id, &name).await
                })
                .await?;
            Ok(format!("Tagged: {}.", done.tag))
        }
        Reversal::SetInterviewAgain(interview) => {
            permit
                .to()?
                .change(async |change| {
                    begin(change, subject, event).await?;
                    interviews::set_again(change, interview).await
                })
                .await?;
            Ok("The interview is set again, and everybody is invited anew.".to_owned())
        }
        Reversal::OpenJob
        | Reversal::ReopenPosting(_)
        | Reversal::UnschedulePosting(_)
        | Reversal::RestoreStage(_)
        | Reversal::OrderStages(_) => Err(Error::NotFound),
    }
}

async fn of_job<P: Permission>(
    permit: &Permit<P>,
    id: JobId,
    event: EventId,
    reversal: Reversal,
) -> Result<String> {
    let subject = Subject::Job(id);
    permit
        .to()?
        .change(async |change| {
            let held = jobs::hold(change, id).await?;
            if begin(change, subject, event).await? != reversal {
                return Err(Error::NotFound);
            }
            Ok(match &reversal {
                Reversal::OpenJob => {
                    jobs::open(change, id, held.version).await?;
                    "The job is open again.".to_owned()
                }
                Reversal::ReopenPosting(posting) => {
                    postings::reopen(change, *posting).await?;
                    "The posting takes applications again.".to_owned()
                }
                Reversal::UnschedulePosting(posting) => {
                    postings::unschedule(change, *posting).await?;
                    "The posting is not going to be published.".to_owned()
                }
                Reversal::RestoreStage(stage) => {
                    let name = jobs::restore_stage(change, id, *stage).await?;
                    format!("{name} is in the plan again. Whoever was in it stays where they are.")
                }
                Reversal::OrderStages(order) => {
                    jobs::order_stages(change, id, held.plan_version, order).await?;
                    "The stages are in their former order.".to_owned()
                }
                Reversal::Move
                | Reversal::Transfer
                | Reversal::Rejection
                | Reversal::Hire
                | Reversal::Owner(_)
                | Reversal::TakeTagOff(_)
                | Reversal::PutTagOn(_)
                | Reversal::SetInterviewAgain(_) => return Err(Error::NotFound),
            })
        })
        .await
}

async fn begin<P>(change: &mut Change<P>, subject: Subject, event: EventId) -> Result<Reversal> {
    reversal::begin(change, subject, event).await
}

fn tag(name: &str) -> Result<TagName> {
    TagName::parse(name).map_err(|text| Error::field("tag", text))
}
