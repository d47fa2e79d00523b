//! What happened to a job itself: its details, plan, team, openings and postings.

use crate::{
    access::{Actor, actor::ActorKind},
    base::{
        clock::Time,
        error::Result,
        ids::{CompanyId, EventId, JobId},
        paging::Paged,
    },
};
use serde_json::Value;
use sqlx::PgConnection;

/// Entries of a page.
const PAGE: usize = 50;

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct JobEntry {
    pub id: EventId,
    pub at: Time,
    pub by: ActorKind,
    /// The member who did it, if it was one.
    pub member: Option<String>,
    /// "closed the job".
    pub did: String,
    /// Whether it took something back.
    pub back: bool,
}

/// One page of a job's history, the newest first. Of a job that the viewer does not see, nothing happened.
pub async fn job(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: JobId,
    after: Option<EventId>,
) -> Result<Paged<JobEntry>> {
    let rows = sqlx::query!(
        r#"select e.id as "id: EventId", e.at as "at: Time", e.actor as "actor: ActorKind", e.kind, d.detail as "detail?", p.title as "posting?",
                  trim(u.given_name || ' ' || u.family_name) as member,
                  (select trim(o.given_name || ' ' || o.family_name) from memberships t join users o on o.id = t.user_id
                   where t.company_id = $1 and e.kind like 'teammate.%'
                     and t.id = coalesce((d.detail->>'member')::bigint, (d.detail->>'after')::bigint)) as teammate
           from events e
           join job_access s on (s.company_id, s.job_id) = (e.company_id, e.job_id)
           left join event_details d on (d.company_id, d.event_id) = (e.company_id, e.id)
           left join postings p on (p.company_id, p.id) = (e.company_id, e.posting_id)
           left join memberships m on (m.company_id, m.id) = (e.company_id, e.member_id)
           left join users u on u.id = m.user_id
           where e.company_id = $1 and e.job_id = $2 and e.application_id is null and e.candidate_id is null
             and s.company_id = $1 and s.job_id = $2 and s.member_id = $3 and e.id < $4
             and (e.kind like 'job.%' or e.kind like 'posting.%' or e.kind like 'stage.%' or e.kind like 'plan.%'
                  or e.kind like 'opening.%' or e.kind like 'teammate.%')
           order by e.id desc limit $5"#,
        company as _,
        id as _,
        actor.member_id() as _,
        after.map_or(i64::MAX, |id| id.0),
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?;
    let entries = rows.into_iter().map(|row| {
        let detail = row.detail.unwrap_or_default();
        JobEntry {
            id: row.id,
            at: row.at,
            by: row.actor,
            member: row.member,
            did: did(&row.kind, &detail, row.posting, row.teammate),
            back: detail.get("takes_back").is_some(),
        }
    });
    Ok(Paged::new(entries.collect(), PAGE, |one: &JobEntry| one.id))
}

/// What somebody did, in the past tense.
fn did(kind: &str, detail: &Value, posting: Option<String>, teammate: Option<String>) -> String {
    let text = |pointer: &str| detail.pointer(pointer).and_then(Value::as_str);
    let quoted = |name: Option<&str>, otherwise: &str| match name {
        Some(name) if !name.is_empty() => format!("“{name}”"),
        _ => otherwise.to_owned(),
    };
    let posting = quoted(posting.as_deref(), "a posting");
    let stage = |pointers: [&str; 2]| match pointers.iter().find_map(|pointer| text(pointer)) {
        Some(name) => format!("the stage “{name}”"),
        None => "a stage".to_owned(),
    };
    let teammate = teammate.unwrap_or_else(|| "somebody".to_owned());
    match kind {
        "job.created" => "made the job".to_owned(),
        "job.changed" => "changed the details".to_owned(),
        "job.opened" => "opened the job".to_owned(),
        "job.closed" => "closed the job".to_owned(),
        "posting.created" | "posting.imported" => format!("began {posting}"),
        "posting.saved" => format!("edited {posting}"),
        "posting.published" => format!("published {posting}"),
        "posting.scheduled" => format!("planned to publish {posting}"),
        "posting.unscheduled" => format!("took back the plan to publish {posting}"),
        "posting.closed" => format!("closed {posting}"),
        "posting.reopened" => format!("opened {posting} again"),
        "posting.reviewed" => format!("looked through {posting}"),
        "stage.added" => format!("added {}", stage(["/after/name", "/name"])),
        "stage.changed" => format!("changed {}", stage(["/before/name", "/name"])),
        "stage.deleted" => format!("deleted {}", stage(["/before/name", "/name"])),
        "stage.restored" => format!("restored {}", stage(["/name", "/after/name"])),
        "plan.reordered" => "put the stages into another order".to_owned(),
        "opening.added" => "added an opening".to_owned(),
        "opening.changed" => "changed an opening".to_owned(),
        "opening.cancelled" => "cancelled an opening".to_owned(),
        "teammate.added" => format!("put {teammate} into the hiring team"),
        "teammate.removed" => format!("took {teammate} out of the hiring team"),
        "opening.reopened" => "opened an opening again".to_owned(),
        "teammate.made_responsible" if detail.get("after") == Some(&Value::Null) => {
            "left the job without somebody responsible".to_owned()
        }
        "teammate.made_responsible" => format!("made {teammate} responsible"),
        other => other.replace(['.', '_'], " "),
    }
}

#[cfg(test)]
mod tests {
    use super::did;
    use serde_json::json;

    #[test]
    fn things_are_told_by_name_where_there_is_one() {
        let deleted = json!({ "before": { "id": 3, "name": "Homework" } });
        assert_eq!(
            did("stage.deleted", &deleted, None, None),
            "deleted the stage “Homework”"
        );
        assert_eq!(
            did("stage.deleted", &json!(null), None, None),
            "deleted a stage"
        );
        let closed = did("posting.closed", &json!({}), Some("Weaver".into()), None);
        assert_eq!(closed, "closed “Weaver”");
        assert_eq!(did("job.sung_of", &json!({}), None, None), "job sung of");
    }
}
