//! A table of people: kept, told what its columns are, looked through, and taken in.

use super::{
    batch::{self, Arrival, Kind, Phase},
    columns::{self, Column, Field},
    run::RunArrival,
};
use crate::{
    access::{Change, Event, permissions::AddPeople},
    base::{
        error::{Error, Result},
        ids::{ArrivalId, CompanyId},
    },
};
use serde_json::json;
use sqlx::{PgConnection, types::Json};

/// Keeps the lines of a table that was begun. The first is its headings.
pub async fn put_table(
    change: &mut Change<AddPeople>,
    id: ArrivalId,
    rows: &[Vec<String>],
) -> Result<()> {
    let arrival = batch::hold(change, id, Kind::Table).await?;
    let Some((headings, lines)) = rows.split_first().filter(|(_, lines)| !lines.is_empty()) else {
        return Err(Error::field("file", "There is nobody in this table"));
    };
    let company = change.company();
    let done = sqlx::query!(
        "update arrivals set columns = $3 where company_id = $1 and id = $2 and columns is null",
        company as _,
        arrival.id as _,
        Json(columns::guess(headings)) as _,
    )
    .execute(change.db())
    .await?;
    if done.rows_affected() == 0 {
        return same(change, id, lines).await;
    }
    for (nr, cells) in (2..).zip(lines) {
        sqlx::query!(
            "insert into arrival_rows (company_id, arrival_id, nr, state, cells) values ($1, $2, $3, 'open', $4)",
            company as _,
            arrival.id as _,
            nr,
            cells,
        )
        .execute(change.db())
        .await?;
    }
    Ok(())
}

/// A table that is sent twice is there already; another one under its key is refused.
async fn same(change: &mut Change<AddPeople>, id: ArrivalId, lines: &[Vec<String>]) -> Result<()> {
    let kept = sqlx::query_scalar!(
        r#"select cells as "cells!" from arrival_rows where company_id = $1 and arrival_id = $2 order by nr"#,
        change.company() as _,
        id as _,
    )
    .fetch_all(change.db())
    .await?;
    match kept == lines {
        true => Ok(()),
        false => Err(Error::field(
            "file",
            "This form has sent another table already. Choose this one again",
        )),
    }
}

/// What the columns are, for whoever may look at the table.
pub async fn mapping(
    db: &mut PgConnection,
    company: CompanyId,
    arrival: &Arrival,
) -> Result<Vec<Column>> {
    let columns = sqlx::query_scalar!(
        r#"select columns as "columns: Json<Vec<Column>>" from arrivals where company_id = $1 and id = $2"#,
        company as _,
        arrival.id as _,
    )
    .fetch_one(db)
    .await?;
    Ok(columns.map(|columns| columns.0).unwrap_or_default())
}

/// Says what the columns are, and has every line looked at: what would become of it.
pub async fn check_table(
    change: &mut Change<AddPeople>,
    id: ArrivalId,
    fields: &[Field],
) -> Result<()> {
    let arrival = batch::hold(change, id, Kind::Table).await?;
    if !matches!(arrival.phase, Phase::Open | Phase::Checked) {
        return Err(busy());
    }
    let company = change.company();
    let mut columns = mapping(change.db(), company, &arrival).await?;
    for (column, field) in columns.iter_mut().zip(fields) {
        column.field = *field;
    }
    let named = |field| columns.iter().any(|column| column.field == field);
    if !named(Field::Given) && !named(Field::Name) {
        return Err(Error::field("column-0", "Say which column has the name"));
    }
    if !named(Field::Email) && !named(Field::ExternalId) {
        let text = "Say which column has the address, or a number of theirs elsewhere";
        return Err(Error::field("column-0", text));
    }
    sqlx::query!(
        "update arrivals set columns = $3 where company_id = $1 and id = $2",
        company as _,
        id as _,
        Json(&columns) as _,
    )
    .execute(change.db())
    .await?;
    walk(change, id, Phase::Checking).await
}

/// Takes in what was checked.
pub async fn start_table(change: &mut Change<AddPeople>, id: ArrivalId) -> Result<()> {
    let arrival = batch::hold(change, id, Kind::Table).await?;
    match arrival.phase {
        Phase::Checked => walk(change, id, Phase::Running).await,
        Phase::Running | Phase::Done => Ok(()),
        Phase::Open | Phase::Checking => Err(busy()),
    }
}

fn busy() -> Error {
    Error::refused(
        "busy",
        "The table is being looked at. Wait until that is done.",
    )
}

async fn walk(change: &mut Change<AddPeople>, id: ArrivalId, phase: Phase) -> Result<()> {
    let company = change.company();
    sqlx::query!(
        r#"with lines as (
               update arrival_rows set state = 'wanted', outcome = null, reason = '', email = ''
               where company_id = $1 and arrival_id = $2
           )
           update arrivals set phase = $3 where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        phase as _,
    )
    .execute(change.db())
    .await?;
    change.later(&RunArrival { arrival: id }).await
}

/// Ends a walk that has come to the last line.
pub(super) async fn finish(change: &mut Change<AddPeople>, arrival: &Arrival) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let phase = match arrival.phase {
        Phase::Checking => Phase::Checked,
        Phase::Running => Phase::Done,
        Phase::Open | Phase::Checked | Phase::Done => return Ok(()),
    };
    sqlx::query!(
        r#"update arrivals set phase = $3, finished_at = case when $3 = 'done'::arrival_phase then $4::timestamptz end
           where company_id = $1 and id = $2"#,
        company as _,
        arrival.id as _,
        phase as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    if phase == Phase::Done {
        let detail = json!({ "arrival": arrival.id, "file": arrival.name });
        change
            .record(Event::new("people.imported").detail(detail))
            .await?;
    }
    Ok(())
}
