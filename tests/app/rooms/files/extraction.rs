use std::{
    fs::{self, Permissions},
    io::{Seek, Write},
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    time::{Duration, Instant},
};

use candor::domain::files::{Extracted, Extractor, FileAccess, FileKind, Unreadable};

use crate::kit::documents::{archive, docx, odt, pdf};

const PROGRAM: &str = env!("CARGO_BIN_EXE_candor");

fn file(content: &[u8]) -> tokio::fs::File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(content).unwrap();
    file.rewind().unwrap();
    tokio::fs::File::from_std(file)
}

async fn extract(kind: FileKind, content: &[u8]) -> Extracted {
    Extractor::new(PROGRAM)
        .extract(file(content), kind)
        .await
        .unwrap()
}

fn text(text: &str) -> Extracted {
    Extracted::Text(text.to_owned())
}

/// A script in the place of `pdftotext`: what it prints is what a hostile document could do there.
struct Intruder {
    _folder: tempfile::TempDir,
    script: PathBuf,
}

impl Intruder {
    fn doing(commands: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("pdftotext");
        fs::write(&script, format!("#!/bin/bash\n{commands}\n")).unwrap();
        fs::set_permissions(&script, Permissions::from_mode(0o700)).unwrap();
        Self {
            _folder: folder,
            script,
        }
    }

    fn extractor(&self) -> Extractor {
        Extractor::new(PROGRAM).reading_pdf_with(Some(self.script.clone()))
    }

    /// What the commands printed, run as the reader of a PDF.
    async fn report(commands: &str) -> String {
        match Self::doing(commands)
            .extractor()
            .extract(file(b"%PDF-"), FileKind::Pdf)
            .await
            .unwrap()
        {
            Extracted::Text(text) => text,
            Extracted::Unreadable(reason) => reason.to_string(),
        }
    }
}

#[tokio::test]
async fn every_kind_is_read() {
    let word = docx("<w:p><w:r><w:t>Noor Haddad</w:t></w:r></w:p>");
    assert_eq!(extract(FileKind::Docx, &word).await, text("Noor Haddad"));
    let open = odt("<text:p>Noor Haddad</text:p>", "");
    assert_eq!(extract(FileKind::Odt, &open).await, text("Noor Haddad"));
    assert_eq!(
        extract(FileKind::Rtf, br"{\rtf1 caf\'e9}").await,
        text("café")
    );
    assert_eq!(
        extract(FileKind::Txt, b"R\xE9sum\xE9 de Zo\xEB").await,
        text("Résumé de Zoë")
    );
    let portable = pdf(&["Noor Haddad", "Baker"]);
    assert_eq!(
        extract(FileKind::Pdf, &portable).await,
        text("Noor Haddad\nBaker")
    );
    let built_in = Extractor::new(PROGRAM).reading_pdf_with(None);
    let read = built_in
        .extract(file(&portable), FileKind::Pdf)
        .await
        .unwrap();
    assert_eq!(read, text("Noor Haddad\nBaker"));
}

#[tokio::test]
async fn what_cannot_be_read_is_unreadable_and_nothing_else() {
    let bomb = docx(&format!("<w:t>{}</w:t>", "0".repeat(20 * 1024 * 1024)));
    let whole = pdf(&["Noor Haddad"]);
    let scan = pdf(&[]);
    let deep = docx(&"<w:p>".repeat(100_000));
    let reader = Extractor::new(PROGRAM);
    let built_in = Extractor::new(PROGRAM).reading_pdf_with(None);
    for (kind, content, reason) in [
        (FileKind::Docx, bomb.as_slice(), Unreadable::Damaged),
        (FileKind::Docx, &deep, Unreadable::Damaged),
        (FileKind::Docx, &archive(&[("a", b"")]), Unreadable::Damaged),
        (FileKind::Odt, b"PK\x05\x06", Unreadable::Damaged),
        (FileKind::Rtf, b"", Unreadable::Damaged),
        (FileKind::Pdf, b"%PDF-1.4 and no more", Unreadable::Damaged),
        (FileKind::Pdf, &scan, Unreadable::NoText),
        (FileKind::Txt, b" \n\t\0 ", Unreadable::NoText),
    ] {
        for reader in [&reader, &built_in] {
            let extracted = reader.extract(file(content), kind).await.unwrap();
            assert_eq!(extracted, Extracted::Unreadable(reason), "{kind:?}");
        }
    }
    // Cut short, one reader repairs it, another gives up or falls over: no error in any case.
    for length in [whole.len() / 4, whole.len() / 2, whole.len() - 20] {
        for reader in [&reader, &built_in] {
            reader
                .extract(file(&whole[..length]), FileKind::Pdf)
                .await
                .unwrap();
        }
    }
}

#[tokio::test]
async fn a_reader_that_crashes_or_never_ends_is_unreadable() {
    for (commands, reason) in [
        ("kill -SEGV $$", Unreadable::Crashed),
        ("kill -XCPU $$", Unreadable::TooSlow),
        ("exit 101", Unreadable::Crashed),
        ("echo half; exit 3", Unreadable::Damaged),
    ] {
        let reader = Intruder::doing(commands);
        let extracted = reader
            .extractor()
            .extract(file(b"%PDF-"), FileKind::Pdf)
            .await
            .unwrap();
        assert_eq!(extracted, Extracted::Unreadable(reason), "{commands}");
    }
    let reader = Intruder::doing("exec sleep 60");
    let begun = Instant::now();
    let extractor = reader
        .extractor()
        .waiting_at_most(Duration::from_millis(500));
    let extracted = extractor
        .extract(file(b"%PDF-"), FileKind::Pdf)
        .await
        .unwrap();
    assert_eq!(extracted, Extracted::Unreadable(Unreadable::TooSlow));
    assert!(begun.elapsed() < Duration::from_secs(20));
}

#[tokio::test]
async fn output_without_end_is_cut_and_its_writer_stopped() {
    let reader = Intruder::doing("exec yes endless");
    let extracted = reader
        .extractor()
        .extract(file(b"%PDF-"), FileKind::Pdf)
        .await
        .unwrap();
    let Extracted::Text(text) = extracted else {
        panic!("{extracted:?}")
    };
    assert!(
        text.len() <= 1024 * 1024 && text.len() > 1_000_000,
        "{}",
        text.len()
    );
}

#[tokio::test]
async fn the_reader_has_little_memory_time_and_nothing_of_ours() {
    let limits =
        "ulimit -v; ulimit -t; ulimit -n; ulimit -c; env | grep -v -e ^PWD= -e ^_= -e ^SHLVL=; pwd";
    assert_eq!(Intruder::report(limits).await, "524288\n10\n8\n0\n/");
}

#[tokio::test]
async fn the_reader_can_neither_read_nor_write_files_nor_reach_the_network() {
    let confinement = Extractor::new(PROGRAM).confinement().await.unwrap();
    for gap in confinement.gaps() {
        eprintln!("here: {gap}");
    }
    if confinement.files != FileAccess::Open {
        let secret = tempfile::NamedTempFile::new().unwrap();
        let path = secret.path().display();
        let commands = format!(
            "cat {path} /etc/passwd /proc/self/environ || echo unread; echo x > {path} || echo unwritten; ls {} || echo unlisted",
            std::env::temp_dir().display()
        );
        assert_eq!(
            Intruder::report(&commands).await,
            "unread\nunwritten\nunlisted"
        );
        assert_eq!(fs::read(secret.path()).unwrap(), b"");
    }
    if confinement.network_cut {
        let ours = fs::read_link("/proc/self/ns/net").unwrap();
        let its = Intruder::report("readlink /proc/self/ns/net").await;
        assert!(
            its.starts_with("net:[") && its != ours.display().to_string(),
            "{its}"
        );
    }
    if confinement.network_cut || confinement.files == FileAccess::Closed {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let connect =
            format!("(exec 3<>/dev/tcp/127.0.0.1/{port}) && echo reached || echo unreached");
        assert_eq!(Intruder::report(&connect).await, "unreached");
    }
}

#[tokio::test]
async fn giving_up_ends_the_reader() {
    let reader = Intruder::doing("exec sleep 60.0625");
    let extractor = reader.extractor();
    let reading = extractor.extract(file(b"%PDF-"), FileKind::Pdf);
    let given_up = tokio::time::timeout(Duration::from_secs(2), reading).await;
    assert!(given_up.is_err());
    let running = || {
        let processes = fs::read_dir("/proc").unwrap().flatten();
        let lines = processes.filter_map(|process| fs::read(process.path().join("cmdline")).ok());
        lines
            .into_iter()
            .any(|line| line.ends_with(b"sleep\x0060.0625\0"))
    };
    for _ in 0..50 {
        if !running() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the reader went on");
}

#[tokio::test]
async fn no_more_than_two_documents_are_read_at_once() {
    let reader = Intruder::doing("sleep 0.5; echo done");
    let extractor = reader.extractor();
    let begun = Instant::now();
    let one = || extractor.extract(file(b"%PDF-"), FileKind::Pdf);
    let (a, b, c) = tokio::join!(one(), one(), one());
    for extracted in [a, b, c] {
        assert_eq!(extracted.unwrap(), text("done"));
    }
    assert!(begun.elapsed() >= Duration::from_millis(1000));
}

#[tokio::test]
async fn a_child_that_cannot_be_started_is_an_error_of_ours() {
    let nobody = Extractor::new("/nonexistent/candor");
    nobody
        .extract(file(b"text"), FileKind::Txt)
        .await
        .unwrap_err();
    let another = Extractor::new("/bin/true");
    another
        .extract(file(b"text"), FileKind::Txt)
        .await
        .unwrap_err();
    another.confinement().await.unwrap_err();
    let no_reader = Extractor::new(PROGRAM).reading_pdf_with(Some("/nonexistent/pdftotext".into()));
    no_reader
        .extract(file(b"%PDF-"), FileKind::Pdf)
        .await
        .unwrap_err();
}
