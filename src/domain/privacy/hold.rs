//! Legal holds: an exception from every erasure, with a reason and an end.

use super::erase::today;
use crate::{
    access::{Change, Event, permissions::EraseCandidates},
    base::{
        clock::Day,
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, CompanyId},
        paging::Paged,
    },
};
use serde_json::json;
use sqlx::PgConnection;

/// Rows of a page.
const PAGE: usize = 50;

/// Why somebody is kept, and how long at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    pub reason: String,
    /// The last day on which it is in force.
    pub ends_on: Day,
}

/// Somebody who is held, for the list of them.
#[derive(Clone, Debug)]
pub struct Held {
    pub candidate: CandidateId,
    pub name: String,
    /// Their newest application.
    pub application: Option<ApplicationId>,
    pub reason: String,
    pub ends_on: Day,
}

/// Holds somebody; a hold that is there already is replaced.
pub async fn set_hold(
    change: &mut Change<EraseCandidates>,
    candidate: CandidateId,
    hold: &Hold,
) -> Result<()> {
    let (company, now, member) = (change.company(), change.now(), change.actor().member_id());
    if hold.ends_on < today(now) {
        return Err(Error::field(
            "ends_on",
            "Choose a day that is still to come",
        ));
    }
    sqlx::query!(
        r#"insert into holds (company_id, candidate_id, reason, ends_on, member_id, created_at) values ($1, $2, $3, $4, $5, $6)
           on conflict on constraint holds_pkey do update
           set reason = excluded.reason, ends_on = excluded.ends_on, member_id = excluded.member_id, created_at = excluded.created_at"#,
        company as _,
        candidate as _,
        hold.reason,
        hold.ends_on as _,
        member as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    let detail = json!({ "reason": hold.reason, "ends_on": hold.ends_on });
    let event = Event::new("candidate.held").candidate(candidate);
    change.record(event.detail(detail)).await?;
    Ok(())
}

/// Lifts a hold, with that of whoever was merged into them. What waited for it is done by the next run.
pub async fn lift_hold(change: &mut Change<EraseCandidates>, candidate: CandidateId) -> Result<()> {
    let company = change.company();
    let lifted = sqlx::query!(
        r#"with others as (delete from holds where company_id = $1
                          and candidate_id in (select id from candidates where company_id = $1 and merged_into_id = $2))
           delete from holds where company_id = $1 and candidate_id = $2 returning reason, ends_on as "ends_on: Day""#,
        company as _,
        candidate as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or_else(|| Error::refused("stale", "There is no hold any more: somebody else lifted it."))?;
    let detail = json!({ "reason": lifted.reason, "ends_on": lifted.ends_on });
    let event = Event::new("candidate.hold_lifted").candidate(candidate);
    change.record(event.detail(detail)).await?;
    Ok(())
}

/// A page of those who are held on a day, the next to end first.
pub async fn holds(
    db: &mut PgConnection,
    company: CompanyId,
    on: Day,
    after: Option<(Day, CandidateId)>,
) -> Result<Paged<Held>> {
    let (day, last) = after.unzip();
    let rows = sqlx::query_as!(
        Held,
        r#"select c.id as "candidate: _", trim(c.given_name || ' ' || c.family_name) as "name!", h.reason, h.ends_on as "ends_on: _",
                  (select max(a.id) from applications a where a.company_id = h.company_id and a.candidate_id = h.candidate_id)
                      as "application: _"
           from holds h join candidates c on (c.company_id, c.id) = (h.company_id, h.candidate_id) and c.merged_into_id is null
           where h.company_id = $1 and h.ends_on >= $2 and ($3::date is null or (h.ends_on, h.candidate_id) > ($3, $4))
           order by h.ends_on, h.candidate_id limit $5"#,
        company as _,
        on as _,
        day as _,
        last as _,
        PAGE as i64 + 1,
    )
    .fetch_all(db)
    .await?;
    Ok(Paged::new(rows, PAGE, |row: &Held| {
        (row.ends_on, row.candidate)
    }))
}
