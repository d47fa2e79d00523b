//! The files of a form with a one-time key: durable before any row names them, and kept for its next try.

use super::{
    form::field_of,
    upload::{FILES, Received, Upload},
};
use crate::{
    access::{Permission, Permit},
    base::error::{Error, Result},
    domain::{
        applications::{Enclosed, FileRole},
        files::{self, FileKind, SentFile, Staged, Storage},
        postings::advert::{Question, QuestionKind},
    },
};
use anyhow::Context;
use uuid::Uuid;

/// The field of a résumé that was pasted.
const PASTED: &str = "resume_text";

/// The one-time number of a form, without the signature that some have behind it.
pub fn key_of(received: &Received) -> Result<Uuid> {
    let key = received.one("key").split('.').next().unwrap_or_default();
    key.parse().map_err(|_| {
        Error::Malformed("Open the form again: this one came without its number.".into())
    })
}

/// Whether a field of a form with these questions takes a file.
pub fn takes_file(questions: &[Question], field: &str) -> bool {
    let asks =
        |question: &Question| question.kind == QuestionKind::File && field_of(question) == field;
    field == "resume" || questions.iter().any(asks)
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
    async fn keep(self) -> Result<SentFile> {
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

/// The files of a form that is sent: those of this try, and for other fields those of earlier ones.
pub fn enclosed(
    pasted: bool,
    fields: Vec<(String, FileRole)>,
    kept: &[(String, SentFile)],
    staged: &[Staged],
) -> Result<Vec<Enclosed>> {
    let find = |field: &str| {
        let now = kept
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, file)| file);
        let earlier = || {
            staged
                .iter()
                .find(|kept| kept.field == field)
                .map(|kept| &kept.file)
        };
        now.or_else(earlier).cloned()
    };
    // The viewer shows the last résumé: a file before what was pasted.
    let pasted = pasted.then(|| (PASTED.to_owned(), FileRole::Resume));
    let all = pasted.into_iter().chain(fields).map(|(field, role)| {
        let file = find(&field).context("a file that was here a moment ago")?;
        Ok(Enclosed { role, file })
    });
    all.collect()
}

/// Deletes files that no row names. One that stays, the sweep takes.
pub async fn forget(storage: &Storage, kept: Vec<(String, SentFile)>) {
    for (_, file) in kept {
        if let Err(cause) = storage.remove(&file.stored.key).await {
            tracing::warn!(%cause, "a file that nobody needs stays until the sweep");
        }
    }
}
