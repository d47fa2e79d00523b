//! Holding an application while it is decided on, and marking that it was read.

use super::status::Status;
use crate::{
    access::{
        Change, Event,
        permissions::{DecideApplications, WriteNotes},
    },
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, CompanyId, JobId, MemberId, StageId, Version},
    },
};
use serde_json::{Value, json};
use sqlx::PgConnection;

/// The code of a refusal because somebody else was faster.
pub const STALE: &str = "stale";

/// An application that nobody else can change until the transaction ends.
#[derive(Clone, Debug)]
pub(in crate::domain) struct Held {
    pub id: ApplicationId,
    pub candidate: CandidateId,
    pub job: JobId,
    pub stage: StageId,
    pub stage_name: String,
    pub stage_entered_at: Time,
    pub status: Status,
    pub name: String,
    /// By when the candidate was told to have an answer.
    pub promised_by: Time,
    /// Whether that day is nobody's: they were promised nothing.
    pub unpromised: bool,
    pub decided_at: Option<Time>,
    pub told_at: Option<Time>,
    pub version: Version,
    pub confidential: bool,
}

impl Held {
    /// An event about it.
    pub fn event(&self, kind: &'static str, detail: Value) -> Event {
        Event::new(kind)
            .job(self.job)
            .candidate(self.candidate)
            .application(self.id)
            .detail(detail)
    }
}

/// Holds an application that the actor decides on, as they saw it. A stale version is refused, with who did what.
/// Deciding counts as reading.
pub(in crate::domain) async fn hold(
    change: &mut Change<DecideApplications>,
    id: ApplicationId,
    seen: Version,
) -> Result<Held> {
    let (held, rights) = look(change, id).await?;
    if !rights.decides {
        return Err(may_not_decide());
    }
    as_seen(change, &held, seen).await?;
    let (company, member, now) = (change.company(), change.actor().member_id(), change.now());
    read(change.db(), company, id, member, now).await?;
    Ok(held)
}

/// Holds an application that the actor writes notes on, as they saw it; else like [`hold`].
pub(in crate::domain) async fn hold_for_notes(
    change: &mut Change<WriteNotes>,
    id: ApplicationId,
    seen: Version,
) -> Result<Held> {
    let (held, rights) = look(change, id).await?;
    if !rights.writes_notes {
        return Err(may_not_write());
    }
    as_seen(change, &held, seen).await?;
    Ok(held)
}

/// Refuses what was made from another version, with who did what.
async fn as_seen<P>(change: &mut Change<P>, held: &Held, seen: Version) -> Result<()> {
    if held.version == seen {
        return Ok(());
    }
    let now = change.now();
    let text = match last_change(change, held.id, &held.name).await? {
        Some((did, at)) => format!("{did} {}. Look again before you decide.", ago(now, at)),
        None => format!(
            "{} was changed meanwhile. Look again before you decide.",
            held.name
        ),
    };
    Err(Error::refused(STALE, text))
}

/// What the actor may do with the application that they look at.
struct Rights {
    decides: bool,
    writes_notes: bool,
}

/// Holds an application that the actor sees.
async fn look<P>(change: &mut Change<P>, id: ApplicationId) -> Result<(Held, Rights)> {
    let (company, member) = (change.company(), change.actor().member_id());
    // The lock first: whoever waited for it must see what the other did, in every table.
    sqlx::query!(
        "select id from applications where company_id = $1 and id = $2 for update",
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?;
    let row = sqlx::query!(
        r#"select a.candidate_id as "candidate: CandidateId", a.job_id as "job: JobId", a.stage_id as "stage: StageId",
                  s.name as stage_name, a.stage_entered_at as "stage_entered_at: Time", a.status as "status: Status", a.name,
                  a.promised_by as "promised_by: Time", a.unpromised, a.decided_at as "decided_at: Time", a.told_at as "told_at: Time", a.version as "version: Version", a.confidential,
                  access.decides as "decides!", access.writes_notes as "writes_notes!"
           from applications a
           join application_access access on (access.company_id, access.application_id) = (a.company_id, a.id)
           join stages s on (s.company_id, s.id) = (a.company_id, a.stage_id)
           where a.company_id = $1 and a.id = $2
             and access.company_id = $1 and access.application_id = $2 and access.member_id = $3"#,
        company as _,
        id as _,
        member as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    let rights = Rights {
        decides: row.decides,
        writes_notes: row.writes_notes,
    };
    let held = Held {
        id,
        candidate: row.candidate,
        job: row.job,
        stage: row.stage,
        stage_name: row.stage_name,
        stage_entered_at: row.stage_entered_at,
        status: row.status,
        name: row.name,
        promised_by: row.promised_by,
        unpromised: row.unpromised,
        decided_at: row.decided_at,
        told_at: row.told_at,
        version: row.version,
        confidential: row.confidential,
    };
    Ok((held, rights))
}

/// The refusal of an act to somebody who sees the application.
pub fn may_not_decide() -> Error {
    Error::Forbidden(
        "Only administrators, recruiters and this job's hiring managers decide on its applications.".into(),
    )
}

/// The refusal of tags and owners to somebody who sees the application.
pub fn may_not_write() -> Error {
    Error::Forbidden(
        "Only administrators, recruiters, coordinators and this job's team change this.".into(),
    )
}

/// Who changed an application last, and how: "Hugo Brandt rejected Noor Saar"; and when.
pub(in crate::domain) async fn last_change<P>(
    change: &mut Change<P>,
    id: ApplicationId,
    name: &str,
) -> Result<Option<(String, Time)>> {
    let company = change.company();
    let event = sqlx::query!(
        r#"select e.kind, e.at as "at: Time", trim(u.given_name || ' ' || u.family_name) as who, d.detail->'to'->>'name' as "to"
           from events e
           left join event_details d on (d.company_id, d.event_id) = (e.company_id, e.id)
           left join memberships m on (m.company_id, m.id) = (e.company_id, e.member_id)
           left join users u on u.id = m.user_id
           where e.company_id = $1 and e.application_id = $2 and e.kind like 'application.%' and e.kind <> 'application.read'
           order by e.id desc limit 1"#,
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(event) = event else { return Ok(None) };
    let theirs = matches!(
        event.kind.as_str(),
        "application.amended" | "application.withdrawn" | "application.withdrawal_undone"
    );
    let nobody = if theirs { name } else { "Candor" };
    let who = event.who.unwrap_or_else(|| nobody.to_owned());
    let to = event.to.as_deref();
    let did = match event.kind.as_str() {
        "application.moved" => format!("moved {name} to {}", to.unwrap_or("another stage")),
        "application.transferred" => {
            format!("transferred {name} to {}", to.unwrap_or("another job"))
        }
        "application.assigned" => match to {
            Some(to) => format!("gave {name} to {to}"),
            None => format!("left {name} without an owner"),
        },
        "application.rejected" => format!("rejected {name}"),
        "application.unrejected" => format!("took back the rejection of {name}"),
        "application.hired" => format!("hired {name}"),
        "application.unhired" => format!("took back the hire of {name}"),
        "application.promised" => format!("put off the answer to {name}"),
        "application.told" => format!("told {name} about the decision"),
        "application.amended" => "changed what they had sent".to_owned(),
        "application.withdrawn" => "withdrew".to_owned(),
        "application.withdrawal_undone" => "took their withdrawal back".to_owned(),
        _ => format!("changed the application of {name}"),
    };
    Ok(Some((format!("{who} {did}"), event.at)))
}

fn ago(now: Time, at: Time) -> String {
    match now.since(at).as_mins() {
        0 => "just now".to_owned(),
        1 => "a minute ago".to_owned(),
        minutes @ 2..120 => format!("{minutes} minutes ago"),
        minutes @ 120..2880 => format!("{} hours ago", minutes / 60),
        minutes => format!("{} days ago", minutes / 1440),
    }
}

/// Marks an application as read by the actor, the first time with an event, and again after it was amended or
/// answered.
pub async fn mark_read(
    change: &mut Change<crate::access::permissions::ReadApplications>,
    id: ApplicationId,
) -> Result<()> {
    let (company, member, now) = (change.company(), change.actor().member_id(), change.now());
    let row = sqlx::query!(
        r#"select a.job_id as "job: JobId", a.candidate_id as "candidate: CandidateId"
           from applications a
           join application_access s on (s.company_id, s.application_id) = (a.company_id, a.id)
           where a.company_id = $1 and a.id = $2 and s.company_id = $1 and s.application_id = $2 and s.member_id = $3"#,
        company as _,
        id as _,
        member as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    if read(change.db(), company, id, member, now).await? {
        change
            .record(
                Event::new("application.read")
                    .job(row.job)
                    .candidate(row.candidate)
                    .application(id)
                    .detail(json!({})),
            )
            .await?;
    }
    Ok(())
}

/// Notes down that a member has read an application; whether it was the first time since it was made, amended or
/// answered.
pub(in crate::domain) async fn read(
    db: &mut PgConnection,
    company: CompanyId,
    id: ApplicationId,
    member: MemberId,
    now: Time,
) -> Result<bool> {
    let done = sqlx::query!(
        r#"insert into reads as r (company_id, member_id, application_id, read_at) values ($1, $2, $3, $4)
           on conflict on constraint reads_pkey do update set read_at = excluded.read_at
           where exists (select from applications a where a.company_id = $1 and a.id = $3 and greatest(a.amended_at, a.replied_at) > r.read_at)"#,
        company as _,
        member as _,
        id as _,
        now as _,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}
