//! An application has arrived: what led to it is kept with it.

use super::Touch;
use crate::{
    access::Change,
    base::{
        clock::Time,
        error::Result,
        ids::{ApplicationId, CandidateId},
    },
};
use sqlx::types::Json;

/// Keeps the last touch, as of the time when it was sent, and the first. The first is that of the person's earliest coming of which we know: an application,
/// an alert, an introduction; else it is this one. A code that is in use gives its source, and its owner as referrer.
pub(in crate::domain) async fn arrived<P>(
    change: &mut Change<P>,
    application: ApplicationId,
    candidate: CandidateId,
    last: &Touch,
    sent_at: Time,
) -> Result<()> {
    let earlier = earliest(change, candidate, application).await?;
    if let Some(code) = &last.code {
        by_code(change, application, code).await?;
    }
    let (first, at) = earlier.unwrap_or_else(|| (last.clone(), sent_at));
    for (place, touch, at) in [("first", &first, at), ("last", last, sent_at)] {
        if !touch.is_empty() {
            keep(change, application, place, touch, at).await?;
        }
    }
    Ok(())
}

/// Gives the application the source of a code. A personal one whose owner has left refers nobody.
async fn by_code<P>(change: &mut Change<P>, application: ApplicationId, code: &str) -> Result<()> {
    let company = change.company();
    sqlx::query!(
        r#"update applications a set source_id = k.source_id, source_code_id = k.id, referred_by = k.member_id
           from source_codes k
           left join memberships m on (m.company_id, m.id) = (k.company_id, k.member_id)
           where a.company_id = $1 and a.id = $2 and k.company_id = $1 and k.code = $3 and k.retired_at is null
             and m.ended_at is null"#,
        company as _,
        application as _,
        code,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

async fn keep<P>(
    change: &mut Change<P>,
    application: ApplicationId,
    place: &'static str,
    touch: &Touch,
    at: Time,
) -> Result<()> {
    let company = change.company();
    sqlx::query!(
        r#"insert into touches (company_id, application_id, place, at, code, source, medium, campaign, host)
           values ($1, $2, $3::text::touch_place, $4, $5, $6, $7, $8, $9)"#,
        company as _,
        application as _,
        place,
        at as _,
        touch.code,
        touch.source,
        touch.medium,
        touch.campaign,
        touch.host,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// What first led the person here, before this application.
async fn earliest<P>(
    change: &mut Change<P>,
    candidate: CandidateId,
    application: ApplicationId,
) -> Result<Option<(Touch, Time)>> {
    let company = change.company();
    let row = sqlx::query!(
        r#"select touch as "touch!: Json<Touch>", at as "at!: Time"
           from (
               select jsonb_build_object('code', t.code, 'source', t.source, 'medium', t.medium, 'campaign', t.campaign, 'host', t.host) as touch, t.at
               from applications a join touches t on (t.company_id, t.application_id) = (a.company_id, a.id)
               where a.company_id = $1 and a.candidate_id = $2 and a.id <> $3 and t.place = 'first'
               union all
               select j.touch, j.created_at from job_alerts j
               join candidate_emails e on (e.company_id, e.email) = (j.company_id, j.email)
               where j.company_id = $1 and e.candidate_id = $2 and j.confirmed_at is not null and j.touch is not null
               union all
               select p.touch, p.created_at from prospects p
               where p.company_id = $1 and p.candidate_id = $2 and p.touch is not null
           ) known
           order by at limit 1"#,
        company as _,
        candidate as _,
        application as _,
    )
    .fetch_optional(change.db())
    .await?;
    Ok(row.map(|row| (row.touch.0, row.at)))
}
