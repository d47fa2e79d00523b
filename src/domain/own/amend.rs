//! Correcting what they sent, and sending newer files, until they have an answer.
//!
//! It goes by what they were told: whoever is decided on and does not know it corrects as everybody does.

use super::{
    sent::{ContactData, Sent, sent},
    sheet::applicant,
    withdraw::event,
};
use crate::{
    access::{Applicant, Change, permissions::OwnApplication},
    base::{
        error::{Error, Result},
        ids::{JobId, QuestionId},
    },
    domain::{
        applications::{Enclosed, FileRole, answers::Answer, enclose, write_answers},
        candidates,
        postings::{
            advert::{Question, QuestionKind},
            shown_if::asked,
        },
    },
};
use anyhow::Context;
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The code of the refusal once they have their answer.
pub const ANSWERED: &str = "answered";

/// A corrected form, its files durable already.
#[derive(Clone, Debug)]
pub struct Amendment {
    /// One-time: whatever comes with the same key is the same sending.
    pub key: Uuid,
    pub contact: ContactData,
    /// To all questions that are no files. One that is missing has no answer any more.
    pub answers: Vec<Answer>,
    /// New ones only: a file that was sent stays until another takes its place.
    pub files: Vec<Enclosed>,
}

/// Something that was changed, as the history tells it.
#[derive(Debug, Serialize)]
pub(super) struct Changed {
    pub what: String,
    /// Neither is told of what only few may see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

/// Takes a correction: all of it, or nothing. Says whether this very call did; if not, its files belong to nobody.
pub async fn amend(change: &mut Change<OwnApplication>, amendment: Amendment) -> Result<bool> {
    let applicant = applicant(change)?;
    if !claim(change, applicant, &amendment).await? {
        return Ok(false);
    }
    let job = hold(change, applicant, false).await?;
    let company = change.company();
    let before = sent(change.db(), company, applicant).await?;
    let mut changed = contact_changed(&before.contact, &amendment.contact);
    if !changed.is_empty() {
        write_contact(change, applicant, &amendment.contact).await?;
    }
    let (candidate, application) = (applicant.candidate, applicant.application);
    let fresh = enclose(change, &amendment.files, candidate, application).await?;
    changed.extend(amendment.files.iter().filter_map(resume_changed));
    let after = answers_after(&before, amendment.answers, fresh);
    let differing = answers_changed(&before.answers, &after);
    if !differing.is_empty() {
        replace_answers(change, applicant, &after).await?;
        changed.extend(differing);
    }
    if changed.is_empty() {
        return Ok(true);
    }
    mark(change, applicant).await?;
    let amended = event("application.amended", applicant, job);
    change
        .record(amended.detail(json!({ "changed": changed })))
        .await?;
    Ok(true)
}

/// Takes a correction of who they are and how to reach them: at any time, for as long as they are known. What they sent
/// beside that stays as it is. Says whether this very call did it.
pub async fn correct_contact(
    change: &mut Change<OwnApplication>,
    key: Uuid,
    given_name: String,
    family_name: String,
    phones: Vec<String>,
) -> Result<bool> {
    let (company, applicant) = (change.company(), applicant(change)?);
    let before = sent(change.db(), company, applicant).await?;
    let amendment = Amendment {
        key,
        contact: ContactData {
            given_name,
            family_name,
            phones,
            ..before.contact.clone()
        },
        answers: Vec::new(),
        files: Vec::new(),
    };
    if !claim(change, applicant, &amendment).await? {
        return Ok(false);
    }
    let job = hold(change, applicant, true).await?;
    let changed = contact_changed(&before.contact, &amendment.contact);
    if changed.is_empty() {
        return Ok(true);
    }
    write_contact(change, applicant, &amendment.contact).await?;
    mark(change, applicant).await?;
    let amended = event("application.amended", applicant, job);
    change
        .record(amended.detail(json!({ "changed": changed })))
        .await?;
    Ok(true)
}

/// Takes the form's key; false when this very sending has taken it before.
async fn claim(
    change: &mut Change<OwnApplication>,
    applicant: Applicant,
    amendment: &Amendment,
) -> Result<bool> {
    let (company, now) = (change.company(), change.now());
    let hash = amendment.content_hash()?;
    let claimed = sqlx::query!(
        r#"insert into amendments (company_id, application_id, key, content_hash, created_at) values ($1, $2, $3, $4, $5)
           on conflict do nothing"#,
        company as _,
        applicant.application as _,
        amendment.key,
        &hash[..],
        now as _,
    )
    .execute(change.db())
    .await?;
    if claimed.rows_affected() > 0 {
        return Ok(true);
    }
    let same = sqlx::query_scalar!(
        r#"select content_hash = $4 as "same!" from amendments where company_id = $1 and application_id = $2 and key = $3"#,
        company as _,
        applicant.application as _,
        amendment.key,
        &hash[..],
    )
    .fetch_optional(change.db())
    .await?;
    match same {
        Some(true) => Ok(false),
        _ => Err(already_sent()),
    }
}

/// The refusal of a key that was used for something else.
pub fn already_sent() -> Error {
    Error::field(
        "key",
        "This form was sent before. Open it again to change something else.",
    )
}

/// Holds the candidate and the application, in the order of applying; whether they may have their answer already is asked.
pub(super) async fn hold(
    change: &mut Change<OwnApplication>,
    applicant: Applicant,
    answered_too: bool,
) -> Result<JobId> {
    let company = change.company();
    sqlx::query!(
        "select id from candidates where company_id = $1 and id = $2 for update",
        company as _,
        applicant.candidate as _,
    )
    .fetch_one(change.db())
    .await?;
    sqlx::query_scalar!(
        r#"select job_id as "job: JobId" from applications where company_id = $1 and id = $2 and (told_at is null or $3) for update"#,
        company as _,
        applicant.application as _,
        answered_too,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or_else(|| {
        Error::refused(
            ANSWERED,
            "This application has its answer, so what you sent with it is not changed any more.",
        )
    })
}

/// Whoever has read it sees that it is new; whoever decides just now looks again first.
pub(super) async fn mark(change: &mut Change<OwnApplication>, applicant: Applicant) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        r#"update applications set amended_at = $3, last_activity_at = $3, updated_at = $3, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        applicant.application as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// Writes who they are, and copies it to all their applications, where a card takes it from.
async fn write_contact(
    change: &mut Change<OwnApplication>,
    applicant: Applicant,
    contact: &ContactData,
) -> Result<()> {
    let (company, now, candidate) = (change.company(), change.now(), applicant.candidate);
    sqlx::query!(
        r#"update candidates set given_name = $3, family_name = $4, headline = $5, place = $6, last_activity_at = $7,
                                 updated_at = $7, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        candidate as _,
        contact.given_name,
        contact.family_name,
        contact.headline,
        contact.place,
        now as _,
    )
    .execute(change.db())
    .await?;
    let (name, headline, place) = (contact.name(), &contact.headline, &contact.place);
    candidates::copy_to_applications(change, candidate, &name, headline, place).await?;
    candidates::put_phones(change, candidate, &contact.phones).await?;
    candidates::put_links(change, candidate, &contact.links).await?;
    Ok(())
}

async fn replace_answers(
    change: &mut Change<OwnApplication>,
    applicant: Applicant,
    answers: &[Answer],
) -> Result<()> {
    let company = change.company();
    sqlx::query!(
        "delete from answers where company_id = $1 and application_id = $2",
        company as _,
        applicant.application as _,
    )
    .execute(change.db())
    .await?;
    write_answers(change, applicant.application, answers).await
}

/// All answers then: what was given now, and of what was not asked now, or is a file without a successor, the old ones.
fn answers_after(before: &Sent, given: Vec<Answer>, files: Vec<Answer>) -> Vec<Answer> {
    let mut after: Vec<_> = given.into_iter().chain(files).collect();
    for old in &before.answers {
        let id = old.question.id;
        let asked = before.questions.iter().any(|question| question.id == id);
        let stays = !asked || old.question.kind == QuestionKind::File;
        if stays && !after.iter().any(|answer| answer.question.id == id) {
            after.push(old.clone());
        }
    }
    let chosen = |question: &Question| {
        let answer = after
            .iter()
            .find(|answer| answer.question.id == question.id);
        answer.map(Answer::chosen).unwrap_or_default()
    };
    let asked: Vec<QuestionId> = asked(&before.questions, chosen)
        .into_iter()
        .map(|question| question.id)
        .collect();
    // What is not asked any more after the answers given now has no answer, though it be a file.
    after.retain(|answer| {
        let id = answer.question.id;
        asked.contains(&id) || before.questions.iter().all(|question| question.id != id)
    });
    after
}

fn contact_changed(before: &ContactData, after: &ContactData) -> Vec<Changed> {
    let fields = [
        (
            "Given name",
            json!(before.given_name),
            json!(after.given_name),
        ),
        (
            "Family name",
            json!(before.family_name),
            json!(after.family_name),
        ),
        ("Phone", json!(before.phones), json!(after.phones)),
        (
            "What they do now",
            json!(before.headline),
            json!(after.headline),
        ),
        ("Place", json!(before.place), json!(after.place)),
        ("Links", json!(before.links), json!(after.links)),
    ];
    let changed = fields
        .into_iter()
        .filter(|(_, before, after)| before != after);
    changed
        .map(|(what, before, after)| Changed {
            what: what.to_owned(),
            before: Some(before),
            after: Some(after),
        })
        .collect()
}

fn answers_changed(before: &[Answer], after: &[Answer]) -> Vec<Changed> {
    let find = |answers: &[Answer], like: &Answer| {
        let found = answers
            .iter()
            .find(|other| other.question.id == like.question.id);
        found.map(|answer| (answer.value.clone(), answer.text.clone()))
    };
    let gone = before.iter().filter(|old| find(after, old).is_none());
    let mut changed = Vec::new();
    for answer in after.iter().chain(gone) {
        let (was, is) = (find(before, answer), find(after, answer));
        if was.as_ref().map(|was| &was.0) != is.as_ref().map(|is| &is.0) {
            let open = !answer.question.sensitive;
            let told = |text: Option<(Value, String)>| open.then(|| json!(text.map(|text| text.1)));
            changed.push(Changed {
                what: answer.question.label.clone(),
                before: told(was),
                after: told(is),
            });
        }
    }
    changed
}

fn resume_changed(enclosed: &Enclosed) -> Option<Changed> {
    (enclosed.role == FileRole::Resume).then(|| Changed {
        what: "Résumé".to_owned(),
        before: None,
        after: Some(json!(enclosed.file.name)),
    })
}

impl Amendment {
    /// Tells a repetition from another sending that took the same key.
    fn content_hash(&self) -> Result<[u8; 32]> {
        let answers = self.answers.iter();
        let answers: Vec<_> = answers
            .map(|answer| json!([answer.question.id, answer.value]))
            .collect();
        let files = self.files.iter();
        let files: Vec<_> = files
            .map(|enclosed| json!([enclosed.file.name, enclosed.file.stored.sha256]))
            .collect();
        let content = serde_json::to_vec(&json!([self.contact, answers, files]))
            .context("a correction is JSON")?;
        Ok(Sha256::digest(content).into())
    }
}
