//! Introductions that look as if no person sent them: kept whole, and judged by people, as applications are.

use super::introduce::{ask_address, forget_rest};
use crate::{
    access::{
        Actor, Change, Event,
        permissions::{Introduce, ManageProspects},
    },
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CompanyId, FileId, ProspectId},
    },
    domain::{accounts::users::Email, intake::Reason},
};
use anyhow::Context;
use serde_json::json;
use sqlx::PgConnection;

/// The most that are listed: a heap is worked off from its newest end.
pub const HELD_SHOWN: usize = 100;

/// One that is held.
#[derive(Clone, Debug)]
pub struct HeldIntroduction {
    pub id: ProspectId,
    pub at: Time,
    pub name: String,
    pub email: String,
    pub words: String,
    pub resume: Option<String>,
    reasons: Vec<String>,
}

impl HeldIntroduction {
    pub fn reasons(&self) -> impl Iterator<Item = Reason> {
        self.reasons.iter().filter_map(|key| Reason::parse(key))
    }
}

/// Holds one. The event names nobody.
pub(super) async fn hold(
    change: &mut Change<Introduce>,
    id: ProspectId,
    reasons: &[Reason],
) -> Result<()> {
    let company = change.company();
    let names: Vec<String> = reasons
        .iter()
        .map(|reason| reason.key().to_owned())
        .collect();
    sqlx::query!(
        "update prospects set held_for = $3 where company_id = $1 and id = $2",
        company as _,
        id as _,
        &names,
    )
    .execute(change.db())
    .await?;
    let event = Event::new("introduction.held");
    let detail = json!({ "prospect": id, "reasons": reasons });
    change.record(event.detail(detail)).await?;
    Ok(())
}

/// Those that are held, newest first.
pub async fn held_introductions(
    db: &mut PgConnection,
    company: CompanyId,
    _: &Actor,
) -> Result<Vec<HeldIntroduction>> {
    Ok(sqlx::query_as!(
        HeldIntroduction,
        r#"select p.id as "id: _", p.created_at as "at: _", trim(p.given_name || ' ' || p.family_name) as "name!", p.email, p.words,
                  f.name as "resume?", p.held_for as "reasons!"
           from prospects p left join files f on (f.company_id, f.id) = (p.company_id, p.file_id)
           where p.company_id = $1 and p.held_for is not null order by p.created_at desc, p.id desc limit $2"#,
        company as _,
        HELD_SHOWN as i64,
    )
    .fetch_all(db)
    .await?)
}

/// How many are held.
pub async fn count_held(db: &mut PgConnection, company: CompanyId, _: &Actor) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from prospects where company_id = $1 and held_for is not null"#,
        company as _,
    )
    .fetch_one(db)
    .await?)
}

/// Lets one in: its address is asked now, and has as long to say yes as any.
pub async fn let_in(change: &mut Change<ManageProspects>, id: ProspectId) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let row = sqlx::query!(
        r#"update prospects set held_for = null, created_at = $3
           where company_id = $1 and id = $2 and held_for is not null returning email, given_name, nonce as "nonce!""#,
        company as _,
        id as _,
        now as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    let email = Email::parse(&row.email).context("an address that was checked")?;
    let nonce = row.nonce.try_into().ok().context("a nonce has 32 bytes")?;
    ask_address(change, &email, &row.given_name, nonce).await?;
    let event = Event::new("introduction.let_in");
    change
        .record(event.detail(json!({ "prospect": id })))
        .await?;
    Ok(())
}

/// Discards one, with its file.
pub async fn discard(change: &mut Change<ManageProspects>, id: ProspectId) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let row = sqlx::query!(
        r#"delete from prospects where company_id = $1 and id = $2 and held_for is not null
           returning nonce, file_id as "file: FileId""#,
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    forget_rest(change.db(), company, row.nonce.as_deref(), row.file, now).await?;
    let event = Event::new("introduction.discarded");
    change
        .record(event.detail(json!({ "prospect": id })))
        .await?;
    Ok(())
}
