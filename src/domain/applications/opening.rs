//! Opening an application: the first stage of a plan that takes one, and the one that is open already.

use super::{limits, submission::Submission, submit::CLOSED};
use crate::{
    access::Change,
    base::{
        clock::{Day, Time},
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, JobId, PostingId, RevisionId, SourceId, StageId},
    },
    domain::{
        candidates::Known,
        companies::{self, Calendar},
        jobs,
    },
};
use anyhow::anyhow;
use uuid::Uuid;

/// Where an application for a posting goes.
pub(in crate::domain) struct Door {
    pub job: JobId,
    revision: RevisionId,
    stage: StageId,
    source: Option<SourceId>,
    promise_days: i16,
    pub title: String,
}

/// Finds the way in, and keeps its stage from being deleted until the application is in it. Refuses with [`CLOSED`] when the
/// posting takes no applications.
pub(in crate::domain) async fn open_door<P>(
    change: &mut Change<P>,
    posting: PostingId,
) -> Result<Door> {
    held_door(change, posting, false).await
}

/// The same for what was sent while the posting took applications, whether it still does or not.
pub(in crate::domain) async fn past_door<P>(
    change: &mut Change<P>,
    posting: PostingId,
) -> Result<Door> {
    held_door(change, posting, true).await
}

async fn held_door<P>(change: &mut Change<P>, posting: PostingId, past: bool) -> Result<Door> {
    loop {
        let door = door(change, posting, past).await?;
        let company = change.company();
        match jobs::keep(change.db(), company, door.job, door.stage).await {
            Ok(_) => return Ok(door),
            // Deleted since we looked: another is the first now. A plan always has one.
            Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
}

async fn door<P>(change: &mut Change<P>, posting: PostingId, past: bool) -> Result<Door> {
    let (company, now) = (change.company(), change.now());
    sqlx::query_as!(
        Door,
        r#"select p.job_id as "job: _", p.live_revision_id as "revision!: _",
                  (select s.id from stages s where s.company_id = p.company_id and s.job_id = p.job_id and s.deleted_at is null
                   order by s.position, s.id limit 1) as "stage!: _",
                  (select s.id from sources s where s.company_id = p.company_id and s.kind = 'careers_site'
                   order by s.id limit 1) as "source: _",
                  coalesce(p.promise_after_applying, c.promise_after_applying) as "promise_days!",
                  p.title
           from postings p join companies c on c.id = p.company_id
           where p.company_id = $1 and p.id = $2 and p.live_revision_id is not null
             and ($4 or (p.status = 'live' and p.visibility <> 'internal' and p.external_apply_url is null
                         and (p.closes_at is null or p.closes_at > $3)))"#,
        company as _,
        posting as _,
        now as _,
        past,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or_else(|| Error::refused(CLOSED, "This role takes no applications any more."))
}

pub(super) enum Opened {
    New(ApplicationId),
    /// The person is considered for this job already.
    Active(ApplicationId),
    /// The person may not apply before this day.
    Limited(Day),
}

/// What an application is opened with.
pub(super) struct Arriving<'a> {
    pub posting: PostingId,
    pub referrer: Option<&'a str>,
    /// The time that counts.
    pub sent_at: Time,
}

/// Opens the application as of the time when it was sent, or finds the one that is active: the unique key decides.
pub(super) async fn open<P>(
    change: &mut Change<P>,
    submission: &Submission,
    door: &Door,
    known: &Known,
    sent_at: Time,
) -> Result<Opened> {
    let arriving = Arriving {
        posting: submission.posting,
        referrer: submission.referrer.as_deref(),
        sent_at,
    };
    // It may be decided between our insert and our look: then it is ours to open after all.
    for _ in 0..3 {
        if let Some(open) = open_to_candidate(change, known.id, door.job).await? {
            promise(change, open, sent_at, door).await?;
            return Ok(Opened::Active(open));
        }
        if let Some(day) = limits::stands(change, known.id, door.job).await? {
            return Ok(Opened::Limited(day));
        }
        if let Some(id) = insert(change, &arriving, door, known).await? {
            return Ok(Opened::New(id));
        }
    }
    Err(anyhow!("an application was neither active nor not").into())
}

/// Writes the application, unless one of theirs is active.
pub(super) async fn insert<P>(
    change: &mut Change<P>,
    arriving: &Arriving<'_>,
    door: &Door,
    known: &Known,
) -> Result<Option<ApplicationId>> {
    let (company, now) = (change.company(), change.now());
    let promised_by = answer_by(change, arriving.sent_at, door).await?;
    Ok(sqlx::query_scalar!(
            r#"insert into applications (company_id, uuid, candidate_id, job_id, posting_id, revision_id, stage_id, source_id,
                   referrer, name, headline, place, applied_at, stage_entered_at, last_activity_at, promised_by, created_at, updated_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $15, $14, $15, $15)
               on conflict (company_id, candidate_id, job_id) where status = 'active' do nothing
               returning id as "id: _""#,
            company as _,
            Uuid::now_v7(),
            known.id as _,
            door.job as _,
            arriving.posting as _,
            door.revision as _,
            door.stage as _,
            door.source as _,
            arriving.referrer,
            known.name,
            known.headline,
            known.place,
            arriving.sent_at as _,
            promised_by as _,
            now as _,
        )
        .fetch_optional(change.db())
        .await?)
}

/// By when whoever applies has an answer.
async fn answer_by<P>(change: &mut Change<P>, sent_at: Time, door: &Door) -> Result<Time> {
    let company = change.company();
    let calendar: Calendar = companies::calendar(change.db(), company).await?;
    let zone = change.company_ref().zone();
    Ok(calendar.promise(sent_at, door.promise_days, &zone))
}

/// Whoever was brought in, promised nothing, and now applies is promised what everybody is who applies.
async fn promise<P>(
    change: &mut Change<P>,
    application: ApplicationId,
    sent_at: Time,
    door: &Door,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let promised_by = answer_by(change, sent_at, door).await?;
    sqlx::query!(
        r#"update applications set unpromised = false, promised_by = $3, updated_at = $4
           where company_id = $1 and id = $2 and unpromised and status = 'active'"#,
        company as _,
        application as _,
        promised_by as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// The application that is open as far as the candidate knows: a rejection that they were not told about is none to them,
/// so that whoever sends the form again cannot learn of it. Held, so that nobody decides before we have added to it.
pub(super) async fn open_to_candidate<P>(
    change: &mut Change<P>,
    candidate: CandidateId,
    job: JobId,
) -> Result<Option<ApplicationId>> {
    let company = change.company();
    Ok(sqlx::query_scalar!(
        r#"select id as "id: _" from applications
           where company_id = $1 and candidate_id = $2 and job_id = $3
             and (status = 'active' or (status in ('rejected', 'hired') and told_at is null))
           order by id desc limit 1 for update"#,
        company as _,
        candidate as _,
        job as _,
    )
    .fetch_optional(change.db())
    .await?)
}
