//! What can be chosen for an act.

use super::form::BulkForm;
use crate::{
    access::{Permit, permissions::ActInBulk},
    base::error::{Error, Result},
    domain::{
        applications::{
            choices,
            job::Stage,
            owner::{self, Colleague},
        },
        bulk::{self, Kind},
        decisions::{self, Destination, RejectionReason},
        mail::{self, Kind as MailKind, Language, Template as Wording},
        prospects::{self, Pool},
        tags,
    },
};

/// What an act of one kind chooses from; the rest is empty.
#[derive(Default)]
pub struct Options {
    pub stages: Vec<Stage>,
    pub reasons: Vec<RejectionReason>,
    pub owners: Vec<Colleague>,
    pub jobs: Vec<Destination>,
    pub tags: Vec<String>,
    pub pools: Vec<Pool>,
    /// What a mail begins with.
    pub wording: Wording,
}

impl Options {
    pub async fn of(permit: &Permit<ActInBulk>, form: &BulkForm) -> Result<Self> {
        let (company, actor) = (permit.company().id, permit.actor());
        let job = form.job();
        let mut options = Self::default();
        let mut db = permit.read().await?;
        match form.kind()? {
            Kind::Move => {
                let job = job.ok_or_else(of_one_job)?;
                options.stages = choices::choices(&mut db, company, actor, job).await?.stages;
            }
            Kind::Assign => {
                let job = job.ok_or_else(of_one_job)?;
                // Whoever sees none of them is not offered; whom somebody does not see, the preview says.
                let (who, whom) = ((company, actor), form.whom()?);
                let hidden = bulk::all_confidential(&mut db, who, &whom, permit.now()).await?;
                options.owners =
                    owner::possible_owners(&mut db, company, actor, job, hidden).await?;
            }
            Kind::Reject => {
                options.reasons = decisions::rejection_reasons(&mut db, company, actor).await?;
            }
            Kind::Transfer => {
                options.jobs = decisions::destinations(&mut db, company, actor).await?;
            }
            Kind::Pool => {
                options.pools = prospects::pools(&mut db, company, actor, permit.now()).await?;
            }
            Kind::Tag | Kind::Untag => {
                options.tags = tags::tags(&mut db, company, actor).await?;
            }
            Kind::Mail => {
                let wording = mail::wording(
                    &mut db,
                    company,
                    actor,
                    MailKind::Written,
                    &Language::english(),
                )
                .await?;
                options.wording = wording.template;
            }
        }
        Ok(options)
    }
}

fn of_one_job() -> Error {
    Error::refused("one_job", "Choose people of one job for this.")
}
