//! Applying: one sending of a form becomes an application, once.

use super::{
    adjustments, answer, consent,
    enclose::{enclose, write_answers},
    limits,
    opening::{Door, Opened, open, open_door},
    submission::Submission,
};
use crate::{
    access::{Change, Event, permissions::Apply},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, CompanyId, PostingId, SubmissionId},
        secret,
    },
    domain::{candidates, sources},
};
use anyhow::{Context, anyhow};
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

/// The code of the refusal to apply for what is not open.
pub const CLOSED: &str = "closed";

/// The answer to a sending: the same for everybody, and the same however often it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub reference: String,
    /// Whether this very call wrote it. If not, the files that came with it belong to nobody.
    pub first: bool,
}

/// Takes a sending: all of it, or nothing. Its files are durable already.
///
/// Whether it is the first with its key is decided by the unique key in the database. A second sending of the same person
/// for the same job becomes part of the application that is active, with its own reference; one over a limit is kept apart.
/// Refuses with [`CLOSED`] when
/// the posting takes no applications, and with 422 when the key was used for something else.
pub async fn submit(change: &mut Change<Apply>, submission: Submission) -> Result<Sent> {
    let claimed = match claim(change, &submission).await? {
        Claim::New(claimed) => claimed,
        Claim::Before(sent) => return Ok(sent),
    };
    let door = open_door(change, submission.posting).await?;
    admit(change, &claimed, &submission, &door).await?;
    Ok(claimed.sent())
}

/// Makes an application of a sending whose key is taken, as of the time when it was sent; or adds it to the one that is open.
/// Nothing when it is over a limit, and kept apart.
pub(in crate::domain) async fn admit<P>(
    change: &mut Change<P>,
    claimed: &Claimed,
    submission: &Submission,
    door: &Door,
) -> Result<Option<(ApplicationId, CandidateId)>> {
    let reference = &claimed.reference;
    let known = candidates::known(change, &submission.applicant).await?;
    let opened = open(change, submission, door, &known, claimed.at).await?;
    let (application, again) = match opened {
        Opened::New(application) => (application, false),
        Opened::Active(application) => (application, true),
        // Answered as everybody is: what has become of it, its sender alone hears.
        Opened::Limited(open_on) => {
            let claimed = (claimed.id, reference.as_str());
            limits::held::keep(change, submission, claimed, door, &known, open_on).await?;
            return Ok(None);
        }
    };
    let mut answers = submission.answers.clone();
    answers.extend(enclose(change, &submission.files, known.id, application).await?);
    let kept = match again {
        true => Some(serde_json::to_value(&answers).context("answers are JSON")?),
        false => {
            write_answers(change, application, &answers).await?;
            None
        }
    };
    consent::give(change, known.id, Some(application), &submission.consents).await?;
    if let Some(needs) = &submission.adjustments {
        adjustments::ask(change, application, known.id, needs).await?;
    }
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        "update submissions set application_id = $3, answers = $4 where company_id = $1 and id = $2",
        company as _,
        claimed.id as _,
        application as _,
        kept,
    )
    .execute(change.db())
    .await?;
    if !again {
        sources::arrived(change, application, known.id, &submission.touch, claimed.at).await?;
    }
    if again {
        sqlx::query!(
            "update applications set last_activity_at = $3, updated_at = $3 where company_id = $1 and id = $2",
            company as _,
            application as _,
            now as _,
        )
        .execute(change.db())
        .await?;
    }
    let kind = if again {
        "application.sent_again"
    } else {
        "application.received"
    };
    let names: Vec<&str> = submission
        .files
        .iter()
        .map(|enclosed| enclosed.file.name.as_str())
        .collect();
    let event = Event::new(kind)
        .job(door.job)
        .posting(submission.posting)
        .candidate(known.id)
        .application(application)
        .detail(json!({
            "reference": reference, "sent": submission.applicant, "files": names, "referrer": submission.referrer,
        }));
    change.record(event).await?;
    let told = answer::Told {
        application,
        candidate: known.id,
        to: Some(&submission.applicant.email),
        posting: &door.title,
        reference,
    };
    if again {
        answer::came_again(change, &told).await?;
    } else {
        answer::arrived(change, &told).await?;
    }
    Ok(Some((application, known.id)))
}

/// The refusal of a key that was used for something else.
pub fn already_sent(reference: &str) -> Error {
    let text = format!(
        "This form was sent before, and has the reference {reference}. To send something else, open the form again."
    );
    Error::field("key", text)
}

/// The reference of whatever was sent with a key.
pub async fn reference_of(
    db: &mut PgConnection,
    company: CompanyId,
    key: Uuid,
) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!(
        "select reference from submissions where company_id = $1 and key = $2",
        company as _,
        key
    )
    .fetch_optional(db)
    .await?)
}

/// What a confirmation shows: nothing about the person.
pub struct Receipt {
    pub posting: PostingId,
    pub received_at: Time,
}

/// What belongs to a reference.
pub async fn receipt(
    db: &mut PgConnection,
    company: CompanyId,
    reference: &str,
) -> Result<Receipt> {
    sqlx::query_as!(
        Receipt,
        r#"select posting_id as "posting!: _", created_at as "received_at: _"
           from submissions where company_id = $1 and reference = $2 and posting_id is not null"#,
        company as _,
        reference,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}

/// What became of a form's key.
pub(in crate::domain) enum Claim {
    New(Claimed),
    /// The same was sent before.
    Before(Sent),
}

/// A sending that has taken its key.
pub(in crate::domain) struct Claimed {
    pub id: SubmissionId,
    pub reference: String,
    pub at: Time,
}

impl Claimed {
    pub fn sent(self) -> Sent {
        Sent {
            reference: self.reference,
            first: true,
        }
    }
}

struct Earlier {
    content_hash: Vec<u8>,
    reference: String,
}

/// Takes the key, or finds who took it. Of two at once the second waits here until the first has committed. Refuses with 422
/// when it was used for something else.
pub(in crate::domain) async fn claim(
    change: &mut Change<Apply>,
    submission: &Submission,
) -> Result<Claim> {
    let hash = submission.content_hash()?;
    let (company, now) = (change.company(), change.now());
    // Two references of 40 random bits are hardly ever the same; once in a lifetime we draw again.
    for _ in 0..3 {
        let reference = secret::reference();
        let id: Option<SubmissionId> = sqlx::query_scalar!(
            r#"insert into submissions (company_id, key, form, posting_id, content_hash, reference, created_at)
               values ($1, $2, 'application', $3, $4, $5, $6)
               on conflict do nothing returning id as "id: _""#,
            company as _,
            submission.key,
            submission.posting as _,
            &hash[..],
            reference,
            now as _,
        )
        .fetch_optional(change.db())
        .await?;
        if let Some(id) = id {
            return Ok(Claim::New(Claimed {
                id,
                reference,
                at: now,
            }));
        }
        let earlier = sqlx::query_as!(
            Earlier,
            "select content_hash, reference from submissions where company_id = $1 and key = $2",
            company as _,
            submission.key,
        )
        .fetch_optional(change.db())
        .await?;
        match earlier {
            Some(Earlier {
                content_hash,
                reference,
            }) if content_hash == hash => {
                return Ok(Claim::Before(Sent {
                    reference,
                    first: false,
                }));
            }
            Some(earlier) => return Err(already_sent(&earlier.reference)),
            None => {}
        }
    }
    Err(anyhow!("neither a key nor a reference could be had").into())
}
