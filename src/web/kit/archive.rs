//! A ZIP archive that is made while it is sent: nothing of it waits in memory but the piece on its way.

use crate::{
    base::clock::Time,
    domain::files::{Storage, StorageKey},
};
use axum::body::{Body, Bytes};
use futures_util::stream::try_unfold;
use jiff::tz::TimeZone;
use std::{
    io::{self, Write},
    mem,
    sync::{Arc, Mutex, PoisonError},
    vec,
};
use tokio::io::AsyncReadExt;
use zip::{
    CompressionMethod, DateTime,
    write::{SimpleFileOptions, StreamWriter, ZipWriter},
};

/// What is read from a file at once.
const CHUNK: usize = 64 << 10;

/// Something to put into an archive.
pub struct Entry {
    /// Its path there: of names that are ours, or cleaned.
    pub path: String,
    pub at: Time,
    pub content: Content,
}

pub enum Content {
    Text(String),
    File { key: StorageKey, sha256: [u8; 32] },
}

/// The archive of these entries, as a body. Files are packed as they are: documents are compressed already.
pub fn archive(entries: Vec<Entry>, storage: Storage) -> Body {
    let packed = Packed::default();
    let packing = Packing {
        zip: Some(ZipWriter::new_stream(packed.clone())),
        packed,
        left: entries.into_iter(),
        file: None,
        storage,
    };
    Body::from_stream(try_unfold(packing, Packing::next))
}

/// What is packed and not sent yet.
#[derive(Clone, Default)]
pub(super) struct Packed(Arc<Mutex<Vec<u8>>>);

impl Packed {
    pub(super) fn take(&self) -> Bytes {
        let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        mem::take(&mut *bytes).into()
    }
}

impl Write for Packed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut packed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        packed.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Packing {
    /// None once all of it is packed.
    zip: Option<ZipWriter<StreamWriter<Packed>>>,
    packed: Packed,
    left: vec::IntoIter<Entry>,
    /// The file that is being packed.
    file: Option<tokio::fs::File>,
    storage: Storage,
}

impl Packing {
    /// The next piece of the archive.
    async fn next(mut self) -> io::Result<Option<(Bytes, Self)>> {
        loop {
            let more = self.pack().await?;
            let piece = self.packed.take();
            if !piece.is_empty() {
                return Ok(Some((piece, self)));
            }
            if !more {
                return Ok(None);
            }
        }
    }

    /// Packs a little more; whether there may be more after that.
    async fn pack(&mut self) -> io::Result<bool> {
        let Some(zip) = &mut self.zip else {
            return Ok(false);
        };
        if let Some(file) = &mut self.file {
            let mut chunk = Vec::with_capacity(CHUNK);
            file.take(CHUNK as u64).read_to_end(&mut chunk).await?;
            zip.write_all(&chunk)?;
            if chunk.is_empty() {
                self.file = None;
            }
            return Ok(true);
        }
        let Some(entry) = self.left.next() else {
            if let Some(zip) = self.zip.take() {
                zip.finish()?;
            }
            return Ok(true);
        };
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(dos_time(entry.at));
        match entry.content {
            Content::Text(text) => {
                zip.start_file(entry.path, options)?;
                zip.write_all(text.as_bytes())?;
            }
            Content::File { key, sha256 } => match self.storage.open(&key, sha256).await {
                Ok(file) => {
                    zip.start_file(entry.path, options)?;
                    self.file = Some(file);
                }
                Err(cause) => {
                    // The rest of what is theirs shall not be kept from them.
                    tracing::error!(%cause, key = key.as_str(), "a file could not be put into a copy");
                    zip.start_file(format!("{}.missing.txt", entry.path), options)?;
                    zip.write_all("We could not read this file. Please tell us.\n".as_bytes())?;
                }
            },
        }
        Ok(true)
    }
}

/// A time as archives have it: from 1980 on, in UTC.
fn dos_time(time: Time) -> DateTime {
    let at = time.0.to_zoned(TimeZone::UTC);
    let part = |part: i8| part.unsigned_abs();
    let year = at.year().unsigned_abs();
    let (hour, minute, second) = (part(at.hour()), part(at.minute()), part(at.second()));
    DateTime::from_date_and_time(year, part(at.month()), part(at.day()), hour, minute, second)
        .unwrap_or_default()
}
