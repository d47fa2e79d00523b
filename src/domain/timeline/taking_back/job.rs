//! Taking back what was done with a job, its plan, its openings, its team and its postings.

use super::kept;
use crate::{
    access::{Change, Permission, Permit, permissions::EditJobs},
    base::{
        error::{Error, Result},
        ids::{EventId, JobId},
    },
    domain::{
        jobs, postings,
        reversal::{self, Reversal, Subject},
    },
};

pub(super) async fn take_back<P: Permission>(
    permit: &Permit<P>,
    id: JobId,
    event: EventId,
    reversal: Reversal,
) -> Result<String> {
    permit
        .to()?
        .change(async |change| {
            jobs::hold(change, id).await?;
            if reversal::begin(change, Subject::Job(id), event).await? != reversal {
                return Err(Error::NotFound);
            }
            put_back(change, id, &reversal).await
        })
        .await
}

async fn put_back(change: &mut Change<EditJobs>, id: JobId, reversal: &Reversal) -> Result<String> {
    let held = jobs::hold(change, id).await?;
    Ok(match reversal {
        Reversal::OpenJob => {
            jobs::open(change, id, held.version).await?;
            "The job is open again.".to_owned()
        }
        Reversal::ChangeJobBack(before) => {
            jobs::update(change, id, held.version, kept(before)?).await?;
            "The job is as it was before.".to_owned()
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
        Reversal::ChangeStageBack(stage, before) => {
            jobs::change_stage(change, id, *stage, held.plan_version, kept(before)?).await?;
            "The stage is as it was before.".to_owned()
        }
        Reversal::OrderStages(order) => {
            jobs::order_stages(change, id, held.plan_version, order).await?;
            "The stages are in their former order.".to_owned()
        }
        Reversal::ReopenOpening(opening) => {
            jobs::reopen_opening(change, id, *opening).await?;
            "The opening is there again.".to_owned()
        }
        Reversal::ChangeOpeningBack(opening, before) => {
            jobs::change_opening_back(change, id, *opening, kept(before)?).await?;
            "The opening is as it was before.".to_owned()
        }
        Reversal::TakeOffTeam(member, role) => {
            jobs::remove_teammate(change, id, *member, *role).await?;
            "They are out of the team again.".to_owned()
        }
        Reversal::PutOnTeam {
            member,
            role,
            responsible,
        } => {
            jobs::put_on_team(change, id, *member, *role, *responsible).await?;
            "They are in the team again.".to_owned()
        }
        Reversal::Responsible(role, before) => {
            jobs::set_responsible(change, id, *before, *role).await?;
            match before {
                Some(_) => "Whoever answered for the job before does so again.".to_owned(),
                None => "Nobody answers for the job, as before.".to_owned(),
            }
        }
        _ => return Err(Error::NotFound),
    })
}
