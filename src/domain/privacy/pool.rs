//! When somebody leaves the pool, and nothing else keeps what we hold of them, it is erased.

use super::{
    erase::{Cause, Erasure, erase, hold_still},
    list::ErasureList,
};
use crate::{
    access::{
        Change, Event, Permit, Task,
        permissions::{Introduce, RunTasks},
    },
    base::{
        error::{Error, Result},
        ids::CandidateId,
        secret::Token,
    },
    domain::{candidates, prospects},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Asks those of the pool whose consent ends soon, and lets go whose has ended.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RunPool {}

impl Task for RunPool {
    const KIND: &'static str = "run_pool";
}

/// What became of what was held of somebody who left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    Erased,
    /// They applied for something, and that has rules of its own.
    Applied,
    /// A legal hold keeps it for now.
    Held,
}

/// Somebody leaves the pool by their link.
pub async fn leave_pool(
    change: &mut Change<Introduce>,
    list: &ErasureList,
    token: &Token,
) -> Result<Left> {
    let Some(candidate) = prospects::leave(change, token).await? else {
        return Ok(Left::Applied);
    };
    let erasure = Erasure {
        candidate,
        cause: Cause::Candidate,
        at: change.now(),
    };
    match erase(change, list, erasure).await {
        Err(Error::Refused { .. }) => {
            wait(change, candidate).await?;
            Ok(Left::Held)
        }
        erased => erased.map(|()| Left::Erased),
    }
}

/// Has somebody erased once no hold keeps them any more, as if they had typed their code.
async fn wait(change: &mut Change<Introduce>, candidate: CandidateId) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        r#"insert into erasure_requests (company_id, candidate_id, nonce, asked_at, expires_at, codes_since, confirmed_at)
           values ($1, $2, $3, $4, $4, $4, $4)
           on conflict (company_id, candidate_id) do update set confirmed_at = coalesce(erasure_requests.confirmed_at, excluded.confirmed_at)"#,
        company as _,
        candidate as _,
        &rand::random::<[u8; 32]>()[..],
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// Does the task. Each person who goes is a change of their own; whoever is held stays where nobody sees them.
pub async fn run_pool(permit: &Permit<RunTasks>, list: &ErasureList) -> Result<()> {
    prospects::ask_again(permit).await?;
    for candidate in prospects::due(permit).await? {
        let gone = permit.change(async |change| {
            hold_still(change, candidate).await?;
            let Some(applied) = prospects::still_due(change, candidate).await? else {
                return Ok(());
            };
            if !applied {
                let erasure = Erasure {
                    candidate,
                    cause: Cause::Rule,
                    at: change.now(),
                };
                return erase(change, list, erasure).await;
            }
            candidates::leave_pool(change, candidate).await?;
            let event = Event::new("prospect.ended").candidate(candidate);
            change
                .record(event.detail(json!({ "purpose": "talent_pool" })))
                .await?;
            Ok(())
        });
        match gone.await {
            Err(Error::NotFound | Error::Refused { .. }) | Ok(()) => {}
            Err(cause) => return Err(cause),
        }
    }
    Ok(())
}
