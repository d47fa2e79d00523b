//! A person: everything of theirs that one viewer sees, across their applications.

use super::status::Status;
use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, AttachmentId, CandidateId, CompanyId},
    },
};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

/// Somebody of whom the viewer sees at least one application.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: CandidateId,
    pub name: String,
    pub confidential: bool,
    pub headline: String,
    pub place: String,
    /// Their title and employer, as far as they are known: "Miller, Old Mill".
    pub work: String,
    /// Whether the viewer may correct this.
    pub writes: bool,
    pub emails: Json<Vec<String>>,
    pub phones: Json<Vec<String>>,
    pub links: Json<Vec<String>>,
    /// The newest first; at most fifty.
    pub applications: Json<Vec<Applied>>,
    /// Of those applications, the newest first.
    pub files: Json<Vec<Attached>>,
    /// Whether they may be somebody else, and whether others were merged into them: who may see that is for the statements of
    /// these to say, which need not be asked otherwise.
    pub has_alike: bool,
    pub merged: bool,
}

/// One of their applications.
#[derive(Clone, Debug, Deserialize)]
pub struct Applied {
    pub id: ApplicationId,
    pub job: String,
    pub status: Status,
    pub stage: String,
    /// The number of the stage, from 0, and how many there are.
    pub step: i64,
    pub steps: i64,
    pub source: Option<String>,
    pub applied_at: Time,
    pub decided_at: Option<Time>,
    pub reason: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Attached {
    pub id: AttachmentId,
    pub name: String,
    pub size: i64,
    pub job: String,
    pub at: Time,
}

/// The person, in one statement.
pub async fn person(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: CandidateId,
) -> Result<Person> {
    sqlx::query_as!(
        Person,
        r#"with seen as materialized (
               select s.writes_notes, a.id, a.job_id, j.name as job, a.status, a.stage_id, a.source_id, a.applied_at, a.decided_at, a.rejection_reason_id
               from applications a
               join application_access s on s.company_id = $1 and s.member_id = $3 and s.application_id = a.id
               join jobs j on (j.company_id, j.id) = ($1, a.job_id)
               where a.company_id = $1 and a.candidate_id = $2
               order by a.id desc limit 50
           )
           select c.id as "id: _", trim(c.given_name || ' ' || c.family_name) as "name!", c.private as confidential, c.headline, coalesce(c.place, '') as "place!",
                  concat_ws(', ', c.title, c.employer) as "work!", (select bool_or(writes_notes) from seen) as "writes!",
                  (select coalesce(jsonb_agg(e.email order by e.position, e.id), '[]') from candidate_emails e
                   where e.company_id = $1 and e.candidate_id = $2) as "emails!: _",
                  (select coalesce(jsonb_agg(p.phone order by p.position, p.id), '[]') from candidate_phones p
                   where p.company_id = $1 and p.candidate_id = $2) as "phones!: _",
                  (select coalesce(jsonb_agg(l.url order by l.position, l.id), '[]') from candidate_links l
                   where l.company_id = $1 and l.candidate_id = $2) as "links!: _",
                  (select jsonb_agg(jsonb_build_object(
                              'id', a.id, 'job', a.job, 'status', a.status, 'stage', st.name,
                              'step', (select count(*) from stages o where o.company_id = $1 and o.job_id = a.job_id
                                       and o.deleted_at is null and o.position < st.position),
                              'steps', (select count(*) from stages o where o.company_id = $1 and o.job_id = a.job_id and o.deleted_at is null),
                              'source', f.name, 'applied_at', a.applied_at, 'decided_at', a.decided_at, 'reason', r.name) order by a.id desc)
                   from seen a
                   join stages st on (st.company_id, st.id) = ($1, a.stage_id)
                   left join sources f on (f.company_id, f.id) = ($1, a.source_id)
                   left join rejection_reasons r on (r.company_id, r.id) = ($1, a.rejection_reason_id)) as "applications!: _",
                  (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', f.name, 'size', f.size, 'job', a.job, 'at', t.created_at)
                                             order by t.id desc), '[]')
                   from seen a
                   join attachment_access s on s.company_id = $1 and s.member_id = $3 and s.application_id = a.id
                   join attachments t on (t.company_id, t.id) = ($1, s.attachment_id)
                   join files f on (f.company_id, f.id) = ($1, t.file_id)) as "files!: _",
                  exists (select from duplicates d
                          where d.company_id = $1 and d.state = 'proposed' and (d.one_id = $2 or d.other_id = $2)) as "has_alike!",
                  exists (select from merges m where m.company_id = $1 and m.survivor_id = $2) as "merged!"
           from candidates c
           where c.company_id = $1 and c.id = $2 and exists (select from seen)"#,
        company as _,
        id as _,
        actor.member_id() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}
