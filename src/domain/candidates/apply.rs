//! From what an applicant typed to a candidate.

use super::person;
use crate::{
    access::Change,
    base::{error::Result, ids::CandidateId},
    domain::accounts::users::Email,
};
use serde::{Deserialize, Serialize};

/// How an applicant introduced themselves, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    pub given_name: String,
    /// May be empty: some people have one name.
    pub family_name: String,
    pub email: Email,
    pub phone: Option<String>,
    /// What they do now, in their words; may be empty.
    pub headline: String,
    /// Where they would work from, in their words.
    pub place: String,
    /// `http` or `https`.
    pub links: Vec<String>,
}

impl Applicant {
    /// The whole name, as they typed it.
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
            .trim_end()
            .to_owned()
    }
}

/// An address of the web as people type it, `https://` added where it was left out; `None` for anything else.
pub fn web_link(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let whole = if typed.contains("://") {
        typed.to_owned()
    } else {
        format!("https://{typed}")
    };
    let url = url::Url::parse(&whole).ok()?;
    let web = matches!(url.scheme(), "http" | "https");
    let somewhere = url.host_str().is_some_and(|host| host.contains('.'));
    let plain = url.username().is_empty() && url.password().is_none();
    let text = String::from(url);
    (web && somewhere && plain && text.chars().count() <= 2_000).then_some(text)
}

/// A candidate as their record has them, which need not be what they typed this time.
pub(in crate::domain) struct Known {
    pub id: CandidateId,
    pub name: String,
    pub headline: String,
    pub place: String,
}

/// The candidate with the applicant's address, made if nobody has it.
pub(in crate::domain) async fn known<P>(
    change: &mut Change<P>,
    applicant: &Applicant,
) -> Result<Known> {
    let id = match by_address(change, &applicant.email).await? {
        Some(id) => id,
        None => match make(change, applicant).await? {
            Some(id) => id,
            // Somebody with the same address was faster; their row is there now.
            None => by_address(change, &applicant.email)
                .await?
                .ok_or_else(|| anyhow::anyhow!("an address was taken and is nobody's"))?,
        },
    };
    person::phones(change, id, applicant.phone.as_slice()).await?;
    person::links(change, id, &applicant.links).await?;
    let (company, now) = (change.company(), change.now());
    let row = sqlx::query!(
        r#"update candidates
           set last_activity_at = $3, updated_at = $3, place = coalesce(nullif(place, ''), $4),
               headline = coalesce(nullif(headline, ''), $5)
           where company_id = $1 and id = $2
           returning given_name, family_name, headline as "headline!", place as "place!""#,
        company as _,
        id as _,
        now as _,
        applicant.place,
        applicant.headline,
    )
    .fetch_one(change.db())
    .await?;
    let name = format!("{} {}", row.given_name, row.family_name);
    Ok(Known {
        id,
        name: name.trim_end().to_owned(),
        headline: row.headline,
        place: row.place,
    })
}

/// Whoever has the address; of two that were merged, the one that stayed.
async fn by_address<P>(change: &mut Change<P>, email: &Email) -> Result<Option<CandidateId>> {
    let company = change.company();
    Ok(sqlx::query_scalar!(
        r#"select coalesce(c.merged_into_id, c.id) as "id!: CandidateId"
           from candidate_emails e join candidates c on (c.company_id, c.id) = (e.company_id, e.candidate_id)
           where e.company_id = $1 and e.email = $2"#,
        company as _,
        email.as_str(),
    )
    .fetch_optional(change.db())
    .await?)
}

/// Whoever has the address, held against others who change them at the same time.
pub(in crate::domain) async fn held_by_address<P>(
    change: &mut Change<P>,
    email: &Email,
) -> Result<Option<CandidateId>> {
    let Some(id) = by_address(change, email).await? else {
        return Ok(None);
    };
    let company = change.company();
    Ok(sqlx::query_scalar!(
        r#"select id as "id: CandidateId" from candidates where company_id = $1 and id = $2 for update"#,
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?)
}

/// A new candidate, or nothing when the address was taken meanwhile: the unique key on addresses decides.
async fn make<P>(change: &mut Change<P>, applicant: &Applicant) -> Result<Option<CandidateId>> {
    let (company, now) = (change.company(), change.now());
    let id: CandidateId = sqlx::query_scalar!(
        r#"insert into candidates (company_id, given_name, family_name, place, last_activity_at, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $5, $5) returning id as "id: _""#,
        company as _,
        applicant.given_name,
        applicant.family_name,
        applicant.place,
        now as _,
    )
    .fetch_one(change.db())
    .await?;
    let taken = sqlx::query!(
        r#"insert into candidate_emails (company_id, candidate_id, email) values ($1, $2, $3)
           on conflict on constraint candidate_emails_email_key do nothing"#,
        company as _,
        id as _,
        applicant.email.as_str(),
    )
    .execute(change.db())
    .await?
    .rows_affected()
        == 0;
    if taken {
        sqlx::query!(
            "delete from candidates where company_id = $1 and id = $2",
            company as _,
            id as _
        )
        .execute(change.db())
        .await?;
    }
    Ok((!taken).then_some(id))
}

#[cfg(test)]
mod tests {
    use super::web_link;

    #[test]
    fn links_lead_to_the_web() {
        for (typed, kept) in [
            (
                "https://noor.example.org/work?x=1",
                Some("https://noor.example.org/work?x=1"),
            ),
            (" noor.example.org ", Some("https://noor.example.org/")),
            ("http://noor.example.org", Some("http://noor.example.org/")),
            ("javascript:alert(1)", None),
            ("javascript://noor.example.org/%0aalert(1)", None),
            ("ftp://noor.example.org", None),
            ("https://someone:secret@noor.example.org", None),
            ("mailto:noor@example.org", None),
            ("localhost", None),
            ("my portfolio", None),
            ("", None),
        ] {
            assert_eq!(web_link(typed).as_deref(), kept, "{typed:?}");
        }
    }
}
