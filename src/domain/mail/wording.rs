//! A company's own wordings.

use super::{kind::Kind, template::Template};
use crate::{
    access::{Actor, Change, Event, permissions::ManageCompany},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CompanyId, Version},
    },
};
use serde_json::json;
use sqlx::PgConnection;

/// The language of mail, until there are others.
const LOCALE: &str = "en";

/// A mail and how it is worded.
#[derive(Clone, Debug)]
pub struct Wording {
    pub kind: Kind,
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

/// How a mail is worded now.
pub(super) async fn current(
    db: &mut PgConnection,
    company: CompanyId,
    kind: Kind,
) -> Result<Template> {
    let own = sqlx::query_as!(
        Template,
        "select subject, body from mail_templates where company_id = $1 and kind = $2 and locale = $3",
        company as _,
        kind.key(),
        LOCALE,
    )
    .fetch_optional(db)
    .await?;
    Ok(own.unwrap_or_else(|| Template::usual(kind)))
}

/// One wording, for those who look after the company.
pub async fn wording(
    db: &mut PgConnection,
    company: CompanyId,
    _: &Actor,
    kind: Kind,
) -> Result<Wording> {
    let own = sqlx::query!(
        r#"select subject, body, version as "version: Version", updated_at as "updated_at: Time"
           from mail_templates where company_id = $1 and kind = $2 and locale = $3"#,
        company as _,
        kind.key(),
        LOCALE,
    )
    .fetch_optional(db)
    .await?;
    Ok(match own {
        Some(own) => Wording {
            kind,
            template: Template {
                subject: own.subject,
                body: own.body,
            },
            own: Some(TemplateRow {
                version: own.version,
                updated_at: own.updated_at,
            }),
        },
        None => Wording {
            kind,
            template: Template::usual(kind),
            own: None,
        },
    })
}

/// The mails of which the company has a wording of its own.
pub async fn wordings(
    db: &mut PgConnection,
    company: CompanyId,
    _: &Actor,
) -> Result<Vec<(Kind, bool)>> {
    let own = sqlx::query_scalar!(
        "select kind from mail_templates where company_id = $1 and locale = $2",
        company as _,
        LOCALE,
    )
    .fetch_all(db)
    .await?;
    let is_own = |kind: Kind| own.iter().any(|key| key == kind.key());
    Ok(Kind::ALL
        .into_iter()
        .map(|kind| (kind, is_own(kind)))
        .collect())
}

/// Writes the company's own wording. `seen` is the version that was edited, none if it was the program's.
pub async fn save_wording(
    change: &mut Change<ManageCompany>,
    kind: Kind,
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
                LOCALE,
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
                LOCALE,
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
    let detail = json!({ "kind": kind.key(), "subject": template.subject, "body": template.body });
    change
        .record(Event::new("mail.worded").detail(detail))
        .await?;
    Ok(())
}

/// Goes back to the program's wording.
pub async fn reset_wording(
    change: &mut Change<ManageCompany>,
    kind: Kind,
    seen: Version,
) -> Result<()> {
    let company = change.company();
    let gone = sqlx::query!(
        r#"delete from mail_templates where company_id = $1 and kind = $2 and locale = $3 and version = $4
           returning subject, body"#,
        company as _,
        kind.key(),
        LOCALE,
        seen as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or_else(|| Error::refused("stale", "Somebody else changed this wording meanwhile. Open the page again."))?;
    let detail =
        json!({ "kind": kind.key(), "was": { "subject": gone.subject, "body": gone.body } });
    change
        .record(Event::new("mail.wording_reset").detail(detail))
        .await?;
    Ok(())
}
