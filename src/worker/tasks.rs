//! The name of each task, and the function that does it.

use super::Claimed;
use crate::{
    access::{Actor, Permit, Task, Through, permissions::RunTasks},
    app::App,
    base::error::Error,
    domain::{
        companies, decisions,
        decisions::TellRejection,
        files::{self, ExtractText},
        postings::{ClosePosting, PublishPosting, close_past, publish_scheduled},
    },
};
use anyhow::{Context, bail};
use serde_json::from_value;
use std::sync::Arc;

/// Does one task. What it changes it changes as the program, in the company of the task.
pub(super) async fn run(app: App, task: Claimed) -> anyhow::Result<()> {
    let permit = permit(&app, &task).await?;
    let payload = task.payload;
    let done = match task.kind.as_str() {
        ExtractText::KIND => {
            files::extract_text(&permit, &app.storage, &app.extractor, from_value(payload)?).await
        }
        PublishPosting::KIND => {
            let task = from_value(payload)?;
            permit
                .change(async |change| publish_scheduled(change, &task).await)
                .await
        }
        ClosePosting::KIND => {
            let task = from_value(payload)?;
            permit
                .change(async |change| close_past(change, &task).await)
                .await
        }
        TellRejection::KIND => {
            let task = from_value(payload)?;
            permit
                .change(async |change| decisions::tell(change, task).await)
                .await
        }
        unknown => bail!("no task is called {unknown}"),
    };
    match done {
        Err(Error::Unexpected(cause)) => Err(cause),
        other => Ok(other?),
    }
}

async fn permit(app: &App, task: &Claimed) -> anyhow::Result<Permit<RunTasks>> {
    let id = task.company.context("a task without a company")?;
    let mut db = app.db.work().acquire().await?;
    let company = companies::by_id(&mut db, id).await?;
    let actor = Arc::new(Actor::System(Through::Task));
    Ok(Permit::issue(&app.db, Arc::new(company), actor, None)?)
}
