//! Company texts: what postings share, kept once, in versions. A live posting pins the version that it went live with;
//! drafts follow the newest.

use super::{
    advert::{Advert, Body, SectionKind},
    held::reach,
    markdown,
    status::Status,
};
use crate::{
    access::{Actor, Change, Event, permissions::EditTexts},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CompanyId, PostingId, TextBlockId, Version},
    },
};
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

/// A company text with its newest version.
#[derive(Clone, Debug)]
pub struct Text {
    pub id: TextBlockId,
    pub name: String,
    pub kind: SectionKind,
    pub heading: String,
    /// Markdown.
    pub source: String,
    /// The number of the version that drafts follow.
    pub number: i32,
    /// What a save names.
    pub version: Version,
    pub updated_at: Time,
    /// Postings whose draft refers to it.
    pub uses: i64,
}

/// What a company text says, as somebody writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextInput {
    pub name: String,
    pub kind: SectionKind,
    pub heading: String,
    pub source: String,
}

/// One version of a company text.
#[derive(Clone, Debug)]
pub struct TextVersion {
    pub number: i32,
    pub heading: String,
    pub source: String,
    pub at: Time,
    pub who: Option<String>,
}

/// A posting that uses a company text.
#[derive(Clone, Debug)]
pub struct Use {
    pub posting: PostingId,
    pub title: String,
    pub status: Status,
    /// The version that candidates see, where the posting has been live with it.
    pub live_number: Option<i32>,
}

/// Every text of a company, by kind and name.
pub async fn texts(db: &mut PgConnection, company: CompanyId) -> Result<Vec<Text>> {
    read(db, company, None).await
}

/// One text of a company.
pub async fn text(db: &mut PgConnection, company: CompanyId, id: TextBlockId) -> Result<Text> {
    read(db, company, Some(id))
        .await?
        .pop()
        .ok_or(Error::NotFound)
}

async fn read(
    db: &mut PgConnection,
    company: CompanyId,
    id: Option<TextBlockId>,
) -> Result<Vec<Text>> {
    Ok(sqlx::query_as!(
        Text,
        r#"select b.id as "id: _", b.name, b.kind as "kind: _", v.heading, v.source, v.number, b.version as "version: _",
                  b.updated_at as "updated_at: _",
                  coalesce(u.uses, 0) as "uses!"
           from text_blocks b
           join text_block_versions v on (v.company_id, v.block_id, v.number) = (b.company_id, b.id, b.current_version)
           left join (
               select coalesce(s.value->'body'->>'block', s.value->'body'->'block_version'->>0)::bigint as block_id, count(distinct d.posting_id) as uses
               from posting_drafts d, jsonb_array_elements(d.advert->'sections') s
               where d.company_id = $1
               group by 1
           ) u on u.block_id = b.id
           where b.company_id = $1 and ($2::bigint is null or b.id = $2)
           order by b.kind, lower(b.name)"#,
        company as _,
        id as _,
    )
    .fetch_all(db)
    .await?)
}

/// A company text as a draft quotes it.
#[derive(Clone, Debug)]
pub struct Quoted {
    pub id: TextBlockId,
    /// The version that the draft keeps; `None` where it follows the newest.
    pub pinned: Option<i32>,
    /// The version that this is, and the newest.
    pub number: i32,
    pub newest: i32,
    pub name: String,
    pub heading: String,
    pub source: String,
}

/// A reference to a company text: to its newest version, or to a certain one.
pub type Quote = (TextBlockId, Option<i32>);

impl Advert {
    /// The company texts that the draft refers to, in the order of its sections.
    pub fn quotes(&self) -> impl Iterator<Item = Quote> {
        self.sections
            .iter()
            .filter_map(|section| match section.body {
                Body::Text(_) => None,
                Body::Block(id) => Some((id, None)),
                Body::BlockVersion(id, number) => Some((id, Some(number))),
            })
    }
}

/// The company texts behind references, each once; one that is gone is left out.
pub async fn quoted(
    db: &mut PgConnection,
    company: CompanyId,
    quotes: impl Iterator<Item = Quote>,
) -> Result<Vec<Quoted>> {
    let (ids, numbers): (Vec<TextBlockId>, Vec<Option<i32>>) = quotes.unzip();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sqlx::query_as!(
        Quoted,
        r#"select distinct b.id as "id: _", w.number as "pinned?", v.number, b.current_version as newest, b.name, v.heading, v.source
           from unnest($2::bigint[], $3::integer[]) as w (id, number)
           join text_blocks b on b.company_id = $1 and b.id = w.id
           join text_block_versions v on (v.company_id, v.block_id, v.number) = (b.company_id, b.id, coalesce(w.number, b.current_version))"#,
        company as _,
        &ids as _,
        &numbers as _,
    )
    .fetch_all(db)
    .await?)
}

/// The versions of a text, newest first; at most 100.
pub async fn versions(
    db: &mut PgConnection,
    company: CompanyId,
    id: TextBlockId,
) -> Result<Vec<TextVersion>> {
    Ok(sqlx::query_as!(
        TextVersion,
        r#"select v.number, v.heading, v.source, v.created_at as "at: _",
                  (select trim(u.given_name || ' ' || u.family_name) from memberships m join users u on u.id = m.user_id
                   where (m.company_id, m.id) = (v.company_id, v.member_id)) as who
           from text_block_versions v
           where v.company_id = $1 and v.block_id = $2
           order by v.number desc
           limit 100"#,
        company as _,
        id as _,
    )
    .fetch_all(db)
    .await?)
}

/// The postings within the actor's reach that use a text, in their draft or before candidates; at most 200.
pub async fn uses(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: TextBlockId,
) -> Result<Vec<Use>> {
    Ok(sqlx::query_as!(
        Use,
        r#"select p.id as "posting: _", p.title, p.status as "status: _",
                  (select (s.value->'block'->>1)::integer from jsonb_array_elements(r.advert->'sections') s
                   where (s.value->'block'->>0)::bigint = $2 limit 1) as live_number
           from postings p
           join posting_drafts d on (d.company_id, d.posting_id) = (p.company_id, p.id)
           left join posting_revisions r on (r.company_id, r.posting_id, r.id) = (p.company_id, p.id, p.live_revision_id)
           where p.company_id = $1
             and (exists (
                     select from jsonb_array_elements(d.advert->'sections') s
                     where coalesce(s.value->'body'->>'block', s.value->'body'->'block_version'->>0)::bigint = $2)
                 or exists (
                     select from jsonb_array_elements(r.advert->'sections') s where (s.value->'block'->>0)::bigint = $2))
             and ($3::bigint is null or exists (
                 select from job_access a where (a.company_id, a.job_id, a.member_id) = (p.company_id, p.job_id, $3)))
           order by p.id desc
           limit 200"#,
        company as _,
        id as _,
        reach(actor) as _,
    )
    .fetch_all(db)
    .await?)
}

/// Makes a company text with its first version.
pub async fn create_text(change: &mut Change<EditTexts>, text: TextInput) -> Result<TextBlockId> {
    insert_text(change, &text).await
}

/// Writes a new company text. Fails with [`Error::Invalid`] at `name` when another text has that name.
pub(in crate::domain) async fn insert_text<P>(
    change: &mut Change<P>,
    text: &TextInput,
) -> Result<TextBlockId> {
    let (company, now) = (change.company(), change.now());
    let id: Result<TextBlockId, sqlx::Error> = sqlx::query_scalar!(
        r#"insert into text_blocks (company_id, name, kind, current_version, created_at, updated_at)
           values ($1, $2, $3, 1, $4, $4)
           returning id as "id: _""#,
        company as _,
        text.name,
        text.kind as _,
        now as _,
    )
    .fetch_one(change.db())
    .await;
    let id = id.map_err(taken)?;
    write_version(change, id, text).await?;
    let detail = json!({ "text": id, "name": text.name });
    change
        .record(Event::new("text.created").detail(detail))
        .await?;
    Ok(id)
}

/// Saves a text over the version that was seen: a version of its own when it says something else.
pub async fn save_text(
    change: &mut Change<EditTexts>,
    id: TextBlockId,
    seen: Version,
    text: TextInput,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let row = sqlx::query!(
        r#"select b.version as "version: Version", b.name, b.kind as "kind: SectionKind", v.heading, v.source,
                  (select trim(u.given_name || ' ' || u.family_name) from memberships m join users u on u.id = m.user_id
                   where (m.company_id, m.id) = (v.company_id, v.member_id)) as who
           from text_blocks b
           join text_block_versions v on (v.company_id, v.block_id, v.number) = (b.company_id, b.id, b.current_version)
           where b.company_id = $1 and b.id = $2
           for update of b"#,
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    if row.version != seen {
        let who = row.who.as_deref().unwrap_or("Candor");
        return Err(Error::refused(
            "stale",
            format!(
                "{who} saved this text after you opened it. Look at what it says now, then decide again."
            ),
        ));
    }
    let rewritten = row.heading != text.heading || row.source != text.source;
    if !rewritten && row.name == text.name && row.kind == text.kind {
        return Ok(());
    }
    let number = if rewritten {
        Some(write_version(change, id, &text).await?)
    } else {
        None
    };
    sqlx::query!(
        r#"update text_blocks set name = $3, kind = $4, current_version = coalesce($5, current_version), updated_at = $6, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        text.name,
        text.kind as _,
        number,
        now as _,
    )
    .execute(change.db())
    .await
    .map_err(taken)?;
    let detail = json!({ "text": id, "name": text.name, "number": number });
    change
        .record(Event::new("text.saved").detail(detail))
        .await?;
    Ok(())
}

/// Writes another version of a text, which drafts do not follow yet, and gives its number.
pub(in crate::domain) async fn write_version<P>(
    change: &mut Change<P>,
    id: TextBlockId,
    text: &TextInput,
) -> Result<i32> {
    let member = change.actor().member().map(|member| member.id);
    let (company, now) = (change.company(), change.now());
    Ok(sqlx::query_scalar!(
        r#"insert into text_block_versions (company_id, block_id, number, heading, source, html, fingerprint, created_at, member_id)
           select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8
           from text_block_versions where company_id = $1 and block_id = $2
           returning number"#,
        company as _,
        id as _,
        text.heading,
        text.source,
        markdown::to_html(&text.source),
        fingerprint(&text.source),
        now as _,
        member as _,
    )
    .fetch_one(change.db())
    .await?)
}

/// The same for texts that say the same: their letters and digits, whatever the marks, blanks and capitals between.
pub(in crate::domain) fn fingerprint(source: &str) -> String {
    let letters: String = source
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    Sha256::digest(letters.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn taken(error: sqlx::Error) -> Error {
    match Error::constraint(&error) {
        Some("text_blocks_name_key") => Error::field(
            "name",
            "Another company text has this name. Choose a different one",
        ),
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn texts_that_say_the_same_have_one_fingerprint() {
        assert_eq!(
            fingerprint("We’re  a mill.\n\n- Flour"),
            fingerprint("were a mill - flour")
        );
        assert_ne!(fingerprint("a mill"), fingerprint("a mil"));
    }
}
