use std::{
    fmt,
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Read, Seek},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use sha2::{Digest, Sha256};
use tokio::io::{AsyncWriteExt, BufWriter};

/// What goes to disk, or comes from it, at once.
const CHUNK: usize = 128 * 1024;
const KEY_BYTES: usize = 32;

/// The files, in `<data>/files`: each under a random key in one of 256 folders, and in `incoming`
/// what is not yet whole. Files are for their owner only (0600, folders 0700). Clones are cheap.
#[derive(Debug, Clone)]
pub struct Storage {
    root: Arc<Path>,
}

/// Names a stored file: 256 random bits in hexadecimal. It says nothing about the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StorageKey(String);

/// One of the 256 folders that files are spread over, by the first two characters of their keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard(u8);

/// A file on its way in. Unless it is kept, it is gone when this is dropped.
#[derive(Debug)]
pub struct Incoming {
    file: BufWriter<tokio::fs::File>,
    temporary: Temporary,
    storage: Storage,
    hash: Sha256,
    size: u64,
    limit: u64,
}

/// A file that a power cut no longer takes away; what a row remembers of it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stored {
    pub key: StorageKey,
    /// In bytes.
    pub size: u64,
    pub sha256: [u8; 32],
}

#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    #[error("more bytes than the limit")]
    TooLarge,
    #[error("the file could not be written: {0}")]
    Io(#[from] io::Error),
}

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the stored file is missing")]
    Missing,
    /// Its bytes are not those that were stored: to be told to the operator, never to be sent.
    #[error("the stored file does not have its SHA-256")]
    Damaged,
    #[error("the stored file could not be read: {0}")]
    Io(#[from] io::Error),
}

impl Storage {
    /// The storage in a data directory, its folders made if need be.
    pub fn at(data: &Path) -> io::Result<Self> {
        let root = data.join("files");
        let mut new = make_folder(&root.join("incoming"))?;
        for shard in Shard::all() {
            new |= make_folder(&root.join(shard.folder()))?;
        }
        if new {
            // Else the folder of an acknowledged file might not outlive a power cut.
            for entry in fs::read_dir(&root)? {
                sync_folder(&entry?.path())?;
            }
            sync_folder(&root)?;
            sync_folder(data)?;
        }
        Ok(Self { root: root.into() })
    }

    /// Begins to receive a file of at most `limit` bytes.
    pub async fn receive(&self, limit: u64) -> io::Result<Incoming> {
        let temporary = Temporary(self.root.join("incoming").join(StorageKey::random().0));
        let file = tokio::fs::OpenOptions::from(create_new())
            .open(&temporary.0)
            .await?;
        Ok(Incoming {
            file: BufWriter::with_capacity(CHUNK, file),
            temporary,
            storage: self.clone(),
            hash: Sha256::new(),
            size: 0,
            limit,
        })
    }

    /// Opens a file once all its bytes have been read and found to be those that were stored.
    pub async fn open(
        &self,
        key: &StorageKey,
        sha256: [u8; 32],
    ) -> Result<tokio::fs::File, OpenError> {
        let path = self.path(key);
        let file = blocking(move || open_checked(&path, sha256)).await?;
        Ok(tokio::fs::File::from_std(file))
    }

    /// Deletes a file. One that is not there is no error: deleting is done again after a crash.
    pub async fn remove(&self, key: &StorageKey) -> io::Result<()> {
        match tokio::fs::remove_file(self.path(key)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The files of one folder that were written before a time. A sweep deletes those that no row
    /// names: what a crash left between the file and its row.
    pub async fn written_before(
        &self,
        time: SystemTime,
        shard: Shard,
    ) -> io::Result<Vec<StorageKey>> {
        let folder = self.root.join(shard.folder());
        blocking(move || {
            let names = old_names(&folder, time)?;
            Ok(names
                .iter()
                .filter_map(|name| StorageKey::parse(name))
                .collect())
        })
        .await
    }

    /// Deletes what began to arrive before a time and was never kept, because the program was killed.
    pub async fn clear_incoming(&self, before: SystemTime) -> io::Result<()> {
        let folder = self.root.join("incoming");
        blocking(move || {
            for name in old_names(&folder, before)? {
                fs::remove_file(folder.join(name))?;
            }
            Ok(())
        })
        .await
    }

    /// Whether a file can be written now.
    pub async fn check(&self) -> io::Result<()> {
        let mut probe = self.receive(1).await?;
        probe.write(b"?").await.map_err(|error| match error {
            ReceiveError::Io(error) => error,
            ReceiveError::TooLarge => io::Error::other(error),
        })?;
        probe.file.flush().await
    }

    fn path(&self, key: &StorageKey) -> PathBuf {
        self.root.join(key.folder()).join(&key.0)
    }
}

impl Incoming {
    /// Adds bytes. Once it says `TooLarge` nothing more needs to be read from the sender.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), ReceiveError> {
        let size = self
            .size
            .checked_add(bytes.len() as u64)
            .filter(|size| *size <= self.limit);
        self.size = size.ok_or(ReceiveError::TooLarge)?;
        self.hash.update(bytes);
        self.file.write_all(bytes).await?;
        Ok(())
    }

    /// How many bytes have come.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// What has come so far, to look at.
    pub(super) async fn content(&mut self) -> io::Result<File> {
        self.file.flush().await?;
        let path = self.temporary.0.clone();
        blocking(move || File::open(path)).await
    }

    /// Makes the file durable under a key of its own, before any row may name it.
    pub async fn keep(mut self) -> io::Result<Stored> {
        self.file.flush().await?;
        let file = self.file.into_inner().into_std().await;
        let stored = Stored {
            key: StorageKey::random(),
            size: self.size,
            sha256: self.hash.finalize().into(),
        };
        let path = self.storage.path(&stored.key);
        let temporary = self.temporary;
        // One blocking step, so that a request given up half-way leaves an orphan at worst.
        blocking(move || {
            file.sync_all()?;
            fs::rename(&temporary.0, &path)?;
            path.parent().map_or(Ok(()), sync_folder)
        })
        .await?;
        Ok(stored)
    }
}

impl StorageKey {
    fn random() -> Self {
        Self(hex(&rand::random::<[u8; KEY_BYTES]>()))
    }

    /// From its text in a row; `None` if that is no key, so that no other path can be made of it.
    pub fn parse(text: &str) -> Option<Self> {
        let sound = text.len() == KEY_BYTES * 2
            && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        sound.then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Two levels, `a/b`.
    fn folder(&self) -> PathBuf {
        self.0.chars().take(2).map(String::from).collect()
    }
}

impl TryFrom<String> for StorageKey {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("no storage key")
    }
}

impl From<StorageKey> for String {
    fn from(key: StorageKey) -> Self {
        key.0
    }
}

impl fmt::Display for StorageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Shard {
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=u8::MAX).map(Self)
    }

    fn folder(self) -> PathBuf {
        StorageKey(hex(&[self.0])).folder()
    }
}

/// Removes the temporary file, unless it has been renamed by then.
#[derive(Debug)]
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.0)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "a temporary file could not be removed; the sweep will try again");
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn create_new() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    options
}

/// Makes a folder and those above it; whether it was missing.
fn make_folder(path: &Path) -> io::Result<bool> {
    let missing = !path.is_dir();
    if missing {
        DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    }
    Ok(missing)
}

fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

fn old_names(folder: &Path, before: SystemTime) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let modified = match entry.metadata().and_then(|file| file.modified()) {
            Ok(modified) => modified,
            // It was kept, given up or deleted while we looked.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        if modified < before
            && let Ok(name) = entry.file_name().into_string()
        {
            names.push(name);
        }
    }
    Ok(names)
}

fn open_checked(path: &Path, sha256: [u8; 32]) -> Result<File, OpenError> {
    let mut file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => OpenError::Missing,
        _ => OpenError::Io(error),
    })?;
    let mut hash = Sha256::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        let read = file.read(&mut chunk)?;
        match chunk.get(..read) {
            Some(bytes) if !bytes.is_empty() => hash.update(bytes),
            _ => break,
        }
    }
    if <[u8; 32]>::from(hash.finalize()) != sha256 {
        return Err(OpenError::Damaged);
    }
    file.rewind()?;
    Ok(file)
}

async fn blocking<T: Send + 'static, E: From<io::Error> + Send + 'static>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, E> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|stopped| Err(io::Error::other(stopped).into()))
}
