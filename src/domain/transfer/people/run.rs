//! Taking in what somebody brought, fifty to a transaction, each marked in the one that takes it in: a task that dies and
//! runs again does nothing twice.

use super::{
    batch::{self, Arrival, Kind},
    resumes,
};
use crate::{
    access::{
        Change, Permit, Task,
        permissions::{AddPeople, RunTasks},
    },
    base::{
        error::{Error, Result},
        ids::{ArrivalId, MemberId},
    },
    domain::bulk,
};
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};

/// Rows of one transaction.
const CHUNK: i64 = 50;
/// After so long other tasks have their turn.
const TURN: Duration = Duration::from_secs(1);

/// Takes in what is wanted of a batch.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RunArrival {
    pub arrival: ArrivalId,
}

impl Task for RunArrival {
    const KIND: &'static str = "run_arrival";
}

/// Does the task, for as long as its turn is, as the member who brought them; what is then left is a task again.
pub async fn run_arrival(permit: &Permit<RunTasks>, task: RunArrival) -> Result<()> {
    let company = permit.company().id;
    let found = sqlx::query!(
        r#"select member_id as "member: MemberId", kind as "kind: Kind" from arrivals where company_id = $1 and id = $2"#,
        company as _,
        task.arrival as _,
    )
    .fetch_optional(&mut *permit.read().await?)
    .await?;
    let Some(found) = found else { return Ok(()) };
    let member = bulk::member(permit, found.member).await?;
    let leave: Result<Permit<AddPeople>> = match member {
        Some(member) => permit.on_behalf_of(member),
        None => Err(Error::Forbidden("Whoever brought them has left.".into())),
    };
    let leave = match leave {
        Ok(leave) => leave,
        Err(Error::Forbidden(text)) => return stop(permit, task, &text).await,
        Err(other) => return Err(other),
    };
    let began = Instant::now();
    loop {
        let more = leave
            .change(async |change| chunk(change, task.arrival, found.kind).await)
            .await?;
        if !more {
            return Ok(());
        }
        if began.elapsed() > TURN {
            return permit
                .change(async |change| change.later(&task).await)
                .await;
        }
    }
}

/// The next rows. Whether there may be more.
async fn chunk(change: &mut Change<AddPeople>, id: ArrivalId, kind: Kind) -> Result<bool> {
    let arrival = match batch::hold(change, id, kind).await {
        Err(Error::NotFound) => return Ok(false),
        held => held?,
    };
    let company = change.company();
    let rows = sqlx::query_scalar!(
        "select nr from arrival_rows where company_id = $1 and arrival_id = $2 and state = 'wanted' order by nr limit $3",
        company as _,
        id as _,
        CHUNK,
    )
    .fetch_all(change.db())
    .await?;
    for nr in &rows {
        resume(change, &arrival, *nr).await?;
    }
    Ok(!rows.is_empty())
}

/// One résumé. What a rule refuses waits for somebody again, with why.
async fn resume(change: &mut Change<AddPeople>, arrival: &Arrival, nr: i32) -> Result<()> {
    change.attempt().await?;
    let outcome = resumes::take_in(change, arrival, nr, None).await;
    if let Err(refused) = change.attempted(outcome).await? {
        let company = change.company();
        sqlx::query!(
            "update arrival_rows set state = 'open', reason = $4 where company_id = $1 and arrival_id = $2 and nr = $3",
            company as _,
            arrival.id as _,
            nr,
            bulk::said(&refused),
        )
        .execute(change.db())
        .await?;
    }
    Ok(())
}

/// Ends what nobody may go on with.
async fn stop(permit: &Permit<RunTasks>, task: RunArrival, why: &str) -> Result<()> {
    permit
        .change(async |change| {
            let (company, now) = (change.company(), change.now());
            sqlx::query!(
                r#"with stopped as (
                       update arrival_rows set state = 'done', outcome = 'skipped', reason = $3
                       where company_id = $1 and arrival_id = $2 and state = 'wanted'
                   )
                   update arrivals set phase = case when kind = 'table' then 'done' else phase end, finished_at = $4
                   where company_id = $1 and id = $2"#,
                company as _,
                task.arrival as _,
                why,
                now as _,
            )
            .execute(change.db())
            .await?;
            Ok(())
        })
        .await
}
