//! Consent ends: thirty days before, they are asked whether they want to stay.

use crate::{
    access::{Change, Event, Permit, permissions::RunTasks},
    base::{
        clock::{Day, Time},
        error::Result,
        ids::{CandidateId, CompanyId, ProspectId},
        links,
    },
    domain::{
        accounts::users::Email,
        mail::{self, Kind, Mailing, Outreach, OwnLink, own_token},
    },
};
use anyhow::Context;
use jiff::SignedDuration;
use sqlx::PgPool;

/// So long before the end they are asked.
const BEFORE: SignedDuration = SignedDuration::from_hours(30 * 24);
/// People whom one run asks, or lets go.
const MOST: i64 = 500;

/// Somebody who was asked whether they want to stay.
struct Asked {
    id: ProspectId,
    candidate: CandidateId,
    given_name: String,
    email: Option<String>,
    nonce: Option<Vec<u8>>,
    ends_at: Time,
}

/// How many were asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskedAgain(pub usize);

/// Companies in which somebody is in a pool.
pub async fn with_prospects(db: &PgPool) -> Result<Vec<CompanyId>> {
    Ok(sqlx::query_scalar!(
        r#"select c.id as "id: CompanyId" from companies c
           where exists (select from prospects p where p.company_id = c.id and p.ends_at is not null)"#
    )
    .fetch_all(db)
    .await?)
}

/// Asks those whose consent ends within thirty days, each once. Whoever was put there by somebody here never agreed, and
/// just goes.
pub async fn ask_again(permit: &Permit<RunTasks>) -> Result<AskedAgain> {
    permit.change(async |change| ask(change).await).await
}

async fn ask(change: &mut Change<RunTasks>) -> Result<AskedAgain> {
    let (company, now) = (change.company(), change.now());
    let asked = sqlx::query_as!(
        Asked,
        r#"select p.id as "id: _", c.id as "candidate: _", c.given_name,
                  (select e.email from candidate_emails e where e.company_id = $1 and e.candidate_id = c.id order by e.position, e.id limit 1) as email,
                  p.nonce, p.ends_at as "ends_at!: _"
           from prospects p join candidates c on (c.company_id, c.id) = (p.company_id, p.candidate_id)
           where p.company_id = $1 and p.ends_at > $2 and p.ends_at <= $3 and p.asked_again_at is null and p.added_by is null
             and c.merged_into_id is null -- whose other place in the pool counts
           order by p.ends_at, p.id limit $4 for update of p skip locked"#,
        company as _,
        now as _,
        now.plus(BEFORE) as _,
        MOST,
    )
    .fetch_all(change.db())
    .await?;
    for one in &asked {
        ask_one(change, one).await?;
    }
    Ok(AskedAgain(asked.len()))
}

/// An applicant who agreed has no link to this page yet: it is made with the mail that shows it.
async fn ask_one(change: &mut Change<RunTasks>, one: &Asked) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let nonce: [u8; 32] = match one.nonce.clone() {
        Some(nonce) => nonce.try_into().ok().context("a nonce has 32 bytes")?,
        None => rand::random(),
    };
    let hash = own_token(change.key(), &nonce).hash();
    sqlx::query!(
        "update prospects set asked_again_at = $3, nonce = $4, token_hash = $5 where company_id = $1 and id = $2",
        company as _,
        one.id as _,
        now as _,
        &nonce[..],
        &hash[..],
    )
    .execute(change.db())
    .await?;
    let Some(email) = one.email.as_deref().and_then(Email::parse) else {
        return Ok(());
    };
    let zone = change.company_ref().zone();
    let path = links::careers_introduced(&change.company_ref().slug);
    let kind = Kind::Outreach(Outreach::PoolAgain);
    let language = mail::mailing_language(change, kind, None).await?;
    let mailing = Mailing {
        kind,
        to: &email,
        given_name: &one.given_name,
        candidate: Some(one.candidate),
        locale: None,
        link: Some(OwnLink {
            path: &path,
            nonce,
            one_click: false,
        }),
        values: &[("until", &language.day(Day(one.ends_at.day(&zone))))],
        send_at: now,
    };
    mail::write_mailing(change, mailing).await?;
    change
        .record(Event::new("prospect.asked_again").candidate(one.candidate))
        .await?;
    Ok(())
}

/// Taking somebody out of the pool can be taken back for so long.
const REGRET: SignedDuration = SignedDuration::from_mins(10);

/// Those whose time has ended a while ago.
pub async fn due(permit: &Permit<RunTasks>) -> Result<Vec<CandidateId>> {
    let (company, now) = (permit.company().id, permit.now());
    Ok(sqlx::query_scalar!(
        r#"select p.candidate_id as "candidate!: CandidateId"
           from prospects p join candidates c on (c.company_id, c.id) = (p.company_id, p.candidate_id) and c.merged_into_id is null
           where p.company_id = $1 and p.ends_at <= $2 order by p.ends_at, p.id limit $3"#,
        company as _,
        now.minus(REGRET) as _,
        MOST,
    )
    .fetch_all(&mut *permit.read().await?)
    .await?)
}

/// Whether an application keeps somebody whom the caller holds, if their time is still over: the run comes to them a while
/// after it read who is due, and they may have been put back, merged, or have applied meanwhile.
pub(in crate::domain) async fn still_due(
    change: &mut Change<RunTasks>,
    candidate: CandidateId,
) -> Result<Option<bool>> {
    let (company, now) = (change.company(), change.now());
    Ok(sqlx::query_scalar!(
        r#"select exists (select from applications a where a.company_id = $1 and a.candidate_id = p.candidate_id) as "applied!"
           from prospects p join candidates c on (c.company_id, c.id) = (p.company_id, p.candidate_id) and c.merged_into_id is null
           where p.company_id = $1 and p.candidate_id = $2 and p.ends_at <= $3 for update of p"#,
        company as _,
        candidate as _,
        now.minus(REGRET) as _,
    )
    .fetch_optional(change.db())
    .await?)
}
