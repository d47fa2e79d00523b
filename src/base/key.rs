//! The installation's key: 256 random bits in a file of the data directory, outside the database, so that whoever reads
//! the database alone cannot make the links that candidates have.

use super::secret::Token;
use anyhow::{Context, bail};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::{
    fs::{File, OpenOptions},
    io::{ErrorKind, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
    sync::Arc,
};

/// Key of every HMAC that the installation makes. Prints as nothing.
#[derive(Clone)]
pub struct InstallationKey(Arc<[u8; 32]>);

impl InstallationKey {
    /// Reads the key, or makes it where there is none yet. Of two programs that start at once, one makes it.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let told = || format!("the installation's key {}", path.display());
        for _ in 0..3 {
            match File::open(path) {
                Ok(mut file) => {
                    let mut bytes = Vec::with_capacity(33);
                    Read::by_ref(&mut file)
                        .take(33)
                        .read_to_end(&mut bytes)
                        .with_context(told)?;
                    let Ok(key) = <[u8; 32]>::try_from(bytes) else {
                        bail!(
                            "{} is not 32 bytes long; put the file from your backup back",
                            told()
                        );
                    };
                    return Ok(Self(Arc::new(key)));
                }
                Err(cause) if cause.kind() == ErrorKind::NotFound => {
                    make(path).with_context(told)?
                }
                Err(cause) => return Err(cause).with_context(told),
            }
        }
        bail!("{} comes and goes", told())
    }

    /// A token that only this key makes of the purpose and the nonce.
    pub fn token(&self, purpose: &str, nonce: &[u8]) -> Token {
        Token::of(self.mac(purpose, nonce))
    }

    /// Eight digits that only this key makes of the purpose and the nonce: for people to type.
    pub fn code(&self, purpose: &str, nonce: &[u8]) -> String {
        let [a, b, c, d, ..] = self.mac(purpose, nonce);
        let digits = u32::from_be_bytes([a, b, c, d]) % 100_000_000;
        format!("{:04} {:04}", digits / 10_000, digits % 10_000)
    }

    fn mac(&self, purpose: &str, nonce: &[u8]) -> [u8; 32] {
        let mut mac = match Hmac::<Sha256>::new_from_slice(&self.0[..]) {
            Ok(mac) => mac,
            Err(_) => unreachable!("HMAC takes a key of any length (RFC 2104)"),
        };
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(nonce);
        mac.finalize().into_bytes().into()
    }
}

impl std::fmt::Debug for InstallationKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// Writes a new key whole, under another name first, so that nobody ever reads half of one.
fn make(path: &Path) -> std::io::Result<()> {
    let draft = path.with_extension(format!("new-{}", std::process::id()));
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&draft)?;
    file.write_all(&rand::random::<[u8; 32]>())?;
    file.sync_all()?;
    // A hard link fails where the name is taken; a rename would replace a key that somebody uses already.
    let made = std::fs::hard_link(&draft, path);
    std::fs::remove_file(&draft)?;
    match made {
        Err(cause) if cause.kind() != ErrorKind::AlreadyExists => return Err(cause),
        _ => {}
    }
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_makes_the_same_tokens() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let first = InstallationKey::open(&path).unwrap();
        let again = InstallationKey::open(&path).unwrap();
        assert_eq!(
            first.token("a", b"x").reveal(),
            again.token("a", b"x").reveal()
        );
        assert_ne!(
            first.token("a", b"x").reveal(),
            first.token("b", b"x").reveal()
        );
        assert_ne!(
            first.token("a", b"x").reveal(),
            first.token("a", b"y").reveal()
        );
        assert!(Token::parse(first.token("a", b"x").reveal()).is_some());
        let code = first.code("a", b"x");
        assert!(
            code.len() == 9 && code.chars().all(|c| c.is_ascii_digit() || c == ' '),
            "{code}"
        );
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_broken_key_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, b"short").unwrap();
        assert!(InstallationKey::open(&path).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"short");
    }
}
