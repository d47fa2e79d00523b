//! Who somebody is, for the copy of their data.

use crate::base::{
    clock::Time,
    error::{Error, Result},
    ids::{CandidateId, CompanyId},
};
use serde::Serialize;
use sqlx::PgConnection;

/// Who they are, in their own words.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    pub given_name: String,
    pub family_name: String,
    pub emails: Vec<String>,
    /// Those that they gave up.
    pub former_emails: Vec<String>,
    /// One that they have not confirmed yet.
    pub new_email: Option<String>,
    pub phones: Vec<String>,
    pub links: Vec<String>,
    pub headline: String,
    pub employer: Option<String>,
    pub title: Option<String>,
    pub place: Option<String>,
    pub country: Option<String>,
    /// Their numbers in tables that somebody brought in from elsewhere.
    pub numbers_elsewhere: Vec<String>,
    pub known_since: Time,
}

impl Person {
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
            .trim_end()
            .to_owned()
    }
}

/// Looks it up.
pub(super) async fn person(
    db: &mut PgConnection,
    company: CompanyId,
    candidate: CandidateId,
) -> Result<Person> {
    sqlx::query_as!(
        Person,
        r#"select c.given_name, c.family_name, c.headline, c.employer, c.title, c.place, c.country, c.created_at as "known_since: _",
                  array(select email from candidate_emails e where e.company_id = $1 and e.candidate_id = c.id order by e.position, e.id) as "emails!",
                  array(select email from former_addresses e where e.company_id = $1 and e.candidate_id = c.id order by e.until) as "former_emails!",
                  (select email from address_changes e where e.company_id = $1 and e.candidate_id = c.id) as new_email,
                  array(select phone from candidate_phones e where e.company_id = $1 and e.candidate_id = c.id order by e.position, e.id) as "phones!",
                  array(select url from candidate_links e where e.company_id = $1 and e.candidate_id = c.id order by e.position, e.id) as "links!",
                  array(select external_id from external_ids e where e.company_id = $1 and e.candidate_id = c.id order by e.external_id) as "numbers_elsewhere!"
           from candidates c where c.company_id = $1 and c.id = $2"#,
        company as _,
        candidate as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}
