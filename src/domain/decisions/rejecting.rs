//! Rejecting: with a reason, by a person, told at a time of its own.

use super::{
    Done, begin, reactivate,
    rule::Act,
    take_back,
    telling::{TELL_AFTER, TellDecision},
};
use crate::{
    access::{Actor, Change, permissions::DecideApplications},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CompanyId, RejectionReasonId, Version},
    },
    domain::{
        applications::{Telling, hold::Held},
        mail::{self, Kind, Letter},
    },
};
use serde_json::json;
use sqlx::PgConnection;

/// A reason that a rejection may name.
#[derive(Clone, Debug)]
pub struct RejectionReason {
    pub id: RejectionReasonId,
    pub name: String,
}

/// The reasons in use, in the company's order.
pub async fn rejection_reasons(
    db: &mut PgConnection,
    company: CompanyId,
    _: &Actor,
) -> Result<Vec<RejectionReason>> {
    Ok(sqlx::query_as!(
        RejectionReason,
        r#"select id as "id: _", name from rejection_reasons where company_id = $1 and active order by position, id"#,
        company as _,
    )
    .fetch_all(db)
    .await?)
}

/// Whose reason it is: `reason_kind` of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "reason_kind", rename_all = "lowercase")]
enum Whose {
    We,
    They,
    None,
}

/// When the candidate is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// After the minutes in which it can be undone.
    Now,
    Later(Time),
    /// When somebody lets it go.
    Held,
}

/// A rejection as somebody asks for it.
#[derive(Clone, Debug)]
pub struct Rejection {
    pub version: Version,
    pub reason: RejectionReasonId,
    /// For those who decide; never for the candidate.
    pub note: String,
    /// For the candidate: the reason in a person's own words. May be empty.
    pub words: String,
    pub when: When,
}

/// Rejects an application.
pub async fn reject(
    change: &mut Change<DecideApplications>,
    id: ApplicationId,
    rejection: Rejection,
) -> Result<Done> {
    let (held, status) = begin(change, id, rejection.version, Act::Reject).await?;
    let (company, member, now) = (change.company(), change.actor().member_id(), change.now());
    let reason = sqlx::query!(
        r#"select name, kind as "kind: Whose" from rejection_reasons where company_id = $1 and id = $2 and active"#,
        company as _,
        rejection.reason as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or_else(|| Error::field("reason", "Choose a reason"))?;
    let (telling, tell_at) = match rejection.when {
        When::Now => (Telling::Now, None),
        When::Later(at) => (Telling::Later, Some(at)),
        When::Held => (Telling::Held, None),
    };
    sqlx::query!(
        r#"update applications
           set status = $3, decided_at = $4, decided_by = $5, rejection_reason_id = $6, private_note = $7, telling = $8, tell_at = $9,
               last_activity_at = $4, updated_at = $4, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        status as _,
        now as _,
        member as _,
        rejection.reason as _,
        rejection.note,
        telling as _,
        tell_at as _,
    )
    .execute(change.db())
    .await?;
    let detail = json!({
        "reason": { "id": rejection.reason, "name": reason.name }, "note": rejection.note, "telling": telling, "tell_at": tell_at,
        "words": rejection.words,
    });
    change
        .record(held.event("application.rejected", detail))
        .await?;
    let due = match rejection.when {
        When::Now => Some(now.plus(TELL_AFTER)),
        When::Later(at) => Some(at),
        When::Held => None,
    };
    write_to_candidate(change, &held, reason.kind, &rejection.words, due).await?;
    if let Some(due) = due {
        let task = TellDecision {
            application: id,
            decided_at: now,
        };
        change.later_at(due, &task).await?;
    }
    Ok(Done::there(held, status))
}

/// Writes the mail that tells it, held until they are told.
async fn write_to_candidate(
    change: &mut Change<DecideApplications>,
    held: &Held,
    whose: Whose,
    words: &str,
    due: Option<Time>,
) -> Result<()> {
    let posting = posting_title(change, held).await?;
    let link = mail::newest_link(change, held.id).await?;
    let send_at = due.unwrap_or(change.now());
    let letter = Letter {
        kind: match whose {
            Whose::We => Kind::NotSelected,
            Whose::They => Kind::Ended,
            Whose::None => Kind::PositionClosed,
        },
        candidate: held.candidate,
        application: Some(held.id),
        to: None,
        link: Some(link),
        code: None,
        values: &[("posting", &posting), ("reason", words)],
        send_at,
        held: true,
    };
    mail::write(change, letter).await?;
    Ok(())
}

/// What the candidate applied for, as they know it.
pub(super) async fn posting_title(
    change: &mut Change<DecideApplications>,
    held: &Held,
) -> Result<String> {
    let company = change.company();
    Ok(sqlx::query_scalar!(
        r#"select coalesce(p.title, j.name) as "title!"
           from applications a
           join jobs j on (j.company_id, j.id) = (a.company_id, a.job_id)
           left join postings p on (p.company_id, p.id) = (a.company_id, a.posting_id)
           where a.company_id = $1 and a.id = $2"#,
        company as _,
        held.id as _,
    )
    .fetch_one(change.db())
    .await?)
}

/// Takes a rejection back: the application is active again, in the stage where it was.
pub async fn unreject(
    change: &mut Change<DecideApplications>,
    id: ApplicationId,
    seen: Version,
) -> Result<Done> {
    let (held, status) = begin(change, id, seen, Act::Unreject).await?;
    let detail = json!({ "decided_at": held.decided_at, "told_at": held.told_at });
    let event = held.event("application.unrejected", detail);
    take_back(change, id, "application.rejected").await?;
    let done = reactivate(change, held, status).await?;
    change.record(event).await?;
    Ok(done)
}
