//! The task that does an act.

use super::{
    MARGIN,
    chunks::{Progress, Way, end, member},
    deed::Deed,
    steps::take,
};
use crate::{
    access::{Permit, Task, permissions::RunTasks},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{BulkActId, MemberId},
    },
};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;

/// Does what is left of an act.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RunBulk {
    pub act: BulkActId,
}

impl Task for RunBulk {
    const KIND: &'static str = "run_bulk";
}

/// Does the task, for as long as its turn is; what is then left is a task again.
pub async fn run_bulk(permit: &Permit<RunTasks>, task: RunBulk) -> Result<()> {
    let company = permit.company().id;
    let act = sqlx::query!(
        r#"select member_id as "member: MemberId", deed as "deed: Json<Deed>", undo_until as "undo_until: Time"
           from bulk_acts where company_id = $1 and id = $2 and finished_at is null"#,
        company as _,
        task.act as _,
    )
    .fetch_optional(&mut *permit.read().await?)
    .await?;
    let Some(act) = act else { return Ok(()) };
    let progress = match member(permit, act.member).await? {
        Some(member) => {
            let send_at = act.undo_until.plus(MARGIN);
            let walk = (task.act, Way::There);
            take(permit, member, walk, &task, &act.deed.0, send_at).await
        }
        None => Err(Error::Forbidden("Whoever asked for it has left.".into())),
    };
    permit
        .change(async |change| match progress {
            Ok(Progress::Done) => Ok(()),
            Ok(Progress::More) => change.later(&task).await,
            Err(Error::Forbidden(text)) => end(change, task.act, Way::There, &text).await,
            Err(other) => Err(other),
        })
        .await
}
