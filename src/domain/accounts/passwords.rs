//! Passwords: which ones we take, and hashing them without stopping the server.

use crate::base::error::{Error, Result};
use anyhow::anyhow;
use argon2::{
    Algorithm, Argon2, Block, Params, PasswordHasher, Version,
    password_hash::phc::{Output, PasswordHash},
};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::Semaphore;

/// Most people who may wait for their password to be looked at; beyond it the answer is "busy".
const QUEUE: usize = 64;

/// What an unknown address is checked against, so that time tells nothing. Nobody's password.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$4rGqDLYJdWXkdJpLtHqYDqsjHqLxXqpTwWwD7mJbFfk";

/// Beginnings of the passwords that everybody tries first, as they read once case, digits, look-alikes and repeats are
/// undone.
const COMMON: [&str; 32] = [
    "password",
    "passwort",
    "qwerty",
    "qwertyuiop",
    "qwertz",
    "azerty",
    "letmein",
    "welcome",
    "admin",
    "administrator",
    "iloveyou",
    "monkey",
    "dragon",
    "football",
    "baseball",
    "master",
    "sunshine",
    "princess",
    "shadow",
    "superman",
    "batman",
    "trustno",
    "login",
    "secret",
    "changeme",
    "default",
    "summer",
    "winter",
    "autumn",
    "spring",
    "candor",
    "recruiter",
];

/// Hashes and checks passwords: argon2id, 19 MiB, two passes (OWASP's first choice), off the async threads, as many at
/// once as there are cores.
#[derive(Clone, Debug)]
pub struct Passwords {
    at_once: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    breached: Option<Arc<PathBuf>>,
    /// What checks are worked out in, 19 MiB for each at once. It is kept: where it is taken and given back at every sign-in, the
    /// heap is soon full of holes too small for it, and grows and grows.
    tables: Arc<Mutex<Vec<Vec<Block>>>>,
}

impl Passwords {
    /// `breached` is the operator's list of passwords that are known to have leaked, one a line.
    pub fn new(breached: Option<PathBuf>) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            at_once: Arc::new(Semaphore::new(cores.saturating_sub(1).max(1))),
            waiting: Arc::new(Semaphore::new(QUEUE)),
            breached: breached.map(Arc::new),
            tables: Arc::default(),
        }
    }

    /// The PHC string to keep.
    pub async fn hash(&self, password: String) -> Result<String> {
        self.off_thread(move || {
            hasher()?
                .hash_password(password.as_bytes())
                .map(|hash| hash.to_string())
                .map_err(|e| anyhow!("{e}"))
        })
        .await
    }

    /// Whether it is the password. Without a hash (an unknown address) it takes as long, and is not.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool> {
        let tables = self.tables.clone();
        self.off_thread(move || {
            let known = hash.is_some();
            let phc = hash.as_deref().unwrap_or(NOBODY);
            let kept = || tables.lock().unwrap_or_else(PoisonError::into_inner);
            let mut table = kept().pop().unwrap_or_default();
            let right = matches(&password, phc, &mut table);
            kept().push(table);
            Ok(right? && known)
        })
        .await
    }

    /// Whether a new password will do; else what to do about it.
    pub async fn check(&self, password: &str, own_words: &[&str]) -> Result<Result<(), String>> {
        if let Err(message) = strong(password, own_words) {
            return Ok(Err(message));
        }
        let Some(path) = self.breached.clone() else {
            return Ok(Ok(()));
        };
        let password = password.to_owned();
        let leaked = self
            .off_thread(move || {
                use std::io::BufRead;
                let file = std::io::BufReader::new(std::fs::File::open(path.as_path())?);
                for line in file.lines() {
                    if line?.trim_end() == password {
                        return Ok(true);
                    }
                }
                Ok(false)
            })
            .await?;
        Ok(if leaked {
            Err("Choose another password: this one has leaked from some website.".to_owned())
        } else {
            Ok(())
        })
    }

    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
    ) -> Result<T> {
        let busy = |cause: &str| Error::Busy {
            wait: Duration::from_secs(2),
            cause: cause.to_owned(),
        };
        let _place = self
            .waiting
            .clone()
            .try_acquire_owned()
            .map_err(|_| busy("too many passwords wait"))?;
        let turn = self
            .at_once
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| busy("stopping"))?;
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        })
        .await
        .map_err(|e| anyhow!(e))?;
        Ok(done?)
    }
}

fn hasher() -> anyhow::Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|e| anyhow!("{e}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Whether a password has this PHC string, worked out as that says.
fn matches(password: &str, phc: &str, table: &mut Vec<Block>) -> anyhow::Result<bool> {
    let known = PasswordHash::new(phc).map_err(|e| anyhow!("{e}"))?;
    let (Some(salt), Some(expected)) = (&known.salt, &known.hash) else {
        return Ok(false);
    };
    let params = Params::try_from(&known).map_err(|e| anyhow!("{e}"))?;
    let algorithm = Algorithm::try_from(known.algorithm.as_str()).map_err(|e| anyhow!("{e}"))?;
    let version = match known.version {
        Some(version) => Version::try_from(version).map_err(|e| anyhow!("{e}"))?,
        None => Version::default(),
    };
    table.resize(params.block_count(), Block::new());
    let mut made = vec![0; expected.as_bytes().len()];
    Argon2::new(algorithm, version, params)
        .hash_password_into_with_memory(password.as_bytes(), salt, &mut made, table)
        .map_err(|e| anyhow!("{e}"))?;
    // Compares without telling by its time how much is the same.
    Ok(Output::new(&made).map_err(|e| anyhow!("{e}"))? == *expected)
}

/// 12 to 256 characters, anything allowed, nothing that is guessed at once.
fn strong(password: &str, own_words: &[&str]) -> Result<(), String> {
    let length = password.chars().count();
    if length < 12 {
        return Err("Use at least 12 characters; a short sentence is fine.".to_owned());
    }
    if length > 256 {
        return Err("Use at most 256 characters.".to_owned());
    }
    let plain = plain(password);
    if COMMON.contains(&plain.as_str()) || plain.chars().count() < 4 {
        return Err(
            "Choose another password: this one is among the first that anybody tries.".to_owned(),
        );
    }
    let mut own: Vec<&str> = own_words
        .iter()
        .flat_map(|words| words.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    own.push("candor");
    if u8::from(zxcvbn::zxcvbn(password, &own).score()) < 3 {
        return Err(
            "Choose a longer or less usual password: this one is guessed quickly.".to_owned(),
        );
    }
    Ok(())
}

/// A password with case, look-alikes, digits and signs at its ends, and repeats undone.
fn plain(password: &str) -> String {
    let letters: String = password
        .to_lowercase()
        .trim_matches(|c: char| !c.is_alphabetic() && !"@$!".contains(c))
        .trim_end_matches(|c: char| !c.is_alphabetic())
        .chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            other => other,
        })
        .filter(|c| c.is_alphabetic())
        .collect();
    // "abcabcabc" is "abc".
    let n = letters.chars().count();
    (1..=n / 2)
        .filter(|size| n.is_multiple_of(*size))
        .map(|size| letters.chars().take(size).collect::<String>())
        .find(|unit| unit.repeat(n / unit.chars().count()) == letters)
        .unwrap_or(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_tries_is_refused() {
        for password in [
            "P@ssw0rd2024!",
            "passwordpassword",
            "Welcome12345",
            "aaaaaaaaaaaa",
            "short",
            "qwertyqwerty1",
            "candor-candor",
        ] {
            assert!(strong(password, &[]).is_err(), "{password}");
        }
        assert!(strong(&"x".repeat(257), &[]).is_err());
    }

    #[test]
    fn a_sentence_will_do() {
        assert_eq!(strong("herons nest above the mill", &[]), Ok(()));
    }

    #[tokio::test]
    async fn a_password_has_its_own_hash_only_whatever_was_checked_before() {
        let passwords = Passwords::new(None);
        let right = "herons nest above the mill".to_owned();
        let hash = passwords.hash(right.clone()).await.unwrap();
        for _ in 0..2 {
            let verify = |password: &str, hash| passwords.verify(password.to_owned(), hash);
            assert!(verify(&right, Some(hash.clone())).await.unwrap());
            assert!(
                !verify("herons nest above the mill!", Some(hash.clone()))
                    .await
                    .unwrap()
            );
            assert!(!verify(&right, Some(NOBODY.to_owned())).await.unwrap());
            assert!(!verify(&right, None).await.unwrap());
        }
    }

    #[test]
    fn ones_own_name_is_no_password() {
        assert!(strong("rosalindqvist", &["Rosa Lindqvist"]).is_err());
    }
}
