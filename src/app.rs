//! What every handler and every task is given.

use crate::base::{config::Config, db::Db};
use std::sync::Arc;

/// The program's parts. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub config: Arc<Config>,
}
