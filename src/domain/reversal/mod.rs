//! Taking back: which of the things that happened can be taken back now. Whoever records what takes another event back says
//! so in its detail ([`Change::take_back`]), so that it is done once. Doing it is up to the room that did it in the first
//! place; [`super::timeline::take_back`] knows which.

mod rule;

pub use rule::{Happened, No, Reversal, Thread};

use crate::{
    access::{Actor, Change},
    base::{
        error::{Error, Result},
        ids::{ApplicationId, CompanyId, EventId, JobId, PostingId},
    },
};
use serde_json::Value;
use sqlx::PgConnection;

/// The most events that are looked through.
const MOST: i64 = 500;

/// What events are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Application(ApplicationId),
    Job(JobId),
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

/// What taking an event back does. Of what the viewer does not see there is none.
pub async fn judge(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    subject: Subject,
    event: EventId,
) -> Result<Reversal> {
    let history = history(db, company, actor, subject).await?;
    match rule::judge(&history, event) {
        Some(judged) => judged.map_err(|no| Error::refused(no.code(), no.text())),
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
    };
    let actor = change.actor().clone();
    let reversal = judge(change.db(), company, &actor, subject, event).await?;
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

/// What happened to something that the viewer sees, the newest first, as far as threads have it.
async fn history(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    subject: Subject,
) -> Result<Vec<Happened>> {
    let member = actor.member_id();
    let events = match subject {
        Subject::Application(id) => {
            sqlx::query_as!(
                Happened,
                r#"select e.id as "id: EventId", e.kind, coalesce(d.detail, 'null') as "detail!: Value", e.posting_id as "posting: PostingId",
                          trim(u.given_name || ' ' || u.family_name) as who
                   from events e
                   join application_access s on (s.company_id, s.application_id) = (e.company_id, e.application_id)
                   left join event_details d on (d.company_id, d.event_id) = (e.company_id, e.id)
                   left join memberships m on (m.company_id, m.id) = (e.company_id, e.member_id)
                   left join users u on u.id = m.user_id
                   where e.company_id = $1 and e.application_id = $2 and s.company_id = $1 and s.application_id = $2 and s.member_id = $3
                     and e.kind = any ($4)
                   order by e.id desc limit $5"#,
                company as _,
                id as _,
                member as _,
                rule::KINDS as _,
                MOST,
            )
            .fetch_all(db)
            .await?
        }
        Subject::Job(id) => {
            sqlx::query_as!(
                Happened,
                r#"select e.id as "id: EventId", e.kind, coalesce(d.detail, 'null') as "detail!: Value", e.posting_id as "posting: PostingId",
                          trim(u.given_name || ' ' || u.family_name) as who
                   from events e
                   join job_access s on (s.company_id, s.job_id) = (e.company_id, e.job_id)
                   left join event_details d on (d.company_id, d.event_id) = (e.company_id, e.id)
                   left join memberships m on (m.company_id, m.id) = (e.company_id, e.member_id)
                   left join users u on u.id = m.user_id
                   where e.company_id = $1 and e.job_id = $2 and e.application_id is null and e.candidate_id is null
                     and s.company_id = $1 and s.job_id = $2 and s.member_id = $3 and e.kind = any ($4)
                   order by e.id desc limit $5"#,
                company as _,
                id as _,
                member as _,
                rule::KINDS as _,
                MOST,
            )
            .fetch_all(db)
            .await?
        }
    };
    Ok(events)
}
