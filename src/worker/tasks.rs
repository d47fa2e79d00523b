//! The name of each task, and the function that does it.

use super::Claimed;
use crate::app::App;
use anyhow::bail;

/// Does one task.
pub(super) async fn run(_app: App, task: Claimed) -> anyhow::Result<()> {
    bail!("no task is called {}", task.kind)
}
