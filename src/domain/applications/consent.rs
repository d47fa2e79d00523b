//! What an applicant agrees to: the words on the form are the words that are kept.

use crate::{
    access::Change,
    base::{
        error::Result,
        ids::{ApplicationId, CandidateId},
    },
    domain::candidates,
};
use sha2::{Digest, Sha256};

/// What a consent is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type, serde::Serialize, serde::Deserialize)]
#[sqlx(type_name = "consent_purpose", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Needed to apply.
    Application,
    /// Never needed, and never ticked for somebody.
    TalentPool,
}

/// The words that the form links to the privacy notice.
pub const NOTICE: &str = "privacy notice";

/// A consent as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Consent {
    pub purpose: Purpose,
    pub text: String,
}

impl Consent {
    /// To read and keep the application. A company without a privacy notice cannot refer to one.
    pub fn application(company: &str, has_notice: bool) -> Self {
        let said = if has_notice {
            format!(", as the {NOTICE} says")
        } else {
            String::new()
        };
        Self {
            purpose: Purpose::Application,
            text: format!(
                "I agree that {company} reads and keeps this application{said}. I can have it deleted at any time."
            ),
        }
    }

    /// To be kept in mind for other roles.
    pub fn talent_pool(company: &str) -> Self {
        Self {
            purpose: Purpose::TalentPool,
            text: format!("{company} may keep my details for other roles too."),
        }
    }

    /// The text's version: its SHA-256 in hexadecimal.
    pub fn version(&self) -> String {
        let hash = Sha256::digest(self.text.as_bytes());
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Keeps what was agreed to. Whoever may be thought of for other roles comes into the pool.
pub(in crate::domain) async fn give<P>(
    change: &mut Change<P>,
    candidate: CandidateId,
    application: Option<ApplicationId>,
    consents: &[Consent],
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    for consent in consents {
        sqlx::query!(
            r#"insert into consents (company_id, candidate_id, application_id, purpose, text, text_version, locale, given_at)
               values ($1, $2, $3, $4, $5, $6, 'en', $7)"#,
            company as _,
            candidate as _,
            application as _,
            consent.purpose as _,
            consent.text,
            consent.version(),
            now as _,
        )
        .execute(change.db())
        .await?;
        if consent.purpose == Purpose::TalentPool {
            candidates::enter_pool(change, candidate).await?;
        }
    }
    Ok(())
}
