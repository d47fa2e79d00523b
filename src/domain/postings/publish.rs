//! What makes a posting public, and what ends that. Each is one transaction, and every instance hears of it.

use super::{
    changed, checks,
    draft::Editing,
    held::{Held, hold},
    live::CHANNEL,
    published::Published,
    resolve::resolve,
    revision::{revision_of, write_places, write_questions, write_revision},
    status::{Act, Status},
    tasks::{ClosePosting, PublishPosting},
};
use crate::{
    access::{Change, CompanyRef, Event, permissions::EditJobs},
    base::{
        clock::{Day, Time},
        error::{Error, Errors, Result},
        ids::{PostingId, RevisionId, Version},
    },
    domain::jobs,
};
use jiff::{ToSpan, tz::TimeZone};
use serde_json::json;

/// Makes the draft that the actor looked at what candidates see. Fails with [`Error::Invalid`] naming what is missing, at
/// the fields of the editor.
pub async fn publish(
    change: &mut Change<EditJobs>,
    id: PostingId,
    seen: Version,
) -> Result<RevisionId> {
    let held = hold(change, id).await?.unchanged_since(seen)?;
    go_live(change, &held).await
}

/// Publishes the draft at a time to come, as it will be then.
pub async fn schedule(
    change: &mut Change<EditJobs>,
    id: PostingId,
    seen: Version,
    at: Time,
) -> Result<()> {
    let held = hold(change, id).await?.unchanged_since(seen)?;
    held.standing.after(Act::Schedule)?;
    if at <= change.now() {
        return Err(Error::field("at", "Choose a time to come"));
    }
    resolved(change, &held, at).await?;
    let company = change.company();
    let now = change.now();
    sqlx::query!(
        r#"update postings set status = 'scheduled', scheduled_for = $3, updated_at = $4, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        at as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    change
        .later_at(
            at,
            &PublishPosting {
                company,
                posting: id,
                at,
            },
        )
        .await?;
    let detail = json!({ "at": at });
    record(
        change,
        &held,
        Event::new("posting.scheduled").detail(detail),
    )
    .await
}

/// Takes a planned publication back.
pub async fn unschedule(change: &mut Change<EditJobs>, id: PostingId) -> Result<()> {
    let held = hold(change, id).await?;
    put_back(change, &held, json!(null)).await
}

/// Takes no more applications.
pub async fn close(change: &mut Change<EditJobs>, id: PostingId) -> Result<()> {
    let held = hold(change, id).await?;
    end(change, &held).await
}

/// Takes applications again, with the text that was live last.
pub async fn reopen(change: &mut Change<EditJobs>, id: PostingId) -> Result<()> {
    let held = hold(change, id).await?;
    held.standing.after(Act::Reopen)?;
    let now = change.now();
    if held.closes_at.is_some_and(|at| at <= now) {
        return Err(Error::refused(
            "posting_past",
            "The last day to apply has passed. Choose a later one, then publish.",
        ));
    }
    jobs::open_with_posting(change, held.job).await?;
    sqlx::query!(
        r#"update postings set status = 'live', closed_at = null, published_at = $3, updated_at = $3, version = version + 1
           where company_id = $1 and id = $2"#,
        change.company() as _,
        id as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    close_later(change, &held, held.closes_at).await?;
    record(change, &held, Event::new("posting.reopened")).await?;
    tell(change).await
}

/// Makes a revision of the draft and puts it before candidates.
pub(super) async fn go_live<P>(change: &mut Change<P>, held: &Held) -> Result<RevisionId> {
    held.standing.after(Act::Publish)?;
    let now = change.now();
    let published = resolved(change, held, now).await?;
    let before = match held.live_revision {
        Some(revision) => Some(revision_of(change, held.id, revision).await?),
        None => None,
    };
    let parts = before
        .as_ref()
        .map(|before| changed::in_public(before, &published));
    if held.standing.status == Status::Live && before.as_ref() == Some(&published) {
        return Err(Error::refused(
            "posting_unchanged",
            "The draft says what candidates see already, so there is nothing to publish.",
        ));
    }
    jobs::open_with_posting(change, held.job).await?;
    let (number, revision) = write_revision(change, held.id, &published).await?;
    write_questions(change, held.id, &published.questions).await?;
    write_places(change, held.id, &published.places).await?;
    let closes_at = published
        .closes_on
        .map(|day| end_of(day, change.company_ref()));
    sqlx::query!(
        r#"update postings
           set status = 'live', live_revision_id = $3, title = $4, language = $5, visibility = $6,
               promise_after_applying = $7, promise_after_interview = $8, external_apply_url = $9, closes_at = $10,
               scheduled_for = null, closed_at = null, first_published_at = coalesce(first_published_at, $11),
               published_at = $11, updated_at = $11, version = version + 1
           where company_id = $1 and id = $2"#,
        change.company() as _,
        held.id as _,
        revision as _,
        published.title,
        published.language.0,
        published.visibility as _,
        published.promise_after_applying,
        published.promise_after_interview,
        published.external_apply_url,
        closes_at as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    close_later(change, held, closes_at).await?;
    let detail = json!({ "revision": number, "parts": parts });
    record(change, held, Event::new("posting.published").detail(detail)).await?;
    tell(change).await?;
    Ok(revision)
}

/// Ends a live posting.
pub(super) async fn end<P>(change: &mut Change<P>, held: &Held) -> Result<()> {
    held.standing.after(Act::Close)?;
    sqlx::query!(
        r#"update postings set status = 'closed', closed_at = $3, updated_at = $3, version = version + 1
           where company_id = $1 and id = $2"#,
        change.company() as _,
        held.id as _,
        change.now() as _,
    )
    .execute(change.db())
    .await?;
    record(change, held, Event::new("posting.closed")).await?;
    tell(change).await
}

/// Puts a posting that nobody has seen here among the closed ones: an import that is long past.
pub(in crate::domain) async fn shelve<P>(
    change: &mut Change<P>,
    id: PostingId,
    at: Time,
) -> Result<()> {
    let company = change.company();
    sqlx::query!(
        r#"update postings set status = 'closed', closed_at = $3
           where company_id = $1 and id = $2 and status = 'draft' and live_revision_id is null"#,
        company as _,
        id as _,
        at as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// Puts a scheduled posting back to what it was, and says what was missing if that is why.
pub(super) async fn put_back<P>(
    change: &mut Change<P>,
    held: &Held,
    missing: serde_json::Value,
) -> Result<()> {
    let status = held.standing.after(Act::Unschedule)?;
    sqlx::query!(
        r#"update postings set status = $3, scheduled_for = null, updated_at = $4, version = version + 1
           where company_id = $1 and id = $2"#,
        change.company() as _,
        held.id as _,
        status as _,
        change.now() as _,
    )
    .execute(change.db())
    .await?;
    let detail = json!({ "missing": missing });
    record(
        change,
        held,
        Event::new("posting.unscheduled").detail(detail),
    )
    .await
}

/// The draft as it would be published at a time; [`Error::Invalid`] says what is missing.
async fn resolved<P>(change: &mut Change<P>, held: &Held, at: Time) -> Result<Published> {
    let company = change.company();
    let published = resolve(change.db(), company, held.job, &held.advert).await?;
    let errors = checks::missing(
        &held.advert,
        &published,
        held.unreviewed,
        at.day(&change.company_ref().zone()),
    );
    Ok(errors.into_result(|| published)?)
}

/// The first moment after a day, where the company is.
pub(in crate::domain) fn end_of(day: Day, company: &CompanyRef) -> Time {
    let zone = company.zone();
    let next = day.0.saturating_add(1.day());
    zone.to_ambiguous_zoned(next.at(0, 0, 0, 0))
        .compatible()
        .map_or(Time(jiff::Timestamp::MAX), |zoned| Time(zoned.timestamp()))
}

async fn close_later<P>(change: &mut Change<P>, held: &Held, at: Option<Time>) -> Result<()> {
    let Some(at) = at else { return Ok(()) };
    let task = ClosePosting {
        company: change.company(),
        posting: held.id,
        at,
    };
    change.later_at(at, &task).await
}

async fn record<P>(change: &mut Change<P>, held: &Held, event: Event) -> Result<()> {
    change.record(event.job(held.job).posting(held.id)).await?;
    Ok(())
}

/// Every instance draws the company's public pages anew.
async fn tell<P>(change: &mut Change<P>) -> Result<()> {
    let company = change.company().to_string();
    change.notify(CHANNEL, &company).await
}

/// What stands between a draft and candidates on a day: for the pages that ask before it is published.
pub fn missing(editing: &Editing, resolved: &Published, now: Time, zone: &TimeZone) -> Errors {
    checks::missing(&editing.advert, resolved, editing.unreviewed, now.day(zone))
}
