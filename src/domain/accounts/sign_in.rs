//! Signing in with a password: the same text, status and time whether the address is known or not.

use super::{
    passwords::Passwords,
    sessions,
    throttle::{self, Counted},
    users::{self, Email},
};
use crate::{
    access::{AccountChange, AccountPermit},
    base::{
        error::{Errors, Result},
        ids::UserId,
        secret::Token,
    },
};
use serde_json::json;

/// Where somebody signs in from, for the list of their sessions.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    pub address: String,
    pub user_agent: String,
}

/// What is said of any wrong try.
const WRONG: &str =
    "Address and password do not belong together. Check both, or ask an administrator for a link.";

/// Checks a password and begins a session. Wrong tries are counted before anything is hashed.
pub async fn sign_in(
    permit: &AccountPermit,
    passwords: &Passwords,
    email: &str,
    password: String,
    from: &Visitor,
) -> Result<Token> {
    let known = Email::parse(email);
    let account = known.as_ref().map_or_else(
        || email.trim().to_lowercase(),
        |email| email.as_str().to_owned(),
    );
    permit
        .change(async |change| count_try(change, &account, &from.address).await)
        .await?;
    let credentials = match &known {
        Some(email) => users::by_email(&mut *permit.read().await?, email).await?,
        None => None,
    };
    let hash = credentials
        .as_ref()
        .and_then(|found| found.password_hash.clone());
    let right = passwords.verify(password, hash).await?;
    let user: Option<UserId> = credentials.map(|found| found.id);
    permit
        .change(async |change| {
            let (Some(user), true) = (user, right) else {
                change.record("sign_in.failed", user, json!({})).await?;
                return Ok(None);
            };
            let now = change.now();
            throttle::forget(change.db(), &account, &from.address).await?;
            let token =
                sessions::begin(change.db(), user, now, &from.user_agent, &from.address).await?;
            change.record("sign_in.done", Some(user), json!({})).await?;
            Ok(Some(token))
        })
        .await?
        .ok_or_else(|| {
            let mut errors = Errors::default();
            errors.add("email", WRONG);
            errors.into()
        })
}

/// Counts a try for an account from an address, before anything is hashed; refuses when there were too many.
pub async fn count_try(change: &mut AccountChange, account: &str, address: &str) -> Result<()> {
    let now = change.now();
    throttle::count(change.db(), Counted::Address(address), now).await?;
    throttle::count(change.db(), Counted::Account(account), now).await
}
