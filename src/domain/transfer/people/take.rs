//! A line of a table is looked for among those whom we know, made, or added to what we know. The same table again changes
//! nothing.

use super::{
    add::{Placing, by_address, place},
    batch::Arrival,
    columns::Column,
    line::{self, Line},
    lines::Outcome,
    places::Destination,
};
use crate::{
    access::{Change, Event, permissions::AddPeople},
    base::{
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, JobId, SourceId, StageId},
    },
    domain::{candidates, tags},
};
use serde_json::json;

/// What became of one.
pub(super) struct Taken {
    pub outcome: Outcome,
    pub reason: String,
    pub candidate: Option<CandidateId>,
    pub application: Option<ApplicationId>,
    /// Their first address, to know them again further down.
    pub email: String,
}

/// Takes in one line.
pub(super) async fn take_in(
    change: &mut Change<AddPeople>,
    arrival: &Arrival,
    columns: &[Column],
    nr: i32,
) -> Result<Taken> {
    let company = change.company();
    let cells = sqlx::query_scalar!(
        r#"select cells as "cells!" from arrival_rows where company_id = $1 and arrival_id = $2 and nr = $3"#,
        company as _,
        arrival.id as _,
        nr,
    )
    .fetch_one(change.db())
    .await?;
    let line = line::read(columns, &cells, change.now());
    let line = line.map_err(|why| Error::refused("line", why))?;
    let (to, source) = (
        whither(change, arrival, &line).await?,
        source(change, arrival, &line).await?,
    );
    let known = match by_number(change, &line.external_id).await? {
        None => by_address(change, &line.person.emails).await?,
        known => known,
    };
    let mut added: Vec<&str> = Vec::new();
    let candidate = match known {
        Some(id) => {
            candidates::met(change, id).await?;
            added = candidates::complete(change, id, &line.person).await?;
            id
        }
        None => candidates::make(change, &line.person).await?,
    };
    if number(change, candidate, &line.external_id).await? {
        added.push("a number");
    }
    for tag in &line.tags {
        if tags::put(change, candidate, tag).await? {
            added.push("tags");
        }
    }
    let placing = Placing {
        source,
        at: line.applied_at.unwrap_or(change.now()),
        tell: false,
        file: &arrival.name,
    };
    let placed = match considered(change, candidate, to).await? {
        true => None,
        false => place(change, candidate, to, &placing).await?,
    };
    if placed.is_some() {
        added.push(match to {
            Destination::Stage(..) => "an application",
            Destination::Pool(_) => "the pool",
        });
    }
    added.dedup();
    let outcome = match (known, added.is_empty()) {
        (None, _) => Outcome::Created,
        (Some(_), false) => Outcome::Updated,
        (Some(_), true) => Outcome::Unchanged,
    };
    if outcome == Outcome::Updated && placed.is_none() {
        let detail = json!({ "file": arrival.name, "added": added });
        change
            .record(
                Event::new("candidate.completed")
                    .candidate(candidate)
                    .detail(detail),
            )
            .await?;
    }
    let mut reason = Vec::new();
    if let Some(above) = above(change, arrival, candidate, nr).await? {
        reason.push(format!("The same person as line {above}."));
    }
    if outcome == Outcome::Updated {
        reason.push(format!("Adds {}.", added.join(", ")));
    }
    Ok(Taken {
        outcome,
        reason: reason.join(" "),
        candidate: Some(candidate),
        application: placed.flatten(),
        email: line
            .person
            .emails
            .first()
            .map_or(String::new(), |it| it.as_str().to_owned()),
    })
}

/// The first line further up that is about the same person.
async fn above(
    change: &mut Change<AddPeople>,
    arrival: &Arrival,
    candidate: CandidateId,
    nr: i32,
) -> Result<Option<i32>> {
    let company = change.company();
    Ok(sqlx::query_scalar!(
        "select min(nr) from arrival_rows where company_id = $1 and arrival_id = $2 and nr < $3 and candidate_id = $4",
        company as _,
        arrival.id as _,
        nr,
        candidate as _,
    )
    .fetch_one(change.db())
    .await?)
}

/// Where a line goes: the job and stage that it names, else where the table goes.
async fn whither(
    change: &mut Change<AddPeople>,
    arrival: &Arrival,
    line: &Line,
) -> Result<Destination> {
    let (company, member) = (change.company(), change.actor().member_id());
    let job = if line.job.is_empty() {
        match arrival.to() {
            Destination::Pool(_) if !line.stage.is_empty() => {
                return Err(Error::refused("line", "A stage without a job."));
            }
            pool @ Destination::Pool(_) => return Ok(pool),
            at @ Destination::Stage(..) if line.stage.is_empty() => return Ok(at),
            Destination::Stage(job, _) => job,
        }
    } else {
        let jobs = sqlx::query_scalar!(
            r#"select j.id as "id: JobId" from jobs j join job_access s on (s.company_id, s.job_id) = (j.company_id, j.id)
               where j.company_id = $1 and j.status = 'open' and lower(j.name) = lower($3)
                 and s.company_id = $1 and s.member_id = $2 and s.decides
               order by j.id limit 2"#,
            company as _,
            member as _,
            line.job,
        )
        .fetch_all(change.db())
        .await?;
        match jobs.as_slice() {
            [job] => *job,
            [] => {
                let text = format!("No open job on which you decide is called “{}”.", line.job);
                return Err(Error::refused("line", text));
            }
            _ => {
                let text = format!("More than one open job is called “{}”.", line.job);
                return Err(Error::refused("line", text));
            }
        }
    };
    let stage = sqlx::query_scalar!(
        r#"select id as "id: StageId" from stages
           where company_id = $1 and job_id = $2 and deleted_at is null and ($3 = '' or lower(name) = lower($3))
           order by position, id limit 1"#,
        company as _,
        job as _,
        line.stage,
    )
    .fetch_optional(change.db())
    .await?;
    let stage = stage.ok_or_else(|| {
        let text = format!("That job has no stage called “{}”.", line.stage);
        Error::refused("line", text)
    })?;
    Ok(Destination::Stage(job, stage))
}

async fn source(
    change: &mut Change<AddPeople>,
    arrival: &Arrival,
    line: &Line,
) -> Result<Option<SourceId>> {
    if line.source.is_empty() {
        return Ok(arrival.source);
    }
    let company = change.company();
    let source = sqlx::query_scalar!(
        r#"select id as "id: SourceId" from sources where company_id = $1 and lower(name) = lower($2) and active"#,
        company as _,
        line.source,
    )
    .fetch_optional(change.db())
    .await?;
    source.map(Some).ok_or_else(|| {
        let text = format!("No source is called “{}”.", line.source);
        Error::refused("line", text)
    })
}

async fn by_number(
    change: &mut Change<AddPeople>,
    external_id: &str,
) -> Result<Option<CandidateId>> {
    let company = change.company();
    Ok(sqlx::query_scalar!(
        r#"select coalesce(c.merged_into_id, c.id) as "id!: CandidateId" from external_ids x
           join candidates c on (c.company_id, c.id) = (x.company_id, x.candidate_id)
           where x.company_id = $1 and x.external_id = $2"#,
        company as _,
        external_id,
    )
    .fetch_optional(change.db())
    .await?)
}

/// Keeps what another system calls them. Whether that was new.
async fn number(
    change: &mut Change<AddPeople>,
    candidate: CandidateId,
    external_id: &str,
) -> Result<bool> {
    if external_id.is_empty() {
        return Ok(false);
    }
    let company = change.company();
    let done = sqlx::query!(
        "insert into external_ids (company_id, external_id, candidate_id) values ($1, $2, $3) on conflict do nothing",
        company as _,
        external_id,
        candidate as _,
    )
    .execute(change.db())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Whether they were ever considered for the job: a table that comes again considers nobody anew who was rejected since.
async fn considered(
    change: &mut Change<AddPeople>,
    candidate: CandidateId,
    to: Destination,
) -> Result<bool> {
    let Destination::Stage(job, _) = to else {
        return Ok(false);
    };
    let company = change.company();
    Ok(sqlx::query_scalar!(
        r#"select exists (select from applications where company_id = $1 and candidate_id = $2 and job_id = $3) as "considered!""#,
        company as _,
        candidate as _,
        job as _,
    )
    .fetch_one(change.db())
    .await?)
}
