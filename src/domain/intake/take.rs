//! Taking a sending: as an application, or held.

use super::{
    Reason,
    limits::{self, Sendings},
};
use crate::{
    access::{Change, Event, permissions::Apply},
    base::{clock::Time, error::Result},
    domain::{
        accounts::users::Email,
        applications::{self, Claim, Claimed, Sent, Submission},
    },
};
use anyhow::Context;
use jiff::SignedDuration;
use serde_json::json;

/// Whoever sends a form sooner has not read it.
const READING: SignedDuration = SignedDuration::from_secs(3);

/// What came with a sending beside what was typed.
#[derive(Clone, Debug)]
pub struct Signs {
    /// When its form was drawn; nothing when no form of ours has its number.
    pub drawn_at: Option<Time>,
    /// Whether the field that nobody sees has something in it.
    pub trapped: bool,
    /// The network that it comes from.
    pub network: String,
    /// Most sendings from one network in an hour that nobody has to look at; 0 for any number.
    pub per_network: u32,
}

/// Takes a sending: it becomes an application, or is held until somebody has looked at it. The answer is the same.
///
/// Refuses as [`applications::submit`] does, whatever the sending looks like.
pub async fn take(
    change: &mut Change<Apply>,
    submission: Submission,
    signs: &Signs,
) -> Result<Sent> {
    let claimed = match applications::claim(change, &submission).await? {
        Claim::New(claimed) => claimed,
        Claim::Before(sent) => return Ok(sent),
    };
    let email = &submission.applicant.email;
    let reasons = doubts(change, Sendings::APPLICATIONS, email, signs).await?;
    let door = applications::open_door(change, submission.posting).await?;
    if reasons.is_empty() {
        applications::admit(change, &claimed, &submission, &door).await?;
    } else {
        hold(change, &claimed, &submission, &reasons).await?;
    }
    Ok(claimed.sent())
}

/// Why somebody should look at a sending of this time before it is taken; it counts from now on.
pub(in crate::domain) async fn doubts<P>(
    change: &mut Change<P>,
    sendings: Sendings,
    email: &Email,
    signs: &Signs,
) -> Result<Vec<Reason>> {
    let mut reasons = suspicions(signs, change.now());
    reasons.extend(limits::count(change, sendings, email, signs).await?);
    Ok(reasons)
}

/// What a sending shows by itself.
fn suspicions(signs: &Signs, now: Time) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if signs.trapped {
        reasons.push(Reason::Trap);
    }
    match signs.drawn_at {
        None => reasons.push(Reason::Unsigned),
        Some(drawn_at) if now.since(drawn_at) < READING => reasons.push(Reason::Fast),
        Some(_) => {}
    }
    reasons
}

/// Keeps it whole. The event names nobody: whoever is erased later is found by the row, which goes.
async fn hold(
    change: &mut Change<Apply>,
    claimed: &Claimed,
    submission: &Submission,
    reasons: &[Reason],
) -> Result<()> {
    let company = change.company();
    let sent = serde_json::to_value(submission).context("a submission is JSON")?;
    let names: Vec<String> = reasons
        .iter()
        .map(|reason| reason.key().to_owned())
        .collect();
    let files = submission.files.iter();
    let storage_keys: Vec<String> = files
        .map(|enclosed| enclosed.file.stored.key.to_string())
        .collect();
    let job = sqlx::query_scalar!(
        r#"insert into held_submissions (company_id, submission_id, job_id, posting_id, email, reasons, sent, storage_keys, held_at)
           select $1, $2, p.job_id, p.id, $4, $5, $6, $7, $8 from postings p where p.company_id = $1 and p.id = $3
           returning job_id as "job: _""#,
        company as _,
        claimed.id as _,
        submission.posting as _,
        submission.applicant.email.as_str(),
        &names,
        sent,
        &storage_keys,
        claimed.at as _,
    )
    .fetch_one(change.db())
    .await?;
    let event = Event::new("submission.held")
        .job(job)
        .posting(submission.posting)
        .detail(json!({ "reference": claimed.reference, "reasons": reasons }));
    change.record(event).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(drawn_at: &str) -> Signs {
        Signs {
            drawn_at: Some(Time(drawn_at.parse().unwrap())),
            trapped: false,
            network: "192.0.2.0/24".to_owned(),
            per_network: 1,
        }
    }

    #[test]
    fn people_take_their_time_and_may_take_days() {
        let now = Time("2026-11-22T09:00:10Z".parse().unwrap());
        for (drawn_at, reasons) in [
            ("2026-11-22T09:00:10Z", vec![Reason::Fast]),
            ("2026-11-22T09:00:08Z", vec![Reason::Fast]),
            ("2026-11-22T09:00:07Z", vec![]),
            ("2026-10-01T00:00:00Z", vec![]),
            ("2026-11-22T10:00:00Z", vec![Reason::Fast]), // a clock that was set back
        ] {
            assert_eq!(suspicions(&signs(drawn_at), now), reasons, "{drawn_at}");
        }
        let robot = Signs {
            drawn_at: None,
            trapped: true,
            ..signs("2026-11-22T09:00:10Z")
        };
        assert_eq!(suspicions(&robot, now), [Reason::Trap, Reason::Unsigned]);
    }
}
