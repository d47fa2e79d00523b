//! An introduction in the hands of whoever holds its link.

use super::introduce::UNCONFIRMED;
use crate::{
    access::{Change, Event, permissions::Introduce},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{AttachmentId, CandidateId, CompanyId, FileId, ProspectId},
        secret::Token,
    },
    domain::{
        accounts::users::Email,
        applications::{
            attachments::Download,
            consent::{self, Consent, Purpose},
        },
        candidates::{self, Applicant},
        files::{FileKind, StorageKey},
    },
};
use anyhow::Context;
use serde_json::json;
use sqlx::PgConnection;

/// What is held of somebody in a pool, as they see it.
#[derive(Clone, Debug)]
pub struct OwnIntroduction {
    pub id: ProspectId,
    /// None while they have not said yes.
    pub candidate: Option<CandidateId>,
    pub name: String,
    pub email: String,
    pub words: String,
    pub areas: Vec<String>,
    pub resume: Option<String>,
    /// What they agreed to last.
    pub consent: Option<String>,
    pub months: i16,
    pub confirmed_at: Option<Time>,
    pub ends_at: Option<Time>,
    /// Applications of theirs: these stay when they leave the pool.
    pub applications: i64,
}

/// What a token leads to; an introduction that waited too long is gone.
pub async fn own(
    db: &mut PgConnection,
    company: CompanyId,
    token: &Token,
    now: Time,
) -> Result<OwnIntroduction> {
    sqlx::query_as!(
        OwnIntroduction,
        r#"select p.id as "id: _", c.id as "candidate?: _",
                  trim(coalesce(c.given_name, p.given_name) || ' ' || coalesce(c.family_name, p.family_name)) as "name!",
                  coalesce((select e.email from candidate_emails e where e.company_id = $1 and e.candidate_id = c.id
                            order by e.position, e.id limit 1), p.email) as "email!",
                  p.words,
                  array(select d.name from prospect_areas a join departments d on (d.company_id, d.id) = (a.company_id, a.department_id)
                        where a.company_id = $1 and a.prospect_id = p.id order by lower(d.name)) as "areas!",
                  (select f.name from files f where f.company_id = $1
                   and f.id = coalesce(p.file_id, (select t.file_id from attachments t where t.company_id = $1 and t.candidate_id = c.id
                                                   and t.kind = 'resume' order by t.id desc limit 1))) as resume,
                  coalesce(nullif(p.consent, ''), (select k.text from consents k where k.company_id = $1 and k.candidate_id = c.id
                           and k.purpose = 'talent_pool' and k.withdrawn_at is null order by k.id desc limit 1)) as consent,
                  p.months, p.confirmed_at as "confirmed_at: _", p.ends_at as "ends_at: _",
                  (select count(*) from applications a where a.company_id = $1 and a.candidate_id = c.id) as "applications!"
           from prospects p left join candidates k on (k.company_id, k.id) = (p.company_id, p.candidate_id)
           -- Of two that were merged, the one that stayed.
           left join candidates c on (c.company_id, c.id) = (p.company_id, coalesce(k.merged_into_id, k.id))
           where p.company_id = $1 and p.token_hash = $2 and (p.confirmed_at is not null or p.created_at > $3)"#,
        company as _,
        &token.hash()[..],
        now.minus(UNCONFIRMED) as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}

/// They say yes: they are in the pool, as whoever has the address already, or as somebody new. What they sent before is
/// replaced. Saying it again changes nothing.
pub async fn confirm(change: &mut Change<Introduce>, token: &Token) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let held = sqlx::query!(
        r#"select id as "id: ProspectId", given_name, family_name, email, consent, file_id as "file: FileId", nonce, months
           from prospects where company_id = $1 and token_hash = $2 and confirmed_at is null and created_at > $3 for update"#,
        company as _,
        &token.hash()[..],
        now.minus(UNCONFIRMED) as _,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(held) = held else {
        return own(change.db(), company, token, now).await.map(drop);
    };
    let applicant = Applicant {
        given_name: held.given_name,
        family_name: held.family_name,
        email: Email::parse(&held.email).context("an address that was checked")?,
        phone: None,
        headline: String::new(),
        place: String::new(),
        links: Vec::new(),
    };
    let candidate = candidates::known(change, &applicant).await?.id;
    sqlx::query!(
        r#"with earlier as (delete from prospects where company_id = $1 and candidate_id = $2),
                mail as (update messages set candidate_id = $2 where company_id = $1 and own_nonce = $3),
                file as (insert into attachments (company_id, candidate_id, file_id, kind, created_at)
                         select $1, $2, $4, 'resume', $5 where $4::bigint is not null)
           select 1 as "done!""#,
        company as _,
        candidate as _,
        held.nonce,
        held.file as _,
        now as _,
    )
    .fetch_one(change.db())
    .await?;
    sqlx::query!(
        r#"update prospects set candidate_id = $3, confirmed_at = $4, ends_at = $4::timestamptz + make_interval(months => months),
                  given_name = '', family_name = '', email = '', consent = '', file_id = null
           where company_id = $1 and id = $2"#,
        company as _,
        held.id as _,
        candidate as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    let agreed = Consent {
        purpose: Purpose::TalentPool,
        text: held.consent,
    };
    consent::give(change, candidate, None, std::slice::from_ref(&agreed)).await?;
    let event = Event::new("prospect.introduced").candidate(candidate);
    let detail = json!({ "prospect": held.id, "sent": applicant });
    change.record(event.detail(detail)).await?;
    Ok(())
}

/// They stay: for as many months from now as the company asks for. Returns what they agreed to.
pub async fn stay(change: &mut Change<Introduce>, token: &Token) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let own = own(change.db(), company, token, now).await?;
    let candidate = own.candidate.ok_or(Error::NotFound)?;
    let months = super::months(change.db(), company).await?;
    let agreed = Consent {
        purpose: Purpose::TalentPool,
        text: super::consent(&change.company_ref().name, months),
    };
    consent::give(change, candidate, None, std::slice::from_ref(&agreed)).await?;
    let event = Event::new("consent.given").candidate(candidate);
    let detail = json!({ "purpose": "talent_pool" });
    change.record(event.detail(detail)).await?;
    Ok(())
}

/// They leave the pool. Returns who they are, when nothing else keeps what we hold of them: then it is to be erased.
pub async fn leave(change: &mut Change<Introduce>, token: &Token) -> Result<Option<CandidateId>> {
    let (company, now) = (change.company(), change.now());
    let own = own(change.db(), company, token, now).await?;
    let Some(candidate) = own.candidate else {
        return Err(Error::NotFound);
    };
    candidates::leave_pool(change, candidate).await?;
    let event = Event::new("consent.withdrawn").candidate(candidate);
    let detail = json!({ "purpose": "talent_pool" });
    change.record(event.detail(detail)).await?;
    Ok((own.applications == 0).then_some(candidate))
}

/// Their résumé, to take along.
pub async fn own_resume(
    change: &mut Change<Introduce>,
    token: &Token,
) -> Result<(Download, AttachmentId)> {
    let (company, now) = (change.company(), change.now());
    let own = own(change.db(), company, token, now).await?;
    let candidate = own.candidate.ok_or(Error::NotFound)?;
    newest_resume(change, candidate).await
}

/// The newest résumé of a candidate, and that somebody took it.
pub(super) async fn newest_resume<P>(
    change: &mut Change<P>,
    candidate: CandidateId,
) -> Result<(Download, AttachmentId)> {
    let company = change.company();
    let row = sqlx::query!(
        r#"select t.id as "id: AttachmentId", f.name, f.kind as "kind: FileKind", f.size, f.storage_key, f.sha256
           from attachments t join files f on (f.company_id, f.id) = (t.company_id, t.file_id)
           where t.company_id = $1 and t.candidate_id = $2 and t.kind = 'resume' order by t.id desc limit 1"#,
        company as _,
        candidate as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    let event = Event::new("file.downloaded").candidate(candidate);
    let detail = json!({ "attachment": row.id, "name": row.name });
    change.record(event.detail(detail)).await?;
    let sha256 = row.sha256.try_into().ok();
    let file = Download {
        name: row.name,
        kind: row.kind,
        size: row.size,
        key: StorageKey::parse(&row.storage_key).context("a row names a storage key")?,
        sha256: sha256.context("a SHA-256 has 32 bytes")?,
    };
    Ok((file, row.id))
}
