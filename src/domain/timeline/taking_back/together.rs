//! Taking back what was done with several of the pool at once, of each by itself.

use super::candidate::in_pool;
use crate::{
    access::{Change, Role, permissions::ManageProspects},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CandidateId, EventId},
    },
    domain::{
        bulk,
        prospects::{ACTED, Outcome},
        reversal::{self, Subject},
    },
};

/// Takes an act on several of the pool back, in one change: whoever did it, or an administrator, within ten minutes. Whoever
/// was changed since is left as they are; refused with the reason, where that is everybody.
pub async fn take_back_together(
    change: &mut Change<ManageProspects>,
    act: EventId,
) -> Result<Outcome> {
    let (company, now) = (change.company(), change.now());
    let actor = change.actor().member().cloned().ok_or(Error::NotFound)?;
    let at = sqlx::query_scalar!(
        r#"select at as "at: Time" from events
           where company_id = $1 and id = $2 and kind = $3 and (member_id = $4 or $5)"#,
        company as _,
        act as _,
        ACTED,
        actor.id as _,
        actor.role == Role::Administrator,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    bulk::in_time(at.plus(bulk::UNDO), now)?;
    // In the order in which it was done, so that nobody waits for anybody in a circle.
    let each = sqlx::query!(
        r#"select e.id as "id: EventId", e.candidate_id as "candidate!: CandidateId"
           from event_details d
           cross join jsonb_array_elements_text(d.detail->'events') done
           join events e on e.company_id = $1 and e.id = done::bigint and e.candidate_id is not null
           where d.company_id = $1 and d.event_id = $2
           order by e.id"#,
        company as _,
        act as _,
    )
    .fetch_all(change.db())
    .await?;
    let mut outcome = Outcome::default();
    for one in each {
        change.attempt().await?;
        let back = take_back_one(change, one.candidate, one.id).await;
        match change.attempted(back).await? {
            Ok(()) => outcome.done += 1,
            Err(why) => outcome.skipped.push(bulk::said(&why)),
        }
    }
    match outcome.skipped.first() {
        Some(why) if outcome.done == 0 => Err(Error::refused("since", why.clone())),
        _ => Ok(outcome),
    }
}

async fn take_back_one(
    change: &mut Change<ManageProspects>,
    candidate: CandidateId,
    event: EventId,
) -> Result<()> {
    let reversal = reversal::begin(change, Subject::Candidate(candidate), event).await?;
    in_pool(change, candidate, reversal).await.map(drop)
}
