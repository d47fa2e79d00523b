//! What came to somebody since they were merged: of each such thing a person says whose it is when the two are taken apart.

use super::merges::Standing;
use crate::{
    access::Actor,
    base::{clock::Time, error::Result, ids::CompanyId},
};
use sqlx::PgConnection;

/// Tables whose new rows may go along. What belongs to an application follows it.
pub(super) const TABLES: [&str; 8] = [
    "applications",
    "limited_submissions",
    "candidate_emails",
    "candidate_phones",
    "candidate_links",
    "candidate_tags",
    "messages",
    "attachments",
];

/// A row that came since.
#[derive(Clone, Debug)]
pub struct Since {
    /// Its table, and its number there.
    pub table: String,
    pub number: i64,
    pub label: String,
    pub at: Option<Time>,
}

impl Since {
    pub fn kind(&self) -> &'static str {
        match self.table.as_str() {
            "applications" => "Application",
            "limited_submissions" => "Sent over a limit",
            "candidate_emails" => "Address",
            "candidate_phones" => "Phone",
            "candidate_links" => "Link",
            "candidate_tags" => "Tag",
            "messages" => "Mail",
            _ => "File",
        }
    }
}

/// What came since, as far as the viewer sees it. What they do not see stays where it is.
pub async fn since(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    merge: &Standing,
) -> Result<Vec<Since>> {
    let known = |table: &str| -> Vec<i64> {
        let of = |rows: &std::collections::BTreeMap<String, Vec<i64>>| {
            rows.get(table).cloned().unwrap_or_default()
        };
        [of(&merge.kept.had), of(&merge.kept.moved)].concat()
    };
    let [
        applications,
        limited,
        emails,
        phones,
        links,
        tags,
        messages,
        files,
    ] = TABLES.map(known);
    Ok(sqlx::query_as!(
        Since,
        r#"select t.source as "table!", t.number as "number!", t.label as "label!", t.at as "at: _" from (
               select 1 as place, 'applications' as source, a.id as number, j.name as label, a.applied_at as at from applications a
               join application_access s on s.company_id = $1 and s.member_id = $3 and s.application_id = a.id
               join jobs j on (j.company_id, j.id) = (a.company_id, a.job_id)
               where a.company_id = $1 and a.candidate_id = $2 and not a.id = any($4)
               union all
               select 2, 'limited_submissions', l.id, j.name, l.created_at from limited_submissions l
               join job_access s on s.company_id = $1 and s.member_id = $3 and s.job_id = l.job_id and s.sees_candidates
                    and (s.sees_private or not (select c.private from candidates c where c.company_id = $1 and c.id = $2))
               join jobs j on (j.company_id, j.id) = (l.company_id, l.job_id)
               where l.company_id = $1 and l.candidate_id = $2 and not l.id = any($5)
               union all
               select 3, 'candidate_emails', id, email, null from candidate_emails
               where company_id = $1 and candidate_id = $2 and not id = any($6)
               union all
               select 4, 'candidate_phones', id, phone, null from candidate_phones
               where company_id = $1 and candidate_id = $2 and not id = any($7)
               union all
               select 5, 'candidate_links', id, url, null from candidate_links
               where company_id = $1 and candidate_id = $2 and not id = any($8)
               union all
               select 6, 'candidate_tags', c.tag_id, t.name, c.created_at from candidate_tags c
               join tags t on (t.company_id, t.id) = (c.company_id, c.tag_id)
               where c.company_id = $1 and c.candidate_id = $2 and not c.tag_id = any($9)
               union all
               select 7, 'messages', id, subject, created_at from messages
               where company_id = $1 and candidate_id = $2 and application_id is null and not id = any($10)
               union all
               select 8, 'attachments', t.id, f.name, t.created_at from attachments t
               join files f on (f.company_id, f.id) = (t.company_id, t.file_id)
               where t.company_id = $1 and t.candidate_id = $2 and t.application_id is null and not t.id = any($11)) t
           order by t.place, t.number limit 200"#,
        company as _,
        merge.survivor as _,
        actor.member_id() as _,
        &applications,
        &limited,
        &emails,
        &phones,
        &links,
        &tags,
        &messages,
        &files,
    )
    .fetch_all(db)
    .await?)
}
