//! Who else looks at an application just now.

use crate::{
    access::{Change, permissions::ReadApplications},
    base::{
        error::{Error, Result},
        ids::ApplicationId,
    },
};
use jiff::SignedDuration;

/// How long somebody counts as being there after their page last said so.
pub(super) const HERE: SignedDuration = SignedDuration::from_secs(45);

/// The actor looks at an application, if they see it: the names of those who do so as well.
pub async fn here(change: &mut Change<ReadApplications>, id: ApplicationId) -> Result<Vec<String>> {
    let (company, member, now) = (change.company(), change.actor().member_id(), change.now());
    let there = sqlx::query!(
        r#"insert into readers as r (company_id, application_id, member_id, until)
           select s.company_id, s.application_id, s.member_id, $4 from application_access s
           where s.company_id = $1 and s.application_id = $2 and s.member_id = $3
           on conflict on constraint readers_pkey do update set until = excluded.until"#,
        company as _,
        id as _,
        member as _,
        now.plus(HERE) as _,
    )
    .execute(change.db())
    .await?;
    if there.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    sqlx::query!(
        "delete from readers where company_id = $1 and member_id = $2 and until < $3",
        company as _,
        member as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(sqlx::query_scalar!(
        r#"select trim(u.given_name || ' ' || u.family_name) as "name!"
           from readers r
           join memberships m on (m.company_id, m.id) = (r.company_id, r.member_id)
           join users u on u.id = m.user_id
           where r.company_id = $1 and r.application_id = $2 and r.member_id <> $3 and r.until > $4
           order by 1"#,
        company as _,
        id as _,
        member as _,
        now as _,
    )
    .fetch_all(change.db())
    .await?)
}
