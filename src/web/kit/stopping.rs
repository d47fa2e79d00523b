//! Answers that never end by themselves end when the program stops.

use tokio_util::sync::CancellationToken;

/// Tells handlers that the program is asked to stop. A request extension.
#[derive(Clone, Debug)]
pub struct Stopping(pub CancellationToken);

impl Stopping {
    /// Waits until then.
    pub async fn begun(&self) {
        self.0.cancelled().await;
    }
}
