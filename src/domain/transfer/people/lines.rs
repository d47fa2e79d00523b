//! The lines of a table, and what became of each.

use super::batch::Arrival;
use crate::base::{
    error::Result,
    ids::{ApplicationId, CompanyId},
    paging::Paged,
};
use sqlx::PgConnection;

/// Lines that show what is in a column.
const SAMPLES: i64 = 3;

/// What became of a line, or would.
#[derive(Clone, Copy, PartialEq, Eq, Debug, sqlx::Type)]
#[sqlx(type_name = "arrival_outcome", rename_all = "lowercase")]
pub enum Outcome {
    Created,
    Updated,
    Unchanged,
    Skipped,
}

impl Outcome {
    pub const ALL: [Self; 4] = [Self::Created, Self::Updated, Self::Unchanged, Self::Skipped];

    /// The value in addresses and files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Skipped => "skipped",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// The words that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Created => "New",
            Self::Updated => "Added to",
            Self::Unchanged => "Nothing new",
            Self::Skipped => "Skipped",
        }
    }
}

/// A line, and what became of it.
#[derive(Clone, Debug)]
pub struct LineRow {
    pub nr: i32,
    pub cells: Vec<String>,
    pub outcome: Option<Outcome>,
    pub reason: String,
    pub application: Option<ApplicationId>,
}

/// One page of a table's lines, of one outcome or all. The table is looked up first, for the viewer.
pub async fn lines(
    db: &mut PgConnection,
    company: CompanyId,
    arrival: &Arrival,
    outcome: Option<Outcome>,
    after: Option<i32>,
    most: usize,
) -> Result<Paged<LineRow>> {
    let rows = sqlx::query_as!(
        LineRow,
        r#"select nr, coalesce(cells, '{}') as "cells!", outcome as "outcome: _", reason, application_id as "application: _"
           from arrival_rows
           where company_id = $1 and arrival_id = $2 and ($3::arrival_outcome is null or outcome = $3) and nr > $4
           order by nr limit $5"#,
        company as _,
        arrival.id as _,
        outcome as _,
        after.unwrap_or(0),
        i64::try_from(most + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?;
    Ok(Paged::new(rows, most, |row: &LineRow| row.nr))
}

/// How far a table is: its lines, those that are done, and how many have which outcome.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    pub total: i64,
    pub done: i64,
    pub outcomes: Vec<(Outcome, i64)>,
}

pub async fn progress(
    db: &mut PgConnection,
    company: CompanyId,
    arrival: &Arrival,
) -> Result<Progress> {
    let rows = sqlx::query!(
        r#"select outcome as "outcome: Outcome", state = 'wanted' as "waits!", count(*) as "lines!" from arrival_rows
           where company_id = $1 and arrival_id = $2 group by 1, 2"#,
        company as _,
        arrival.id as _,
    )
    .fetch_all(db)
    .await?;
    let of = |outcome| {
        let rows = rows.iter().filter(|row| row.outcome == Some(outcome));
        rows.map(|row| row.lines).sum::<i64>()
    };
    Ok(Progress {
        total: rows.iter().map(|row| row.lines).sum(),
        done: rows
            .iter()
            .filter(|row| !row.waits)
            .map(|row| row.lines)
            .sum(),
        outcomes: Outcome::ALL.into_iter().map(|one| (one, of(one))).collect(),
    })
}

/// The first lines, to show what is in a column.
pub async fn samples(
    db: &mut PgConnection,
    company: CompanyId,
    arrival: &Arrival,
) -> Result<Vec<Vec<String>>> {
    Ok(sqlx::query_scalar!(
        r#"select cells as "cells!" from arrival_rows where company_id = $1 and arrival_id = $2 order by nr limit $3"#,
        company as _,
        arrival.id as _,
        SAMPLES,
    )
    .fetch_all(db)
    .await?)
}
