//! What can be chosen for an act.

use crate::{
    access::{Permit, permissions::ActInBulk},
    base::{
        error::{Error, Result},
        ids::JobId,
    },
    domain::{
        applications::{
            choices,
            job::Stage,
            owner::{self, Colleague},
        },
        bulk::Kind,
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
    pub async fn of(permit: &Permit<ActInBulk>, kind: Kind, job: Option<JobId>) -> Result<Self> {
        let (company, actor) = (permit.company().id, permit.actor());
        let mut options = Self::default();
        let mut db = permit.read().await?;
        match kind {
            Kind::Move => {
                let job = job.ok_or_else(of_one_job)?;
                options.stages = choices::choices(&mut db, company, actor, job).await?.stages;
            }
            Kind::Assign => {
                let job = job.ok_or_else(of_one_job)?;
                options.owners = owner::possible_owners(&mut db, company, actor, job).await?;
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
