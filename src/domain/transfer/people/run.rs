//! Taking in what somebody brought, fifty to a transaction, each marked in the one that takes it in: a task that dies and
//! runs again does nothing twice.

use super::{
    batch::{self, Arrival, Kind, Phase},
    columns::Column,
    lines::Outcome,
    resumes, same, table,
    take::{self, Taken},
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
const CHUNK: usize = 50;
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
    let columns = table::mapping(change.db(), company, &arrival).await?;
    if arrival.phase == Phase::Checking {
        return looks(change, &arrival, &columns).await;
    }
    let rows = sqlx::query_scalar!(
        "select nr from arrival_rows where company_id = $1 and arrival_id = $2 and state = 'wanted' order by nr limit $3",
        company as _,
        id as _,
        i64::try_from(CHUNK).unwrap_or(i64::MAX),
    )
    .fetch_all(change.db())
    .await?;
    for nr in &rows {
        match kind {
            Kind::Resumes => resume(change, &arrival, *nr).await?,
            Kind::Table => {
                line(change, &arrival, &columns, *nr).await?;
            }
        }
    }
    if rows.is_empty() {
        table::finish(change, &arrival).await?;
    }
    Ok(!rows.is_empty())
}

/// Looks at the next lines of a table, person by person. Whether there may be more.
async fn looks(
    change: &mut Change<AddPeople>,
    arrival: &Arrival,
    columns: &[Column],
) -> Result<bool> {
    let people = same::by_person(change, arrival, columns).await?;
    let mut looked = 0;
    for lines in &people {
        look(change, arrival, columns, lines).await?;
        looked += lines.len();
        if looked >= CHUNK {
            break;
        }
    }
    if people.is_empty() {
        table::finish(change, arrival).await?;
    }
    Ok(!people.is_empty())
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

/// Looks at all lines about one person. Looking is the same as taking them in one after the other, and then undone: so what is
/// said of each is what will happen.
async fn look(
    change: &mut Change<AddPeople>,
    arrival: &Arrival,
    columns: &[Column],
    lines: &[i32],
) -> Result<()> {
    change.attempt().await?;
    let mut said = Vec::new();
    for nr in lines {
        said.push((*nr, line(change, arrival, columns, *nr).await?));
    }
    let undone: Result<()> = Err(Error::refused("looking", ""));
    let _ = change.attempted(undone).await?;
    for (nr, taken) in said {
        let taken = Taken {
            candidate: None,
            application: None,
            ..taken
        };
        mark(change, arrival, nr, &taken).await?;
    }
    Ok(())
}

/// One line of a table is taken in.
async fn line(
    change: &mut Change<AddPeople>,
    arrival: &Arrival,
    columns: &[Column],
    nr: i32,
) -> Result<Taken> {
    change.attempt().await?;
    let taken = take::take_in(change, arrival, columns, nr).await;
    let taken = change.attempted(taken).await?;
    let taken = taken.unwrap_or_else(|refused| Taken {
        outcome: Outcome::Skipped,
        reason: bulk::said(&refused),
        candidate: None,
        application: None,
        email: String::new(),
    });
    mark(change, arrival, nr, &taken).await?;
    Ok(taken)
}

/// Marks a line with what became of it, or would: then it waits for whoever looked.
async fn mark(
    change: &mut Change<AddPeople>,
    arrival: &Arrival,
    nr: i32,
    taken: &Taken,
) -> Result<()> {
    let company = change.company();
    sqlx::query!(
        r#"update arrival_rows
           set state = case when $8 then 'open' else 'done' end::arrival_state, outcome = $4, reason = $5, email = $9,
               candidate_id = $6, application_id = $7
           where company_id = $1 and arrival_id = $2 and nr = $3"#,
        company as _,
        arrival.id as _,
        nr,
        taken.outcome as _,
        taken.reason,
        taken.candidate as _,
        taken.application as _,
        arrival.phase == Phase::Checking,
        taken.email,
    )
    .execute(change.db())
    .await?;
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
