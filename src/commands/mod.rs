//! The command line.

mod audit;
mod check;
mod demo;
mod import;
mod receive_mail;
mod user;

use candor::{
    base::config::Config,
    domain::files::{self, FileKind},
    server::{self, Installation},
    web::kit::log,
};
use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// What is no flag: arguments show in the list of processes, and these hold secrets or are rarely needed.
const ENVIRONMENT: &str = "\
Only from the environment:
  DATABASE_URL                   Postgres to use instead of the private one,
                                 as postgres://user:password@host:5432/database
  CANDOR_MIGRATION_DATABASE_URL  The same database, as the role that owns the tables
                                 [default: DATABASE_URL]
  CANDOR_SMTP_URL                Mail server, as smtps://user:password@host:465 or smtp://host:25
                                 [default: none, mail is kept in the outbox]
  CANDOR_LOG                     What is logged, as info or candor=debug,sqlx=warn; RUST_LOG
                                 works too [default: info]
  PG_BIN_DIR                     Folder of the Postgres programs for the private one
                                 [default: the newest installed]";

/// Candor: an applicant tracking system that people on both sides of a hire can trust.
///
/// Without DATABASE_URL, Candor keeps a private Postgres in its data directory and needs nothing else.
#[derive(Parser)]
#[command(name = "candor", version, subcommand_required = false, after_help = ENVIRONMENT)]
pub struct Program {
    #[command(flatten)]
    config: Config,
    #[command(subcommand)]
    command: Option<Job>,
}

#[derive(Subcommand)]
enum Job {
    #[command(flatten)]
    Operators(Command),
    /// Read a document's text from standard input: what the program starts for each upload
    #[command(hide = true)]
    ExtractText {
        kind: FileKind,
        pdftotext: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
enum Command {
    /// Run Candor (this is what happens without a command)
    #[command(after_help = ENVIRONMENT)]
    Serve,
    /// Bring the database up to date, and do nothing else
    Migrate,
    /// Fill the installation with invented companies, postings, people and applications, to look around
    Demo,
    /// Read postings that others wrote into drafts; again, to update them
    Import(import::ImportCommand),
    /// Make people who may sign in, and change what they are
    #[command(subcommand)]
    User(user::UserCommand),
    /// Look whether the history is what was written
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Take in one mail from standard input: for a mail server's pipe; ends with 75 when it is to be tried again
    ReceiveMail {
        /// Address of the envelope, where the mail server knows it
        #[arg(long, value_name = "ADDRESS")]
        to: Option<String>,
    },
    /// Tell what is wrong with the configuration, and how to mend it; changes nothing
    Check,
}

impl Program {
    pub fn run(self) -> ExitCode {
        let command = match self.command {
            // Confines itself, for which there must be no other thread yet.
            Some(Job::ExtractText { kind, pdftotext }) => {
                return files::run_child(kind, pdftotext.as_deref());
            }
            Some(Job::Operators(command)) => command,
            None => Command::Serve,
        };
        if rustls::crypto::ring::default_provider()
            .install_default()
            .is_err()
        {
            eprintln!("candor: the cryptography provider was installed twice");
        }
        let config = self.config.with_environment();
        if let Err(cause) = log::init(config.log_format) {
            return failed(&cause.into());
        }
        let runtime = match tokio::runtime::Runtime::new() {
            Ok(runtime) => runtime,
            Err(cause) => return failed(&cause.into()),
        };
        runtime.block_on(async {
            let done = match command {
                Command::Serve => server::serve(config).await,
                Command::Migrate => migrate(config).await,
                Command::Demo => demo::run(config).await,
                Command::Import(command) => command.run(config).await,
                Command::User(command) => command.run(config).await,
                Command::Audit(command) => command.run(config).await,
                // Has an answer of its own for whoever handed the mail over.
                Command::ReceiveMail { to } => return receive_mail::run(config, to).await,
                Command::Check => check::run(config).await,
            };
            match done {
                Ok(()) => ExitCode::SUCCESS,
                Err(cause) => failed(&cause),
            }
        })
    }
}

async fn migrate(config: Config) -> anyhow::Result<()> {
    Installation::open(config).await?.close().await;
    println!("The database is up to date.");
    Ok(())
}

fn failed(cause: &anyhow::Error) -> ExitCode {
    eprintln!("candor: {cause:#}");
    ExitCode::FAILURE
}
