//! What came with one of their addresses and is held: theirs as well, before anybody let it in.

use super::copy::HeldAnswer;
use crate::{
    access::Applicant,
    base::{clock::Time, error::Result, ids::CompanyId},
    domain::{applications::attachments::Download, candidates, intake},
};
use serde::Serialize;
use sqlx::PgConnection;

/// A sending that waits for somebody to look at it.
#[derive(Clone, Debug, Serialize)]
pub struct WaitingSending {
    pub role: String,
    pub reference: String,
    pub at: Time,
    pub sender: candidates::Applicant,
    pub answers: Vec<HeldAnswer>,
    pub files: Vec<WaitingFile>,
}

#[derive(Clone, Debug, Serialize)]
pub struct WaitingFile {
    /// Where it lies in the archive.
    pub path: String,
    pub name: String,
    #[serde(skip)]
    pub stored: Download,
}

/// All of it, oldest first.
pub(super) async fn waiting(
    db: &mut PgConnection,
    company: CompanyId,
    applicant: Applicant,
) -> Result<Vec<WaitingSending>> {
    let held = intake::held_of(db, company, applicant.candidate).await?;
    held.into_iter().map(WaitingSending::of).collect()
}

impl WaitingSending {
    fn of(held: intake::Held) -> Result<Self> {
        let (sent, reference) = (held.sent.0, held.reference);
        let answers = sent.answers.into_iter().map(|answer| HeldAnswer {
            question: answer.question.label,
            answer: answer.text,
        });
        let files = sent.files.into_iter().zip(1_u32..).map(|(enclosed, n)| {
            let name = enclosed.file.name.clone();
            Ok(WaitingFile {
                path: format!("files/{reference} {n:02} {name}"),
                name,
                stored: intake::download(enclosed.file)?,
            })
        });
        let answers = answers.collect();
        let files = files.collect::<Result<_>>()?;
        Ok(Self {
            role: held.posting,
            reference,
            at: held.at,
            sender: sent.applicant,
            answers,
            files,
        })
    }
}
