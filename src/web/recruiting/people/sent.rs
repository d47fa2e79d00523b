//! Files that came, many at once: each durable, or with why it is not. An archive becomes what is in it.

use crate::{
    base::error::Result,
    domain::files::{self, DOCUMENTS, KindError, SentFile, Storage, clean_name, identify},
    web::kit::upload::Sent,
};
use anyhow::Context;

/// A file by its name: stored, or why not.
pub type Kept = (String, Result<SentFile, String>);

/// Makes durable what can be.
pub async fn keep(storage: &Storage, sent: Vec<Sent>) -> Result<Vec<Kept>> {
    let mut kept = Vec::new();
    for one in sent {
        let name = one.name;
        let Some(mut incoming) = one.incoming else {
            let text = "All files of one sending together may have up to 10 MB.";
            kept.push((name, Err(text.to_owned())));
            continue;
        };
        if name.to_lowercase().ends_with(".zip") {
            match files::unpack(&mut incoming, storage).await? {
                None => kept.push((name, Err(no_archive()))),
                Some(unpacked) => {
                    let each = unpacked.into_iter();
                    kept.extend(each.map(|(name, file)| (last(&name), file.map_err(refusal))));
                }
            }
            continue;
        }
        match identify(&mut incoming, &name, one.declared.as_deref()).await {
            Ok(kind) => {
                let file = SentFile {
                    name: clean_name(&name, kind),
                    kind,
                    stored: incoming.keep().await.context("a file that was sent")?,
                };
                kept.push((name, Ok(file)));
            }
            Err(KindError::Io(cause)) => return Err(anyhow::Error::from(cause).into()),
            Err(why) => kept.push((name, Err(refusal(why)))),
        }
    }
    Ok(kept)
}

/// Deletes files that no row names. One that stays, the sweep takes.
pub async fn forget(storage: &Storage, kept: Vec<Kept>) {
    for file in kept.into_iter().filter_map(|(_, file)| file.ok()) {
        if let Err(cause) = storage.remove(&file.stored.key).await {
            tracing::warn!(%cause, "a file that nobody needs stays until the sweep");
        }
    }
}

fn no_archive() -> String {
    format!(
        "This archive cannot be read: it is damaged or locked, unpacks to too much, or has more than {DOCUMENTS} files."
    )
}

fn refusal(why: KindError) -> String {
    let text = match why {
        KindError::Empty => "It is empty.",
        KindError::Macros => "It has macros in it. Save it as PDF.",
        KindError::Unsupported | KindError::NotAgreeing | KindError::Io(_) => {
            "It is no PDF, DOCX, ODT, RTF or plain text."
        }
    };
    text.to_owned()
}

/// The name without its folders.
fn last(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().to_owned()
}
