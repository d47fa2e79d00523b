//! `candor audit`: whether anybody changed the history.

use anyhow::bail;
use candor::{
    base::config::Config,
    domain::{audit, companies},
    server::Installation,
};
use clap::Subcommand;
use std::fmt::Write;

#[derive(Subcommand)]
pub enum AuditCommand {
    /// Compute each company's chain of events again; fails when a row was changed, taken away or added
    Verify,
}

impl AuditCommand {
    pub async fn run(self, config: Config) -> anyhow::Result<()> {
        let Self::Verify = self;
        let installation = Installation::open(config).await?;
        let done = verify(&installation).await;
        installation.close().await;
        done
    }
}

async fn verify(installation: &Installation) -> anyhow::Result<()> {
    let mut db = installation.app().db.work().acquire().await?;
    let mut faults = 0;
    for company in companies::all(&mut db).await? {
        let found = audit::verify(&mut db, company.id).await?;
        let head = found.head.iter().fold(String::new(), |mut head, byte| {
            let _ = write!(head, "{byte:02x}");
            head
        });
        println!(
            "{}: {} events, of which {} without their erased details; {} too new to be sealed; the last is {head}",
            company.slug, found.length, found.erased, found.unsealed
        );
        for fault in &found.faults {
            println!("{}: {fault}", company.slug);
        }
        faults += found.faults.len();
    }
    match faults {
        0 => Ok(()),
        _ => bail!("the history is not what was written"),
    }
}
