//! The company's library of questions. A posting copies one, so that what changes here later leaves what was published, and
//! what was answered, as it is.

use super::advert::{Question, QuestionKind};
use crate::{
    access::{Change, Event, permissions::ManageCompany},
    base::{
        error::{Error, Result},
        ids::{CompanyId, LibraryQuestionId, Version},
    },
};
use serde::Serialize;
use serde_json::json;
use sqlx::PgConnection;

/// A question that a company asks again and again.
#[derive(Clone, Debug)]
pub struct LibraryQuestion {
    pub id: LibraryQuestionId,
    pub version: Version,
    pub details: LibraryDetails,
}

/// What it asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LibraryDetails {
    pub kind: QuestionKind,
    pub label: String,
    pub help: String,
    pub required: bool,
    pub sensitive: bool,
    /// Of single and multiple choice.
    pub options: Vec<String>,
    /// Not offered to postings any more; those that have it keep it.
    pub retired: bool,
}

impl LibraryDetails {
    /// Whether a copy asks in other words by now.
    pub fn differs_from(&self, copy: &Question) -> bool {
        let options = copy.options.iter().map(|option| &option.label);
        self.kind != copy.kind
            || self.label != copy.label
            || self.help != copy.help
            || !options.eq(&self.options)
    }
}

/// A company's library: what is offered first, by its words.
pub async fn library(db: &mut PgConnection, company: CompanyId) -> Result<Vec<LibraryQuestion>> {
    read(db, company, None).await
}

async fn read(
    db: &mut PgConnection,
    company: CompanyId,
    only: Option<LibraryQuestionId>,
) -> Result<Vec<LibraryQuestion>> {
    let rows = sqlx::query!(
        r#"select id as "id: LibraryQuestionId", version as "version: Version", kind as "kind: QuestionKind", label, help,
                  required, sensitive, options, retired_at is not null as "retired!"
           from library_questions where company_id = $1 and ($2::bigint is null or id = $2)
           order by retired_at is not null, lower(label), id"#,
        company as _,
        only as _,
    )
    .fetch_all(db)
    .await?;
    let questions = rows.into_iter().map(|row| LibraryQuestion {
        id: row.id,
        version: row.version,
        details: LibraryDetails {
            kind: row.kind,
            label: row.label,
            help: row.help,
            required: row.required,
            sensitive: row.sensitive,
            options: row.options,
            retired: row.retired,
        },
    });
    Ok(questions.collect())
}

/// Adds a question to the library.
pub async fn add_question(change: &mut Change<ManageCompany>, new: LibraryDetails) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let retired_at = new.retired.then_some(now);
    sqlx::query!(
        r#"insert into library_questions (company_id, kind, label, help, required, sensitive, options, retired_at, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)"#,
        company as _,
        new.kind as _,
        new.label,
        new.help,
        new.required,
        new.sensitive,
        &new.options,
        retired_at as _,
        now as _,
    )
    .execute(change.db())
    .await
    .map_err(there_already)?;
    let detail = json!({ "after": new });
    change
        .record(Event::new("library_question.added").detail(detail))
        .await?;
    Ok(())
}

/// Changes a question, retires it, or offers it again.
pub async fn change_question(
    change: &mut Change<ManageCompany>,
    id: LibraryQuestionId,
    seen: Version,
    new: LibraryDetails,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        "select id from library_questions where company_id = $1 and id = $2 for update",
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?;
    let before = read(change.db(), company, Some(id)).await?.pop();
    let before = before.ok_or(Error::NotFound)?;
    if before.version != seen {
        let text = "Somebody else changed this question meanwhile. Look again before you save.";
        return Err(Error::refused("stale", text));
    }
    if before.details == new {
        return Ok(());
    }
    sqlx::query!(
        r#"update library_questions
           set kind = $3, label = $4, help = $5, required = $6, sensitive = $7, options = $8,
               retired_at = case when $9 then coalesce(retired_at, $10) end, updated_at = $10, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        new.kind as _,
        new.label,
        new.help,
        new.required,
        new.sensitive,
        &new.options,
        new.retired,
        now as _,
    )
    .execute(change.db())
    .await
    .map_err(there_already)?;
    let kind = match (before.details.retired, new.retired) {
        (false, true) => "library_question.retired",
        _ => "library_question.changed",
    };
    let detail = json!({ "question": id, "before": before.details, "after": new });
    change.record(Event::new(kind).detail(detail)).await?;
    Ok(())
}

fn there_already(error: sqlx::Error) -> Error {
    match Error::constraint(&error) {
        Some("library_questions_label_key") => Error::field(
            "label",
            "The library asks this already: change that question",
        ),
        _ => error.into(),
    }
}
