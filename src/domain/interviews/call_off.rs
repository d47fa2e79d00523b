//! What becomes of interviews when an application is over.

use super::{
    held::told,
    letters::{About, to_candidate},
    set::end,
};
use crate::{
    access::Change,
    base::{
        error::Result,
        ids::{ApplicationId, CandidateId, InterviewId, JobId},
    },
    domain::mail::AboutInterview,
};

/// Cancels every interview of an application that is still to come, because the application is over and its candidate
/// knows. Interviewers are written to, and the candidate unless it is they who withdrew. The caller holds the application.
pub async fn call_off<P>(
    change: &mut Change<P>,
    application: ApplicationId,
    tell_candidate: bool,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let coming = sqlx::query_scalar!(
        r#"select id as "id: InterviewId" from scheduled_interviews
           where company_id = $1 and application_id = $2 and cancelled_at is null and starts_at > $3 order by starts_at, id"#,
        company as _,
        application as _,
        now as _,
    )
    .fetch_all(change.db())
    .await?;
    if coming.is_empty() {
        return Ok(());
    }
    let about = sqlx::query_as!(
        About,
        r#"select a.id as "application: ApplicationId", a.job_id as "job: JobId", a.candidate_id as "candidate: CandidateId",
                  a.name as candidate_name, coalesce(p.title, j.name) as "posting!"
           from applications a
           join jobs j on (j.company_id, j.id) = (a.company_id, a.job_id)
           left join postings p on (p.company_id, p.id) = (a.company_id, a.posting_id)
           where a.company_id = $1 and a.id = $2"#,
        company as _,
        application as _,
    )
    .fetch_one(change.db())
    .await?;
    for id in coming {
        let mut told = told(change.db(), company, id).await?;
        told.sequence += 1;
        told.words = String::new();
        end(change, &about, &told).await?;
        if tell_candidate {
            to_candidate(change, &about, &told, AboutInterview::Cancelled).await?;
        }
    }
    Ok(())
}
