//! What the database knows of a file.

use super::{ExtractText, FileKind, StorageKey, Stored};
use crate::{
    access::Change,
    base::{error::Result, ids::FileId},
};
use anyhow::Context;

/// A file that somebody sent: typed, and durable under its key.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SentFile {
    /// As [`clean_name`](super::clean_name) leaves it.
    pub name: String,
    pub kind: FileKind,
    pub stored: Stored,
}

/// Writes a file's row. Its text is awaited from then on, and the task that reads it is left for the worker.
pub(in crate::domain) async fn write<P>(change: &mut Change<P>, file: &SentFile) -> Result<FileId> {
    let id = write_unread(change, file).await?;
    change.later(&ExtractText { file: id }).await?;
    Ok(id)
}

/// The same for whoever has it read themselves.
pub(in crate::domain) async fn write_unread<P>(
    change: &mut Change<P>,
    file: &SentFile,
) -> Result<FileId> {
    let (company, now) = (change.company(), change.now());
    let id: FileId = sqlx::query_scalar!(
        r#"with file as (
               insert into files (company_id, name, kind, size, sha256, storage_key, created_at)
               values ($1, $2, $3, $4, $5, $6, $7) returning id
           ), awaited as (
               insert into file_texts (company_id, file_id, state, updated_at) select $1, id, 'pending', $7 from file
           )
           select id as "id: _" from file"#,
        company as _,
        file.name,
        file.kind as _,
        size(&file.stored)?,
        &file.stored.sha256[..],
        file.stored.key.as_str(),
        now as _,
    )
    .fetch_one(change.db())
    .await?;
    Ok(id)
}

/// A size as the database has it.
pub(super) fn size(stored: &Stored) -> Result<i64> {
    Ok(i64::try_from(stored.size).context("a size below 2^63")?)
}

/// What was stored, from its row.
pub(super) fn stored(key: &str, size: i64, sha256: Vec<u8>) -> Result<Stored> {
    let size = u64::try_from(size).ok();
    let sha256 = sha256.try_into().ok();
    let (Some(key), Some(size), Some(sha256)) = (StorageKey::parse(key), size, sha256) else {
        return Err(anyhow::anyhow!("a file's row that we did not write").into());
    };
    Ok(Stored { key, size, sha256 })
}
