//! The name of each task, and the function that does it.

use super::Claimed;
use crate::{
    access::{Actor, Change, Permit, Task, Through, permissions::RunTasks},
    app::App,
    base::{error::Result, ids::CompanyId},
    domain::{
        alerts::{AskAlert, SendAlerts, ask_address, send_alerts},
        bulk::{RunBulk, UndoBulk, run_bulk, undo_bulk},
        companies,
        decisions::{TellDecision, tell},
        files::{ExtractText, extract_text},
        mail::{SendMail, send},
        own::{SendLinks, send_links},
        postings::{ClosePosting, PublishPosting, close_past, publish_scheduled},
        privacy::{RunPool, RunRetention, run_pool, run_retention},
        transfer::people::{ReadResume, RunArrival, read_resume, run_arrival},
    },
};
use anyhow::{Context, bail};
use std::sync::Arc;

/// Does one task.
pub(super) async fn run(app: App, task: Claimed) -> anyhow::Result<()> {
    let company = task.company.context("a task without a company")?;
    let permit = permit(&app, company).await?;
    match task.kind.as_str() {
        ExtractText::KIND => {
            extract_text(&permit, &app.storage, &app.extractor, read(task)?).await?;
        }
        ReadResume::KIND => {
            read_resume(&permit, &app.storage, &app.extractor, read(task)?).await?;
        }
        RunArrival::KIND => run_arrival(&permit, read(task)?).await?,
        SendMail::KIND => send(&permit, &app.mailer, read(task)?).await?,
        PublishPosting::KIND => {
            change(&permit, task, async |change, task| {
                publish_scheduled(change, &task).await
            })
            .await?;
        }
        ClosePosting::KIND => {
            change(&permit, task, async |change, task| {
                close_past(change, &task).await
            })
            .await?;
        }
        RunPool::KIND => run_pool(&permit, &app.erasures).await?,
        RunRetention::KIND => run_retention(&permit, &app.erasures).await?,
        RunBulk::KIND => run_bulk(&permit, read(task)?).await?,
        UndoBulk::KIND => undo_bulk(&permit, read(task)?).await?,
        TellDecision::KIND => change(&permit, task, tell).await?,
        AskAlert::KIND => change(&permit, task, ask_address).await?,
        SendAlerts::KIND => send_alerts(&permit, app.mailer.origin()).await?,
        SendLinks::KIND => change(&permit, task, send_links).await?,
        other => bail!("no task is called {other}"),
    }
    Ok(())
}

/// Does a task that is one change.
async fn change<T: Task>(
    permit: &Permit<RunTasks>,
    task: Claimed,
    work: impl AsyncFnOnce(&mut Change<RunTasks>, T) -> Result<()>,
) -> anyhow::Result<()> {
    let task = read(task)?;
    Ok(permit
        .change(async move |change| work(change, task).await)
        .await?)
}

fn read<T: Task>(task: Claimed) -> anyhow::Result<T> {
    serde_json::from_value(task.payload).context("a task that we did not write")
}

/// What the program itself may do in a company.
pub(super) async fn permit(app: &App, company: CompanyId) -> anyhow::Result<Permit<RunTasks>> {
    let company = companies::by_id(&mut *app.db.work().acquire().await?, company).await?;
    let actor = Arc::new(Actor::System(Through::Task));
    Ok(Permit::issue(&app.db, Arc::new(company), actor, None)?)
}
