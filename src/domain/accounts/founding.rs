//! A company and its first administrator.

use super::members;
use crate::{
    access::{AccountChange, Event, Role},
    base::{error::Result, ids::UserId},
    domain::companies::{self, NewCompany},
};
use serde_json::json;

/// Makes a company with everything it starts with, and a user its administrator.
pub async fn found(change: &mut AccountChange, new: NewCompany, user: UserId) -> Result<()> {
    let (now, detail) = (change.now(), json!({ "name": new.name, "slug": new.slug }));
    let company = companies::create(change.db(), new, now).await?;
    let member = members::put(change.db(), company, user, Role::Administrator, now).await?;
    change
        .record("company.founded", Some(user), json!({ "company": company }))
        .await?;
    let event = Event::new("company.founded").detail(detail);
    change.record_in(company, member, event).await
}
