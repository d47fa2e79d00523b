//! Reading the text of a file, after the answer to whoever sent it.

use super::{Extracted, Extractor, FileKind, Storage, rows};
use crate::{
    access::{Permit, Task, permissions::RunTasks},
    base::{error::Result, ids::FileId},
};
use anyhow::Context;
use serde::{Deserialize, Serialize};

/// Reads the text of one file of the task's company, and makes it searchable.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ExtractText {
    pub file: FileId,
}

impl Task for ExtractText {
    const KIND: &'static str = "extract_text";
}

/// Characters that go into the vector: many times the longest résumé, and little enough for the megabyte that a vector
/// may have.
const SEARCHED: i32 = 100_000;

/// Does the task. A file that is not there, or is not what was stored, fails it, and a failing task is shown to people; a
/// document without text, or one that its reader dies over, is "unreadable".
pub async fn extract_text(
    permit: &Permit<RunTasks>,
    storage: &Storage,
    extractor: &Extractor,
    task: ExtractText,
) -> Result<()> {
    let company = permit.company().id;
    let file = sqlx::query!(
        r#"select f.kind as "kind: FileKind", f.size, f.sha256, f.storage_key
           from files f join file_texts t on (t.company_id, t.file_id) = (f.company_id, f.id)
           where f.company_id = $1 and f.id = $2 and t.state = 'pending'"#,
        company as _,
        task.file as _,
    )
    .fetch_optional(&mut *permit.read().await?)
    .await?;
    // Erased meanwhile, or read by an earlier run of the same task.
    let Some(file) = file else { return Ok(()) };
    let stored = rows::stored(&file.storage_key, file.size, file.sha256)?;
    let document = storage.open(&stored.key, stored.sha256).await;
    let document = document.with_context(|| format!("file {} of company {company}", task.file))?;
    let extracted = extractor.extract(document, file.kind).await;
    let extracted = extracted.context("the process that reads documents")?;
    let (state, text, reason) = match extracted {
        Extracted::Text(text) => (TextState::Ready, text, None),
        Extracted::Unreadable(why) => (TextState::Unreadable, String::new(), Some(why.to_string())),
    };
    permit
        .change(async |change| {
            let now = change.now();
            sqlx::query!(
                r#"update file_texts
                   set state = $3, text = $4, reason = $5, vector = to_tsvector('simple', unaccent(left($4, $6))), updated_at = $7
                   where company_id = $1 and file_id = $2"#,
                company as _,
                task.file as _,
                state as _,
                text,
                reason,
                SEARCHED,
                now as _,
            )
            .execute(change.db())
            .await?;
            Ok(())
        })
        .await
}

/// Whether a file has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text_state", rename_all = "lowercase")]
enum TextState {
    Ready,
    Unreadable,
}
