//! The first administrator and company, made through a one-time link that the first start prints.

use super::{
    founding,
    links::{self, For, Purpose},
    sessions,
    sign_in::Visitor,
    users::{self, NewUser},
};
use crate::{
    access::{AccountChange, AccountPermit},
    base::{
        error::{Error, Result},
        secret::Token,
    },
    domain::companies::NewCompany,
};
use serde_json::json;

/// The link for an installation that has nobody yet. Each start makes a new one; earlier ones stop working.
pub async fn link(permit: &AccountPermit) -> Result<Option<Token>> {
    permit
        .change(async |change| {
            if !users::none_yet(change.db()).await? {
                return Ok(None);
            }
            let now = change.now();
            let token = links::make(change.db(), Purpose::SetUp, &For::default(), now).await?;
            Ok(Some(token))
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
    let now = change.now();
    links::spend(change.db(), Purpose::SetUp, token, now).await?;
    if !users::none_yet(change.db()).await? {
        return Err(Error::NotFound);
    }
    let user = users::create(change, administrator).await?;
    founding::found(change, company, user).await?;
    change
        .record("installation.claimed", Some(user), json!({}))
        .await?;
    sessions::begin(change.db(), user, now, &from.user_agent, &from.address).await
}
