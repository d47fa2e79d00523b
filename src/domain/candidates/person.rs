//! A person as somebody here writes them down: what is said adds to what we know, and replaces nothing.

use crate::{
    access::Change,
    base::{
        error::{Error, Result},
        ids::CandidateId,
    },
    domain::accounts::users::Email,
};

/// What is known of somebody. What is not known is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    pub given_name: String,
    pub family_name: String,
    pub emails: Vec<Email>,
    pub phones: Vec<String>,
    /// `http` or `https`.
    pub links: Vec<String>,
    pub headline: String,
    pub employer: String,
    pub title: String,
    pub place: String,
    pub country: String,
}

/// Most phones and links that a record gathers.
const PHONES: i64 = 5;
const LINKS: i64 = 20;

/// Makes a record. Refused when somebody has one of the addresses: the unique key decides.
pub(in crate::domain) async fn make<P>(
    change: &mut Change<P>,
    person: &Person,
) -> Result<CandidateId> {
    let (company, now) = (change.company(), change.now());
    let id: CandidateId = sqlx::query_scalar!(
        r#"insert into candidates (company_id, given_name, family_name, place, last_activity_at, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $5, $5) returning id as "id: _""#,
        company as _,
        person.given_name,
        person.family_name,
        person.place,
        now as _,
    )
    .fetch_one(change.db())
    .await?;
    complete(change, id, person).await?;
    let had = sqlx::query_scalar!(
        r#"select count(*) as "count!" from candidate_emails where company_id = $1 and candidate_id = $2"#,
        company as _,
        id as _,
    )
    .fetch_one(change.db())
    .await?;
    if usize::try_from(had).unwrap_or(0) < person.emails.len() {
        let text = "Somebody here has this address already.";
        return Err(Error::refused("known", text));
    }
    Ok(id)
}

/// Adds what the record does not say yet. Says what that was.
pub(in crate::domain) async fn complete<P>(
    change: &mut Change<P>,
    id: CandidateId,
    person: &Person,
) -> Result<Vec<&'static str>> {
    let mut added = Vec::new();
    if facts(change, id, person).await? {
        added.push("what they do or where");
    }
    if emails(change, id, &person.emails).await? {
        added.push("addresses");
    }
    if phones(change, id, &person.phones).await? {
        added.push("phones");
    }
    if links(change, id, &person.links).await? {
        added.push("links");
    }
    Ok(added)
}

async fn facts<P>(change: &mut Change<P>, id: CandidateId, person: &Person) -> Result<bool> {
    let (company, now) = (change.company(), change.now());
    let done = sqlx::query!(
        r#"update candidates
           set headline = coalesce(nullif(headline, ''), $3), employer = coalesce(nullif(employer, ''), nullif($4, '')),
               title = coalesce(nullif(title, ''), nullif($5, '')), place = coalesce(nullif(place, ''), nullif($6, '')),
               country = coalesce(nullif(country, ''), nullif($7, '')), updated_at = $8
           where company_id = $1 and id = $2
             and ((headline = '' and $3 <> '') or (coalesce(employer, '') = '' and $4 <> '') or (coalesce(title, '') = '' and $5 <> '')
                  or (coalesce(place, '') = '' and $6 <> '') or (coalesce(country, '') = '' and $7 <> ''))"#,
        company as _,
        id as _,
        person.headline,
        person.employer,
        person.title,
        person.place,
        person.country,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(done.rows_affected() > 0)
}

async fn emails<P>(change: &mut Change<P>, id: CandidateId, emails: &[Email]) -> Result<bool> {
    let company = change.company();
    let emails: Vec<&str> = emails.iter().map(Email::as_str).collect();
    let done = sqlx::query!(
        r#"insert into candidate_emails (company_id, candidate_id, email, position)
           select $1, $2, e.email, (had.count + e.nth - 1)::integer
           from (select count(*) as count from candidate_emails where company_id = $1 and candidate_id = $2) had,
                unnest($3::text[]) with ordinality as e (email, nth)
           on conflict on constraint candidate_emails_email_key do nothing"#,
        company as _,
        id as _,
        &emails as _,
    )
    .execute(change.db())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Adds the phones that the record does not have yet, after those that it has.
pub(super) async fn phones<P>(
    change: &mut Change<P>,
    id: CandidateId,
    phones: &[String],
) -> Result<bool> {
    let company = change.company();
    let done = sqlx::query!(
        r#"insert into candidate_phones (company_id, candidate_id, phone, position)
           select $1, $2, p.phone, (had.count + p.nth - 1)::integer
           from (select count(*) as count from candidate_phones where company_id = $1 and candidate_id = $2) had,
                unnest($3::text[]) with ordinality as p (phone, nth)
           where had.count + p.nth <= $4
             and not exists (select from candidate_phones where company_id = $1 and candidate_id = $2 and phone = p.phone)"#,
        company as _,
        id as _,
        phones,
        PHONES,
    )
    .execute(change.db())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// The same with links.
pub(super) async fn links<P>(
    change: &mut Change<P>,
    id: CandidateId,
    links: &[String],
) -> Result<bool> {
    let company = change.company();
    let done = sqlx::query!(
        r#"insert into candidate_links (company_id, candidate_id, url, position)
           select $1, $2, l.url, (had.count + l.nth - 1)::integer
           from (select count(*) as count from candidate_links where company_id = $1 and candidate_id = $2) had,
                unnest($3::text[]) with ordinality as l (url, nth)
           where had.count + l.nth <= $4
             and not exists (select from candidate_links where company_id = $1 and candidate_id = $2 and url = l.url)"#,
        company as _,
        id as _,
        links,
        LINKS,
    )
    .execute(change.db())
    .await?;
    Ok(done.rows_affected() > 0)
}
