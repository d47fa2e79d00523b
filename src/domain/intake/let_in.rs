//! Letting in what was held: from then on it is an application like any other, as of the time when it was sent.

use crate::{
    access::{Change, Event, permissions::JudgeHeld},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, HeldId, SubmissionId},
    },
    domain::applications::{self, Claimed, Submission},
};
use serde_json::json;
use sqlx::types::Json;

/// Lets one in; the mail that says so goes now. Whether the posting has closed since does not matter: it was sent before.
/// Nothing when it is over a limit of applications: then it waits with others of that kind.
pub async fn let_in(change: &mut Change<JudgeHeld>, id: HeldId) -> Result<Option<ApplicationId>> {
    let (company, member) = (change.company(), change.actor().member_id());
    let held = sqlx::query!(
        r#"with held as (
               delete from held_submissions h using held_access s
               where h.company_id = $1 and h.id = $2 and (s.company_id, s.held_id) = (h.company_id, h.id)
                 and s.company_id = $1 and s.member_id = $3
               returning h.company_id, h.submission_id, h.sent, h.reasons, h.held_at
           )
           select held.sent as "sent: Json<Submission>", held.reasons, held.held_at as "at: Time", b.id as "submission: SubmissionId", b.reference
           from held join submissions b on (b.company_id, b.id) = (held.company_id, held.submission_id)"#,
        company as _,
        id as _,
        member as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    let (submission, claimed) = (
        held.sent.0,
        Claimed {
            id: held.submission,
            reference: held.reference,
            at: held.at,
        },
    );
    let door = applications::past_door(change, submission.posting).await?;
    let admitted = applications::admit(change, &claimed, &submission, &door).await?;
    let event = match admitted {
        Some((application, candidate)) => Event::new("application.let_in")
            .candidate(candidate)
            .application(application),
        None => Event::new("submission.let_in"),
    };
    let event = event
        .job(door.job)
        .posting(submission.posting)
        .detail(json!({ "reference": claimed.reference, "reasons": held.reasons }));
    change.record(event).await?;
    Ok(admitted.map(|(application, _)| application))
}
