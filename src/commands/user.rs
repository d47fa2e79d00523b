//! `candor user`: the way in when nobody can sign in.

use anyhow::{Context, anyhow, bail};
use candor::{
    access::{AccountPermit, Actor, Permit, Role, Through, permissions::ManageUsers},
    app::App,
    base::{config::Config, error::Error, ids::UserId, links::Slug},
    domain::{
        accounts::{
            members, reset,
            users::{self, Email, NewUser},
        },
        companies,
    },
    server::Installation,
};
use clap::Subcommand;
use std::{io::Read, sync::Arc};

#[derive(Subcommand)]
pub enum UserCommand {
    /// Make a user; the password is read from standard input
    Create {
        /// Address to sign in with
        #[arg(long)]
        email: String,
        /// Name, as "Rosa Lindqvist"
        #[arg(long)]
        name: String,
        /// Company (its path segment) to belong to
        #[arg(long, requires = "role")]
        company: Option<String>,
        /// What they are there
        #[arg(long, value_enum)]
        role: Option<Role>,
        /// May make companies
        #[arg(long)]
        operator: bool,
    },
    /// Choose a new password for a user: from standard input, or with --link by an address that works for 30 minutes
    Reset {
        #[arg(long)]
        email: String,
        /// Print a one-time address instead of reading a password
        #[arg(long)]
        link: bool,
    },
    /// Give a user a role in a company, or show those that they have
    Roles {
        #[arg(long)]
        email: String,
        #[arg(long, requires = "role")]
        company: Option<String>,
        #[arg(long, value_enum, requires = "company")]
        role: Option<Role>,
    },
}

impl UserCommand {
    pub async fn run(self, config: Config) -> anyhow::Result<()> {
        let installation = Installation::open(config).await?;
        let done = self.with(&installation).await;
        installation.close().await;
        done
    }

    async fn with(self, installation: &Installation) -> anyhow::Result<()> {
        let app = installation.app();
        let permit = AccountPermit::new(&app.db, None);
        match self {
            Self::Create {
                email,
                name,
                company,
                role,
                operator,
            } => {
                let email = address(&email)?;
                let (given_name, family_name) = match name.trim().split_once(' ') {
                    Some((given, family)) => (given.to_owned(), family.trim().to_owned()),
                    None => (name.trim().to_owned(), String::new()),
                };
                let place = match company.zip(role) {
                    Some((slug, role)) => Some((staff(app, &slug).await?, role)),
                    None => None,
                };
                let hash = password(app, &[&name, email.as_str()]).await?;
                let user = NewUser {
                    email,
                    given_name,
                    family_name,
                    password_hash: Some(hash),
                    operator,
                };
                let id = plain(
                    permit
                        .change(async |change| users::create(change, user).await)
                        .await,
                )?;
                if let Some((company, role)) = place {
                    appoint(&company, id, role).await?;
                }
                println!(
                    "Done. They can sign in at {}/sign-in",
                    app.config.public_origin()
                );
            }
            Self::Reset { email, link } => {
                let email = address(&email)?;
                let user = plain(users::by_email(&mut *plain(permit.read().await)?, &email).await)?
                    .context("nobody has an account with this address")?
                    .id;
                if link {
                    let token = plain(
                        permit
                            .change(async |change| reset::link(change, user).await)
                            .await,
                    )?;
                    println!(
                        "Works once, for 30 minutes:\n  {}/account/reset/{}",
                        app.config.public_origin(),
                        token.reveal()
                    );
                } else {
                    let hash = password(app, &[email.as_str()]).await?;
                    plain(
                        permit
                            .change(async |change| users::set_password(change, user, &hash).await)
                            .await,
                    )?;
                    println!("Done. Every session of theirs has ended.");
                }
            }
            Self::Roles {
                email,
                company,
                role,
            } => {
                let email = address(&email)?;
                let user = plain(users::by_email(&mut *plain(permit.read().await)?, &email).await)?
                    .context("nobody has an account with this address")?
                    .id;
                if let Some((company, role)) = company.zip(role) {
                    appoint(&staff(app, &company).await?, user, role).await?;
                }
                for place in plain(members::places(&mut *plain(permit.read().await)?, user).await)?
                {
                    println!("{}\t{}", place.slug, place.role.key());
                }
            }
        }
        Ok(())
    }
}

/// A password from standard input, checked and hashed.
async fn password(app: &App, own_words: &[&str]) -> anyhow::Result<String> {
    if std::io::IsTerminal::is_terminal(&std::io::stdin()) {
        eprintln!("Type the password, then Enter and Ctrl-D:");
    }
    let mut text = String::new();
    std::io::stdin().take(2000).read_to_string(&mut text)?;
    let text = text.trim_end_matches(['\n', '\r']).to_owned();
    if let Err(message) = plain(app.passwords.check(&text, own_words).await)? {
        bail!("{message}");
    }
    plain(app.passwords.hash(text).await)
}

fn address(text: &str) -> anyhow::Result<Email> {
    Email::parse(text).context(users::EMAIL_HELP)
}

/// Leave to manage the people of a company, as whoever runs the installation.
async fn staff(app: &App, slug: &str) -> anyhow::Result<Permit<ManageUsers>> {
    let company = match Slug::parse(slug) {
        Some(slug) => {
            let mut db = plain(app.db.read().await)?;
            plain(companies::by_slug(&mut db, &slug).await)?
        }
        None => None,
    };
    let company = company
        .context("there is no such company; its name is the path segment in its addresses")?;
    let actor = Arc::new(Actor::System(Through::CommandLine));
    plain(Permit::issue(&app.db, Arc::new(company), actor, None))
}

async fn appoint(permit: &Permit<ManageUsers>, user: UserId, role: Role) -> anyhow::Result<()> {
    plain(
        permit
            .change(async |change| members::appoint(change, user, role).await)
            .await,
    )
}

/// A refusal in the words of the command line.
fn plain<T>(done: Result<T, Error>) -> anyhow::Result<T> {
    done.map_err(|error| match error {
        Error::Invalid(errors) => anyhow!(
            "{}",
            errors
                .iter()
                .map(|(_, text)| text)
                .collect::<Vec<_>>()
                .join("; ")
        ),
        Error::Refused { text, .. } => anyhow!("{text}"),
        Error::Unexpected(cause) => cause,
        other => anyhow!("{other}"),
    })
}
