//! `candor check`: what is wrong with the configuration, and how to mend it. Changes nothing.

mod database;
mod erasures;
mod machine;
mod mail;
mod site;

use anyhow::bail;
use candor::base::config::Config;
use std::fmt;

/// One line of the report: a sentence, and for all but the first kind what to do about it.
enum Finding {
    /// As it should be.
    Well(String),
    /// Candor works, but not as well or as safely as it could.
    Doubtful(String),
    /// Candor does not work, or loses something.
    Wrong(String),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Well(text) => write!(f, "well      {text}"),
            Self::Doubtful(text) => write!(f, "doubtful  {text}"),
            Self::Wrong(text) => write!(f, "wrong     {text}"),
        }
    }
}

/// Prints a line for each thing that was looked at; fails when one of them is wrong.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let mut found = machine::findings(&config).await;
    found.extend(database::findings(&config).await);
    found.extend(site::findings(&config).await);
    found.extend(mail::findings(&config).await);
    for finding in &found {
        println!("{finding}");
    }
    let wrong = found
        .iter()
        .filter(|finding| matches!(finding, Finding::Wrong(_)))
        .count();
    match wrong {
        0 => Ok(()),
        1 => bail!("one thing is wrong"),
        many => bail!("{many} things are wrong"),
    }
}
