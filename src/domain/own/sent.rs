//! What they sent, as it stands in the form that corrects it.

use super::outcome::Outcome;
use crate::{
    access::Applicant,
    base::{
        error::{Error, Result},
        ids::CompanyId,
    },
    domain::{applications::answers::Answer, postings::advert::Question},
};
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

/// Who they said they are, and what they answered.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The posting's title, as they know it.
    pub title: String,
    pub outcome: Option<Outcome>,
    pub contact: ContactData,
    pub emails: Vec<String>,
    /// The name of the newest résumé.
    pub resume: Option<String>,
    /// What the posting asked when they applied.
    pub questions: Vec<Question>,
    pub answers: Vec<Answer>,
}

/// What a candidate may change about themselves.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ContactData {
    pub given_name: String,
    pub family_name: String,
    pub phones: Vec<String>,
    pub headline: String,
    pub place: String,
    pub links: Vec<String>,
}

impl ContactData {
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
            .trim_end()
            .to_owned()
    }
}

/// Looks it up.
pub async fn sent(db: &mut PgConnection, company: CompanyId, applicant: Applicant) -> Result<Sent> {
    let row = sqlx::query!(
        r#"select coalesce(p.title, j.name) as "title!", t.outcome, c.given_name, c.family_name, c.headline, coalesce(c.place, '') as "place!",
                  array(select phone from candidate_phones e where e.company_id = $1 and e.candidate_id = c.id order by e.position, e.id) as "phones!",
                  array(select url from candidate_links e where e.company_id = $1 and e.candidate_id = c.id order by e.position, e.id) as "links!",
                  array(select email from candidate_emails e where e.company_id = $1 and e.candidate_id = c.id order by e.position, e.id) as "emails!",
                  (select f.name from attachments a join files f on (f.company_id, f.id) = (a.company_id, a.file_id)
                   where a.company_id = $1 and a.application_id = t.id and a.kind = 'resume' order by a.id desc limit 1) as resume,
                  v.advert->'questions' as "questions: Json<Vec<Question>>"
           from told_applications t
           join candidates c on (c.company_id, c.id) = (t.company_id, t.candidate_id)
           join jobs j on (j.company_id, j.id) = (t.company_id, t.job_id)
           left join postings p on (p.company_id, p.id) = (t.company_id, t.posting_id)
           left join posting_revisions v on (v.company_id, v.posting_id, v.id) = (t.company_id, t.posting_id, t.revision_id)
           where t.company_id = $1 and t.id = $2"#,
        company as _,
        applicant.application as _,
    )
    .fetch_optional(&mut *db)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(Sent {
        title: row.title,
        outcome: row.outcome.as_deref().and_then(Outcome::parse),
        contact: ContactData {
            given_name: row.given_name,
            family_name: row.family_name,
            phones: row.phones,
            headline: row.headline,
            place: row.place,
            links: row.links,
        },
        emails: row.emails,
        resume: row.resume,
        questions: row
            .questions
            .map(|questions| questions.0)
            .unwrap_or_default(),
        answers: answers(db, company, applicant).await?,
    })
}

async fn answers(
    db: &mut PgConnection,
    company: CompanyId,
    applicant: Applicant,
) -> Result<Vec<Answer>> {
    let rows = sqlx::query!(
        r#"select question as "question: Json<Question>", value as "value: Value", text
           from answers where company_id = $1 and application_id = $2 order by position, id"#,
        company as _,
        applicant.application as _,
    )
    .fetch_all(db)
    .await?;
    let answers = rows.into_iter().map(|row| Answer {
        question: row.question.0,
        value: row.value,
        text: row.text,
    });
    Ok(answers.collect())
}
