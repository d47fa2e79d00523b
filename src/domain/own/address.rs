//! Another address to be reached at: it becomes theirs once they have typed the code that was mailed there. Whether anybody
//! here has it already is told to nobody but whoever reads its mail.

use super::{
    amend::{Changed, hold, mark},
    sheet::applicant,
    withdraw::event,
};
use crate::{
    access::{Applicant, Change, permissions::OwnApplication},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::CompanyId,
    },
    domain::{
        accounts::users::Email,
        mail::{self, AboutAddress, Kind, Letter},
    },
};
use anyhow::Context;
use jiff::SignedDuration;
use serde_json::json;
use sqlx::PgConnection;

/// How long a code is good for.
const VALID: SignedDuration = SignedDuration::from_hours(1);
/// How often a code may be typed.
const TRIES: i16 = 5;
/// How many codes are sent in a day, so that nobody's mailbox is flooded.
const CODES: i16 = 5;
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// An address that waits for its code.
#[derive(Clone, Debug)]
pub struct AddressAsked {
    pub email: String,
    /// Until when the code is good.
    pub until: Time,
}

/// What became of a code that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressReply {
    Changed,
    /// It was right, and somebody else here has the address: then nothing has changed.
    Taken(String),
    /// It was wrong; so many tries are left.
    Wrong(i16),
    /// No code is good any more: another is needed.
    Spent,
}

/// The address that waits for its code, if the code is still good.
pub async fn asked_address(
    db: &mut PgConnection,
    company: CompanyId,
    applicant: Applicant,
    now: Time,
) -> Result<Option<AddressAsked>> {
    Ok(sqlx::query_as!(
        AddressAsked,
        r#"select email, expires_at as "until: _" from address_changes
           where company_id = $1 and candidate_id = $2 and tries < $3 and expires_at > $4"#,
        company as _,
        applicant.candidate as _,
        TRIES,
        now as _,
    )
    .fetch_optional(db)
    .await?)
}

/// Mails a code to an address, whoever has it; one that was sent before is good no more.
pub async fn ask_for_address(change: &mut Change<OwnApplication>, email: &Email) -> Result<()> {
    let (company, now, applicant) = (change.company(), change.now(), applicant(change)?);
    if first_address(change, applicant).await?.as_deref() == Some(email.as_str()) {
        let text = "We write to you at this address already";
        return Err(Error::field("email", text));
    }
    let nonce: [u8; 32] = rand::random();
    let written = sqlx::query!(
        r#"insert into address_changes as a (company_id, candidate_id, email, nonce, asked_at, expires_at, codes_since)
           values ($1, $2, $3, $4, $5, $6, $5)
           on conflict on constraint address_changes_pkey do update
           set email = $3, nonce = $4, asked_at = $5, expires_at = $6, tries = 0,
               codes = case when a.codes_since < $7 then 1 else a.codes + 1 end,
               codes_since = case when a.codes_since < $7 then $5 else a.codes_since end
           where a.codes < $8 or a.codes_since < $7"#,
        company as _,
        applicant.candidate as _,
        email.as_str(),
        &nonce[..],
        now as _,
        now.plus(VALID) as _,
        now.minus(DAY) as _,
        CODES,
    )
    .execute(change.db())
    .await?
    .rows_affected();
    if written == 0 {
        let text = "We have sent as many codes as we send in a day: ask again tomorrow";
        return Err(Error::field("email", text));
    }
    let letter = Letter {
        kind: Kind::Address(AboutAddress::Code),
        candidate: applicant.candidate,
        application: Some(applicant.application),
        to: Some(email),
        // Whoever reads it need not be them.
        link: None,
        code: Some(nonce),
        values: &[],
        send_at: now,
        held: false,
    };
    mail::write(change, letter).await?;
    Ok(())
}

/// Takes a code that was typed. The right one puts the new address in the place of the one that they had, which is told so.
pub async fn confirm_address(
    change: &mut Change<OwnApplication>,
    typed: &str,
) -> Result<AddressReply> {
    let (company, now, applicant) = (change.company(), change.now(), applicant(change)?);
    let job = hold(change, applicant, true).await?;
    // Counted before it is compared, so that of many at once no more than five are.
    let tried = sqlx::query!(
        r#"update address_changes set tries = tries + 1
           where company_id = $1 and candidate_id = $2 and tries < $3 and expires_at > $4
           returning email, nonce, tries"#,
        company as _,
        applicant.candidate as _,
        TRIES,
        now as _,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(tried) = tried else {
        return Ok(AddressReply::Spent);
    };
    if !mail::is_code(change.key(), &tried.nonce, typed) {
        return Ok(match TRIES - tried.tries {
            0 => AddressReply::Spent,
            left => AddressReply::Wrong(left),
        });
    }
    // One code is good once; how many were sent in a day still counts.
    sqlx::query!(
        "update address_changes set tries = $3 where company_id = $1 and candidate_id = $2",
        company as _,
        applicant.candidate as _,
        TRIES,
    )
    .execute(change.db())
    .await?;
    mark(change, applicant).await?;
    let before = first_address(change, applicant).await?;
    if !put(change, applicant, before.as_deref(), &tried.email).await? {
        let proved = event("address.proved", applicant, job);
        change
            .record(proved.detail(json!({ "email": tried.email })))
            .await?;
        return Ok(AddressReply::Taken(tried.email));
    }
    let changed = Changed {
        what: "Email address".to_owned(),
        before: Some(json!(before)),
        after: Some(json!(tried.email)),
    };
    let amended = event("application.amended", applicant, job);
    change
        .record(amended.detail(json!({ "changed": [changed] })))
        .await?;
    if let Some(before) = before {
        tell(change, applicant, &before, &tried.email).await?;
    }
    Ok(AddressReply::Changed)
}

/// The address that they are written to.
async fn first_address(
    change: &mut Change<OwnApplication>,
    applicant: Applicant,
) -> Result<Option<String>> {
    let company = change.company();
    Ok(sqlx::query_scalar!(
        "select email from candidate_emails where company_id = $1 and candidate_id = $2 order by position, id limit 1",
        company as _,
        applicant.candidate as _,
    )
    .fetch_optional(change.db())
    .await?)
}

/// Puts an address in the place of the one that they are written to; false when it is somebody else's.
async fn put(
    change: &mut Change<OwnApplication>,
    applicant: Applicant,
    before: Option<&str>,
    email: &str,
) -> Result<bool> {
    let (company, now, candidate) = (change.company(), change.now(), applicant.candidate);
    let place: i32 = sqlx::query_scalar!(
        r#"select coalesce(min(position), 0) - 1 as "place!" from candidate_emails where company_id = $1 and candidate_id = $2"#,
        company as _,
        candidate as _,
    )
    .fetch_one(change.db())
    .await?;
    let theirs = sqlx::query!(
        r#"insert into candidate_emails as e (company_id, candidate_id, email, position) values ($1, $2, $3, $4)
           on conflict on constraint candidate_emails_email_key do update set position = $4 where e.candidate_id = $2"#,
        company as _,
        candidate as _,
        email,
        place,
    )
    .execute(change.db())
    .await?
    .rows_affected()
        > 0;
    if !theirs {
        return Ok(false);
    }
    sqlx::query!(
        r#"with gone as (delete from candidate_emails where company_id = $1 and candidate_id = $2 and email = $3 returning email),
                back as (delete from former_addresses where company_id = $1 and candidate_id = $2 and email = $4)
           insert into former_addresses (company_id, candidate_id, email, until)
           select $1, $2, email, $5 from gone on conflict do nothing"#,
        company as _,
        candidate as _,
        before,
        email,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(true)
}

/// What still waits to go out goes to the new address; the one that they had hears that it was the last.
async fn tell(
    change: &mut Change<OwnApplication>,
    applicant: Applicant,
    before: &str,
    now_at: &str,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        r#"update messages set recipient = $4, updated_at = $5
           where company_id = $1 and candidate_id = $2 and recipient = $3 and state in ('held', 'queued')"#,
        company as _,
        applicant.candidate as _,
        before,
        now_at,
        now as _,
    )
    .execute(change.db())
    .await?;
    let before = Email::parse(before).context("an address that we wrote to")?;
    let letter = Letter {
        kind: Kind::Address(AboutAddress::Changed),
        candidate: applicant.candidate,
        application: Some(applicant.application),
        to: Some(&before),
        link: None,
        code: None,
        values: &[],
        send_at: now,
        held: false,
    };
    mail::write(change, letter).await?;
    Ok(())
}
