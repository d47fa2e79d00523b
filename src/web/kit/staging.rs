//! The files of a form with a one-time key: durable before any row names them, and kept for its next try.

use super::upload::{FILES, Received, Upload};
use crate::{
    access::{Permission, Permit},
    app::App,
    base::error::{Error, Result},
    domain::files::{self, Extracted, FileKind, SentFile, Staged, Storage},
};
use anyhow::Context;
use std::time::Duration;
use uuid::Uuid;

/// The field of a résumé that was pasted.
pub const PASTED: &str = "resume_text";
/// Nobody waits longer for what they can type: not when many come at once either.
const PATIENCE: Duration = Duration::from_secs(15);

/// The one-time number of a form, without the signature that some have behind it.
pub fn key_of(received: &Received) -> Result<Uuid> {
    let key = received.one("key").split('.').next().unwrap_or_default();
    key.parse().map_err(|_| {
        Error::Malformed("Open the form again: this one came without its number.".into())
    })
}

/// Keeps the files of a refused form for its next try; what this try brought takes the place of what earlier ones did.
pub async fn stage<P: Permission>(
    permit: &Permit<P>,
    key: Uuid,
    uploads: impl IntoIterator<Item = (String, Upload)>,
    mut staged: Vec<Staged>,
) -> Result<Vec<Staged>> {
    let mut fresh = Vec::new();
    for (field, upload) in uploads {
        let file = upload.keep().await?;
        staged.retain(|kept| kept.field != field);
        fresh.push(Staged { field, file });
    }
    if !fresh.is_empty() {
        permit
            .change(async |change| {
                for Staged { field, file } in &fresh {
                    files::stage(change, key, field, file).await?;
                }
                Ok(())
            })
            .await?;
    }
    staged.extend(fresh);
    Ok(staged)
}

impl Upload {
    /// Makes it durable.
    pub async fn keep(self) -> Result<SentFile> {
        let stored = self.incoming.keep().await.context("a file that was sent")?;
        Ok(SentFile {
            name: self.name,
            kind: self.kind,
            stored,
        })
    }
}

/// Makes durable what this request brought. A résumé that was pasted becomes a file like any other.
pub async fn keep(
    storage: &Storage,
    uploads: impl IntoIterator<Item = (String, Upload)>,
    pasted: Option<&str>,
) -> Result<Vec<(String, SentFile)>> {
    let mut kept = Vec::new();
    for (field, upload) in uploads {
        kept.push((field, upload.keep().await?));
    }
    if let Some(text) = pasted {
        let mut incoming = storage.receive(FILES).await.context("a pasted résumé")?;
        incoming
            .write(text.as_bytes())
            .await
            .context("a pasted résumé")?;
        let upload = Upload {
            incoming,
            name: "résumé.txt".to_owned(),
            kind: FileKind::Txt,
        };
        kept.push((PASTED.to_owned(), upload.keep().await?));
    }
    Ok(kept)
}

/// Deletes files that no row names. One that stays, the sweep takes.
pub async fn forget(storage: &Storage, kept: Vec<(String, SentFile)>) {
    for (_, file) in kept {
        if let Err(cause) = storage.remove(&file.stored.key).await {
            tracing::warn!(%cause, "a file that nobody needs stays until the sweep");
        }
    }
}

/// What a document says; nothing when it cannot be read, which is no fault of whoever sent it.
pub async fn text_of(app: &App, resume: &SentFile) -> Result<Option<String>> {
    let stored = &resume.stored;
    let document = app.storage.open(&stored.key, stored.sha256).await;
    let document = document.map_err(|cause| Error::Unexpected(cause.into()))?;
    let reading = app.extractor.extract(document, resume.kind);
    let Ok(extracted) = tokio::time::timeout(PATIENCE, reading).await else {
        return Ok(None);
    };
    let extracted = extracted.context("the process that reads documents")?;
    Ok(match extracted {
        Extracted::Text(text) => Some(text),
        Extracted::Unreadable(_) => None,
    })
}
