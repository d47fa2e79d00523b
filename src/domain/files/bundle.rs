//! A ZIP archive of documents: each becomes a file of its own.

use super::{
    Damaged, FileKind, Incoming, KindError, ReceiveError, SentFile, Storage, archive::Archive,
    clean_name, kind,
};
use crate::base::error::Result;
use anyhow::Context;
use std::{fs::File, io::Read};
use tokio::{runtime::Handle, sync::Semaphore};

/// Documents of one archive.
pub const DOCUMENTS: usize = 200;
/// Bytes of each.
const LARGEST: u64 = 10 << 20;
/// What is unpacked at once.
const CHUNK: usize = 64 << 10;

/// One archive is unpacked after another.
static PLACE: Semaphore = Semaphore::const_new(1);

/// A document of an archive: its name, and the file that it became, or why it did not.
pub type Unpacked = (String, Result<SentFile, KindError>);

/// Unpacks documents, each durable before the next. Nothing of an archive that cannot be read to its end, or is built to do
/// harm, is kept: then the answer is none.
pub async fn unpack(incoming: &mut Incoming, storage: &Storage) -> Result<Option<Vec<Unpacked>>> {
    let place = PLACE.acquire().await.context("an archive's turn")?;
    let content = incoming.content().await.context("an archive")?;
    let (handle, storage) = (Handle::current(), storage.clone());
    let unpacking = move || {
        let _place = place; // until it is done, whether or not anybody still waits for it
        all(content, &storage, &handle)
    };
    let unpacked = tokio::task::spawn_blocking(unpacking)
        .await
        .unwrap_or(Ok(None));
    Ok(unpacked.context("unpacking an archive")?)
}

/// All documents, one after another. Folders, and what programs add for themselves, are none.
fn all(content: File, storage: &Storage, handle: &Handle) -> anyhow::Result<Option<Vec<Unpacked>>> {
    let Ok(mut archive) = Archive::open(content) else {
        return Ok(None);
    };
    let names: Vec<String> = archive.names().filter(|name| is_document(name)).collect();
    if names.is_empty() || names.len() > DOCUMENTS {
        return Ok(None);
    }
    let mut done: Vec<Unpacked> = Vec::new();
    for name in names {
        let one = match archive.part(&name) {
            Ok(part) => handle.block_on(keep(part, &name, storage)),
            Err(Damaged(_)) => Ok(Some(Err(KindError::NotAgreeing))),
        };
        match one {
            Ok(Some(file)) => done.push((name, file)),
            stopped => {
                for (_, file) in done {
                    if let Ok(file) = file {
                        handle.block_on(storage.remove(&file.stored.key))?;
                    }
                }
                return stopped.map(|_| None);
            }
        }
    }
    Ok(Some(done))
}

fn is_document(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or_default();
    !file.is_empty() && !file.starts_with('.') && !path.starts_with("__MACOSX/")
}

/// Writes one document; none when the archive gives out in the middle of it.
async fn keep(
    mut part: impl Read,
    name: &str,
    storage: &Storage,
) -> anyhow::Result<Option<Result<SentFile, KindError>>> {
    let mut incoming = storage.receive(LARGEST).await?;
    let mut chunk = vec![0; CHUNK];
    loop {
        let Ok(read) = part.read(&mut chunk) else {
            return Ok(None);
        };
        match chunk.get(..read) {
            None | Some([]) => break,
            Some(bytes) => match incoming.write(bytes).await {
                Ok(()) => {}
                Err(ReceiveError::TooLarge) => return Ok(None),
                Err(ReceiveError::Io(cause)) => return Err(cause.into()),
            },
        }
    }
    let kind: FileKind = match kind::identify(name, None, incoming.content().await?) {
        Ok(kind) => kind,
        Err(KindError::Io(cause)) => return Err(cause.into()),
        Err(why) => return Ok(Some(Err(why))),
    };
    let file = SentFile {
        name: clean_name(name, kind),
        kind,
        stored: incoming.keep().await?,
    };
    Ok(Some(Ok(file)))
}
