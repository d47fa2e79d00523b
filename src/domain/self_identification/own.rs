//! What somebody says about themselves: theirs to see, change and delete. None of it is told to the history.

use super::sets::{Set, set, set_as_asked};
use crate::{
    access::{Applicant, Change, permissions::OwnApplication},
    base::{
        clock::Day,
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, CompanyId, JobId, PostingId},
        key::InstallationKey,
    },
};
use jiff::tz::TimeZone;
use serde::Serialize;
use sqlx::{PgConnection, types::Json};
use std::collections::BTreeMap;

/// For what the key makes an owner.
const PURPOSE: &str = "self-identification";

/// Option by question.
type Answers = BTreeMap<String, String>;

/// What somebody is asked, and what they said.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub set: Set,
    answers: Answers,
}

impl Sheet {
    /// Whether they chose an option.
    pub fn chose(&self, inquiry: &str, option: &str) -> bool {
        self.answers.get(inquiry).is_some_and(|said| said == option)
    }

    /// Whether anything is kept.
    pub fn answered(&self) -> bool {
        !self.answers.is_empty()
    }
}

/// What stands in the place of a person.
fn owner(key: &InstallationKey, company: CompanyId, application: ApplicationId) -> [u8; 32] {
    let nonce = format!("{company} {application}");
    key.token(PURPOSE, nonce.as_bytes()).hash()
}

/// The owners of applications, for their erasure.
pub(in crate::domain) fn owners<P>(
    change: &Change<P>,
    applications: &[ApplicationId],
) -> Vec<Vec<u8>> {
    let (key, company) = (change.key(), change.company());
    let owners = applications.iter().map(|id| owner(key, company, *id));
    owners.map(|owner| owner.to_vec()).collect()
}

/// Whether whoever applies for a posting is asked anything.
pub async fn offered(
    db: &mut PgConnection,
    company: CompanyId,
    posting: PostingId,
) -> Result<bool> {
    Ok(chosen(db, company, Some(posting)).await?.is_some())
}

/// The set for a posting: that of its first country that has one, or the one for everywhere else.
async fn chosen(
    db: &mut PgConnection,
    company: CompanyId,
    posting: Option<PostingId>,
) -> Result<Option<Set>> {
    let key = sqlx::query_scalar!(
        r#"select c.set_key from self_identification_choices c
           left join (select country, min(n) as n
                      from postings p
                      join posting_revisions r on (r.company_id, r.id) = (p.company_id, p.live_revision_id)
                      cross join lateral jsonb_path_query(r.advert, '$.places[*].countries[*]') with ordinality as place (country, n)
                      where p.company_id = $1 and p.id = $2 group by country) place on place.country #>> '{}' = c.country
           where c.company_id = $1 and (c.country is null or place.n is not null)
           order by c.country is null, place.n limit 1"#,
        company as _,
        posting as _,
    )
    .fetch_optional(&mut *db)
    .await?;
    match key {
        Some(key) => set(db, &key).await,
        None => Ok(None),
    }
}

/// What somebody is asked, and what they said; nothing when nobody asks them. What they said stays as it was asked.
pub async fn sheet(
    db: &mut PgConnection,
    key: &InstallationKey,
    company: CompanyId,
    applicant: Applicant,
) -> Result<Option<Sheet>> {
    let owner = owner(key, company, applicant.application);
    let said = sqlx::query!(
        r#"select set_key, set_version, answers as "answers: Json<Answers>" from self_identifications where company_id = $1 and owner = $2"#,
        company as _,
        &owner[..],
    )
    .fetch_optional(&mut *db)
    .await?;
    if let Some(said) = said
        && let Some(set) = set_as_asked(db, &said.set_key, said.set_version).await?
    {
        let answers = said.answers.0;
        return Ok(Some(Sheet { set, answers }));
    }
    let about = about(db, company, applicant).await?;
    let set = chosen(db, company, about.posting).await?;
    Ok(set.map(|set| Sheet {
        set,
        answers: Answers::new(),
    }))
}

struct About {
    job: JobId,
    posting: Option<PostingId>,
}

async fn about(db: &mut PgConnection, company: CompanyId, applicant: Applicant) -> Result<About> {
    sqlx::query_as!(
        About,
        r#"select job_id as "job!: _", posting_id as "posting: _" from told_applications where company_id = $1 and id = $2"#,
        company as _,
        applicant.application as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}

/// Keeps what somebody says, in the place of what they said before. Questions without an answer are fine; without any
/// answer nothing is kept.
pub async fn answer(change: &mut Change<OwnApplication>, given: Answers) -> Result<()> {
    let applicant = change.actor().applicant().ok_or(Error::NotFound)?;
    let (company, key) = (change.company(), change.key().clone());
    let sheet = sheet(change.db(), &key, company, applicant).await?;
    let set = sheet.ok_or(Error::NotFound)?.set;
    let known = |(question, option): (&String, &String)| {
        let inquiry = set.inquiry(question);
        inquiry.is_some_and(|inquiry| inquiry.label_of(option).is_some())
    };
    if !given.iter().all(known) {
        return Err(Error::Malformed(
            "The form has changed. Open it again.".into(),
        ));
    }
    if given.is_empty() {
        return forget(change).await;
    }
    let about = about(change.db(), company, applicant).await?;
    let today = Day(change.now().day(&TimeZone::UTC));
    sqlx::query!(
        r#"insert into self_identifications (company_id, owner, job_id, given_on, set_key, set_version, answers) values ($1, $2, $3, $4, $5, $6, $7)
           on conflict on constraint self_identifications_pkey do update set set_key = excluded.set_key, set_version = excluded.set_version, answers = excluded.answers"#,
        company as _,
        &owner(&key, company, applicant.application)[..],
        about.job as _,
        today as _,
        set.key,
        set.version,
        Json(given) as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// Deletes what somebody said.
pub async fn forget(change: &mut Change<OwnApplication>) -> Result<()> {
    let applicant = change.actor().applicant().ok_or(Error::NotFound)?;
    let company = change.company();
    let owner = owner(change.key(), company, applicant.application);
    sqlx::query!(
        "delete from self_identifications where company_id = $1 and owner = $2",
        company as _,
        &owner[..],
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// What somebody said with one of their applications, in words: for the copy of their data.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// When it was first said.
    pub on: Day,
    pub asked: String,
    /// Question and answer.
    pub answers: Vec<(String, String)>,
}

/// All that somebody said.
pub(in crate::domain) async fn said(
    db: &mut PgConnection,
    key: &InstallationKey,
    company: CompanyId,
    candidate: CandidateId,
) -> Result<Vec<Said>> {
    let applications = sqlx::query_scalar!(
        r#"select id as "id!: ApplicationId" from told_applications where company_id = $1 and candidate_id = $2"#,
        company as _,
        candidate as _,
    )
    .fetch_all(&mut *db)
    .await?;
    let owners = applications.iter().map(|id| owner(key, company, *id));
    let owners: Vec<Vec<u8>> = owners.map(|owner| owner.to_vec()).collect();
    let rows = sqlx::query!(
        r#"select given_on as "on: Day", set_key, set_version, answers as "answers: Json<Answers>"
           from self_identifications where company_id = $1 and owner = any($2) order by given_on, owner"#,
        company as _,
        &owners,
    )
    .fetch_all(&mut *db)
    .await?;
    let mut said = Vec::new();
    for row in rows {
        let Some(set) = set_as_asked(db, &row.set_key, row.set_version).await? else {
            continue;
        };
        let answers = set.inquiries().iter().filter_map(|inquiry| {
            let option = row.answers.0.get(&inquiry.key)?;
            Some((inquiry.label.clone(), inquiry.label_of(option)?.to_owned()))
        });
        said.push(Said {
            on: row.on,
            answers: answers.collect(),
            asked: set.name,
        });
    }
    Ok(said)
}
