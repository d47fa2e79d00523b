//! Taking back: which of the things that happened can be taken back now. Whoever records what takes another event back says
//! so in its detail ([`Change::take_back`]), so that it is done once. Doing it is up to the room that did it in the first
//! place; [`super::timeline::take_back`] knows which.

mod happened;
mod history;
mod rule;

pub use happened::{Happened, Reversal, Thread};
pub use rule::No;

use crate::{
    access::{Actor, Change, CompanyRef},
    base::{
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, CompanyId, EventId, JobId},
    },
};
use history::history;
use sqlx::PgConnection;

/// What events are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Application(ApplicationId),
    Job(JobId),
    /// Somebody, whatever they applied for.
    Candidate(CandidateId),
}

/// The events of something that the viewer sees and that can be taken back now.
pub async fn reversible(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    subject: Subject,
) -> Result<Vec<EventId>> {
    let history = history(db, company, actor, subject).await?;
    Ok(rule::reversible(&history))
}

/// The same of somebody and of those of their applications, each that the viewer sees.
pub async fn reversible_of_person(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    candidate: CandidateId,
    applications: &[ApplicationId],
) -> Result<Vec<EventId>> {
    let history = history::of_person(db, company, actor, candidate, applications).await?;
    Ok(rule::reversible(&history))
}

/// What taking an event back does. Of what the viewer does not see there is none.
pub async fn judge(
    db: &mut PgConnection,
    company: &CompanyRef,
    actor: &Actor,
    subject: Subject,
    event: EventId,
) -> Result<Reversal> {
    let history = history(db, company.id, actor, subject).await?;
    let zone = company.zone();
    match rule::judge(&history, event) {
        Some(judged) => judged.map_err(|no| Error::refused(no.code(), no.text(&zone))),
        None => Err(Error::NotFound),
    }
}

/// Holds what an event is about, and asks whether it can be taken back: what is recorded next does so.
pub(in crate::domain) async fn begin<P>(
    change: &mut Change<P>,
    subject: Subject,
    event: EventId,
) -> Result<Reversal> {
    let company = change.company();
    match subject {
        Subject::Application(id) => {
            sqlx::query!(
                "select id from applications where company_id = $1 and id = $2 for update",
                company as _,
                id as _,
            )
            .map(drop)
            .fetch_optional(change.db())
            .await?
        }
        Subject::Job(id) => {
            sqlx::query!(
                "select id from jobs where company_id = $1 and id = $2 for no key update",
                company as _,
                id as _,
            )
            .map(drop)
            .fetch_optional(change.db())
            .await?
        }
        Subject::Candidate(id) => {
            sqlx::query!(
                "select id from candidates where company_id = $1 and id = $2 for update",
                company as _,
                id as _,
            )
            .map(drop)
            .fetch_optional(change.db())
            .await?
        }
    };
    let (company, actor) = (change.company_ref().clone(), change.actor().clone());
    let reversal = judge(change.db(), &company, &actor, subject, event).await?;
    change.take_back(event);
    Ok(reversal)
}

/// The last event of a thread of an application that the caller holds.
pub(in crate::domain) async fn last<P>(
    change: &mut Change<P>,
    application: ApplicationId,
    thread: &Thread,
) -> Result<Option<Happened>> {
    let (company, actor) = (change.company(), change.actor().clone());
    let subject = Subject::Application(application);
    let history = history(change.db(), company, &actor, subject).await?;
    Ok(rule::last(&history, thread).cloned())
}
