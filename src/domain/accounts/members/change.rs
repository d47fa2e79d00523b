//! Roles given and changed, memberships ended and taken up again.
//!
//! Each of these holds the rows of every administrator first, in the order of their ids: of two administrators who demote
//! each other at once, the second sees what the first did.

use super::{super::users, put};
use crate::{
    access::{Change, Event, Role, permissions::ManageUsers},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{MemberId, UserId, Version},
    },
};
use serde_json::json;

/// A membership while its row is held.
struct Held {
    user: UserId,
    name: String,
    role: Role,
    ended: bool,
    version: Version,
    /// Whether somebody else administers the company too.
    others: bool,
}

/// Gives a member another role. Their sessions end, so that they sign in to what they are now.
pub async fn change_role(
    change: &mut Change<ManageUsers>,
    id: MemberId,
    seen: Version,
    role: Role,
) -> Result<()> {
    let held = hold(change, id).await?;
    if held.ended {
        return Err(Error::refused(
            "member_left",
            format!(
                "{} is no longer a member. Bring them back first.",
                held.name
            ),
        ));
    }
    held.unchanged_since(change, id, seen).await?;
    set_role(change, id, &held, role).await
}

/// Ends a membership: on their next request the company is gone for them. Returns the version for bringing them back.
pub async fn end(change: &mut Change<ManageUsers>, id: MemberId, seen: Version) -> Result<Version> {
    let held = hold(change, id).await?;
    held.unchanged_since(change, id, seen).await?;
    if held.ended {
        return Ok(held.version);
    }
    if held.role == Role::Administrator {
        stays_administered(held.others)?;
    }
    let now = change.now();
    let version = mark(change, id, Some(now)).await?;
    let detail = json!({ "member": id, "name": held.name, "role": held.role });
    change
        .record(Event::new("member.ended").detail(detail))
        .await?;
    let company = change.company();
    change
        .record_account(
            "member.ended",
            Some(held.user),
            json!({ "company": company }),
        )
        .await?;
    Ok(version)
}

/// Takes somebody up again who left, as what they were.
pub async fn bring_back(
    change: &mut Change<ManageUsers>,
    id: MemberId,
    seen: Version,
) -> Result<()> {
    let held = hold(change, id).await?;
    held.unchanged_since(change, id, seen).await?;
    if !held.ended {
        return Ok(());
    }
    mark(change, id, None).await?;
    let detail = json!({ "member": id, "name": held.name, "role": held.role });
    change
        .record(Event::new("member.returned").detail(detail))
        .await?;
    let company = change.company();
    change
        .record_account(
            "member.returned",
            Some(held.user),
            json!({ "company": company, "role": held.role }),
        )
        .await
}

/// Makes a user a member with this role, whatever they were: for whoever runs the installation.
pub async fn appoint(change: &mut Change<ManageUsers>, user: UserId, role: Role) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let active: Option<MemberId> = sqlx::query_scalar!(
        r#"select id as "id: _" from memberships where company_id = $1 and user_id = $2 and ended_at is null"#,
        company as _,
        user as _,
    )
    .fetch_optional(change.db())
    .await?;
    if let Some(id) = active {
        let held = hold(change, id).await?;
        return set_role(change, id, &held, role).await;
    }
    let id = put(change.db(), company, user, role, now).await?;
    let detail = json!({ "member": id, "role": role });
    change
        .record(Event::new("member.appointed").detail(detail))
        .await?;
    change
        .record_account(
            "member.appointed",
            Some(user),
            json!({ "company": company, "role": role }),
        )
        .await
}

async fn set_role(
    change: &mut Change<ManageUsers>,
    id: MemberId,
    held: &Held,
    role: Role,
) -> Result<()> {
    if held.role == role {
        return Ok(());
    }
    if held.role == Role::Administrator {
        stays_administered(held.others)?;
    }
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        "update memberships set role = $3, updated_at = $4, version = version + 1 where company_id = $1 and id = $2",
        company as _,
        id as _,
        role as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    users::end_sessions(change.db(), held.user, now).await?;
    let detail = json!({ "member": id, "name": held.name, "before": held.role, "after": role });
    change
        .record(Event::new("member.role_changed").detail(detail))
        .await?;
    change
        .record_account(
            "user.role_set",
            Some(held.user),
            json!({ "company": company, "role": role }),
        )
        .await
}

async fn mark(
    change: &mut Change<ManageUsers>,
    id: MemberId,
    ended_at: Option<Time>,
) -> Result<Version> {
    let (company, now) = (change.company(), change.now());
    Ok(sqlx::query_scalar!(
        r#"update memberships set ended_at = $3, updated_at = $4, version = version + 1 where company_id = $1 and id = $2
           returning version as "version: _""#,
        company as _,
        id as _,
        ended_at as _,
        now as _,
    )
    .fetch_one(change.db())
    .await?)
}

/// The rule: a company that nobody administers could never be changed again.
fn stays_administered(others: bool) -> Result<()> {
    if others {
        return Ok(());
    }
    Err(Error::refused(
        "last_administrator",
        "A company needs an administrator, and this is the only one. Make somebody else an administrator first.",
    ))
}

async fn hold(change: &mut Change<ManageUsers>, id: MemberId) -> Result<Held> {
    let company = change.company();
    let rows = sqlx::query!(
        r#"select m.id as "id: MemberId", m.user_id as "user: UserId", m.role as "role: Role", m.version as "version: Version",
                  m.ended_at is not null as "ended!", u.disabled_at is not null as "disabled!",
                  trim(u.given_name || ' ' || u.family_name) as "name!"
           from memberships m join users u on u.id = m.user_id
           where m.company_id = $1 and (m.id = $2 or (m.role = 'administrator' and m.ended_at is null))
           order by m.id
           for no key update of m"#,
        company as _,
        id as _,
    )
    .fetch_all(change.db())
    .await?;
    let others = rows.iter().any(|row| row.id != id && !row.disabled);
    let held = rows.into_iter().find(|row| row.id == id);
    let held = held.ok_or(Error::NotFound)?;
    Ok(Held {
        user: held.user,
        name: held.name,
        role: held.role,
        ended: held.ended,
        version: held.version,
        others,
    })
}

impl Held {
    /// Refuses when the membership changed since `seen`, and says who did it.
    async fn unchanged_since(
        &self,
        change: &mut Change<ManageUsers>,
        id: MemberId,
        seen: Version,
    ) -> Result<()> {
        if self.version == seen {
            return Ok(());
        }
        let company = change.company();
        let who = sqlx::query_scalar!(
            r#"select trim(u.given_name || ' ' || u.family_name) as "name!"
               from events e
               join event_details d on (d.company_id, d.event_id) = (e.company_id, e.id)
               join memberships m on (m.company_id, m.id) = (e.company_id, e.member_id)
               join users u on u.id = m.user_id
               where e.company_id = $1 and e.kind like 'member.%' and (d.detail->>'member')::bigint = $2
                 and e.job_id is null and e.posting_id is null and e.candidate_id is null and e.application_id is null
               order by e.id desc
               limit 1"#,
            company as _,
            id as _,
        )
        .fetch_optional(change.db())
        .await?;
        let who = who.unwrap_or_else(|| "Somebody".to_owned());
        Err(Error::refused(
            "stale",
            format!(
                "{who} changed what {} may do while you were at it. Look at it once more, then decide again.",
                self.name
            ),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_always_administers() {
        assert!(stays_administered(true).is_ok());
        assert!(matches!(
            stays_administered(false),
            Err(Error::Refused {
                code: "last_administrator",
                ..
            })
        ));
    }
}
