//! Considering somebody of the pool for a job: an application that we make, of which they hear at once.

use super::person::prospect;
use crate::{
    access::{Actor, Change, Event, permissions::ManageProspects},
    base::{
        clock::Day,
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, CompanyId, JobId, PostingId, ProspectId, StageId},
    },
    domain::{
        candidates, companies, jobs,
        mail::{self, Kind, Letter, Outreach},
        sources,
    },
};
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

/// A job for which somebody can be considered.
#[derive(Clone, Debug)]
pub struct OpenJob {
    pub id: JobId,
    pub name: String,
}

/// Open jobs on whose applications the viewer decides, by name.
pub async fn open_jobs(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
) -> Result<Vec<OpenJob>> {
    Ok(sqlx::query_as!(
        OpenJob,
        r#"select j.id as "id: _", j.name from jobs j join job_access s on (s.company_id, s.job_id) = (j.company_id, j.id)
           where j.company_id = $1 and j.status = 'open' and s.company_id = $1 and s.member_id = $2 and s.decides
           order by lower(j.name), j.id limit 500"#,
        company as _,
        actor.member_id() as _,
    )
    .fetch_all(db)
    .await?)
}

/// What is needed of the job.
struct Place {
    stage: StageId,
    posting: Option<PostingId>,
    title: String,
    promise_days: i16,
    sees_private: bool,
}

/// Makes the application, at the first stage of the job. The promise begins, and they get a mail with the link to where
/// they stand. Their résumé goes with it, unless another application has it.
pub async fn consider(
    change: &mut Change<ManageProspects>,
    id: ProspectId,
    job: JobId,
) -> Result<ApplicationId> {
    let (company, now) = (change.company(), change.now());
    let actor = change.actor().clone();
    let person = prospect(change.db(), company, &actor, id, now).await?;
    let place = place(change, &actor, job).await?;
    if person.confidential && !place.sees_private {
        return Err(Error::field("job", candidates::NOT_THERE));
    }
    jobs::keep(change.db(), company, job, place.stage).await?;
    let calendar = companies::calendar(change.db(), company).await?;
    let zone = change.company_ref().zone();
    let promised_by = calendar.promise(now, place.promise_days, &zone);
    let application: ApplicationId = sqlx::query_scalar!(
        r#"insert into applications (company_id, uuid, candidate_id, job_id, posting_id, stage_id, source_id, name, headline, place,
               applied_at, stage_entered_at, last_activity_at, promised_by, created_at, updated_at)
           select $1, $2, c.id, $4, $5, $6,
                  (select s.id from sources s where s.company_id = $1 and s.kind = 'direct' order by s.id limit 1),
                  trim(c.given_name || ' ' || c.family_name), c.headline, coalesce(c.place, ''), $7, $7, $7, $8, $7, $7
           from candidates c where c.company_id = $1 and c.id = $3
           on conflict (company_id, candidate_id, job_id) where status = 'active' do nothing
           returning id as "id: _""#,
        company as _,
        Uuid::now_v7(),
        person.candidate as _,
        job as _,
        place.posting as _,
        place.stage as _,
        now as _,
        promised_by as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or_else(|| {
        let text = format!("{} is considered for this job already.", person.name);
        Error::refused("considered", text)
    })?;
    sqlx::query!(
        "update attachments set application_id = $3 where company_id = $1 and candidate_id = $2 and application_id is null",
        company as _,
        person.candidate as _,
        application as _,
    )
    .execute(change.db())
    .await?;
    let touch = person.touch.map(|touch| touch.0).unwrap_or_default();
    sources::arrived(change, application, person.candidate, &touch, now).await?;
    let event = Event::new("application.considered")
        .job(job)
        .candidate(person.candidate)
        .application(application)
        .detail(json!({ "prospect": id }));
    change.record(event).await?;
    let answer_by = Day(promised_by.day(&zone));
    tell(
        change,
        person.candidate,
        application,
        &place.title,
        answer_by,
    )
    .await?;
    Ok(application)
}

/// The first stage of an open job on which the actor decides, and its newest live posting.
async fn place(change: &mut Change<ManageProspects>, actor: &Actor, job: JobId) -> Result<Place> {
    let company = change.company();
    sqlx::query_as!(
        Place,
        r#"select (select s.id from stages s where s.company_id = $1 and s.job_id = j.id and s.deleted_at is null
                   order by s.position, s.id limit 1) as "stage!: _",
                  p.id as "posting?: _", coalesce(p.title, j.name) as "title!",
                  coalesce(p.promise_after_applying, c.promise_after_applying) as "promise_days!",
                  s.sees_private as "sees_private!"
           from jobs j
           join companies c on c.id = j.company_id
           join job_access s on (s.company_id, s.job_id) = (j.company_id, j.id)
           left join lateral (select p.id, p.title, p.promise_after_applying from postings p
                              where p.company_id = $1 and p.job_id = j.id and p.status = 'live' and p.visibility <> 'internal'
                              order by p.published_at desc, p.id desc limit 1) p on true
           where j.company_id = $1 and j.id = $2 and j.status = 'open' and s.company_id = $1 and s.member_id = $3 and s.decides"#,
        company as _,
        job as _,
        actor.member_id() as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or_else(|| Error::field("job", "Choose an open job from the list"))
}

/// Writes to somebody that they are considered, by when they have an answer, and where they see it.
pub(in crate::domain) async fn tell<P>(
    change: &mut Change<P>,
    candidate: CandidateId,
    application: ApplicationId,
    title: &str,
    answer_by: Day,
) -> Result<()> {
    let (company, kind) = (change.company(), Kind::Outreach(Outreach::Considered));
    let link = mail::newest_link(change, application).await?;
    let (_, language) = mail::worded(change.db(), company, kind, Some(application)).await?;
    let answer_by = language.day(answer_by);
    let letter = Letter {
        kind,
        candidate,
        application: Some(application),
        to: None,
        link: Some(link),
        code: None,
        values: &[("posting", title), ("answer_by", &answer_by)],
        send_at: change.now(),
        held: false,
    };
    mail::write(change, letter).await?;
    Ok(())
}
