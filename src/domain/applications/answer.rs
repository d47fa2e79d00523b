//! The first thing that somebody hears who has applied: that it is in, by when there is an answer, and where to look.

use crate::{
    access::Change,
    base::{
        clock::{Day, Time},
        error::Result,
        ids::{ApplicationId, CandidateId},
    },
    domain::{
        accounts::users::Email,
        mail::{self, Kind, Letter},
    },
};
use jiff::SignedDuration;

/// Whoever sends the form again hears of it once in this time, so that nobody's mailbox is filled by a stranger.
const QUIET: SignedDuration = SignedDuration::from_hours(24);

/// What the mail says.
pub(super) struct Told<'a> {
    pub application: ApplicationId,
    pub candidate: CandidateId,
    /// Where it goes: the candidate's first address, unless it answers one that was just typed.
    pub to: Option<&'a Email>,
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
    let zone = change.company_ref().zone();
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
        to: told.to,
        link: Some(link),
        code: None,
        values,
        send_at: change.now(),
        held: false,
    };
    mail::write(change, letter).await?;
    Ok(())
}

/// A sending came over a limit: its sender hears until when that stands, with the link to what they have here already. The mail
/// belongs to none of their applications, because those who hire for one have no business with it.
pub(super) async fn limited<P>(
    change: &mut Change<P>,
    to: &Email,
    candidate: CandidateId,
    posting: &str,
    open_on: Day,
) -> Result<()> {
    let (company, since) = (change.company(), change.now().minus(QUIET));
    let lately = sqlx::query_scalar!(
        r#"select exists (select from messages where company_id = $1 and candidate_id = $2 and kind = $3 and created_at > $4) as "lately!""#,
        company as _,
        candidate as _,
        Kind::Limited.key(),
        since as _,
    )
    .fetch_one(change.db())
    .await?;
    if lately {
        return Ok(());
    }
    let newest = sqlx::query_scalar!(
        r#"select id as "id!: ApplicationId" from told_applications where company_id = $1 and candidate_id = $2 order by id desc limit 1"#,
        company as _,
        candidate as _,
    )
    .fetch_optional(change.db())
    .await?;
    let link = match newest {
        Some(application) => Some(mail::newest_link(change, application).await?),
        None => None,
    };
    let (_, language) = mail::worded(change.db(), company, Kind::Limited, None).await?;
    let open_on = language.day(open_on);
    let values = [("posting", posting), ("open_on", open_on.as_str())];
    let letter = Letter {
        kind: Kind::Limited,
        candidate,
        application: None,
        to: Some(to),
        link,
        code: None,
        values: &values,
        send_at: change.now(),
        held: false,
    };
    mail::write(change, letter).await?;
    Ok(())
}
