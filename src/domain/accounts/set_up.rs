//! The first administrator and company, made through a one-time link that the first start prints.

use super::{
    links::{self, For, Purpose},
    members, sessions,
    sign_in::Visitor,
    users::{self, NewUser},
};
use crate::{
    access::{AccountChange, AccountPermit, Role},
    base::{
        error::{Error, Result},
        secret::Token,
    },
    domain::companies::{self, NewCompany},
};
use serde_json::json;

/// The link for an installation that has nobody yet. Each start makes a new one; earlier ones stop working.
pub async fn link(permit: &AccountPermit) -> Result<Option<Token>> {
    permit
        .change(async |change| {
            if !users::none_yet(change.db()).await? {
                return Ok(None);
            }
            Ok(Some(
                links::make(change, Purpose::SetUp, &For::default()).await?,
            ))
        })
        .await
}

/// Makes company, administrator and session in one go. Nobody else can: the link is spent, and there must be no user.
pub async fn claim(
    change: &mut AccountChange,
    token: &Token,
    company: NewCompany,
    administrator: NewUser,
    from: &Visitor,
) -> Result<Token> {
    links::spend(change, Purpose::SetUp, token).await?;
    if !users::none_yet(change.db()).await? {
        return Err(Error::NotFound);
    }
    let now = change.now();
    let company = companies::create(change.db(), company, now).await?;
    let user = users::create(change, administrator).await?;
    members::put(change.db(), company, user, Role::Administrator, now).await?;
    change
        .record("installation.claimed", Some(user), json!({}))
        .await?;
    sessions::begin(change.db(), user, now, &from.user_agent, &from.address).await
}
