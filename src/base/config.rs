//! What an operator can set: by flag, by environment, or left at its default.

use super::secret::Secret;
use std::{net::SocketAddr, path::PathBuf};

/// Settings of every command that touches the installation.
#[derive(Clone, Debug, clap::Args)]
pub struct Config {
    /// Folder for the files that people upload, and for the private Postgres when there is no DATABASE_URL
    #[arg(
        long,
        env = "CANDOR_DATA_DIR",
        default_value = "./data",
        value_name = "DIR",
        global = true
    )]
    pub data_dir: PathBuf,

    /// Address to listen on
    #[arg(
        long,
        env = "CANDOR_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS",
        global = true
    )]
    pub listen: SocketAddr,

    /// Address that people type, used in every link [default: http:// and the listening address]
    #[arg(long, env = "CANDOR_PUBLIC_URL", value_name = "URL", global = true)]
    pub public_url: Option<url::Url>,

    /// Postgres to use instead of the private one, as postgres://user:password@host/database
    // From the environment only: an argument would show in the list of processes.
    #[arg(skip)]
    pub database_url: Option<Secret>,

    /// Postgres role that owns the tables and runs the migrations; set like DATABASE_URL
    #[arg(skip)]
    pub migration_database_url: Option<Secret>,

    /// Networks of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, as 10.0.0.0/8,192.168.1.7
    #[arg(
        long,
        env = "CANDOR_TRUSTED_PROXIES",
        default_value = "",
        hide_default_value = true,
        value_name = "NETWORKS",
        global = true
    )]
    pub trusted_proxies: String,

    /// Applications an hour from one network (IPv4 /24, IPv6 /48) before the rest waits in the list of held ones; 0 for no limit
    #[arg(
        long,
        env = "CANDOR_APPLICATIONS_PER_NETWORK",
        default_value_t = 60,
        value_name = "NUMBER",
        global = true
    )]
    pub applications_per_network: u32,

    /// File of passwords that are known to have leaked, one a line; nobody may choose them
    #[arg(
        long,
        env = "CANDOR_BREACHED_PASSWORDS",
        value_name = "FILE",
        global = true
    )]
    pub breached_passwords: Option<PathBuf>,

    /// The installation's key, from which candidates' links are made [default: key in the data directory]
    #[arg(long, env = "CANDOR_KEY_FILE", value_name = "FILE", global = true)]
    pub key_file: Option<PathBuf>,

    /// Mail server, as smtps://user:password@host:465 or smtp://host:25; without it mail is kept in the outbox
    // From the environment only, like every secret.
    #[arg(skip)]
    pub smtp_url: Option<Secret>,

    /// Address that mail comes from [default: candor@ and the public host]
    #[arg(long, env = "CANDOR_MAIL_FROM", value_name = "ADDRESS", global = true)]
    pub mail_from: Option<String>,

    /// What happens to mail
    #[arg(
        long,
        env = "CANDOR_MAIL",
        value_enum,
        default_value = "send",
        global = true
    )]
    pub mail: MailMode,

    /// Where all mail goes instead of to its recipients, with --mail redirect
    #[arg(
        long,
        env = "CANDOR_MAIL_REDIRECT",
        value_name = "ADDRESS",
        global = true
    )]
    pub mail_redirect: Option<String>,

    /// Where answers to mail come in: a mailbox that takes replies+anything@mail.example too, as replies@mail.example, or a
    /// domain of which all mail comes in, as *@replies.example [default: none, answers go to the company's contact address]
    #[arg(
        long,
        env = "CANDOR_REPLY_ADDRESS",
        value_name = "ADDRESS",
        global = true
    )]
    pub reply_address: Option<String>,

    /// Mailbox to fetch answers from, as imaps://mail.example:993/INBOX [default: none; see also receive-mail]
    #[arg(long, env = "CANDOR_IMAP_URL", value_name = "URL", global = true)]
    pub imap_url: Option<url::Url>,

    /// Who owns that mailbox
    #[arg(long, env = "CANDOR_IMAP_USER", value_name = "NAME", global = true)]
    pub imap_user: Option<String>,

    /// File with the password of that mailbox
    #[arg(
        long,
        env = "CANDOR_IMAP_PASSWORD_FILE",
        value_name = "FILE",
        global = true
    )]
    pub imap_password_file: Option<PathBuf>,

    /// Form of the log lines
    #[arg(
        long,
        env = "CANDOR_LOG_FORMAT",
        value_enum,
        default_value = "text",
        global = true
    )]
    pub log_format: LogFormat,
}

/// What happens to mail that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum MailMode {
    /// It goes to its recipients; without a mail server it is kept in the outbox
    Send,
    /// It is kept in the outbox
    Off,
    /// It goes to one address, for trying things
    Redirect,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people
    Text,
    /// For machines, one object a line
    Json,
}

impl Config {
    /// Takes what may only come from the environment.
    pub fn with_environment(mut self) -> Self {
        let read = |name| {
            std::env::var(name)
                .ok()
                .filter(|value| !value.is_empty())
                .map(Secret::new)
        };
        self.database_url = read("DATABASE_URL");
        self.smtp_url = read("CANDOR_SMTP_URL");
        self.migration_database_url =
            read("CANDOR_MIGRATION_DATABASE_URL").or_else(|| self.database_url.clone());
        self
    }

    /// The public address, without a slash at its end.
    pub fn public_origin(&self) -> String {
        match &self.public_url {
            Some(url) => url.origin().ascii_serialization(),
            None => format!("http://{}", self.listen),
        }
    }

    /// Whether browsers keep our session cookie at the public address: only where nobody on the way can read it.
    pub fn keeps_cookies(&self) -> bool {
        let origin = self.public_origin();
        let Ok(url) = url::Url::parse(&origin) else {
            return false;
        };
        let loopback = match url.host() {
            Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        };
        url.scheme() == "https" || (url.scheme() == "http" && loopback)
    }

    /// Where the installation's key lies.
    pub fn key_path(&self) -> PathBuf {
        let usual = || self.data_dir.join("key");
        self.key_file.clone().unwrap_or_else(usual)
    }

    /// Where uploaded files lie.
    pub fn files_dir(&self) -> PathBuf {
        self.data_dir.join("files")
    }
}
