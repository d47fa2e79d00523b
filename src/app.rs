//! What every handler and every task is given.

use crate::{
    base::{config::Config, db::Db},
    domain::{
        accounts::passwords::Passwords,
        files::{Extractor, Storage},
        mail::Mailer,
        privacy::ErasureList,
        replies::Mailbox,
        search::Frequencies,
    },
};
use anyhow::Context;
use std::{path::PathBuf, sync::Arc};

/// The program's parts. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub config: Arc<Config>,
    pub passwords: Passwords,
    pub storage: Storage,
    pub extractor: Arc<Extractor>,
    pub mailer: Mailer,
    /// Where answers are fetched from, if anywhere.
    pub mailbox: Option<Mailbox>,
    pub erasures: ErasureList,
    /// How often words occur, for the search.
    pub frequencies: Frequencies,
}

impl App {
    /// `program` is the binary that reads documents as its own child.
    pub fn new(db: Db, config: Config, program: PathBuf) -> anyhow::Result<Self> {
        let storage = Storage::at(&config.data_dir)
            .with_context(|| format!("files cannot be kept in {}", config.data_dir.display()))?;
        Ok(Self {
            db,
            passwords: Passwords::new(config.breached_passwords.clone()),
            storage,
            mailer: Mailer::new(&config)?,
            mailbox: Mailbox::new(&config)?,
            erasures: ErasureList::at(&config.data_dir),
            frequencies: Frequencies::default(),
            extractor: Arc::new(Extractor::new(program)),
            config: Arc::new(config),
        })
    }
}
