//! Records side by side, and in what they contradict each other.

use super::merge::Field;
use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::Result,
        ids::{CandidateId, CompanyId, ProspectId, Version},
    },
};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

/// A record as somebody compares it with another.
#[derive(Clone, Debug)]
pub struct Record {
    pub id: CandidateId,
    pub version: Version,
    pub given_name: String,
    pub family_name: String,
    pub headline: String,
    pub employer: String,
    pub title: String,
    pub place: String,
    pub country: String,
    pub emails: Json<Vec<Fact>>,
    pub phones: Json<Vec<Fact>>,
    pub links: Json<Vec<Fact>>,
    /// Jobs that they applied for, as far as the viewer sees them; the newest first.
    pub jobs: Vec<String>,
    /// In the talent pool.
    pub prospect: Option<ProspectId>,
    pub last_activity_at: Time,
}

/// Something that is compared by another form of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Fact {
    pub text: String,
    /// As it is compared; nothing when it is not.
    pub plain: Option<String>,
}

impl Record {
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
            .trim()
            .to_owned()
    }

    /// What stands in a field; of several, the first.
    pub fn value(&self, field: Field) -> String {
        let first = |facts: &[Fact]| facts.first().map(|fact| fact.text.clone());
        match field {
            Field::Name => self.name(),
            Field::Headline => self.headline.clone(),
            Field::Employer => self.employer.clone(),
            Field::Title => self.title.clone(),
            Field::Place => self.place.clone(),
            Field::Country => self.country.clone(),
            Field::Address => first(&self.emails).unwrap_or_default(),
            Field::Phone => first(&self.phones).unwrap_or_default(),
        }
    }

    /// Whether the other one has the same, in the form in which it is compared.
    pub fn shares(facts: &[Fact], fact: &Fact) -> bool {
        fact.plain.is_some() && facts.iter().any(|other| other.plain == fact.plain)
    }
}

/// A field in which two records say different things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub field: Field,
    pub survivor: String,
    pub lesser: String,
}

/// In what two records contradict each other. What only one of them says is taken from that one.
pub fn conflicts(survivor: &Record, lesser: &Record) -> Vec<Conflict> {
    Field::ALL
        .into_iter()
        .map(|field| Conflict {
            field,
            survivor: survivor.value(field),
            lesser: lesser.value(field),
        })
        .filter(|it| !it.survivor.is_empty() && !it.lesser.is_empty() && it.survivor != it.lesser)
        .collect()
}

/// Records of people whom the viewer sees.
pub async fn records(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    ids: &[CandidateId],
    now: Time,
) -> Result<Vec<Record>> {
    Ok(sqlx::query_as!(
        Record,
        r#"select c.id as "id: _", c.version as "version: _", c.given_name, c.family_name, c.headline,
                  coalesce(c.employer, '') as "employer!", coalesce(c.title, '') as "title!", coalesce(c.place, '') as "place!",
                  coalesce(c.country, '') as "country!",
                  (select coalesce(jsonb_agg(jsonb_build_object('text', e.email, 'plain', plain_address(e.email)) order by e.position, e.id), '[]')
                   from candidate_emails e where e.company_id = $1 and e.candidate_id = c.id) as "emails!: _",
                  (select coalesce(jsonb_agg(jsonb_build_object('text', e.phone, 'plain', plain_phone(e.phone)) order by e.position, e.id), '[]')
                   from candidate_phones e where e.company_id = $1 and e.candidate_id = c.id) as "phones!: _",
                  (select coalesce(jsonb_agg(jsonb_build_object('text', e.url, 'plain', plain_link(e.url)) order by e.position, e.id), '[]')
                   from candidate_links e where e.company_id = $1 and e.candidate_id = c.id) as "links!: _",
                  array(select j.name from applications a
                        join application_access s on s.company_id = $1 and s.member_id = $2 and s.application_id = a.id
                        join jobs j on (j.company_id, j.id) = ($1, a.job_id)
                        where a.company_id = $1 and a.candidate_id = c.id order by a.id desc limit 20) as "jobs!",
                  (select p.id from prospects p where p.company_id = $1 and p.candidate_id = c.id and p.ends_at > $4) as "prospect: _",
                  c.last_activity_at as "last_activity_at: _"
           from candidates c
           where c.company_id = $1 and c.id = any($3) and c.merged_into_id is null and sees_candidate($1, $2, c.id, $4)"#,
        company as _,
        actor.member_id() as _,
        ids as _,
        now as _,
    )
    .fetch_all(db)
    .await?)
}
