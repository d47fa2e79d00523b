//! The interviews that somebody is invited to, as far as they are told: when, how and with whom by given name.
//!
//! They hang on what the candidate was told. Whoever is decided on and does not know it is invited still, until somebody
//! cancels the interview, which is told at once.

use crate::{
    access::Applicant,
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CompanyId, InterviewId},
    },
    domain::{
        interviews::{self, Way},
        mail::{Invitation, Language, Method},
    },
};
use jiff::tz::TimeZone;
use sqlx::PgConnection;
use uuid::Uuid;

/// An interview that comes, or is going on.
#[derive(Clone, Debug)]
pub struct OwnInterview {
    pub id: InterviewId,
    pub name: String,
    pub starts_at: Time,
    pub minutes: i16,
    pub way: Way,
    pub place: String,
    pub words: String,
    /// Given names.
    pub people: Vec<String>,
    uid: Uuid,
    sequence: i32,
    updated_at: Time,
    title: String,
}

impl OwnInterview {
    /// When it is, in a zone that is named.
    pub fn when(&self, zone: &TimeZone) -> String {
        interviews::in_words(self.starts_at, self.minutes, zone)
    }

    /// "Iris and Hugo".
    pub fn with(&self) -> String {
        Language::english().listed(&self.people)
    }

    /// The link of a call.
    pub fn call(&self) -> Option<&str> {
        (self.way == Way::Video).then_some(self.place.as_str())
    }

    /// The same for a calendar.
    pub fn for_calendar(&self, company: &str) -> Invitation {
        Invitation {
            method: Method::Publish,
            uid: self.uid,
            sequence: self.sequence,
            stamp: self.updated_at,
            starts_at: self.starts_at,
            minutes: self.minutes,
            summary: format!("{}: {}, {company}", self.name, self.title),
            description: format!("{}\nWith {}", self.way.in_words(&self.place), self.with()),
            place: self.place.clone(),
            url: self.call().map(str::to_owned),
            organizer: company.to_owned(),
            attendee: None,
        }
    }
}

/// The interviews of an application that are not over, the next first.
pub async fn interviews(
    db: &mut PgConnection,
    company: CompanyId,
    applicant: Applicant,
    now: Time,
) -> Result<Vec<OwnInterview>> {
    Ok(sqlx::query_as!(
        OwnInterview,
        r#"select v.id as "id: _", v.name, v.starts_at as "starts_at: _", v.minutes, v.way as "way: _", v.place, v.words, v.uid, v.sequence,
                  v.updated_at as "updated_at: _", coalesce(p.title, j.name) as "title!",
                  array(select u.given_name from interviewers i
                        join memberships m on (m.company_id, m.id) = (i.company_id, i.member_id)
                        join users u on u.id = m.user_id
                        where i.company_id = $1 and i.interview_id = v.id order by lower(u.given_name), m.id) as "people!"
           from told_applications t
           join scheduled_interviews v on (v.company_id, v.application_id) = (t.company_id, t.id)
           join jobs j on (j.company_id, j.id) = (t.company_id, t.job_id)
           left join postings p on (p.company_id, p.id) = (t.company_id, t.posting_id)
           where t.company_id = $1 and t.id = $2 and t.outcome is null and v.company_id = $1 and v.application_id = $2
             and v.cancelled_at is null and v.starts_at + make_interval(mins => v.minutes) > $3
           order by v.starts_at, v.id limit 20"#,
        company as _,
        applicant.application as _,
        now as _,
    )
    .fetch_all(db)
    .await?)
}

/// One of them.
pub async fn own_interview(
    db: &mut PgConnection,
    company: CompanyId,
    applicant: Applicant,
    id: InterviewId,
    now: Time,
) -> Result<OwnInterview> {
    let coming = interviews(db, company, applicant, now).await?;
    let found = coming.into_iter().find(|interview| interview.id == id);
    found.ok_or(Error::NotFound)
}
