//! A company's own wordings.

use super::{
    kind::Kind,
    language::{Language, wanted},
    template::Template,
};
use crate::{
    access::{Actor, Change, Event, permissions::ManageCompany},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CompanyId, Version},
    },
};
use serde_json::json;
use sqlx::PgConnection;

/// A mail and how it is worded.
#[derive(Clone, Debug)]
pub struct Wording {
    pub kind: Kind,
    pub language: Language,
    /// The company's own, else the program's: in the next best language where it has none in this one.
    pub template: Template,
    /// The company's own; the program's when there is none.
    pub own: Option<TemplateRow>,
}

/// That a company has its own wording.
#[derive(Clone, Copy, Debug)]
pub struct TemplateRow {
    pub version: Version,
    pub updated_at: Time,
}

/// How a mail is worded, and in which language: the first of these that there is a wording in, else English.
pub(super) async fn current(
    db: &mut PgConnection,
    company: CompanyId,
    kind: Kind,
    wanted: &[Language],
) -> Result<(Template, Language)> {
    let own = sqlx::query!(
        "select locale, subject, body from mail_templates where company_id = $1 and kind = $2",
        company as _,
        kind.key(),
    )
    .fetch_all(db)
    .await?;
    let english = Language::english();
    let found = wanted.iter().chain([&english]).find_map(|language| {
        let own = own.iter().find(|row| row.locale == language.key());
        let own = own.map(|row| Template {
            subject: row.subject.clone(),
            body: row.body.clone(),
        });
        Some((own.or_else(|| language.usual(kind))?, language.clone()))
    });
    Ok(found.unwrap_or_else(|| (Template::usual(kind), english)))
}

/// How a mail to the candidate of an application is worded, and the language that this is in: for dates in its text.
pub async fn worded(
    db: &mut PgConnection,
    company: CompanyId,
    kind: Kind,
    application: Option<ApplicationId>,
) -> Result<(Template, Language)> {
    let wanted = wanted(db, company, application).await?;
    current(db, company, kind, &wanted).await
}

/// The languages that a company writes in, its own first: those that the program speaks, and those of its postings and
/// wordings.
pub async fn languages(
    db: &mut PgConnection,
    company: CompanyId,
    _: &Actor,
) -> Result<Vec<Language>> {
    let tags = sqlx::query_scalar!(
        r#"select locale as "tag!" from companies where id = $1
           union select language from postings where company_id = $1
           union select locale from mail_templates where company_id = $1"#,
        company as _,
    )
    .fetch_all(&mut *db)
    .await?;
    let [_, own] = wanted(db, company, None).await?;
    let mut languages: Vec<_> = Language::built_in().into_iter().collect();
    languages.extend(tags.iter().filter_map(|tag| Language::parse(tag)));
    languages.sort_by_key(|language| (*language != own, language.label().to_owned()));
    languages.dedup();
    Ok(languages)
}

/// One wording, for those who look after the company.
pub async fn wording(
    db: &mut PgConnection,
    company: CompanyId,
    _: &Actor,
    kind: Kind,
    language: &Language,
) -> Result<Wording> {
    let own = sqlx::query!(
        r#"select version as "version: Version", updated_at as "updated_at: Time"
           from mail_templates where company_id = $1 and kind = $2 and locale = $3"#,
        company as _,
        kind.key(),
        language.key(),
    )
    .fetch_optional(&mut *db)
    .await?;
    let [_, usual] = wanted(db, company, None).await?;
    let (template, _) = current(db, company, kind, &[language.clone(), usual]).await?;
    Ok(Wording {
        kind,
        language: language.clone(),
        template,
        own: own.map(|own| TemplateRow {
            version: own.version,
            updated_at: own.updated_at,
        }),
    })
}

/// Every mail, with the languages in which the company has a wording of its own.
pub async fn wordings(
    db: &mut PgConnection,
    company: CompanyId,
    _: &Actor,
) -> Result<Vec<(Kind, Vec<Language>)>> {
    let own = sqlx::query!(
        "select kind, locale from mail_templates where company_id = $1 order by locale",
        company as _,
    )
    .fetch_all(db)
    .await?;
    let of = |kind: Kind| {
        let rows = own.iter().filter(|row| row.kind == kind.key());
        rows.filter_map(|row| Language::parse(&row.locale))
            .collect()
    };
    Ok(Kind::ALL.into_iter().map(|kind| (kind, of(kind))).collect())
}

/// Writes the company's own wording in a language. `seen` is the version that was edited, none if it was the program's.
pub async fn save_wording(
    change: &mut Change<ManageCompany>,
    (kind, language): (Kind, &Language),
    template: &Template,
    seen: Option<Version>,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let saved = match seen {
        Some(seen) => {
            sqlx::query!(
                r#"update mail_templates set subject = $4, body = $5, updated_at = $6, version = version + 1
                   where company_id = $1 and kind = $2 and locale = $3 and version = $7"#,
                company as _,
                kind.key(),
                language.key(),
                template.subject,
                template.body,
                now as _,
                seen as _,
            )
            .execute(change.db())
            .await?
        }
        None => {
            sqlx::query!(
                r#"insert into mail_templates (company_id, kind, locale, subject, body, created_at, updated_at)
                   values ($1, $2, $3, $4, $5, $6, $6) on conflict do nothing"#,
                company as _,
                kind.key(),
                language.key(),
                template.subject,
                template.body,
                now as _,
            )
            .execute(change.db())
            .await?
        }
    };
    if saved.rows_affected() == 0 {
        let text = "Somebody else changed this wording meanwhile. Yours is below; open the page again to see theirs.";
        return Err(Error::refused("stale", text));
    }
    let detail = json!({ "kind": kind.key(), "language": language.key(), "subject": template.subject, "body": template.body });
    change
        .record(Event::new("mail.worded").detail(detail))
        .await?;
    Ok(())
}

/// Goes back to the program's wording.
pub async fn reset_wording(
    change: &mut Change<ManageCompany>,
    (kind, language): (Kind, &Language),
    seen: Version,
) -> Result<()> {
    let company = change.company();
    let gone = sqlx::query!(
        r#"delete from mail_templates where company_id = $1 and kind = $2 and locale = $3 and version = $4
           returning subject, body"#,
        company as _,
        kind.key(),
        language.key(),
        seen as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or_else(|| Error::refused("stale", "Somebody else changed this wording meanwhile. Open the page again."))?;
    let detail = json!({ "kind": kind.key(), "language": language.key(), "was": { "subject": gone.subject, "body": gone.body } });
    change
        .record(Event::new("mail.wording_reset").detail(detail))
        .await?;
    Ok(())
}
