//! The password once more, before acts that could lock others out.

use super::{
    passwords::Passwords,
    sessions::{self, Session},
    sign_in::count_try,
    throttle, users,
};
use crate::{access::AccountPermit, base::error::Result};
use serde_json::json;

/// What is said of a wrong one.
pub const WRONG: &str = "That is not your password";

/// Whether it is the password of whoever's session this is; then the session counts as confirmed anew. Tries are counted
/// like those of sign-in, from wherever they come.
pub async fn prove(
    permit: &AccountPermit,
    passwords: &Passwords,
    session: &Session,
    password: String,
    address: &str,
) -> Result<bool> {
    permit
        .change(async |change| count_try(change, &session.email, address).await)
        .await?;
    let hash = users::password_hash(&mut *permit.read().await?, session.user).await?;
    let right = passwords.verify(password, hash).await?;
    permit
        .change(async |change| {
            if !right {
                return change
                    .record("proof.failed", Some(session.user), json!({}))
                    .await;
            }
            let now = change.now();
            throttle::forget(change.db(), &session.email, address).await?;
            sessions::confirm(change.db(), session.id, now).await
        })
        .await?;
    Ok(right)
}
