//! Whom a note names: "@Rosa Lindqvist", or "@Rosa" where only one of those who read it is called so.

use crate::{
    access::{Actor, Change},
    base::{
        error::{Error, Result},
        ids::{ApplicationId, CompanyId, MemberId, NoteId},
    },
    domain::{
        applications::overview::Visibility,
        mail::{self, Kind, Memo},
    },
};
use sqlx::PgConnection;

/// Somebody who reads notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    pub id: MemberId,
    pub given_name: String,
    pub name: String,
}

/// Everybody who sees an application, and so can be named in a note on it, if the viewer does.
pub async fn readers(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    application: ApplicationId,
) -> Result<Vec<Reader>> {
    let member = actor.member_id();
    let readers = reading(db, company, application, Visibility::Team, member).await?;
    match readers.iter().any(|reader| reader.id == member) {
        true => Ok(readers),
        false => Err(Error::NotFound),
    }
}

/// Who reads notes on an application that are for those, in a conversation that this author began.
async fn reading(
    db: &mut PgConnection,
    company: CompanyId,
    application: ApplicationId,
    visibility: Visibility,
    author: MemberId,
) -> Result<Vec<Reader>> {
    Ok(sqlx::query_as!(
        Reader,
        r#"select m.id as "id: _", u.given_name, trim(u.given_name || ' ' || u.family_name) as "name!"
           from application_access s
           join memberships m on (m.company_id, m.id) = (s.company_id, s.member_id)
           join users u on u.id = m.user_id
           where s.company_id = $1 and s.application_id = $2
             and ($3 = 'team' or m.id = $4 or ($3 = 'recruiters' and (s.edits or m.role in ('coordinator', 'auditor'))))
           order by lower(u.given_name || ' ' || u.family_name), m.id"#,
        company as _,
        application as _,
        visibility.key(),
        author as _,
    )
    .fetch_all(db)
    .await?)
}

/// A note whose readers are told of it.
pub(super) struct Written<'a> {
    pub id: NoteId,
    pub application: ApplicationId,
    pub body: &'a str,
    pub visibility: Visibility,
    /// Who began the conversation.
    pub begun_by: MemberId,
}

/// Writes down whom a note names, and tells those who were not named before: their names.
pub(super) async fn mention<P>(change: &mut Change<P>, note: Written<'_>) -> Result<Vec<String>> {
    let (company, now, author) = (change.company(), change.now(), change.actor().member_id());
    let readers = match note.body.contains('@') {
        true => {
            let (visibility, first) = (note.visibility, note.begun_by);
            reading(change.db(), company, note.application, visibility, first).await?
        }
        false => Vec::new(),
    };
    let mut named = named(note.body, &readers);
    named.retain(|reader| reader.id != author);
    let ids: Vec<MemberId> = named.iter().map(|reader| reader.id).collect();
    sqlx::query!(
        "delete from mentions where company_id = $1 and note_id = $2 and member_id <> all ($3::bigint[])",
        company as _,
        note.id as _,
        &ids as _,
    )
    .execute(change.db())
    .await?;
    let new: Vec<MemberId> = sqlx::query_scalar!(
        r#"insert into mentions (company_id, member_id, note_id, at)
           select $1, member, $2, $4 from unnest($3::bigint[]) as member
           on conflict on constraint mentions_pkey do nothing
           returning member_id as "id: _""#,
        company as _,
        note.id as _,
        &ids as _,
        now as _,
    )
    .fetch_all(change.db())
    .await?;
    named.retain(|reader| new.contains(&reader.id));
    for reader in &named {
        tell(change, note.application, reader.id).await?;
    }
    Ok(named
        .into_iter()
        .map(|reader| reader.name.clone())
        .collect())
}

/// The mail to whoever was named. The note is not in it: who may read it can change.
async fn tell<P>(change: &mut Change<P>, application: ApplicationId, to: MemberId) -> Result<()> {
    let company = change.company();
    let about = sqlx::query!(
        r#"select a.name, coalesce(p.title, j.name) as "posting!"
           from applications a
           join jobs j on (j.company_id, j.id) = (a.company_id, a.job_id)
           left join postings p on (p.company_id, p.id) = (a.company_id, a.posting_id)
           where a.company_id = $1 and a.id = $2"#,
        company as _,
        application as _,
    )
    .fetch_one(change.db())
    .await?;
    let author = change.actor().member().map(|member| member.name.clone());
    let memo = Memo {
        kind: Kind::Mentioned,
        to,
        application,
        values: &[
            ("author", author.as_deref().unwrap_or_default()),
            ("candidate", &about.name),
            ("posting", &about.posting),
        ],
        invitation: None,
    };
    mail::write_to_member(change, memo).await
}

/// Those of the readers whom a text names, each once.
fn named<'a>(text: &str, readers: &'a [Reader]) -> Vec<&'a Reader> {
    let text = text.to_lowercase();
    let mut named: Vec<&Reader> = Vec::new();
    for (at, _) in text.match_indices('@') {
        // An address has a letter before it.
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let rest = text.get(at + 1..).unwrap_or_default();
        if before.is_some_and(char::is_alphanumeric) {
            continue;
        }
        let whole: Vec<&Reader> = readers
            .iter()
            .filter(|reader| begins(rest, &reader.name))
            .collect();
        let longest = whole.iter().map(|reader| reader.name.len()).max();
        let meant = match longest {
            Some(longest) => whole
                .into_iter()
                .filter(|reader| reader.name.len() == longest)
                .collect(),
            None => {
                let given: Vec<&Reader> = readers
                    .iter()
                    .filter(|reader| begins(rest, &reader.given_name))
                    .collect();
                if given.len() == 1 { given } else { Vec::new() }
            }
        };
        for reader in meant {
            if !named.contains(&reader) {
                named.push(reader);
            }
        }
    }
    named
}

/// Whether a text, in small letters, begins with a name and no longer word.
fn begins(text: &str, name: &str) -> bool {
    let rest = text.strip_prefix(&name.to_lowercase());
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_however_it_is_written() {
        let readers: Vec<Reader> = [
            (1, "Rosa", "Rosa Lindqvist"),
            (2, "Hugo", "Hugo Brandt"),
            (3, "Ana", "Ana Marsh"),
            (4, "Ana", "Ana Marsh-Olsen"),
            (5, "Åse", "Åse"),
        ]
        .map(|(id, given, name)| Reader {
            id: MemberId(id),
            given_name: given.to_owned(),
            name: name.to_owned(),
        })
        .into();
        for (text, expected) in [
            ("@Rosa Lindqvist, please look", vec![1]),
            ("please, @rosa: and (@HUGO BRANDT)", vec![1, 2]),
            ("@Hugo and @Hugo Brandt again", vec![2]),
            ("@Ana could be either", vec![]),
            ("@Ana Marsh", vec![3]),
            ("@Ana Marsh-Olsen", vec![4]),
            ("@åse", vec![5]),
            ("@Hugolina @ Hugo @@", vec![]),
            ("rosa@hugo.example", vec![]),
            ("nobody", vec![]),
        ] {
            let found: Vec<i64> = named(text, &readers).iter().map(|one| one.id.0).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
