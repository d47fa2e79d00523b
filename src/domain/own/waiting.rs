//! What is theirs before it is an application: what came over a limit, and what came with one of their addresses and is held.

use super::copy::{HeldAnswer, MOST};
use crate::{
    base::{
        clock::{Day, Time},
        error::Result,
        ids::{CandidateId, CompanyId},
    },
    domain::{applications::attachments::Download, candidates, intake, sources::Touch},
};
use serde::Serialize;
use sqlx::{PgConnection, types::Json};

/// A sending over a limit.
#[derive(Clone, Debug, Serialize)]
pub struct Waiting {
    pub role: String,
    pub reference: String,
    pub at: Time,
    /// From then on they may apply again.
    pub open_on: Day,
    pub answers: Json<Vec<HeldAnswer>>,
    pub adjustments: Option<String>,
    /// What led to it, as the links said that they followed.
    pub came_through: Option<Json<Touch>>,
}

/// A sending that waits for somebody to look at it.
#[derive(Clone, Debug, Serialize)]
pub struct HeldSending {
    pub role: String,
    pub reference: String,
    pub at: Time,
    pub sender: candidates::Applicant,
    pub answers: Vec<HeldAnswer>,
    pub adjustments: Option<String>,
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

/// All that is held, oldest first.
pub(super) async fn held(
    db: &mut PgConnection,
    company: CompanyId,
    candidate: CandidateId,
) -> Result<Vec<HeldSending>> {
    let held = intake::held_of(db, company, candidate).await?;
    held.into_iter().map(HeldSending::of).collect()
}

impl HeldSending {
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
            adjustments: sent.adjustments,
            files,
        })
    }
}

/// All that came over a limit, oldest first.
pub(super) async fn waiting(
    db: &mut PgConnection,
    company: CompanyId,
    candidate: CandidateId,
) -> Result<Vec<Waiting>> {
    Ok(sqlx::query_as!(
        Waiting,
        r#"select p.title as role, b.reference, l.created_at as "at: _", l.open_on as "open_on: _", l.adjustments, l.touch as "came_through: _",
                  (select coalesce(jsonb_agg(jsonb_build_object('question', w->'question'->>'label', 'answer', w->>'text') order by n), '[]')
                   from jsonb_array_elements(l.answers) with ordinality as w (w, n)) as "answers!: _"
           from limited_submissions l
           join submissions b on (b.company_id, b.id) = (l.company_id, l.submission_id)
           join postings p on (p.company_id, p.id) = (l.company_id, l.posting_id)
           where l.company_id = $1 and l.candidate_id = $2 order by l.id limit $3"#,
        company as _,
        candidate as _,
        MOST,
    )
    .fetch_all(db)
    .await?)
}
