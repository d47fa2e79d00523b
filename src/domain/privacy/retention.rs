//! What the rules do: warn, hide, erase.

use super::{
    erase::{Cause, Erasure, erase, hold_still, today},
    list::ErasureList,
    rules::{Ending, RuleDetails},
};
use crate::{
    access::{Change, Event, Permit, Task, permissions::RunTasks},
    base::{
        clock::{Day, Time},
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, CompanyId},
    },
    domain::{
        accounts::users::Email,
        mail::{self, Kind, Letter, Mailing, Outreach},
    },
};
use jiff::ToSpan;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgPool};

/// Days between the warning and the end.
pub const WARNING_DAYS: i32 = 30;
/// Days before the end in which only administrators see them.
pub const QUARANTINE_DAYS: i32 = 7;
/// People whom one run erases at most, the first whose time has come.
const MOST: i64 = 500;

/// Warns, hides and erases, in the task's company. Every hour, where there is something to do.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RunRetention {}

impl Task for RunRetention {
    const KIND: &'static str = "run_retention";
}

/// Somebody whose time comes.
#[derive(Clone, Debug)]
pub struct Leaving {
    pub candidate: CandidateId,
    pub name: String,
    /// Their newest application, if they ever applied.
    pub application: Option<ApplicationId>,
    pub erase_on: Day,
    pub rule: RuleDetails,
    pub warned_at: Option<Time>,
    pub quarantined_at: Option<Time>,
}

/// When somebody goes: when the rules say so, and never before they have had the whole time since the warning.
pub(super) fn erase_on(due: Day, warned_at: Option<Time>, now: Time) -> Day {
    let warned = today(warned_at.unwrap_or(now));
    due.max(Day(warned.0.saturating_add(WARNING_DAYS.days())))
}

/// Whom the run of a day takes, in its order: this list is what it works through. Whoever is held on that day is not on it.
pub async fn coming(
    db: &mut PgConnection,
    company: CompanyId,
    on: Day,
    now: Time,
) -> Result<Vec<Leaving>> {
    leaving(db, company, on, now, Whose::Everybody).await
}

/// Whose time is asked about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Everybody,
    /// Of those who were not told yet that it comes.
    Unwarned,
    Only(CandidateId),
}

async fn leaving(
    db: &mut PgConnection,
    company: CompanyId,
    on: Day,
    now: Time,
    whose: Whose,
) -> Result<Vec<Leaving>> {
    let only = match whose {
        Whose::Only(candidate) => Some(candidate),
        Whose::Everybody | Whose::Unwarned => None,
    };
    let rows = sqlx::query!(
        r#"select x.candidate as "candidate!: CandidateId", x.name as "name!", x.application as "application?: ApplicationId",
                  x.erase_on as "erase_on!: Day", r.country, r.ending as "ending?: Ending", r.months,
                  x.warned_at as "warned_at?: Time", x.quarantined_at as "quarantined_at?: Time"
           from (
               select d.candidate_id as candidate, trim(c.given_name || ' ' || c.family_name) as name, d.rule_id,
                      greatest(d.due_on, coalesce((n.warned_at at time zone 'UTC')::date, $3::date) + $4::integer) as erase_on,
                      (select max(a.id) from applications a where a.company_id = d.company_id and a.candidate_id = d.candidate_id) as application,
                      n.warned_at, n.quarantined_at
               from erasure_dates d
               join candidates c on (c.company_id, c.id) = (d.company_id, d.candidate_id)
               left join retention_notices n on (n.company_id, n.candidate_id) = (d.company_id, d.candidate_id)
               where d.company_id = $1 and ($7::bigint is null or d.candidate_id = $7)
                 and not exists (select from holds h where h.company_id = $1 and h.candidate_id = d.candidate_id and h.ends_on >= $2)
           ) x
           join retention_rules r on r.company_id = $1 and r.id = x.rule_id
           where x.erase_on <= $2 and (x.warned_at is null or not $5::boolean)
           order by x.erase_on, x.candidate limit $6"#,
        company as _,
        on as _,
        today(now) as _,
        WARNING_DAYS,
        whose == Whose::Unwarned,
        MOST,
        only as _,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Leaving {
            candidate: row.candidate,
            name: row.name,
            application: row.application,
            erase_on: row.erase_on,
            rule: RuleDetails {
                country: row.country,
                ending: row.ending,
                months: row.months,
            },
            warned_at: row.warned_at,
            quarantined_at: row.quarantined_at,
        })
        .collect())
}

/// Does the task. Each person is a change of their own: what stops the run loses nothing of what it did.
pub async fn run_retention(permit: &Permit<RunTasks>, list: &ErasureList) -> Result<()> {
    let (company, now) = (permit.company().id, permit.now());
    let today = today(now);
    permit.change(reconsider).await?;
    let soon = Day(today.0.saturating_add(WARNING_DAYS.days()));
    let unwarned = leaving(
        &mut *permit.read().await?,
        company,
        soon,
        now,
        Whose::Unwarned,
    )
    .await?;
    for person in &unwarned {
        permit
            .change(async |change| warn(change, person).await)
            .await?;
    }
    permit.change(hide).await?;
    let due = coming(&mut *permit.read().await?, company, today, now).await?;
    let due = due
        .into_iter()
        .map(|person| (person.candidate, Cause::Rule));
    let asked = let_go(&mut *permit.read().await?, company, today).await?;
    let asked = asked
        .into_iter()
        .map(|candidate| (candidate, Cause::Candidate));
    for (candidate, cause) in due.chain(asked) {
        let erasure = Erasure {
            candidate,
            cause,
            at: now,
        };
        let erased = permit.change(async |change| {
            if cause == Cause::Rule {
                still_due(change, candidate, today).await?;
            }
            erase(change, list, erasure).await
        });
        match erased.await {
            // Erased or held meanwhile, or their time does not come any more.
            Err(Error::NotFound | Error::Refused { .. }) | Ok(()) => {}
            Err(cause) => return Err(cause),
        }
    }
    Ok(())
}

/// Holds somebody whom a rule takes, and refuses if it does no longer: the run comes to them a while after it read who is due,
/// and they may have applied again meanwhile.
async fn still_due(
    change: &mut Change<RunTasks>,
    candidate: CandidateId,
    today: Day,
) -> Result<()> {
    hold_still(change, candidate).await?;
    let (company, now) = (change.company(), change.now());
    let due = leaving(change.db(), company, today, now, Whose::Only(candidate)).await?;
    match due.is_empty() {
        true => Err(Error::NotFound),
        false => Ok(()),
    }
}

/// Takes back the notices of those whose time does not come any more: they applied again, or a rule changed.
async fn reconsider(change: &mut Change<RunTasks>) -> Result<()> {
    let (company, today) = (change.company(), today(change.now()));
    sqlx::query!(
        r#"delete from retention_notices n
           where n.company_id = $1
             and not exists (select from erasure_dates d
                             where d.company_id = $1 and d.candidate_id = n.candidate_id and d.due_on <= $2::date + $3::integer)"#,
        company as _,
        today as _,
        WARNING_DAYS,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// Tells somebody that their time comes.
async fn warn(change: &mut Change<RunTasks>, person: &Leaving) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let first = sqlx::query!(
        "insert into retention_notices (company_id, candidate_id, warned_at) values ($1, $2, $3) on conflict do nothing",
        company as _,
        person.candidate as _,
        now as _,
    )
    .execute(change.db())
    .await?
    .rows_affected()
        > 0;
    if !first {
        return Ok(());
    }
    match person.application {
        Some(application) => write_to(change, person, application).await?,
        None => write_without_page(change, person).await?,
    }
    let event = Event::new("candidate.warned").candidate(person.candidate);
    change.record(event).await?;
    Ok(())
}

async fn write_to(
    change: &mut Change<RunTasks>,
    person: &Leaving,
    application: ApplicationId,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let link = mail::newest_link(change, application).await?;
    let about = Some(application);
    let (_, language) = mail::worded(change.db(), company, Kind::Expiring, about).await?;
    let erased_on = language.day(person.erase_on);
    let letter = Letter {
        kind: Kind::Expiring,
        candidate: person.candidate,
        application: Some(application),
        to: None,
        link: Some(link),
        code: None,
        values: &[("erased_on", &erased_on)],
        send_at: now,
        held: false,
    };
    mail::write(change, letter).await?;
    Ok(())
}

/// Whoever never applied has no page of their own to lead to: they answer the mail if they want something.
async fn write_without_page(change: &mut Change<RunTasks>, person: &Leaving) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let row = sqlx::query!(
        r#"select c.given_name, e.email from candidates c
           join candidate_emails e on (e.company_id, e.candidate_id) = (c.company_id, c.id)
           where c.company_id = $1 and c.id = $2 order by e.position, e.id limit 1"#,
        company as _,
        person.candidate as _,
    )
    .fetch_optional(change.db())
    .await?;
    let Some((row, email)) = row.and_then(|row| Email::parse(&row.email).map(|to| (row, to)))
    else {
        return Ok(());
    };
    let kind = Kind::Outreach(Outreach::Unapplied);
    let language = mail::mailing_language(change, kind, None).await?;
    let mailing = Mailing {
        kind,
        to: &email,
        given_name: &row.given_name,
        candidate: Some(person.candidate),
        locale: None,
        link: None,
        values: &[("erased_on", &language.day(person.erase_on))],
        send_at: now,
    };
    mail::write_mailing(change, mailing).await?;
    Ok(())
}

/// Hides those who go within days from everybody but administrators; who is held is not hidden.
async fn hide(change: &mut Change<RunTasks>) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        r#"update retention_notices n set quarantined_at = case when x.hidden then $2::timestamptz end
           from (
               select n.candidate_id,
                      greatest(d.due_on, (n.warned_at at time zone 'UTC')::date + $4::integer) <= $3::date + $5::integer
                      and not exists (select from holds h where h.company_id = $1 and h.candidate_id = n.candidate_id and h.ends_on >= $3)
                          as hidden
               from retention_notices n
               join erasure_dates d on d.company_id = $1 and d.candidate_id = n.candidate_id
               where n.company_id = $1
           ) x
           where n.company_id = $1 and n.candidate_id = x.candidate_id and x.hidden <> (n.quarantined_at is not null)"#,
        company as _,
        now as _,
        today(now) as _,
        WARNING_DAYS,
        QUARANTINE_DAYS,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// Those who typed their code, and whom no hold keeps any more.
async fn let_go(db: &mut PgConnection, company: CompanyId, today: Day) -> Result<Vec<CandidateId>> {
    Ok(sqlx::query_scalar!(
        r#"select r.candidate_id as "candidate: CandidateId" from erasure_requests r
           where r.company_id = $1 and r.confirmed_at is not null
             and not exists (select from holds h where (h.company_id, h.candidate_id) = (r.company_id, r.candidate_id) and h.ends_on >= $2)
           order by r.confirmed_at limit $3"#,
        company as _,
        today as _,
        MOST,
    )
    .fetch_all(db)
    .await?)
}

/// Companies in which a run may have something to do.
pub async fn with_work(db: &PgPool) -> Result<Vec<CompanyId>> {
    Ok(sqlx::query_scalar!(
        r#"select c.id as "id: CompanyId" from companies c
           where exists (select from retention_rules r where r.company_id = c.id)
              or exists (select from retention_notices n where n.company_id = c.id)
              or exists (select from erasure_requests q where q.company_id = c.id and q.confirmed_at is not null)"#
    )
    .fetch_all(db)
    .await?)
}
