//! Where somebody stands, in one statement for the application and one for what they were sent.

use super::outcome::Outcome;
use crate::{
    access::Applicant,
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CompanyId, PostingId},
    },
    domain::{jobs::Milestone, mail},
};
use sqlx::{PgConnection, types::Json};

/// An application as its candidate may know it.
#[derive(Clone, Debug)]
pub struct Standing {
    pub given_name: String,
    pub family_name: String,
    /// The posting's title, as they know it.
    pub title: String,
    pub posting: Option<PostingId>,
    pub applied_at: Time,
    /// Each sending has its own.
    pub references: Vec<String>,
    pub milestone: Milestone,
    /// The way of an application for this job.
    pub way: Vec<Milestone>,
    pub outcome: Option<Outcome>,
    pub told_at: Option<Time>,
    /// Whether they withdrew it here, and nobody for them.
    pub own_withdrawal: bool,
    /// None once they have their answer.
    pub promised_by: Option<Time>,
    /// Whether the posting still takes applications: then a withdrawal can be taken back.
    pub posting_open: bool,
    /// Who answers questions.
    pub contact: Option<Json<Contact>>,
    /// Whether they may be written to about other roles.
    pub in_pool: bool,
    pub messages: Vec<OwnMessage>,
}

#[derive(Clone, Debug, serde::Deserialize)]
pub struct Contact {
    pub name: String,
}

/// A mail that went out, or that they answered.
#[derive(Clone, Debug, serde::Serialize)]
pub struct OwnMessage {
    pub at: Time,
    pub from_us: bool,
    pub subject: String,
    pub body: String,
}

impl Standing {
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
            .trim_end()
            .to_owned()
    }

    /// Whether they wait longer than they were promised.
    pub fn late(&self, now: Time) -> bool {
        self.promised_by.is_some_and(|by| by < now)
    }
}

/// Where the candidate stands.
pub async fn standing(
    db: &mut PgConnection,
    company: CompanyId,
    applicant: Applicant,
) -> Result<Standing> {
    let row = sqlx::query!(
        r#"select c.given_name, c.family_name, coalesce(p.title, j.name) as "title!", t.posting_id as "posting: PostingId",
                  t.applied_at as "applied_at!: Time", t.milestone as "milestone!: Milestone", t.outcome, t.told_at as "told_at: Time",
                  t.promised_by as "promised_by: Time", t.own_withdrawal as "own_withdrawal!", coalesce(p.status = 'live', false) as "posting_open!",
                  (select array_agg(distinct s.milestone order by s.milestone) from stages s
                   where s.company_id = t.company_id and s.job_id = t.job_id and s.deleted_at is null) as "way: Vec<Milestone>",
                  (select array_agg(b.reference order by b.id) from submissions b
                   where b.company_id = t.company_id and b.application_id = t.id) as references,
                  (select jsonb_build_object('name', trim(u.given_name || ' ' || u.family_name))
                   from hiring_team h
                   join memberships m on (m.company_id, m.id) = (h.company_id, h.member_id)
                   join users u on u.id = m.user_id
                   where h.company_id = t.company_id and h.job_id = t.job_id and h.role = 'recruiter'
                   order by h.responsible desc, h.member_id limit 1) as "contact: Json<Contact>",
                  exists (select from consents k where k.company_id = t.company_id and k.candidate_id = t.candidate_id
                          and k.purpose = 'talent_pool' and k.withdrawn_at is null) as "in_pool!"
           from told_applications t
           join candidates c on (c.company_id, c.id) = (t.company_id, t.candidate_id)
           join jobs j on (j.company_id, j.id) = (t.company_id, t.job_id)
           left join postings p on (p.company_id, p.id) = (t.company_id, t.posting_id)
           where t.company_id = $1 and t.id = $2"#,
        company as _,
        applicant.application as _,
    )
    .fetch_optional(&mut *db)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(Standing {
        given_name: row.given_name,
        family_name: row.family_name,
        title: row.title,
        posting: row.posting,
        applied_at: row.applied_at,
        references: row.references.unwrap_or_default(),
        milestone: row.milestone,
        way: row.way.unwrap_or_default(),
        outcome: row.outcome.as_deref().and_then(Outcome::parse),
        told_at: row.told_at,
        own_withdrawal: row.own_withdrawal,
        promised_by: row.promised_by,
        posting_open: row.posting_open,
        contact: row.contact,
        in_pool: row.in_pool,
        messages: messages(db, company, applicant).await?,
    })
}

/// What they were sent about it, and what they wrote. Mail that waits is not theirs yet.
async fn messages(
    db: &mut PgConnection,
    company: CompanyId,
    applicant: Applicant,
) -> Result<Vec<OwnMessage>> {
    let rows = sqlx::query!(
        r#"select coalesce(sent_at, send_at) as "at!: Time", direction = 'out' as "from_us!", subject, body from messages
           where company_id = $1 and application_id = $2 and candidate_id = $3
             and (state in ('sent', 'kept') or (state = 'received' and kind = 'reply'))
           order by id limit 200"#,
        company as _,
        applicant.application as _,
        applicant.candidate as _,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| OwnMessage {
            at: row.at,
            from_us: row.from_us,
            subject: row.subject,
            body: mail::masked_for_candidate(&row.body),
        })
        .collect())
}
