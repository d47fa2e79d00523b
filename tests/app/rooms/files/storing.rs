use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use candor::domain::files::{
    FileKind, KindError, OpenError, ReceiveError, Shard, Storage, StorageKey, Stored, identify,
};
use tokio::io::AsyncReadExt;

use crate::kit::documents::pdf;

const MIB: u64 = 1024 * 1024;

fn storage() -> (tempfile::TempDir, Storage) {
    let data = tempfile::tempdir().unwrap();
    let storage = Storage::at(data.path()).unwrap();
    (data, storage)
}

async fn store(storage: &Storage, content: &[u8]) -> Stored {
    let mut incoming = storage.receive(10 * MIB).await.unwrap();
    for chunk in content.chunks(1000) {
        incoming.write(chunk).await.unwrap();
    }
    incoming.keep().await.unwrap()
}

/// Every file below a folder.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files_in(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[tokio::test]
async fn a_kept_file_is_read_back_and_removed() {
    let (data, storage) = storage();
    let content = "résumé ".repeat(100_000).into_bytes();
    let stored = store(&storage, &content).await;
    assert_eq!(stored.size, content.len() as u64);

    let mut read = Vec::new();
    let mut file = storage.open(&stored.key, stored.sha256).await.unwrap();
    file.read_to_end(&mut read).await.unwrap();
    assert!(read == content);

    let again = Storage::at(data.path()).unwrap();
    assert_eq!(
        StorageKey::parse(stored.key.as_str()),
        Some(stored.key.clone())
    );
    again.open(&stored.key, stored.sha256).await.unwrap();

    storage.remove(&stored.key).await.unwrap();
    storage.remove(&stored.key).await.unwrap();
    let gone = storage.open(&stored.key, stored.sha256).await;
    assert!(matches!(gone, Err(OpenError::Missing)));
}

#[tokio::test]
async fn files_are_their_owners_alone() {
    let (data, storage) = storage();
    store(&storage, b"private").await;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let [file] = files_in(data.path()).try_into().unwrap();
    assert_eq!(mode(&file), 0o600);
    for folder in file
        .ancestors()
        .skip(1)
        .take_while(|folder| *folder != data.path())
    {
        assert_eq!(mode(folder), 0o700, "{}", folder.display());
    }
}

#[tokio::test]
async fn a_changed_or_shortened_file_is_never_handed_out() {
    let (data, storage) = storage();
    let stored = store(&storage, b"as it was").await;
    let [file] = files_in(data.path()).try_into().unwrap();
    for content in [b"as it is!".as_slice(), b"as it wa", b""] {
        fs::write(&file, content).unwrap();
        let opened = storage.open(&stored.key, stored.sha256).await;
        assert!(matches!(opened, Err(OpenError::Damaged)));
    }
}

#[tokio::test]
async fn what_is_too_large_or_given_up_leaves_nothing() {
    let (data, storage) = storage();
    let chunk = vec![b'x'; MIB as usize];
    let mut incoming = storage.receive(10 * MIB).await.unwrap();
    for _ in 0..10 {
        incoming.write(&chunk).await.unwrap();
    }
    let eleventh = incoming.write(&chunk).await;
    assert!(matches!(eleventh, Err(ReceiveError::TooLarge)));
    assert_eq!(files_in(data.path()).len(), 1);
    drop(incoming);
    assert_eq!(files_in(data.path()), Vec::<PathBuf>::new());

    let exact = store(&storage, &chunk[..100]).await;
    assert_eq!(exact.size, 100);
}

#[tokio::test]
async fn an_upload_is_identified_before_it_is_kept() {
    let (_data, storage) = storage();
    let mut incoming = storage.receive(MIB).await.unwrap();
    let empty = identify(&mut incoming, "cv.pdf", None).await;
    assert!(matches!(empty, Err(KindError::Empty)));
    incoming.write(&pdf(&["Noor"])).await.unwrap();
    let kind = identify(&mut incoming, "cv.pdf", Some("application/pdf"))
        .await
        .unwrap();
    assert_eq!(kind, FileKind::Pdf);
    let lie = identify(&mut incoming, "cv.docx", None).await;
    assert!(matches!(lie, Err(KindError::NotAgreeing)));
    let stored = incoming.keep().await.unwrap();
    assert_eq!(stored.size, pdf(&["Noor"]).len() as u64);
}

#[tokio::test]
async fn a_sweep_finds_old_files_and_clears_what_never_arrived() {
    let (data, storage) = storage();
    let one = store(&storage, b"one").await;
    let two = store(&storage, b"two").await;
    let incoming = storage.receive(MIB).await.unwrap();
    let old = SystemTime::now() - Duration::from_secs(60);
    let soon = SystemTime::now() + Duration::from_secs(60);

    let mut found = Vec::new();
    for shard in Shard::all() {
        assert!(storage.written_before(old, shard).await.unwrap().is_empty());
        found.extend(storage.written_before(soon, shard).await.unwrap());
    }
    found.sort_by_key(|key| *key != one.key);
    assert_eq!(found, [one.key, two.key]);

    storage.clear_incoming(old).await.unwrap();
    assert_eq!(files_in(data.path()).len(), 3);
    storage.clear_incoming(soon).await.unwrap();
    assert_eq!(files_in(data.path()).len(), 2);
    drop(incoming);
}

#[tokio::test]
async fn the_check_says_when_nothing_can_be_written() {
    let (data, storage) = storage();
    storage.check().await.unwrap();
    assert!(files_in(data.path()).is_empty());
    fs::remove_dir_all(data.path().join("files")).unwrap();
    assert!(storage.check().await.is_err());
}

#[test]
fn only_keys_are_taken_for_keys() {
    let sound = "0123456789abcdef".repeat(4);
    assert!(StorageKey::parse(&sound).is_some());
    for text in [
        "",
        "../../etc/passwd",
        &sound[1..],
        &sound.to_uppercase(),
        &format!("{}/", &sound[1..]),
    ] {
        assert_eq!(StorageKey::parse(text), None, "{text}");
    }
}
