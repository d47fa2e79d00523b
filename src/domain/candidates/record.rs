//! A candidate's record, as colleagues correct it: name, work, place, and every way to reach them.

use crate::{
    access::{Actor, Change, Event, permissions::WriteNotes},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CandidateId, CompanyId, EventId, Version},
    },
    domain::accounts::users::Email,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::PgConnection;

/// Most of each way to reach somebody.
pub const MOST: usize = 20;

/// What is known of somebody. The first address and number are the main ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub given_name: String,
    pub family_name: String,
    pub headline: String,
    pub employer: Option<String>,
    pub title: Option<String>,
    pub place: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    pub emails: Vec<String>,
    pub phones: Vec<String>,
    pub links: Vec<String>,
}

impl Record {
    /// The whole name.
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
            .trim_end()
            .to_owned()
    }
}

/// The record of somebody of whom the viewer sees an application, and whether they may change it.
pub async fn record(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: CandidateId,
) -> Result<(Record, Version, bool)> {
    let row = sqlx::query!(
        r#"select c.given_name, c.family_name, c.headline, c.employer, c.title, coalesce(c.place, '') as "place!", c.country,
                  c.version as "version: Version", may.writes as "writes!",
                  array(select e.email from candidate_emails e where e.company_id = $1 and e.candidate_id = $2 order by e.position, e.id) as "emails!",
                  array(select p.phone from candidate_phones p where p.company_id = $1 and p.candidate_id = $2 order by p.position, p.id) as "phones!",
                  array(select l.url from candidate_links l where l.company_id = $1 and l.candidate_id = $2 order by l.position, l.id) as "links!"
           from candidates c
           cross join lateral (
               select bool_or(s.writes_notes) as writes
               from applications a
               join application_access s on s.company_id = $1 and s.member_id = $3 and s.application_id = a.id
               where a.company_id = $1 and a.candidate_id = $2
           ) may
           where c.company_id = $1 and c.id = $2 and may.writes is not null"#,
        company as _,
        id as _,
        actor.member_id() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    let record = Record {
        given_name: row.given_name,
        family_name: row.family_name,
        headline: row.headline,
        employer: row.employer,
        title: row.title,
        place: row.place,
        country: row.country,
        emails: row.emails,
        phones: row.phones,
        links: row.links,
    };
    Ok((record, row.version, row.writes))
}

/// The refusal to somebody who sees the record.
pub fn may_not_correct() -> Error {
    Error::Forbidden(
        "Only administrators, recruiters, coordinators and the teams of their jobs change this."
            .into(),
    )
}

/// Corrects a record, as it was seen, and says which event tells it, if it changed anything. What their applications show of
/// them follows. An address of somebody else is refused.
pub async fn correct(
    change: &mut Change<WriteNotes>,
    id: CandidateId,
    seen: Version,
    new: &Record,
) -> Result<Option<EventId>> {
    let company = change.company();
    let (before, version) = hold(change, id).await?;
    if version != seen {
        let who = last_editor(change.db(), company, id).await?;
        let text = format!("{who} changed this record meanwhile. What you typed is still here.");
        return Err(Error::refused("stale", text));
    }
    match before == *new {
        true => Ok(None),
        false => put(change, id, before, new).await.map(Some),
    }
}

/// Makes a record what it was before a change, if it still is what that made of it.
pub(in crate::domain) async fn change_back(
    change: &mut Change<WriteNotes>,
    id: CandidateId,
    after: &Record,
    before: &Record,
) -> Result<()> {
    let company = change.company();
    let (now, _) = hold(change, id).await?;
    if now != *after {
        let who = last_editor(change.db(), company, id).await?;
        let text = format!("{who} changed this record since, so this stays.");
        return Err(Error::refused("since", text));
    }
    put(change, id, now, before).await?;
    Ok(())
}

/// Holds the record of somebody that the actor may correct.
async fn hold(change: &mut Change<WriteNotes>, id: CandidateId) -> Result<(Record, Version)> {
    let (company, actor) = (change.company(), change.actor().clone());
    // The lock first: whoever waited for it must see what the other did.
    sqlx::query!(
        "select id from candidates where company_id = $1 and id = $2 for update",
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?;
    let (record, version, may) = record(change.db(), company, &actor, id).await?;
    match may {
        true => Ok((record, version)),
        false => Err(may_not_correct()),
    }
}

/// Writes a record anew that is held.
async fn put(
    change: &mut Change<WriteNotes>,
    id: CandidateId,
    before: Record,
    new: &Record,
) -> Result<EventId> {
    let (company, now) = (change.company(), change.now());
    if new.emails.is_empty() && !before.emails.is_empty() {
        let text = "Keep one address: it is how they are written to";
        return Err(Error::field("emails", text));
    }
    sqlx::query!(
        r#"update candidates
           set given_name = $3, family_name = $4, headline = $5, employer = $6, title = $7, place = $8, country = $9,
               last_activity_at = $10, updated_at = $10, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        new.given_name,
        new.family_name,
        new.headline,
        new.employer,
        new.title,
        new.place,
        new.country,
        now as _,
    )
    .execute(change.db())
    .await?;
    copy_to_applications(change, id, &new.name(), &new.headline, &new.place).await?;
    put_emails(change, id, &new.emails).await?;
    put_phones(change, id, &new.phones).await?;
    put_links(change, id, &new.links).await?;
    let detail = json!({ "before": before, "after": new });
    let event = Event::new("candidate.changed").candidate(id).detail(detail);
    change.record(event).await
}

/// Who was faster.
async fn last_editor(db: &mut PgConnection, company: CompanyId, id: CandidateId) -> Result<String> {
    let who = sqlx::query_scalar!(
        r#"select trim(u.given_name || ' ' || u.family_name) as "who?"
           from events e
           left join memberships m on (m.company_id, m.id) = (e.company_id, e.member_id)
           left join users u on u.id = m.user_id
           where e.company_id = $1 and e.candidate_id = $2 and e.kind in ('candidate.changed', 'application.amended')
           order by e.id desc limit 1"#,
        company as _,
        id as _,
    )
    .fetch_optional(db)
    .await?;
    Ok(match who {
        Some(Some(member)) => member,
        Some(None) => "They themselves".to_owned(),
        None => "Somebody".to_owned(),
    })
}

/// Copies who somebody is to all their applications, where a card takes it from.
pub(in crate::domain) async fn copy_to_applications<P>(
    change: &mut Change<P>,
    id: CandidateId,
    name: &str,
    headline: &str,
    place: &str,
) -> Result<()> {
    let (company, now): (_, Time) = (change.company(), change.now());
    sqlx::query!(
        r#"update applications set name = $3, headline = $4, place = $5, updated_at = $6
           where company_id = $1 and candidate_id = $2 and (name, headline, place) is distinct from ($3, $4, $5)"#,
        company as _,
        id as _,
        name,
        headline,
        place,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// Writes the addresses anew, in this order. Those that stay keep their rows.
async fn put_emails(
    change: &mut Change<WriteNotes>,
    id: CandidateId,
    emails: &[String],
) -> Result<()> {
    let (company, actor) = (change.company(), change.actor().clone());
    sqlx::query!(
        "delete from candidate_emails where company_id = $1 and candidate_id = $2 and email <> all ($3)",
        company as _,
        id as _,
        emails,
    )
    .execute(change.db())
    .await?;
    let put = sqlx::query!(
        r#"insert into candidate_emails as e (company_id, candidate_id, email, position)
           select $1, $2, email, (nth - 1)::integer from unnest($3::text[]) with ordinality as given (email, nth)
           on conflict on constraint candidate_emails_email_key do update set position = excluded.position
           where e.candidate_id = excluded.candidate_id"#,
        company as _,
        id as _,
        emails,
    )
    .execute(change.db())
    .await?;
    if put.rows_affected() == emails.len() as u64 {
        return Ok(());
    }
    let other = sqlx::query!(
        r#"select e.email, trim(c.given_name || ' ' || c.family_name) as "name!",
                  exists (select from applications a
                          join application_access s on s.company_id = $1 and s.member_id = $4 and s.application_id = a.id
                          where a.company_id = $1 and a.candidate_id = c.id) as "seen!"
           from candidate_emails e
           join candidates c on (c.company_id, c.id) = (e.company_id, e.candidate_id)
           where e.company_id = $1 and e.candidate_id <> $2 and e.email = any ($3)
           order by e.id limit 1"#,
        company as _,
        id as _,
        emails,
        actor.member_id() as _,
    )
    .fetch_optional(change.db())
    .await?;
    let text = match other {
        Some(other) if other.seen => format!("{} is the address of {}", other.email, other.name),
        Some(other) => format!("{} is somebody else’s address already", other.email),
        None => "One of these is somebody else’s address already".to_owned(),
    };
    Err(Error::field("emails", text))
}

/// Writes the numbers anew, in this order.
pub(in crate::domain) async fn put_phones<P>(
    change: &mut Change<P>,
    id: CandidateId,
    phones: &[String],
) -> Result<()> {
    let company = change.company();
    sqlx::query!(
        r#"with gone as (delete from candidate_phones where company_id = $1 and candidate_id = $2)
           insert into candidate_phones (company_id, candidate_id, phone, position)
           select $1, $2, phone, (nth - 1)::integer from unnest($3::text[]) with ordinality as given (phone, nth)"#,
        company as _,
        id as _,
        phones,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// Writes the links anew, in this order.
pub(in crate::domain) async fn put_links<P>(
    change: &mut Change<P>,
    id: CandidateId,
    links: &[String],
) -> Result<()> {
    let company = change.company();
    sqlx::query!(
        r#"with gone as (delete from candidate_links where company_id = $1 and candidate_id = $2)
           insert into candidate_links (company_id, candidate_id, url, position)
           select $1, $2, url, (nth - 1)::integer from unnest($3::text[]) with ordinality as given (url, nth)"#,
        company as _,
        id as _,
        links,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// The addresses in a text, one a line, each once; what is none is told.
pub fn emails(typed: &str) -> Result<Vec<String>, String> {
    each(typed, |line| {
        let email = Email::parse(line).ok_or_else(|| format!("“{line}” is no email address"))?;
        Ok(email.as_str().to_owned())
    })
}

/// The numbers in a text, one a line. Those that were there before stay as they were written.
pub fn phones(typed: &str, before: &[String]) -> Result<Vec<String>, String> {
    each(typed, |line| {
        if before.iter().any(|known| known == line) {
            return Ok(line.to_owned());
        }
        super::e164(line)
            .ok_or_else(|| format!("Write “{line}” with its country code, like +372 5550 0142"))
    })
}

/// The links in a text, one a line.
pub fn links(typed: &str) -> Result<Vec<String>, String> {
    each(typed, |line| {
        super::web_link(line).ok_or_else(|| format!("“{line}” is no address of the web"))
    })
}

fn each(typed: &str, read: impl Fn(&str) -> Result<String, String>) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let one = read(line)?;
        if !found.contains(&one) {
            found.push(one);
        }
    }
    match found.len() {
        0..=MOST => Ok(found),
        _ => Err(format!("Leave it at {MOST}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_one_by_one() {
        let read = emails(" Noor@Example.org \n\nnoor@example.org\nn@mill.example ");
        assert_eq!(
            read,
            Ok(vec!["noor@example.org".into(), "n@mill.example".into()])
        );
        assert_eq!(emails("noor"), Err("“noor” is no email address".into()));
        let before = ["5550 0142".to_owned()];
        assert_eq!(phones("5550 0142", &before), Ok(before.to_vec()));
        assert!(phones("5550 0143", &before).is_err());
        assert_eq!(
            links("noor.example.org"),
            Ok(vec!["https://noor.example.org/".into()])
        );
        let many: Vec<_> = (0..=MOST).map(|n| format!("{n}@example.org")).collect();
        assert!(emails(&many.join("\n")).is_err());
    }
}
