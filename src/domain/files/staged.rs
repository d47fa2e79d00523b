//! Files of a form that was refused: kept under the form's one-time key, so that nobody attaches them twice.
//!
//! A row stays when its form succeeds, because the same form may come again: a retry names the same file without
//! sending it. The sweep takes rows after a day.

use super::{FileKind, SentFile, rows};
use crate::{
    access::Change,
    base::{error::Result, ids::CompanyId},
};
use sqlx::PgConnection;
use uuid::Uuid;

/// A staged file and the field that it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staged {
    pub field: String,
    pub file: SentFile,
}

/// The files that earlier tries with this key brought.
pub async fn staged(db: &mut PgConnection, company: CompanyId, key: Uuid) -> Result<Vec<Staged>> {
    let rows = sqlx::query!(
        r#"select field, name, kind as "kind: FileKind", size, sha256, storage_key
           from staged_files where company_id = $1 and submission_key = $2 order by field"#,
        company as _,
        key,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let stored = rows::stored(&row.storage_key, row.size, row.sha256)?;
            let file = SentFile {
                name: row.name,
                kind: row.kind,
                stored,
            };
            Ok(Staged {
                field: row.field,
                file,
            })
        })
        .collect()
}

/// Keeps a file for the next try; one that was staged for the same field before is forgotten.
pub async fn stage<P>(
    change: &mut Change<P>,
    key: Uuid,
    field: &str,
    file: &SentFile,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        r#"insert into staged_files (company_id, submission_key, field, name, kind, size, sha256, storage_key, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           on conflict on constraint staged_files_field_key do update
           set name = excluded.name, kind = excluded.kind, size = excluded.size, sha256 = excluded.sha256,
               storage_key = excluded.storage_key, created_at = excluded.created_at"#,
        company as _,
        key,
        field,
        file.name,
        file.kind as _,
        rows::size(&file.stored)?,
        &file.stored.sha256[..],
        file.stored.key.as_str(),
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}
