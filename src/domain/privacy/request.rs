//! A candidate asks to be erased: a code goes to their address, and whoever types it is them.

use super::{
    erase::{Cause, Erasure, erase, today},
    list::ErasureList,
};
use crate::{
    access::{Applicant, Change, Event, permissions::OwnApplication},
    base::{
        clock::{Day, Time},
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, CompanyId},
        paging::Paged,
    },
    domain::mail::{self, Kind, Letter},
};
use jiff::SignedDuration;
use sqlx::PgConnection;

/// How long a code is good for.
const VALID: SignedDuration = SignedDuration::from_hours(1);
/// How often a code may be typed.
const TRIES: i16 = 5;
/// How many codes are sent in a day, so that nobody's mailbox is flooded.
const CODES: i16 = 5;
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Rows of a page.
const PAGE: usize = 50;

/// Where a request stands.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Until when the code that was sent last is good, if it still is.
    pub code_until: Option<Time>,
    /// When the right code was typed; then it waits for the end of a hold.
    pub confirmed_at: Option<Time>,
    /// The last day of a hold that is in force.
    pub held_until: Option<Day>,
}

/// What became of a code that was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It was right, and everything is gone.
    Erased,
    /// It was right, and a legal hold makes it wait, this day included.
    Waits(Day),
    /// It was wrong; so many tries are left.
    Wrong(i16),
    /// No code is good any more: another is needed.
    Spent,
}

/// Somebody whose request waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub candidate: CandidateId,
    pub name: String,
    pub application: Option<ApplicationId>,
    pub confirmed_at: Time,
    pub held_until: Option<Day>,
}

/// Where the candidate's request stands.
pub async fn asked(
    db: &mut PgConnection,
    company: CompanyId,
    applicant: Applicant,
    now: Time,
) -> Result<Asked> {
    let row = sqlx::query!(
        r#"select case when r.tries < $4 and r.expires_at > $3 then r.expires_at end as "code_until: Time",
                  r.confirmed_at as "confirmed_at?: Time", h.ends_on as "held_until?: Day"
           from candidates c
           left join erasure_requests r on (r.company_id, r.candidate_id) = (c.company_id, c.id)
           left join holds h on (h.company_id, h.candidate_id) = (c.company_id, c.id) and h.ends_on >= $5
           where c.company_id = $1 and c.id = $2"#,
        company as _,
        applicant.candidate as _,
        now as _,
        TRIES,
        today(now) as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(Asked {
        code_until: row.code_until.filter(|_| row.confirmed_at.is_none()),
        confirmed_at: row.confirmed_at,
        held_until: row.held_until,
    })
}

/// Sends a code to the candidate's address; one that was sent before is good no more.
pub async fn ask_for_code(change: &mut Change<OwnApplication>) -> Result<()> {
    let applicant = change.actor().applicant().ok_or(Error::NotFound)?;
    let (company, now) = (change.company(), change.now());
    let nonce: [u8; 32] = rand::random();
    let written = sqlx::query!(
        r#"insert into erasure_requests as r (company_id, candidate_id, nonce, asked_at, expires_at, codes_since)
           values ($1, $2, $3, $4, $5, $4)
           on conflict on constraint erasure_requests_pkey do update
           set nonce = $3, asked_at = $4, expires_at = $5, tries = 0,
               codes = case when r.codes_since < $6 then 1 else r.codes + 1 end,
               codes_since = case when r.codes_since < $6 then $4 else r.codes_since end
           where r.confirmed_at is null and (r.codes < $7 or r.codes_since < $6)"#,
        company as _,
        applicant.candidate as _,
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
        let text = "We have sent as many codes as we send in a day. Use the last one, or ask again tomorrow.";
        return Err(Error::refused("codes", text));
    }
    let letter = Letter {
        kind: Kind::ErasureCode,
        candidate: applicant.candidate,
        application: Some(applicant.application),
        to: None,
        link: Some(applicant.link),
        code: Some(nonce),
        values: &[],
        send_at: now,
        held: false,
    };
    if mail::write(change, letter).await?.is_none() {
        let text =
            "We have no address of yours to send a code to. Write to whoever hires for this role.";
        return Err(Error::refused("no_address", text));
    }
    record(change, applicant, "erasure.asked").await
}

/// Takes a code that was typed. The right one erases everything at once, or waits for the end of a hold.
pub async fn confirm(
    change: &mut Change<OwnApplication>,
    list: &ErasureList,
    typed: &str,
) -> Result<Reply> {
    let applicant = change.actor().applicant().ok_or(Error::NotFound)?;
    let (company, now) = (change.company(), change.now());
    // Counted before it is compared, so that of many at once no more than five are.
    let tried = sqlx::query!(
        r#"update erasure_requests set tries = tries + 1
           where company_id = $1 and candidate_id = $2 and confirmed_at is null and tries < $3 and expires_at > $4
           returning nonce, tries"#,
        company as _,
        applicant.candidate as _,
        TRIES,
        now as _,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(tried) = tried else {
        return Ok(Reply::Spent);
    };
    if !mail::is_code(change.key(), &tried.nonce, typed) {
        return Ok(match TRIES - tried.tries {
            0 => Reply::Spent,
            left => Reply::Wrong(left),
        });
    }
    let asked = asked(change.db(), company, applicant, now).await?;
    if let Some(until) = asked.held_until {
        sqlx::query!(
            "update erasure_requests set confirmed_at = $3 where company_id = $1 and candidate_id = $2",
            company as _,
            applicant.candidate as _,
            now as _,
        )
        .execute(change.db())
        .await?;
        record(change, applicant, "erasure.confirmed").await?;
        return Ok(Reply::Waits(until));
    }
    let erasure = Erasure {
        candidate: applicant.candidate,
        cause: Cause::Candidate,
        at: now,
    };
    erase(change, list, erasure).await?;
    Ok(Reply::Erased)
}

async fn record(
    change: &mut Change<OwnApplication>,
    applicant: Applicant,
    kind: &'static str,
) -> Result<()> {
    let event = Event::new(kind)
        .candidate(applicant.candidate)
        .application(applicant.application);
    change.record(event).await?;
    Ok(())
}

/// A page of those who typed their code and wait, the first to do so first.
pub async fn waiting(
    db: &mut PgConnection,
    company: CompanyId,
    now: Time,
    after: Option<(Time, CandidateId)>,
) -> Result<Paged<Waiting>> {
    let (since, last) = after.unzip();
    let rows = sqlx::query_as!(
        Waiting,
        r#"select c.id as "candidate: _", trim(c.given_name || ' ' || c.family_name) as "name!", r.confirmed_at as "confirmed_at!: _",
                  h.ends_on as "held_until?: _",
                  (select max(a.id) from applications a where a.company_id = r.company_id and a.candidate_id = r.candidate_id)
                      as "application: _"
           from erasure_requests r
           join candidates c on (c.company_id, c.id) = (r.company_id, r.candidate_id)
           left join holds h on (h.company_id, h.candidate_id) = (r.company_id, r.candidate_id) and h.ends_on >= $2
           where r.company_id = $1 and r.confirmed_at is not null
             and ($3::timestamptz is null or (r.confirmed_at, r.candidate_id) > ($3, $4))
           order by r.confirmed_at, r.candidate_id limit $5"#,
        company as _,
        today(now) as _,
        since as _,
        last as _,
        PAGE as i64 + 1,
    )
    .fetch_all(db)
    .await?;
    Ok(Paged::new(rows, PAGE, |row: &Waiting| {
        (row.confirmed_at, row.candidate)
    }))
}
