//! What every handler and every task is given.

use crate::{
    base::{config::Config, db::Db},
    domain::accounts::passwords::Passwords,
};
use std::sync::Arc;

/// The program's parts. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub config: Arc<Config>,
    pub passwords: Passwords,
}

impl App {
    pub fn new(db: Db, config: Config) -> Self {
        Self {
            db,
            passwords: Passwords::new(config.breached_passwords.clone()),
            config: Arc::new(config),
        }
    }
}
