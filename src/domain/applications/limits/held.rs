//! Sendings over a limit. Publicly they are answered as every other, so that nobody learns from the answer whether somebody
//! has applied; the person is told by mail. They are kept whole, and become an application when a recruiter takes them in.

use crate::{
    access::{Actor, Change, Event, permissions::EditJobs},
    base::{
        clock::{Day, Time},
        error::{Error, Result},
        ids::{
            ApplicationId, AttachmentId, CandidateId, CompanyId, JobId, LimitedId, PostingId,
            SubmissionId,
        },
        paging::Paged,
    },
    domain::{
        applications::{
            adjustments, answer,
            answers::Answer,
            consent,
            enclose::{attach, write_answers},
            opening::{Arriving, Door, insert, open_door, open_to_candidate},
            submission::Submission,
        },
        candidates::Known,
        jobs,
        sources::{self, Touch},
    },
};
use anyhow::Context;
use serde_json::json;
use sqlx::{PgConnection, types::Json};

const PAGE: usize = 50;

/// A sending that waits.
#[derive(Clone, Debug)]
pub struct Held {
    pub id: LimitedId,
    pub name: String,
    pub email: Option<String>,
    pub reference: String,
    pub at: Time,
    /// From then on they may apply by themselves.
    pub open_on: Day,
}

/// Keeps a sending, with its files, and tells its sender until when the limit stands.
pub(in crate::domain::applications) async fn keep<P>(
    change: &mut Change<P>,
    submission: &Submission,
    (id, reference): (SubmissionId, &str),
    door: &Door,
    known: &Known,
    open_on: Day,
) -> Result<()> {
    let mut answers = submission.answers.clone();
    let mut attachments: Vec<AttachmentId> = Vec::new();
    for enclosed in &submission.files {
        let (attachment, answer) = attach(change, enclosed, known.id, None).await?;
        attachments.push(attachment);
        answers.extend(answer);
    }
    consent::give(change, known.id, None, &submission.consents).await?;
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        r#"insert into limited_submissions
               (company_id, submission_id, candidate_id, job_id, posting_id, open_on, referrer, answers, adjustments, attachments, created_at, touch)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"#,
        company as _,
        id as _,
        known.id as _,
        door.job as _,
        submission.posting as _,
        open_on as _,
        submission.referrer,
        Json(&answers) as _,
        submission.adjustments,
        &attachments as _,
        now as _,
        (!submission.touch.is_empty()).then_some(Json(&submission.touch)) as _,
    )
    .execute(change.db())
    .await?;
    let event = Event::new("application.held_by_limit")
        .job(door.job)
        .posting(submission.posting)
        .candidate(known.id)
        .detail(json!({ "reference": reference, "open_on": open_on }));
    change.record(event).await?;
    answer::limited(
        change,
        &submission.applicant.email,
        known.id,
        &door.title,
        open_on,
    )
    .await
}

/// A page of what waits for a job, the newest first, without those whose sender has applied for it since.
pub async fn held(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    job: JobId,
    after: Option<LimitedId>,
) -> Result<Paged<Held>> {
    let rows = sqlx::query_as!(
        Held,
        r#"select l.id as "id: _", trim(c.given_name || ' ' || c.family_name) as "name!", b.reference, l.created_at as "at: _",
                  l.open_on as "open_on: _",
                  (select e.email from candidate_emails e where (e.company_id, e.candidate_id) = (c.company_id, c.id)
                   order by e.position, e.id limit 1) as email
           from limited_submissions l
           join job_access s on (s.company_id, s.job_id) = (l.company_id, l.job_id)
           join candidates c on (c.company_id, c.id) = (l.company_id, l.candidate_id)
           join submissions b on (b.company_id, b.id) = (l.company_id, l.submission_id)
           where l.company_id = $1 and l.job_id = $2 and s.member_id = $3 and s.edits and (s.sees_private or not c.private)
             and not exists (select from applications a where (a.company_id, a.candidate_id, a.job_id) = (l.company_id, l.candidate_id, l.job_id)
                             and a.applied_at > l.created_at)
             and ($4::bigint is null or l.id < $4)
           order by l.id desc limit $5"#,
        company as _,
        job as _,
        actor.member_id() as _,
        after as _,
        PAGE as i64 + 1,
    )
    .fetch_all(db)
    .await?;
    Ok(Paged::new(rows, PAGE, |row: &Held| row.id))
}

/// What waits, held until the change ends.
struct Waiting {
    submission: SubmissionId,
    candidate: CandidateId,
    posting: PostingId,
    referrer: Option<String>,
    answers: Json<Vec<Answer>>,
    adjustments: Option<String>,
    touch: Option<Json<Touch>>,
    attachments: Vec<AttachmentId>,
    created_at: Time,
    reference: String,
}

/// Makes an application of a sending over a limit. Whoever sent it hears that it is in.
pub async fn admit(
    change: &mut Change<EditJobs>,
    job: JobId,
    id: LimitedId,
) -> Result<ApplicationId> {
    let (company, actor) = (change.company(), change.actor().clone());
    jobs::head(change.db(), company, &actor, job)
        .await?
        .editable()?;
    let waiting = waiting(change, job, id).await?;
    let known = known(change, waiting.candidate).await?;
    let door = open_door(change, waiting.posting).await?;
    if open_to_candidate(change, known.id, job).await?.is_some() {
        let text = "They are considered for this job already.";
        return Err(Error::refused("active", text));
    }
    let arriving = Arriving {
        posting: waiting.posting,
        referrer: waiting.referrer.as_deref(),
        sent_at: change.now(),
    };
    let application = insert(change, &arriving, &door, &known)
        .await?
        .context("nobody else opens one while the candidate is held")?;
    write_answers(change, application, &waiting.answers).await?;
    hand_over(change, application, &waiting, id).await?;
    if let Some(Json(touch)) = &waiting.touch {
        sources::arrived(change, application, known.id, touch, waiting.created_at).await?;
    }
    if let Some(needs) = &waiting.adjustments {
        adjustments::ask(change, application, known.id, needs).await?;
    }
    let event = Event::new("application.admitted")
        .job(door.job)
        .posting(waiting.posting)
        .candidate(known.id)
        .application(application)
        .detail(json!({ "reference": waiting.reference }));
    change.record(event).await?;
    let told = answer::Told {
        application,
        candidate: known.id,
        to: None,
        posting: &door.title,
        reference: &waiting.reference,
    };
    answer::arrived(change, &told).await?;
    Ok(application)
}

async fn waiting(change: &mut Change<EditJobs>, job: JobId, id: LimitedId) -> Result<Waiting> {
    let (company, member) = (change.company(), change.actor().member_id());
    sqlx::query_as!(
        Waiting,
        r#"select l.submission_id as "submission: _", l.candidate_id as "candidate: _", l.posting_id as "posting: _", l.referrer,
                  l.answers as "answers: _", l.adjustments, l.touch as "touch: _", l.attachments as "attachments: _", l.created_at as "created_at: _", b.reference
           from limited_submissions l
           join submissions b on (b.company_id, b.id) = (l.company_id, l.submission_id)
           join candidates c on (c.company_id, c.id) = (l.company_id, l.candidate_id)
           join job_access s on (s.company_id, s.job_id) = (l.company_id, l.job_id)
           where l.company_id = $1 and l.job_id = $2 and l.id = $3 and s.company_id = $1 and s.member_id = $4
             and (s.sees_private or not c.private)
           for update of l"#,
        company as _,
        job as _,
        id as _,
        member as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)
}

/// The candidate, held as whoever applies holds them.
async fn known(change: &mut Change<EditJobs>, candidate: CandidateId) -> Result<Known> {
    let company = change.company();
    Ok(sqlx::query_as!(
        Known,
        r#"select id as "id: _", trim(given_name || ' ' || family_name) as "name!", headline, coalesce(place, '') as "place!"
           from candidates where company_id = $1 and id = $2 for update"#,
        company as _,
        candidate as _,
    )
    .fetch_one(change.db())
    .await?)
}

/// What came with it is the application's from now on.
async fn hand_over(
    change: &mut Change<EditJobs>,
    application: ApplicationId,
    waiting: &Waiting,
    id: LimitedId,
) -> Result<()> {
    let company = change.company();
    sqlx::query!(
        "update attachments set application_id = $3 where company_id = $1 and id = any($2) and application_id is null",
        company as _,
        &waiting.attachments as _,
        application as _,
    )
    .execute(change.db())
    .await?;
    sqlx::query!(
        r#"update consents set application_id = $4
           where company_id = $1 and candidate_id = $2 and given_at = $3 and application_id is null"#,
        company as _,
        waiting.candidate as _,
        waiting.created_at as _,
        application as _,
    )
    .execute(change.db())
    .await?;
    sqlx::query!(
        "update submissions set application_id = $3 where company_id = $1 and id = $2",
        company as _,
        waiting.submission as _,
        application as _,
    )
    .execute(change.db())
    .await?;
    sqlx::query!(
        "delete from limited_submissions where company_id = $1 and id = $2",
        company as _,
        id as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}
