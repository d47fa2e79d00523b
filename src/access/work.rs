//! Tasks: what a change causes and the worker does.

use serde::{Serialize, de::DeserializeOwned};

/// Background work, as a row written with the change that causes it. Running it twice does no harm.
pub trait Task: Serialize + DeserializeOwned + Send {
    /// Its name in the table `work`, and in `worker::tasks`.
    const KIND: &'static str;

    /// At most one unfinished task has this key; a second is not written.
    fn dedupe_key(&self) -> Option<String> {
        None
    }
}
