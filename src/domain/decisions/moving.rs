//! Moving: any stage to any stage of the job, back as well.

use super::{Done, begin, promise, rule::Act, take_back};
use crate::{
    access::{Change, permissions::DecideApplications},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, StageId, Version},
    },
    domain::applications::{Status, hold::Held},
};
use anyhow::Context;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A stage as the event of a move keeps it.
#[derive(Serialize, Deserialize)]
struct Left {
    id: StageId,
    name: String,
    entered_at: Time,
    /// The promise at that time; events of earlier versions do not have it.
    #[serde(default)]
    promised_by: Option<Time>,
}

/// Puts an application into another stage.
pub async fn move_to(
    change: &mut Change<DecideApplications>,
    id: ApplicationId,
    seen: Version,
    stage: StageId,
) -> Result<Done> {
    let (held, _) = begin(change, id, seen, Act::Move).await?;
    let name = stage_name(change, &held, stage)
        .await?
        .ok_or_else(|| Error::field("stage", "Choose one of the stages of this job"))?;
    if stage == held.stage {
        let text = format!("{} is in {name} already. Choose another stage", held.name);
        return Err(Error::field("stage", text));
    }
    let now = change.now();
    let promised_by = promise::after_move(change, &held, stage).await?;
    let there = There {
        stage,
        name,
        entered_at: now,
        promised_by,
    };
    put(change, held, there, false).await
}

/// Takes back the last move: the application is where it was, for as long as it was.
pub async fn take_back_move(
    change: &mut Change<DecideApplications>,
    id: ApplicationId,
    seen: Version,
) -> Result<Done> {
    let (held, _) = begin(change, id, seen, Act::Move).await?;
    let moved = take_back(change, id, "application.moved").await?;
    let from = moved.and_then(|mut moved| moved.detail.get_mut("from").map(Value::take));
    let Some(from) = from else {
        return Err(nothing_to_take_back(&held));
    };
    let from: Left = serde_json::from_value(from).context("the event of a move says from where")?;
    let name = stage_name(change, &held, from.id)
        .await?
        .ok_or_else(|| nothing_to_take_back(&held))?;
    let there = There {
        stage: from.id,
        name,
        entered_at: from.entered_at,
        promised_by: from.promised_by.unwrap_or(held.promised_by),
    };
    put(change, held, there, true).await
}

fn nothing_to_take_back(held: &Held) -> Error {
    let text = format!("There is no move of {} to take back.", held.name);
    Error::refused("not_moved", text)
}

/// The name of a stage that the job has, and has not deleted.
async fn stage_name(
    change: &mut Change<DecideApplications>,
    held: &Held,
    stage: StageId,
) -> Result<Option<String>> {
    let company = change.company();
    // Shared, so that nobody deletes the stage before the application is in it.
    Ok(sqlx::query_scalar!(
        "select name from stages where company_id = $1 and job_id = $2 and id = $3 and deleted_at is null for share",
        company as _,
        held.job as _,
        stage as _,
    )
    .fetch_optional(change.db())
    .await?)
}

/// Where a move leads.
struct There {
    stage: StageId,
    name: String,
    entered_at: Time,
    promised_by: Time,
}

async fn put(
    change: &mut Change<DecideApplications>,
    held: Held,
    there: There,
    back: bool,
) -> Result<Done> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        r#"update applications set stage_id = $3, stage_entered_at = $4, last_activity_at = $5, updated_at = $5, promised_by = $6, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        held.id as _,
        there.stage as _,
        there.entered_at as _,
        now as _,
        there.promised_by as _,
    )
    .execute(change.db())
    .await?;
    let left = Left {
        id: held.stage,
        name: held.stage_name.clone(),
        entered_at: held.stage_entered_at,
        promised_by: Some(held.promised_by),
    };
    let detail =
        json!({ "from": left, "to": { "id": there.stage, "name": there.name }, "back": back });
    change
        .record(held.event("application.moved", detail))
        .await?;
    Ok(Done {
        from: held.stage,
        to: there.stage,
        to_name: there.name,
        was_due: (there.promised_by != held.promised_by).then_some(held.promised_by),
        ..Done::there(held, Status::Active)
    })
}
