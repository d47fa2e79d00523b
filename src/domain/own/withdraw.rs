//! Withdrawing, and taking that back while it is fresh.

use super::sheet::applicant;
use crate::{
    access::{Applicant, Change, Event, permissions::OwnApplication},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::JobId,
    },
    domain::{
        interviews,
        mail::{self, Kind, Letter},
    },
};
use jiff::SignedDuration;
use serde_json::json;

/// How long a withdrawal can be taken back, while the posting is open.
pub const UNDO: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A withdrawal as the candidate asks for it.
#[derive(Clone, Debug)]
pub struct Withdrawal {
    /// Theirs to give or not.
    pub reason: String,
}

/// Withdraws the application; once more changes nothing. To whoever was not told of a decision there is none: their word
/// stands, and the mail that waits is not sent.
pub async fn withdraw(change: &mut Change<OwnApplication>, withdrawal: &Withdrawal) -> Result<()> {
    let (company, now, applicant) = (change.company(), change.now(), applicant(change)?);
    let row = sqlx::query!(
        r#"update applications a
           set status = 'withdrawn', decided_at = $3, decided_by = null, rejection_reason_id = null, telling = null, tell_at = null,
               told_at = $3, last_activity_at = $3, updated_at = $3, version = a.version + 1
           from jobs j
           where a.company_id = $1 and a.id = $2 and a.told_at is null and (j.company_id, j.id) = (a.company_id, a.job_id)
           returning a.job_id as "job: JobId",
                     coalesce((select p.title from postings p where (p.company_id, p.id) = (a.company_id, a.posting_id)), j.name) as "title!""#,
        company as _,
        applicant.application as _,
        now as _,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(row) = row else {
        return match standing(change, applicant).await?.withdrawn {
            true => Ok(()),
            false => Err(Error::refused(
                "answered",
                "This application has its answer already. There is nothing left to withdraw.",
            )),
        };
    };
    // An opening that was kept for them is free again.
    sqlx::query!(
        r#"update openings set status = 'open', application_id = null, closed_at = null, updated_at = $3, version = version + 1
           where company_id = $1 and application_id = $2"#,
        company as _,
        applicant.application as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    mail::cancel(
        change,
        applicant.application,
        &[Kind::NotSelected, Kind::PositionClosed, Kind::Ended],
    )
    .await?;
    change
        .record(
            event("application.withdrawn", applicant, row.job)
                .detail(json!({ "reason": withdrawal.reason })),
        )
        .await?;
    interviews::call_off(change, applicant.application, false).await?;
    let letter = Letter {
        kind: Kind::Withdrawn,
        candidate: applicant.candidate,
        application: Some(applicant.application),
        to: None,
        link: Some(applicant.link),
        code: None,
        values: &[("posting", &row.title)],
        send_at: now,
        held: false,
    };
    mail::write(change, letter).await?;
    Ok(())
}

/// Takes a withdrawal back: the application is active again, in the stage where it was. Once more changes nothing.
pub async fn take_back(change: &mut Change<OwnApplication>) -> Result<()> {
    let (company, now, applicant) = (change.company(), change.now(), applicant(change)?);
    let since: Time = now.minus(UNDO);
    let job = sqlx::query_scalar!(
        r#"update applications a
           set status = 'active', decided_at = null, told_at = null, last_activity_at = $3, updated_at = $3, version = a.version + 1
           from postings p
           where a.company_id = $1 and a.id = $2 and a.status = 'withdrawn' and a.told_at >= $4
             and (p.company_id, p.id) = (a.company_id, a.posting_id) and p.status = 'live'
           returning a.job_id as "job: JobId""#,
        company as _,
        applicant.application as _,
        now as _,
        since as _,
    )
    .fetch_optional(change.db())
    .await
    .map_err(|error| match Error::constraint(&error) {
        Some("applications_active_key") => {
            Error::refused("active_again", "You have applied for this role again meanwhile, and that application is open.")
        }
        _ => error.into(),
    })?;
    let Some(job) = job else {
        return match standing(change, applicant).await?.open {
            true => Ok(()),
            false => Err(Error::refused(
                "too_late",
                "This can no longer be taken back. If the role is open, you can apply again.",
            )),
        };
    };
    mail::cancel(change, applicant.application, &[Kind::Withdrawn]).await?;
    change
        .record(event("application.withdrawal_undone", applicant, job))
        .await?;
    Ok(())
}

/// How an application stands that was not changed.
struct Standing {
    withdrawn: bool,
    /// Whoever was told nothing sees an application that is open, whatever was decided.
    open: bool,
}

async fn standing(change: &mut Change<OwnApplication>, applicant: Applicant) -> Result<Standing> {
    let company = change.company();
    Ok(sqlx::query_as!(
        Standing,
        r#"select status = 'withdrawn' as "withdrawn!", told_at is null as "open!" from applications where company_id = $1 and id = $2"#,
        company as _,
        applicant.application as _,
    )
    .fetch_one(change.db())
    .await?)
}

/// An event about their application.
pub(super) fn event(kind: &'static str, applicant: Applicant, job: JobId) -> Event {
    Event::new(kind)
        .job(job)
        .candidate(applicant.candidate)
        .application(applicant.application)
}
