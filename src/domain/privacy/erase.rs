//! Erasing one person: every row that leads to them, in one transaction.

use super::{
    list::{Entry, ErasureList, row_hash},
    register::{Fate, REGISTER},
};
use crate::{
    access::{Change, Event},
    base::{
        clock::{Day, Time},
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, FileId, MessageId},
    },
    domain::{
        mail::{self, Kind, Letter},
        self_identification,
    },
};
use anyhow::Context;
use jiff::{SignedDuration, tz::TimeZone};
use serde_json::json;

/// How long files outlive their rows, so that a backup that takes the database first and the files afterwards is whole.
const FILES_STAY: SignedDuration = SignedDuration::from_hours(24);

/// Why somebody is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type, serde::Serialize)]
#[sqlx(type_name = "erasure_cause", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// They asked for it.
    Candidate,
    /// An administrator did it.
    Administrator,
    /// It was time.
    Rule,
    /// They were erased before, and an older backup brought them back.
    Backup,
}

/// Whom to erase, and why.
#[derive(Clone, Copy, Debug)]
pub struct Erasure {
    pub candidate: CandidateId,
    pub cause: Cause,
    /// What their link says from then on.
    pub at: Time,
}

/// A row of a person: their own, or that of somebody who was merged into them.
pub(super) struct Row {
    id: CandidateId,
    made_at: Time,
}

/// Erases somebody: what the [`REGISTER`] says goes, at once; files a day later. They get a last mail, unless a backup brought
/// them back. Their line in the list outside the database is on disk before the change commits, so that nobody is told
/// that they are gone who could come back.
///
/// Refused while a legal hold is in force.
pub async fn erase<P>(change: &mut Change<P>, list: &ErasureList, erasure: Erasure) -> Result<()> {
    let people = hold_still(change, erasure.candidate).await?;
    let company = change.company();
    let ids: Vec<CandidateId> = people.iter().map(|row| row.id).collect();
    not_held(change, &ids, erasure).await?;
    let applications = sqlx::query_scalar!(
        r#"select id as "id: ApplicationId" from applications where company_id = $1 and candidate_id = any($2) order by id for update"#,
        company as _,
        &ids as _,
    )
    .fetch_all(change.db())
    .await?;
    let files = sqlx::query_scalar!(
        r#"select file_id as "id: FileId" from attachments where company_id = $1 and candidate_id = any($2)"#,
        company as _,
        &ids as _,
    )
    .fetch_all(change.db())
    .await?;
    let messages = sqlx::query_scalar!(
        r#"select id as "id: MessageId" from messages where company_id = $1 and (candidate_id = any($2) or application_id = any($3))"#,
        company as _,
        &ids as _,
        &applications as _,
    )
    .fetch_all(change.db())
    .await?;
    if erasure.cause != Cause::Backup {
        say_goodbye(change, erasure.candidate).await?;
    }
    let owners = self_identification::owners(change, &applications);
    for (table, fate) in REGISTER {
        let Fate::Goes(statement) = fate else {
            continue;
        };
        sqlx::query(*statement)
            .bind(company)
            .bind(&ids)
            .bind(&applications)
            .bind(&files)
            .bind(&messages)
            .bind(erasure.at)
            .bind(erasure.at.plus(FILES_STAY))
            .bind(&owners)
            .execute(change.db())
            .await
            .with_context(|| format!("erasing from {table}"))?;
    }
    write_down(change, &people, erasure, applications.len()).await?;
    if erasure.cause == Cause::Backup {
        return Ok(()); // that is where it came from
    }
    let entry = |row: &Row| Entry::new(company, row.id, row.made_at, erasure.at);
    let entries = people.iter().map(entry).collect();
    let added = list.append(entries).await;
    Ok(added.context("the list of those who were erased")?)
}

/// Holds the rows of a person, those who were merged into them too, until the change ends.
pub(super) async fn hold_still<P>(
    change: &mut Change<P>,
    candidate: CandidateId,
) -> Result<Vec<Row>> {
    let company = change.company();
    let rows = sqlx::query_as!(
        Row,
        r#"select id as "id: _", created_at as "made_at: _" from candidates
           where company_id = $1
             and coalesce(merged_into_id, id) = (select coalesce(merged_into_id, id) from candidates where company_id = $1 and id = $2)
           order by id for update"#,
        company as _,
        candidate as _,
    )
    .fetch_all(change.db())
    .await?;
    if rows.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(rows)
}

/// Refuses while somebody is held. What a backup brought back is held only by what was decided after its erasure.
async fn not_held<P>(
    change: &mut Change<P>,
    people: &[CandidateId],
    erasure: Erasure,
) -> Result<()> {
    let (company, today) = (change.company(), today(change.now()));
    let since = (erasure.cause == Cause::Backup).then_some(erasure.at);
    let until = sqlx::query_scalar!(
        r#"select ends_on as "ends_on: Day" from holds
           where company_id = $1 and candidate_id = any($2) and ends_on >= $3 and ($4::timestamptz is null or created_at > $4)
           order by ends_on desc limit 1"#,
        company as _,
        people as _,
        today as _,
        since as _,
    )
    .fetch_optional(change.db())
    .await?;
    match until {
        Some(until) => Err(held(until)),
        None => Ok(()),
    }
}

fn held(until: Day) -> Error {
    let until = until.0.strftime("%-d %B %Y");
    Error::refused(
        "held",
        format!(
            "A legal hold keeps this until {until}. It can be erased once that day has passed, or the hold is lifted."
        ),
    )
}

/// The day by which holds and rules count, everywhere the same.
pub(super) fn today(now: Time) -> Day {
    Day(now.day(&TimeZone::UTC))
}

/// The last mail. It names nobody once it is all that is left, and goes when it has been sent.
async fn say_goodbye<P>(change: &mut Change<P>, candidate: CandidateId) -> Result<()> {
    let letter = Letter {
        kind: Kind::Erased,
        candidate,
        application: None,
        to: None,
        link: None,
        code: None,
        values: &[],
        send_at: change.now(),
        held: false,
    };
    mail::write(change, letter).await?;
    Ok(())
}

/// That it was done: numbers, and no names.
async fn write_down<P>(
    change: &mut Change<P>,
    people: &[Row],
    erasure: Erasure,
    applications: usize,
) -> Result<()> {
    let company = change.company();
    for row in people {
        sqlx::query!(
            "insert into erasures (company_id, candidate_id, row_hash, cause, at) values ($1, $2, $3, $4, $5)",
            company as _,
            row.id as _,
            &row_hash(company, row.id, row.made_at)[..],
            erasure.cause as _,
            erasure.at as _,
        )
        .execute(change.db())
        .await?;
    }
    let detail = json!({ "cause": erasure.cause, "applications": applications });
    let event = Event::new("candidate.erased").candidate(erasure.candidate);
    change.record(event.detail(detail)).await?;
    Ok(())
}
