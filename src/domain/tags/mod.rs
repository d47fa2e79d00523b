//! Tags: words that people put on candidates, the same for the whole company. They say nothing about a decision, so that
//! tagging is in nobody's way; a card shows them from its application's row, which the database keeps.

use crate::{
    access::{Actor, Change, Event, permissions::WriteNotes},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, CompanyId, EventId, JobId},
    },
    domain::applications::hold,
};
use serde_json::json;
use sqlx::PgConnection;

/// The longest tag, in characters.
pub const LENGTH: usize = 50;
/// The most tags that one candidate has.
const MOST: i64 = 30;
/// The most that are suggested.
const SUGGESTED: i64 = 500;

/// A tag as it was typed: blanks folded, on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagName(String);

impl TagName {
    /// The name, or what to do about it.
    pub fn parse(typed: &str) -> Result<Self, &'static str> {
        let name = typed
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        match name.chars().count() {
            0 => Err("Write a tag"),
            1..=LENGTH => Ok(Self(name)),
            _ => Err("Shorten it to 50 characters"),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The company's tags, for whoever types one. They name no candidate.
pub async fn tags(db: &mut PgConnection, company: CompanyId, _: &Actor) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        "select name from tags where company_id = $1 order by lower(name) limit $2",
        company as _,
        SUGGESTED,
    )
    .fetch_all(db)
    .await?)
}

/// The candidate of an application that the actor may tag.
struct Tagged {
    candidate: CandidateId,
    job: JobId,
    name: String,
}

async fn about(change: &mut Change<WriteNotes>, id: ApplicationId) -> Result<Tagged> {
    let (company, member) = (change.company(), change.actor().member_id());
    let row = sqlx::query!(
        r#"select a.candidate_id as "candidate: CandidateId", a.job_id as "job: JobId", a.name, s.writes_notes as "writes_notes!"
           from applications a
           join application_access s on (s.company_id, s.application_id) = (a.company_id, a.id)
           where a.company_id = $1 and a.id = $2 and s.company_id = $1 and s.application_id = $2 and s.member_id = $3"#,
        company as _,
        id as _,
        member as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    match row.writes_notes {
        true => Ok(Tagged {
            candidate: row.candidate,
            job: row.job,
            name: row.name,
        }),
        false => Err(hold::may_not_write()),
    }
}

/// What was done with a tag: the tag as the company writes it, and the event that tells it.
#[derive(Clone, Debug)]
pub struct Done {
    pub tag: String,
    pub event: EventId,
}

/// Puts a tag on the candidate of an application; refused if it is there.
pub async fn tag(
    change: &mut Change<WriteNotes>,
    id: ApplicationId,
    name: &TagName,
) -> Result<Done> {
    let tagged = about(change, id).await?;
    let Some(tag) = written(change, tagged.candidate, name).await? else {
        let text = format!("{} has this tag already, or {MOST} others.", tagged.name);
        return Err(Error::refused("tagged", text));
    };
    record(change, id, &tagged, "candidate.tagged", tag).await
}

/// Puts a tag on somebody of the pool, whatever they applied for; refused if it is there. Whether the actor may is the
/// caller's to ask.
pub(in crate::domain) async fn tag_person<P>(
    change: &mut Change<P>,
    candidate: CandidateId,
    name: &TagName,
) -> Result<Done> {
    let Some(tag) = written(change, candidate, name).await? else {
        let text = format!("Has the tag already, or {MOST} others.");
        return Err(Error::refused("tagged", text));
    };
    let event = Event::new("candidate.tagged").candidate(candidate);
    let event = change.record(event.detail(json!({ "tag": tag }))).await?;
    Ok(Done { tag, event })
}

/// Takes a tag off somebody of the pool; only one that was put there at a certain time, if one is given. Refused if it is
/// not there.
pub(in crate::domain) async fn untag_person<P>(
    change: &mut Change<P>,
    candidate: CandidateId,
    name: &TagName,
    put_at: Option<Time>,
) -> Result<Done> {
    let Some(tag) = taken_off(change, candidate, name, put_at).await? else {
        let text = "Does not have this tag any more.";
        return Err(Error::refused("not_tagged", text));
    };
    let event = Event::new("candidate.untagged").candidate(candidate);
    let event = change.record(event.detail(json!({ "tag": tag }))).await?;
    Ok(Done { tag, event })
}

/// Puts a tag on a candidate as part of another act. Whether it was not there.
pub(in crate::domain) async fn put<P>(
    change: &mut Change<P>,
    candidate: CandidateId,
    name: &TagName,
) -> Result<bool> {
    Ok(written(change, candidate, name).await?.is_some())
}

/// Puts a tag on a candidate, and gives it as the company writes it; nothing, if it is there, or one too many.
async fn written<P>(
    change: &mut Change<P>,
    candidate: CandidateId,
    name: &TagName,
) -> Result<Option<String>> {
    let (company, now) = (change.company(), change.now());
    // Whoever writes it first decides how it is written.
    let tag = sqlx::query!(
        r#"insert into tags as t (company_id, name, created_at) values ($1, $2, $3)
           on conflict (company_id, lower(name)) do update set name = t.name
           returning id, name"#,
        company as _,
        name.as_str(),
        now as _,
    )
    .fetch_one(change.db())
    .await?;
    let done = sqlx::query!(
        r#"insert into candidate_tags (company_id, candidate_id, tag_id, created_at)
           select $1, $2, $3, $4
           where (select count(*) from candidate_tags where company_id = $1 and candidate_id = $2) < $5
           on conflict on constraint candidate_tags_pkey do nothing"#,
        company as _,
        candidate as _,
        tag.id,
        now as _,
        MOST,
    )
    .execute(change.db())
    .await?;
    Ok((done.rows_affected() > 0).then_some(tag.name))
}

/// Takes a tag off the candidate of an application; only one that was put there at a certain time, if one is given.
/// Refused if it is not there.
pub async fn untag(
    change: &mut Change<WriteNotes>,
    id: ApplicationId,
    name: &TagName,
    put_at: Option<Time>,
) -> Result<Done> {
    let tagged = about(change, id).await?;
    let Some(gone) = taken_off(change, tagged.candidate, name, put_at).await? else {
        let text = format!("{} does not have this tag any more.", tagged.name);
        return Err(Error::refused("not_tagged", text));
    };
    record(change, id, &tagged, "candidate.untagged", gone).await
}

/// Takes a tag off a candidate, and gives it as the company writes it; nothing, if it is not there.
async fn taken_off<P>(
    change: &mut Change<P>,
    candidate: CandidateId,
    name: &TagName,
    put_at: Option<Time>,
) -> Result<Option<String>> {
    let company = change.company();
    Ok(sqlx::query_scalar!(
        r#"delete from candidate_tags c using tags t
           where (t.company_id, t.id) = (c.company_id, c.tag_id) and c.company_id = $1 and c.candidate_id = $2
             and lower(t.name) = lower($3) and ($4::timestamptz is null or c.created_at = $4)
           returning t.name"#,
        company as _,
        candidate as _,
        name.as_str(),
        put_at as _,
    )
    .fetch_optional(change.db())
    .await?)
}

async fn record(
    change: &mut Change<WriteNotes>,
    id: ApplicationId,
    tagged: &Tagged,
    kind: &'static str,
    tag: String,
) -> Result<Done> {
    let event = Event::new(kind)
        .job(tagged.job)
        .candidate(tagged.candidate)
        .application(id)
        .detail(json!({ "tag": tag }));
    let event = change.record(event).await?;
    Ok(Done { tag, event })
}

#[cfg(test)]
mod tests {
    use super::TagName;

    #[test]
    fn a_tag_is_one_line_without_needless_blanks() {
        let name = |typed: &str| TagName::parse(typed).map(|name| name.0);
        assert_eq!(name("  Ubuntu \n member\t"), Ok("Ubuntu member".to_owned()));
        assert_eq!(name(" \u{7} "), Err("Write a tag"));
        assert!(name(&"x".repeat(50)).is_ok());
        assert!(name(&"x".repeat(51)).is_err());
    }
}
