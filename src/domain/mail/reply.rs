//! The address that answers to mail about an application go to: it names the application by a token that only the
//! installation's key makes, so that nobody can write to one whose mail they never had.

use crate::{
    access::Change,
    base::{
        error::Result,
        ids::{ApplicationId, CompanyId},
        key::InstallationKey,
    },
};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use std::fmt::Write;

/// For what the key makes these tokens.
const PURPOSE: &str = "reply address";
/// Bytes of a token, written in hexadecimal: mail servers may change the case of an address, and it has 64 characters
/// before the `@` at the most (RFC 5321, 4.5.3.1.1).
const BYTES: usize = 20;

/// Where answers come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyAddress {
    /// What stands before the token.
    before: String,
    domain: String,
}

impl ReplyAddress {
    /// `replies@mail.example`, a mailbox that takes `replies+token@mail.example` as well, or `*@replies.example`, a domain of
    /// which all mail comes in.
    pub fn parse(text: &str) -> Option<Self> {
        let (local, domain) = text.trim().rsplit_once('@')?;
        let before = match local {
            "*" => "reply-".to_owned(),
            local => format!("{local}+"),
        };
        let plain = |text: &str| {
            let allowed = |c: char| c.is_ascii_alphanumeric() || "._-+".contains(c);
            !text.is_empty() && text.chars().all(allowed)
        };
        (plain(&before) && plain(domain) && before.len() <= 24 && !local.is_empty()).then(|| Self {
            before,
            domain: domain.to_owned(),
        })
    }

    /// The address for answers about an application.
    pub fn of(
        &self,
        key: &InstallationKey,
        company: CompanyId,
        application: ApplicationId,
    ) -> String {
        let token = token(key, company, application);
        format!("{}{token}@{}", self.before, self.domain)
    }
}

fn token(key: &InstallationKey, company: CompanyId, application: ApplicationId) -> String {
    let nonce = format!("{}/{}", company.0, application.0);
    let bytes = key.token(PURPOSE, nonce.as_bytes()).hash();
    bytes
        .iter()
        .take(BYTES)
        .fold(String::new(), |mut token, byte| {
            // Writing to a string does not fail.
            let _ = write!(token, "{byte:02x}");
            token
        })
}

/// The token in an address, wherever the installation had its answers sent when the mail was written.
pub fn token_in(address: &str) -> Option<String> {
    let (local, _) = address.rsplit_once('@')?;
    let token = local.rsplit(['+', '-']).next()?.to_ascii_lowercase();
    let sound = token.len() == 2 * BYTES && token.bytes().all(|b| b.is_ascii_hexdigit());
    sound.then_some(token)
}

/// Has answers about an application find it.
pub(super) async fn await_answers<P>(
    change: &mut Change<P>,
    application: ApplicationId,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let token = token(change.key(), company, application);
    sqlx::query!(
        r#"insert into reply_addresses (company_id, application_id, token_hash, created_at) values ($1, $2, $3, $4)
           on conflict do nothing"#,
        company as _,
        application as _,
        &hash(&token)[..],
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// The application that a token names.
pub async fn answered(
    db: &mut PgConnection,
    token: &str,
) -> Result<Option<(CompanyId, ApplicationId)>> {
    let row = sqlx::query!(
        r#"select company_id as "company: CompanyId", application_id as "application: ApplicationId"
           from reply_addresses where token_hash = $1"#,
        &hash(token)[..],
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.company, row.application)))
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_or_a_whole_domain() {
        for text in ["replies@heron.example", "*@replies.heron.example"] {
            assert!(ReplyAddress::parse(text).is_some(), "{text}");
        }
        for text in [
            "",
            "replies",
            "@heron.example",
            "a b@heron.example",
            "a@b\r\nBcc: c@d",
            "<a@b.example>",
        ] {
            assert_eq!(ReplyAddress::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_token_is_found_in_any_case_and_nothing_else_is_one() {
        let token = "0123456789abcdef0123456789abcdef01234567";
        for address in [
            format!("replies+{token}@heron.example"),
            format!("REPLIES+{}@HERON.EXAMPLE", token.to_uppercase()),
            format!("reply-{token}@replies.heron.example"),
        ] {
            assert_eq!(token_in(&address).as_deref(), Some(token));
        }
        for address in [
            "replies@heron.example",
            "a+b@c.example",
            "",
            "+@",
            "replies+0123456789abcdef0123456789abcdef0123456g@h.example",
        ] {
            assert_eq!(token_in(address), None, "{address}");
        }
    }
}
