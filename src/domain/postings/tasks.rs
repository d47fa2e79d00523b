//! What happens to postings by the clock. Each task looks again at what it finds: run twice, or too late, it does no harm.

use super::{
    held::hold,
    publish::{end, go_live, put_back},
    status::Status,
};
use crate::{
    access::{Change, Task, permissions::RunTasks},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CompanyId, PostingId},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Publishes a scheduled posting.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct PublishPosting {
    pub company: CompanyId,
    pub posting: PostingId,
    /// When: a posting that was scheduled anew has another task.
    pub at: Time,
}

impl Task for PublishPosting {
    const KIND: &'static str = "publish_posting";

    fn dedupe_key(&self) -> Option<String> {
        Some(key(Self::KIND, self.company, self.posting, self.at))
    }
}

/// Closes a posting after its last day.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ClosePosting {
    pub company: CompanyId,
    pub posting: PostingId,
    /// The end of the last day: a posting with a new one has another task.
    pub at: Time,
}

impl Task for ClosePosting {
    const KIND: &'static str = "close_posting";

    fn dedupe_key(&self) -> Option<String> {
        Some(key(Self::KIND, self.company, self.posting, self.at))
    }
}

fn key(kind: &str, company: CompanyId, posting: PostingId, at: Time) -> String {
    format!("{kind} {company} {posting} {}", at.rfc3339())
}

/// Does a [`PublishPosting`]. A draft that may not go live any more goes back to where it was, and the history says why.
pub async fn publish_scheduled(change: &mut Change<RunTasks>, task: &PublishPosting) -> Result<()> {
    let held = hold(change, task.posting).await?;
    if held.standing.status != Status::Scheduled || held.scheduled_for != Some(task.at) {
        return Ok(());
    }
    match go_live(change, &held).await {
        Ok(_) => Ok(()),
        Err(Error::Invalid(errors)) => {
            let missing: Vec<&str> = errors.iter().map(|(_, message)| message).collect();
            put_back(change, &held, json!(missing)).await
        }
        Err(Error::Refused { text, .. }) => put_back(change, &held, json!([text])).await,
        Err(other) => Err(other),
    }
}

/// Does a [`ClosePosting`].
pub async fn close_past(change: &mut Change<RunTasks>, task: &ClosePosting) -> Result<()> {
    let held = hold(change, task.posting).await?;
    if held.standing.status != Status::Live || held.closes_at != Some(task.at) {
        return Ok(());
    }
    end(change, &held).await
}
