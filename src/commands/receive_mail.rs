//! `candor receive-mail`: takes in one mail, as a mail server hands it to a program.

use candor::{
    base::{config::Config, error::Error},
    domain::replies::{MAIL, Received, receive},
    server::Installation,
};
use std::{io::Read, process::ExitCode};

/// What mail servers understand (`sysexits.h`): try again later; never.
const LATER: u8 = 75;
const NEVER: u8 = 65;

/// Reads the mail from standard input and files it. `to` is the address of the envelope.
pub async fn run(config: Config, to: Option<String>) -> ExitCode {
    match take(config, to.as_deref()).await {
        Ok(Received::TooLarge) => {
            eprintln!("This mail is larger than 25 MB.");
            ExitCode::from(NEVER)
        }
        Ok(_) => ExitCode::SUCCESS,
        Err(cause) => {
            eprintln!("candor: {cause:#}");
            ExitCode::from(LATER)
        }
    }
}

async fn take(config: Config, to: Option<&str>) -> anyhow::Result<Received> {
    let mut raw = Vec::new();
    let most = u64::try_from(MAIL)?.saturating_add(1);
    std::io::stdin().take(most).read_to_end(&mut raw)?;
    let installation = Installation::open(config).await?;
    let app = installation.app();
    let received = receive(&app.db, &app.storage, raw, to).await;
    installation.close().await;
    received.map_err(|error| match error {
        Error::Unexpected(cause) => cause,
        other => anyhow::anyhow!("{other}"),
    })
}
