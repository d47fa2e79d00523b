//! Adding one person: a record, where there is none, and a place for it.

use super::places::{Destination, FIRST_POOL};
use crate::{
    access::{Actor, Change, Event, permissions::AddPeople},
    base::{
        clock::{Day, Time},
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, CompanyId, JobId, PoolId, SourceId, StageId},
        secret,
    },
    domain::{
        accounts::users::Email,
        applications::{self, Enclosed, FileRole},
        candidates::{self, Person},
        companies,
        files::SentFile,
        jobs,
        notes::{self, Wording},
        prospects,
    },
};
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

/// Somebody as they are added by hand.
#[derive(Clone, Debug)]
pub struct Addition {
    /// The form's one-time key.
    pub once: Uuid,
    pub person: Person,
    pub to: Destination,
    pub source: Option<SourceId>,
    /// Durable already.
    pub resume: Option<SentFile>,
    /// For the team of the job.
    pub note: Option<Wording>,
    /// Whether they are told of it by mail, with a promise and a link.
    pub tell: bool,
    /// Whether only those see them who see confidential people where they go.
    pub confidential: bool,
    /// The record that is theirs, if whoever adds them was shown it.
    pub known: Option<CandidateId>,
}

/// The code of the refusal to add somebody whose address is known, unless whoever adds them said that it is them.
pub const KNOWN: &str = "known";

/// Adds somebody, and gives the application, if it is one; the same one-time key again adds nothing.
pub async fn add(change: &mut Change<AddPeople>, new: Addition) -> Result<Option<ApplicationId>> {
    let (company, now) = (change.company(), change.now());
    let claimed = sqlx::query_scalar!(
        r"insert into submissions (company_id, key, form, content_hash, reference, created_at)
          values ($1, $2, 'by_hand', '\x', $3, $4) on conflict do nothing returning id",
        company as _,
        new.once,
        secret::reference(),
        now as _,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(claimed) = claimed else {
        return before(change, new.once).await;
    };
    let candidate = match by_address(change, &new.person.emails).await? {
        Some(id) if new.known != Some(id) => {
            let text = "Somebody here has this address already.";
            return Err(Error::refused(KNOWN, text));
        }
        Some(_) if new.confidential => {
            let text = "They are here already: make them confidential on their own page";
            return Err(Error::field("confidential", text));
        }
        Some(id) => {
            candidates::met(change, id).await?;
            candidates::complete(change, id, &new.person).await?;
            id
        }
        None => candidates::make(change, &new.person).await?,
    };
    let placing = Placing {
        source: new.source,
        at: now,
        tell: new.tell,
        file: "",
    };
    let application = place(change, candidate, new.to, &placing)
        .await?
        .ok_or_else(|| Error::refused("considered", already(new.to)))?;
    if new.confidential {
        candidates::begin_confidential(change, candidate).await?;
    }
    if let Some(file) = new.resume {
        let enclosed = Enclosed {
            role: FileRole::Resume,
            file,
        };
        applications::attach(change, &enclosed, candidate, application).await?;
    }
    if let (Some(note), Some(application)) = (new.note, application) {
        notes::write_with(change, application, new.once, note).await?;
    }
    sqlx::query!(
        "update submissions set application_id = $3 where company_id = $1 and id = $2",
        company as _,
        claimed,
        application as _,
    )
    .execute(change.db())
    .await?;
    Ok(application)
}

fn already(to: Destination) -> &'static str {
    match to {
        Destination::Stage(..) => "They are considered for this job already.",
        Destination::Pool(_) => "They are in a pool already.",
    }
}

async fn before(change: &mut Change<AddPeople>, once: Uuid) -> Result<Option<ApplicationId>> {
    let company = change.company();
    sqlx::query_scalar!(
        r#"select application_id as "application: ApplicationId" from submissions
           where company_id = $1 and key = $2 and form = 'by_hand'"#,
        company as _,
        once,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)
}

/// Whoever has one of the addresses, held.
pub(super) async fn by_address<P>(
    change: &mut Change<P>,
    emails: &[Email],
) -> Result<Option<CandidateId>> {
    for email in emails {
        if let Some(id) = candidates::held_by_address(change, email).await? {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// Somebody who has an address that was typed.
#[derive(Clone, Debug)]
pub struct Known {
    pub id: CandidateId,
    /// Nothing, if the viewer sees none of their applications.
    pub name: Option<String>,
}

/// Whoever has one of these addresses.
pub async fn known(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    emails: &[Email],
) -> Result<Option<Known>> {
    let emails: Vec<&str> = emails.iter().map(Email::as_str).collect();
    Ok(sqlx::query_as!(
        Known,
        r#"select k.id as "id!: _",
                  case when exists (select from application_access s join applications a on (a.company_id, a.id) = (s.company_id, s.application_id)
                                    where s.company_id = $1 and s.member_id = $2 and a.company_id = $1 and a.candidate_id = k.id)
                       then trim(k.given_name || ' ' || k.family_name) end as name
           from candidate_emails e
           join candidates c on (c.company_id, c.id) = (e.company_id, e.candidate_id)
           join candidates k on k.company_id = c.company_id and k.id = coalesce(c.merged_into_id, c.id)
           where e.company_id = $1 and e.email = any($3)
           order by array_position($3, e.email) limit 1"#,
        company as _,
        actor.member_id() as _,
        &emails as _,
    )
    .fetch_optional(db)
    .await?)
}

/// How somebody is put where they go.
pub(super) struct Placing<'a> {
    pub source: Option<SourceId>,
    /// When they applied, as far as anybody knows.
    pub at: Time,
    pub tell: bool,
    /// The file that they came in.
    pub file: &'a str,
}

/// Puts somebody where they go, and says so in the history. Nothing, when they are there already; else the application, if it is
/// one.
pub(super) async fn place(
    change: &mut Change<AddPeople>,
    candidate: CandidateId,
    to: Destination,
    placing: &Placing<'_>,
) -> Result<Option<Option<ApplicationId>>> {
    let event = Event::new("candidate.added").candidate(candidate);
    let detail = json!({ "file": placing.file, "told": placing.tell });
    let event = event.detail(detail);
    match to {
        Destination::Pool(pool) => {
            if !keep_in_mind(change, candidate, pool).await? {
                return Ok(None);
            }
            change.record(event).await?;
            Ok(Some(None))
        }
        Destination::Stage(job, stage) => {
            let opened = open(change, candidate, (job, stage), placing).await?;
            let Some((application, promised_by, title)) = opened else {
                return Ok(None);
            };
            change
                .record(event.job(job).application(application))
                .await?;
            if placing.tell {
                let zone = change.company_ref().zone();
                let answer_by = Day(promised_by.day(&zone));
                prospects::tell(change, candidate, application, &title, answer_by).await?;
            }
            Ok(Some(Some(application)))
        }
    }
}

async fn open(
    change: &mut Change<AddPeople>,
    candidate: CandidateId,
    (job, stage): (JobId, StageId),
    placing: &Placing<'_>,
) -> Result<Option<(ApplicationId, Time, String)>> {
    let (company, now) = (change.company(), change.now());
    let member = change.actor().member_id();
    let found = sqlx::query!(
        r#"select j.name, c.promise_after_applying as days, s.sees_private or not k.private as "meets!" from jobs j
           join companies c on c.id = j.company_id
           join job_access s on (s.company_id, s.job_id) = (j.company_id, j.id)
           join candidates k on k.company_id = $1 and k.id = $4
           where j.company_id = $1 and j.id = $2 and j.status = 'open' and s.company_id = $1 and s.member_id = $3 and s.decides"#,
        company as _,
        job as _,
        member as _,
        candidate as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or_else(|| Error::field("to", "Choose an open job from the list"))?;
    if !found.meets {
        return Err(Error::field("to", candidates::NOT_THERE));
    }
    jobs::keep(change.db(), company, job, stage)
        .await
        .map_err(|error| match error {
            Error::NotFound => Error::field("to", "This stage is gone. Choose another"),
            other => other,
        })?;
    let calendar = companies::calendar(change.db(), company).await?;
    let zone = change.company_ref().zone();
    let promised_by = calendar.promise(now, found.days, &zone);
    let id: Option<ApplicationId> = sqlx::query_scalar!(
        r#"insert into applications (company_id, uuid, candidate_id, job_id, stage_id, source_id, name, headline, place,
               applied_at, stage_entered_at, last_activity_at, promised_by, unpromised, created_at, updated_at)
           select $1, $2, c.id, $4, $5, coalesce(o.id, (select d.id from sources d where d.company_id = $1 and d.kind = 'direct' order by d.id limit 1)),
                  trim(c.given_name || ' ' || c.family_name), c.headline, coalesce(c.place, ''), $7, $8, $8, $9, $10, $8, $8
           from candidates c left join sources o on o.company_id = $1 and o.id = $6 and o.active
           where c.company_id = $1 and c.id = $3
           on conflict (company_id, candidate_id, job_id) where status = 'active' do nothing
           returning id as "id: _""#,
        company as _,
        Uuid::now_v7(),
        candidate as _,
        job as _,
        stage as _,
        placing.source as _,
        placing.at as _,
        now as _,
        promised_by as _,
        !placing.tell,
    )
    .fetch_optional(change.db())
    .await?;
    Ok(id.map(|id| (id, promised_by, found.name)))
}

/// Puts somebody into a pool who has not agreed to it, for as long as the company keeps people in mind. Whether they were in
/// none.
async fn keep_in_mind(
    change: &mut Change<AddPeople>,
    candidate: CandidateId,
    pool: PoolId,
) -> Result<bool> {
    let (company, now, member) = (change.company(), change.now(), change.actor().member_id());
    let pool = match pool {
        FIRST_POOL => candidates::first_pool(change).await?,
        pool => pool,
    };
    let there = sqlx::query_scalar!(
        r#"select exists (select from pools where company_id = $1 and id = $2) as "there!""#,
        company as _,
        pool as _,
    )
    .fetch_one(change.db())
    .await?;
    if !there {
        return Err(Error::field("to", "This pool is gone. Choose another"));
    }
    let done = sqlx::query!(
        r#"insert into prospects (company_id, pool_id, candidate_id, months, added_by, created_at, confirmed_at, ends_at)
           select $1, $2, $3, c.pool_months, $4, $5, $5, $5::timestamptz + make_interval(months => c.pool_months) from companies c where c.id = $1
           on conflict (company_id, candidate_id) where candidate_id is not null do nothing"#,
        company as _,
        pool as _,
        candidate as _,
        member as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(done.rows_affected() > 0)
}
