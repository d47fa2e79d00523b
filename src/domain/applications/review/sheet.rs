//! What a reviewer reads of one application, on one screen.

use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CompanyId},
    },
    domain::applications::{
        attachments::ResumeFile,
        overview::{Answer, Note},
        status::Status,
    },
};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

#[derive(Clone, Debug)]
pub struct Sheet {
    /// In the order of the form. Sensitive ones are not among them.
    pub answers: Json<Vec<Answer>>,
    pub notes: Json<Vec<Note>>,
    pub resume: Option<Json<ResumeFile>>,
    /// Earlier and other applications of the same person that the viewer sees, the newest first; ten at most.
    pub before: Json<Vec<Before>>,
    pub source: Option<String>,
}

/// An application that the same person has made for another job, or for this one at another time.
#[derive(Clone, Debug, Deserialize)]
pub struct Before {
    pub id: ApplicationId,
    pub job_name: String,
    pub status: Status,
    pub applied_at: Time,
    pub decided_at: Option<Time>,
    /// Why, of a rejected one.
    pub reason: Option<String>,
}

/// All of it in one statement, if the viewer sees the application.
pub async fn sheet(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: ApplicationId,
) -> Result<Sheet> {
    sqlx::query_as!(
        Sheet,
        r#"select (select coalesce(jsonb_agg(jsonb_build_object('label', w.question->>'label', 'text', w.text) order by w.position, w.id), '[]')
                   from answers w where w.company_id = $1 and w.application_id = a.id and not w.sensitive) as "answers!: _",
                  (select coalesce(jsonb_agg(n order by n.thread_id, n.id), '[]') from readable_notes n
                   where n.company_id = $1 and n.application_id = a.id and n.reader_id = $3 and n.deleted_at is null) as "notes!: _",
                  (select jsonb_build_object('id', t.id, 'name', f.name, 'pdf', f.kind = 'pdf', 'text', jsonb_build_object(
                              'state', coalesce(x.state, 'pending'), 'text', case when x.state = 'ready' then x.text end, 'reason', x.reason))
                   from attachments t
                   join files f on (f.company_id, f.id) = (t.company_id, t.file_id)
                   left join file_texts x on (x.company_id, x.file_id) = (f.company_id, f.id)
                   where t.company_id = $1 and t.application_id = a.id and t.kind = 'resume'
                   order by t.id desc limit 1) as "resume: _",
                  (select coalesce(jsonb_agg(b order by b.id desc), '[]')
                   from (select o.id, j.name as job_name, o.status, o.applied_at, o.decided_at, r.name as reason
                         from applications o
                         join application_access v on (v.company_id, v.application_id) = (o.company_id, o.id)
                         join jobs j on (j.company_id, j.id) = (o.company_id, o.job_id)
                         left join rejection_reasons r on (r.company_id, r.id) = (o.company_id, o.rejection_reason_id)
                         where o.company_id = $1 and o.candidate_id = a.candidate_id and o.id <> a.id and v.company_id = $1 and v.member_id = $3
                         order by o.id desc limit 10) b) as "before!: _",
                  c.name as "source?"
           from applications a
           join application_access s on (s.company_id, s.application_id) = (a.company_id, a.id)
           left join sources c on (c.company_id, c.id) = (a.company_id, a.source_id)
           where a.company_id = $1 and a.id = $2 and s.company_id = $1 and s.application_id = $2 and s.member_id = $3"#,
        company as _,
        id as _,
        actor.member_id() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}
