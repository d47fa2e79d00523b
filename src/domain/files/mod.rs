//! Files that people send: what may be sent, where it lies on disk, and the text in it.
//!
//! The way of an upload: [`Storage::receive`] streams it to a temporary file, [`identify`] says what
//! it is, [`Incoming::keep`] makes it durable under a random key, and only then may a row name that
//! key. Its text comes later, from [`Extractor`], which reads it in a child process of its own: the
//! task [`ExtractText`], left by whoever writes the row. [`sweep`] clears away what no row names.

mod archive;
mod bundle;
mod extract;
mod kind;
mod name;
mod rows;
mod staged;
mod storage;
mod sweep;
mod table;
mod text;
mod xml;

#[cfg(test)]
#[path = "../../../tests/app/kit/documents.rs"]
mod documents;

use std::io;
use tokio::sync::Semaphore;

pub use bundle::{DOCUMENTS, Unpacked, unpack};
pub use extract::{Confinement, Extracted, Extractor, FileAccess, Unreadable, run_child};
pub use kind::{FileKind, KindError};
pub use name::clean_name;
pub use rows::SentFile;
pub(in crate::domain) use rows::{write, write_unread};
pub use staged::{Staged, stage, staged};
pub use storage::{Incoming, OpenError, ReceiveError, Shard, Storage, StorageKey, Stored};
pub use sweep::sweep;
pub use table::{COLUMNS, table};
pub use text::{ExtractText, extract_text};

/// Files that are looked into at once: the directory of a hostile archive takes several times its size.
static LOOKS: Semaphore = Semaphore::const_new(2);

/// What has been received: its kind, when name, declared media type and content agree on one.
///
/// The content is looked at on a blocking thread; what a stranger sends may make the reader of
/// archives panic, which counts as content that agrees with nothing.
pub async fn identify(
    incoming: &mut Incoming,
    name: &str,
    declared: Option<&str>,
) -> Result<FileKind, KindError> {
    let content = incoming.content().await?;
    let name = name.to_owned();
    let declared = declared.map(str::to_owned);
    let place = LOOKS.acquire().await.map_err(io::Error::other)?;
    let look = move || {
        let _place = place; // until it is done, whether or not anybody still waits for it
        kind::identify(&name, declared.as_deref(), content)
    };
    tokio::task::spawn_blocking(look)
        .await
        .unwrap_or(Err(KindError::NotAgreeing))
}

/// Content that is not the document that it claims to be, is broken, or is built to do harm.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
struct Damaged(&'static str);
