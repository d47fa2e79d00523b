//! Codes in links: those that recruiters make, and the personal one of each member.

use crate::{
    access::{
        Actor, Change, Event,
        permissions::{ManageSources, UseCompany},
    },
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CompanyId, SourceCodeId, SourceId},
    },
};
use serde_json::json;
use sqlx::PgConnection;

/// The most codes that a list shows, the newest first.
const MOST: i64 = 500;

/// A code, and what it brought.
#[derive(Clone, Debug)]
pub struct Code {
    pub id: SourceCodeId,
    pub code: String,
    pub source: String,
    pub medium: String,
    pub campaign: String,
    /// Whose personal link it is.
    pub member: Option<String>,
    pub created_at: Time,
    pub retired_at: Option<Time>,
    /// Applications that came by it.
    pub applications: i64,
}

/// A source that a code may have.
#[derive(Clone, Debug)]
pub struct SourceChoice {
    pub id: SourceId,
    pub name: String,
}

/// A code as it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCode {
    /// `[a-z0-9-]{3,40}`
    pub code: String,
    pub source: SourceId,
    pub medium: String,
    pub campaign: String,
}

/// The company's codes, newest first.
pub async fn codes(db: &mut PgConnection, company: CompanyId, actor: &Actor) -> Result<Vec<Code>> {
    Ok(sqlx::query_as!(
        Code,
        r#"select k.id as "id: _", k.code, s.name as source, k.medium, k.campaign,
                  trim(u.given_name || ' ' || u.family_name) as member, k.created_at as "created_at: _", k.retired_at as "retired_at: _",
                  (select count(*) from applications a where a.company_id = $1 and a.source_code_id = k.id
                     and (not a.confidential or exists (select from job_access s where s.company_id = $1 and s.job_id = a.job_id
                                                                                 and s.member_id = $3 and s.sees_private))) as "applications!"
           from source_codes k
           join sources s on (s.company_id, s.id) = (k.company_id, k.source_id)
           left join memberships m on (m.company_id, m.id) = (k.company_id, k.member_id)
           left join users u on u.id = m.user_id
           where k.company_id = $1 order by k.retired_at is not null, k.id desc limit $2"#,
        company as _,
        MOST,
        actor.member_id() as _,
    )
    .fetch_all(db)
    .await?)
}

/// Sources to choose from.
pub async fn sources(
    db: &mut PgConnection,
    company: CompanyId,
    _: &Actor,
) -> Result<Vec<SourceChoice>> {
    Ok(sqlx::query_as!(
        SourceChoice,
        r#"select id as "id: _", name from sources where company_id = $1 and active order by id"#,
        company as _,
    )
    .fetch_all(db)
    .await?)
}

/// Makes a code for links.
pub async fn make_code(change: &mut Change<ManageSources>, new: &NewCode) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let made = sqlx::query_scalar!(
        r#"insert into source_codes (company_id, code, source_id, medium, campaign, created_at)
           select $1, $2, s.id, $4, $5, $6 from sources s where s.company_id = $1 and s.id = $3 and s.active
           returning id as "id: SourceCodeId""#,
        company as _,
        new.code,
        new.source as _,
        new.medium,
        new.campaign,
        now as _,
    )
    .fetch_optional(change.db())
    .await;
    let id = match made {
        Err(error) if Error::constraint(&error) == Some("source_codes_code_key") => {
            return Err(Error::field(
                "code",
                "Choose another: there is such a code already",
            ));
        }
        made => made?.ok_or_else(|| Error::field("source", "Choose a source from the list"))?,
    };
    let detail =
        json!({ "id": id, "code": new.code, "medium": new.medium, "campaign": new.campaign });
    change
        .record(Event::new("source_code.made").detail(detail))
        .await?;
    Ok(())
}

/// Takes a code out of use. Links with it go on working; they say nothing any more.
pub async fn retire_code(change: &mut Change<ManageSources>, id: SourceCodeId) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let code = sqlx::query_scalar!(
        r#"update source_codes set retired_at = coalesce(retired_at, $3) where company_id = $1 and id = $2 returning code"#,
        company as _,
        id as _,
        now as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    let detail = json!({ "id": id, "code": code });
    change
        .record(Event::new("source_code.retired").detail(detail))
        .await?;
    Ok(())
}

/// The member's own code, and how many applications came by it. None until they make one.
pub async fn own_code(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
) -> Result<Option<(String, i64)>> {
    let row = sqlx::query!(
        r#"select k.code, (select count(*) from applications a where a.company_id = $1 and a.source_code_id = k.id
                     and (not a.confidential or exists (select from job_access s where s.company_id = $1 and s.job_id = a.job_id
                                                                                 and s.member_id = $2 and s.sees_private))) as "brought!"
           from source_codes k where k.company_id = $1 and k.member_id = $2 and k.retired_at is null"#,
        company as _,
        actor.member_id() as _,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.code, row.brought)))
}

/// Makes the member's own code: random, so that it tells nobody who they are. One that was retired is in use again.
pub async fn make_own_code(change: &mut Change<UseCompany>) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let member = change.actor().member().ok_or(Error::NotFound)?.id;
    let code = format!("m-{:012x}", rand::random::<u64>() >> 16);
    let made = sqlx::query_scalar!(
        r#"insert into source_codes (company_id, code, source_id, member_id, created_at)
           select $1, $2, s.id, $3, $4 from sources s where s.company_id = $1 and s.kind = 'referral' order by s.id limit 1
           on conflict (company_id, member_id) where member_id is not null do update set retired_at = null
           returning id as "id: SourceCodeId""#,
        company as _,
        code,
        member as _,
        now as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or_else(|| Error::refused("no_source", "This company keeps no referrals."))?;
    change
        .record(Event::new("source_code.made").detail(json!({ "id": made })))
        .await?;
    Ok(())
}
