//! The promise: by when somebody who waits has an answer. A move onwards is an answer, and another wait begins; whoever
//! needs longer than they said writes to the candidate.

use super::{Done, begin, rejecting::posting_title, rule::Act};
use crate::{
    access::{Change, permissions::DecideApplications},
    base::{
        clock::{Day, Time},
        error::{Error, Result},
        ids::{ApplicationId, StageId, Version},
    },
    domain::{
        applications::{Status, hold::Held},
        companies::{self, last_moment},
        jobs::Milestone,
        mail::{self, Kind, Letter},
    },
};
use jiff::SignedDuration;
use serde_json::json;

/// Nobody is put off further than this.
const FURTHEST: SignedDuration = SignedDuration::from_hours(90 * 24);

/// The promise after a move. Onwards it is counted anew: from the last interview in the days after an interview, else in
/// those after applying, and then never shorter than what was said before. Other moves leave it.
pub(super) async fn after_move(
    change: &mut Change<DecideApplications>,
    held: &Held,
    to: StageId,
) -> Result<Time> {
    let (company, now) = (change.company(), change.now());
    let row = sqlx::query!(
        r#"select (s.position, s.id) > (f.position, f.id) as "onwards!", f.milestone as "left: Milestone", s.milestone as "entered: Milestone",
                  coalesce(p.promise_after_applying, c.promise_after_applying) as "after_applying!",
                  coalesce(p.promise_after_interview, c.promise_after_interview) as "after_interview!"
           from applications a
           join companies c on c.id = a.company_id
           join stages f on (f.company_id, f.id) = (a.company_id, a.stage_id)
           join stages s on (s.company_id, s.job_id) = (a.company_id, a.job_id) and s.id = $3
           left join postings p on (p.company_id, p.id) = (a.company_id, a.posting_id)
           where a.company_id = $1 and a.id = $2"#,
        company as _,
        held.id as _,
        to as _,
    )
    .fetch_one(change.db())
    .await?;
    if !row.onwards {
        return Ok(held.promised_by);
    }
    let calendar = companies::calendar(change.db(), company).await?;
    let zone = change.company_ref().zone();
    let met = row.left == Milestone::Interviews && row.entered > Milestone::Interviews;
    Ok(match met {
        true => calendar.promise(now, row.after_interview, &zone),
        false => calendar
            .promise(now, row.after_applying, &zone)
            .max(held.promised_by),
    })
}

/// More time, as somebody asks for it.
#[derive(Clone, Debug)]
pub struct Extension {
    pub version: Version,
    /// The new day.
    pub until: Day,
    /// For the candidate: why. Never empty.
    pub words: String,
}

/// Puts the answer off: the candidate is written to, with the new day and the reason. For whoever was promised nothing it is the
/// first promise.
pub async fn extend(
    change: &mut Change<DecideApplications>,
    id: ApplicationId,
    extension: &Extension,
) -> Result<Done> {
    let (held, _) = begin(change, id, extension.version, Act::Move).await?;
    let (company, now) = (change.company(), change.now());
    let zone = change.company_ref().zone();
    let until = last_moment(extension.until.0, &zone);
    let before = (!held.unpromised).then_some(held.promised_by);
    if until <= before.map_or(now, |day| day.max(now)) || until > now.plus(FURTHEST) {
        let text = "Choose a day after what was promised, within the next 90 days";
        return Err(Error::field("until", text));
    }
    sqlx::query!(
        r#"update applications set promised_by = $3, unpromised = false, last_activity_at = $4, updated_at = $4, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        until as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    let detail = json!({ "from": before, "to": until, "words": extension.words });
    change
        .record(held.event("application.promised", detail))
        .await?;
    let posting = posting_title(change, &held).await?;
    let link = mail::newest_link(change, id).await?;
    let company = change.company();
    let (_, language) = mail::worded(change.db(), company, Kind::Extended, Some(id)).await?;
    let answer_by = language.day(extension.until);
    let letter = Letter {
        kind: Kind::Extended,
        candidate: held.candidate,
        application: Some(id),
        to: None,
        link: Some(link),
        code: None,
        values: &[
            ("posting", &posting),
            ("reason", &extension.words),
            ("answer_by", &answer_by),
        ],
        send_at: now,
        held: false,
    };
    mail::write(change, letter).await?;
    Ok(Done::there(held, Status::Active))
}
