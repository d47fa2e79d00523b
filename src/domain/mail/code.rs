//! One-time codes: what a mail has, and its reader types. The database has only what they are made of.

use crate::base::key::InstallationKey;
use sha2::{Digest, Sha256};

/// For what the key makes codes.
const PURPOSE: &str = "erasure code";

/// The code that a mail has, and that its reader types.
pub fn one_time_code(key: &InstallationKey, nonce: &[u8]) -> String {
    key.code(PURPOSE, nonce)
}

/// Whether this is the code, however its digits were grouped. Hashes are compared, so that time tells nothing.
pub fn is_code(key: &InstallationKey, nonce: &[u8], typed: &str) -> bool {
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    let hash = |text: String| Sha256::digest(text);
    hash(digits(typed)) == hash(digits(&one_time_code(key, nonce)))
}
