//! One sending of an application form, checked and with its files in place.

use super::{answers::Answer, consent::Consent};
use crate::{
    base::{error::Result, ids::PostingId},
    domain::{candidates::Applicant, files::SentFile, postings::advert::Question, sources::Touch},
};
use anyhow::Context;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What somebody sends to apply. Held sendings stand in the database as this.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Submission {
    /// One-time: whatever comes with the same key is the same sending.
    pub key: Uuid,
    pub posting: PostingId,
    pub applicant: Applicant,
    pub answers: Vec<Answer>,
    pub files: Vec<Enclosed>,
    pub consents: Vec<Consent>,
    /// What they need to take part fairly: for coordinators only.
    pub adjustments: Option<String>,
    /// What the link said that led here.
    pub referrer: Option<String>,
    /// The same, whole.
    pub touch: Touch,
}

/// A file of the form, durable before its row is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Enclosed {
    pub role: FileRole,
    pub file: SentFile,
}

/// What a file of the form is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileRole {
    Resume,
    Answer(Question),
}

/// What a file is to its application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "attachment_kind", rename_all = "snake_case")]
pub enum AttachmentKind {
    Resume,
    CoverLetter,
    Answer,
    Other,
}

impl FileRole {
    pub fn kind(&self) -> AttachmentKind {
        match self {
            Self::Resume => AttachmentKind::Resume,
            Self::Answer(_) => AttachmentKind::Answer,
        }
    }
}

impl Submission {
    /// Tells a repetition from another sending that took the same key: over everything that was sent, files by their
    /// SHA-256, and nothing that changes from try to try.
    pub(super) fn content_hash(&self) -> Result<[u8; 32]> {
        let answers = self
            .answers
            .iter()
            .map(|answer| json!([answer.question.id, answer.value]));
        let files = self.files.iter().map(|enclosed| {
            let question = match &enclosed.role {
                FileRole::Resume => None,
                FileRole::Answer(question) => Some(question.id),
            };
            json!([question, enclosed.file.name, enclosed.file.stored.sha256])
        });
        let purposes = self.consents.iter().map(|consent| consent.purpose as u8);
        let content = json!([
            self.posting,
            self.applicant,
            answers.collect::<Vec<_>>(),
            files.collect::<Vec<_>>(),
            purposes.collect::<Vec<_>>(),
            self.referrer,
            self.adjustments,
        ]);
        let content = serde_json::to_vec(&content).context("a submission is JSON")?;
        Ok(Sha256::digest(content).into())
    }
}
