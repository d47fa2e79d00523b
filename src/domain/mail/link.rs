//! Links to a candidate's own page. They never run out: they are revoked, or outlive their application's erasure to say so.

use crate::{
    access::Change,
    base::{
        clock::Time,
        error::Result,
        ids::{ApplicationId, CandidateId, CompanyId, LinkId},
        key::InstallationKey,
        secret::Token,
    },
};
use sqlx::PgConnection;

/// For what the key makes these tokens.
const PURPOSE: &str = "status link";

/// Where a candidate's own page is.
pub fn status_path(key: &InstallationKey, nonce: &[u8]) -> String {
    format!("/a/{}", key.token(PURPOSE, nonce).reveal())
}

/// Makes a link to an application.
pub async fn make_link<P>(change: &mut Change<P>, application: ApplicationId) -> Result<LinkId> {
    let nonce: [u8; 32] = rand::random();
    let hash = change.key().token(PURPOSE, &nonce).hash();
    let (company, now) = (change.company(), change.now());
    Ok(sqlx::query_scalar!(
        r#"insert into application_links (company_id, application_id, nonce, token_hash, created_at)
           values ($1, $2, $3, $4, $5) returning id as "id: _""#,
        company as _,
        application as _,
        &nonce[..],
        &hash[..],
        now as _,
    )
    .fetch_one(change.db())
    .await?)
}

/// The newest link to an application that works, made if there is none: an application that somebody brought in has none.
pub async fn newest_link<P>(change: &mut Change<P>, application: ApplicationId) -> Result<LinkId> {
    let company = change.company();
    let newest = sqlx::query_scalar!(
        r#"select id as "id: LinkId" from application_links
           where company_id = $1 and application_id = $2 and revoked_at is null order by id desc limit 1"#,
        company as _,
        application as _,
    )
    .fetch_optional(change.db())
    .await?;
    match newest {
        Some(link) => Ok(link),
        None => make_link(change, application).await,
    }
}

/// What a token leads to.
#[derive(Clone, Copy, Debug)]
pub struct Linked {
    pub company: CompanyId,
    pub link: LinkId,
    /// None once it is erased.
    pub application: Option<(ApplicationId, CandidateId)>,
    pub erased_at: Option<Time>,
}

/// Looks a token up by its hash. A revoked one leads nowhere.
pub async fn linked(db: &mut PgConnection, token: &Token) -> Result<Option<Linked>> {
    let row = sqlx::query!(
        r#"select l.company_id as "company: CompanyId", l.id as "link: LinkId", l.erased_at as "erased_at: Time",
                  a.id as "application?: ApplicationId", a.candidate_id as "candidate?: CandidateId"
           from application_links l
           left join applications a on (a.company_id, a.id) = (l.company_id, l.application_id)
           where l.token_hash = $1 and l.revoked_at is null"#,
        &token.hash()[..],
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Linked {
        company: row.company,
        link: row.link,
        application: row.application.zip(row.candidate),
        erased_at: row.erased_at,
    }))
}
