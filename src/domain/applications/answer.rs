//! The first thing that somebody hears who has applied: that it is in, by when there is an answer, and where to look.

use crate::{
    access::Change,
    base::{
        clock::{Day, Time},
        error::Result,
        ids::{ApplicationId, CandidateId},
    },
    domain::{
        candidates::Applicant,
        mail::{self, Kind, Letter},
    },
};
use jiff::{SignedDuration, tz::TimeZone};

/// Whoever sends the form again hears of it once in this time, so that nobody's mailbox is filled by a stranger.
const QUIET: SignedDuration = SignedDuration::from_hours(24);

/// What the mail says.
pub(super) struct Told<'a> {
    pub application: ApplicationId,
    pub candidate: CandidateId,
    pub applicant: &'a Applicant,
    /// The posting's title.
    pub posting: &'a str,
    pub reference: &'a str,
}

/// An application arrived.
pub(super) async fn arrived<P>(change: &mut Change<P>, told: &Told<'_>) -> Result<()> {
    let company = change.company();
    let promised_by: Time = sqlx::query_scalar!(
        r#"select promised_by as "promised_by: _" from applications where company_id = $1 and id = $2"#,
        company as _,
        told.application as _,
    )
    .fetch_one(change.db())
    .await?;
    let zone = TimeZone::get(&change.company_ref().time_zone).unwrap_or(TimeZone::UTC);
    let company = change.company();
    let (_, language) =
        mail::worded(change.db(), company, Kind::Received, Some(told.application)).await?;
    let answer_by = language.day(Day(promised_by.day(&zone)));
    let values = [
        ("posting", told.posting),
        ("reference", told.reference),
        ("answer_by", answer_by.as_str()),
    ];
    send(change, told, Kind::Received, &values).await
}

/// The same person sent the form again while the application is open.
pub(super) async fn came_again<P>(change: &mut Change<P>, told: &Told<'_>) -> Result<()> {
    let (company, since) = (change.company(), change.now().minus(QUIET));
    let lately = sqlx::query_scalar!(
        r#"select exists (select from messages where company_id = $1 and application_id = $2 and kind = $3 and created_at > $4) as "lately!""#,
        company as _,
        told.application as _,
        Kind::ReceivedAgain.key(),
        since as _,
    )
    .fetch_one(change.db())
    .await?;
    if lately {
        return Ok(());
    }
    send(
        change,
        told,
        Kind::ReceivedAgain,
        &[("posting", told.posting)],
    )
    .await
}

async fn send<P>(
    change: &mut Change<P>,
    told: &Told<'_>,
    kind: Kind,
    values: &[(&str, &str)],
) -> Result<()> {
    let link = mail::newest_link(change, told.application).await?;
    let letter = Letter {
        kind,
        candidate: told.candidate,
        application: Some(told.application),
        to: Some(&told.applicant.email),
        link: Some(link),
        code: None,
        values,
        send_at: change.now(),
        held: false,
    };
    mail::write(change, letter).await?;
    Ok(())
}
