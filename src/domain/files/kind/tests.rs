use std::io::Cursor;

use proptest::prelude::*;

use super::{super::documents::*, *};

fn verdict(name: &str, declared: &str, content: &[u8]) -> Result<FileKind, KindError> {
    identify(name, Some(declared), Cursor::new(content))
}

fn of(name: &str, content: &[u8]) -> Result<FileKind, KindError> {
    verdict(name, "application/octet-stream", content)
}

#[test]
fn every_kind_is_known_by_name_type_and_content() {
    let utf16: Vec<u8> = "\u{FEFF}Zoë"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    for (kind, name, content) in [
        (FileKind::Pdf, "cv.pdf", pdf(&["Noor"])),
        (
            FileKind::Pdf,
            "CV.PDF",
            [b"junk\n".to_vec(), pdf(&["Noor"])].concat(),
        ),
        (FileKind::Docx, "cv.docx", docx("<w:p/>")),
        (FileKind::Odt, "cv.odt", odt("<text:p/>", "")),
        (FileKind::Rtf, "cv.rtf", br"{\rtf1 Noor}".to_vec()),
        (
            FileKind::Txt,
            "cv.txt",
            b"Noor\r\n\tHaddad\x0C\x1A".to_vec(),
        ),
        (FileKind::Txt, "cv.txt", b"Zo\xEB".to_vec()),
        (FileKind::Txt, "cv.txt", utf16),
    ] {
        assert_eq!(of(name, &content).unwrap(), kind, "{name}");
        assert_eq!(verdict(name, kind.media_type(), &content).unwrap(), kind);
        assert_eq!(identify(name, None, Cursor::new(&content)).unwrap(), kind);
    }
    assert_eq!(
        verdict("cv.rtf", "application/msword", br"{\rtf1}").unwrap(),
        FileKind::Rtf
    );
    assert_eq!(
        verdict("cv.txt", "Text/Plain; charset=utf-8", b"Noor").unwrap(),
        FileKind::Txt
    );
}

#[test]
fn what_does_not_agree_is_refused() {
    let pdf = pdf(&["Noor"]);
    let docx = docx("<w:p/>");
    for (name, declared, content) in [
        ("cv.pdf", "text/html", pdf.as_slice()),
        ("cv.pdf", "image/png", &pdf),
        ("cv.docx", "", &pdf),
        ("cv.txt", "", &pdf),
        ("cv.txt", "", br"{\rtf1}"),
        ("cv.txt", "", b"nul\0"),
        ("cv.txt", "", b"\x7FELF\x02\x01\x01"),
        ("cv.txt", "", b"\xFF\xFEa\0\0\0"),
        ("cv.pdf", "", b"MZ\x90"),
        ("cv.pdf", "", &docx),
        ("cv.odt", "", &docx),
        ("cv.docx", "", &odt("<text:p/>", "")),
        ("cv.docx", "", &docx[..docx.len() - 30]),
        ("cv.docx", "", &archive(&[("evil.exe", b"MZ")])),
        ("cv.rtf", "", b"<html>"),
    ] {
        assert!(
            matches!(
                verdict(name, declared, content),
                Err(KindError::NotAgreeing)
            ),
            "{name} {declared}"
        );
    }
    for name in [
        "cv.exe",
        "cv.docm",
        "cv.doc",
        "cv",
        "",
        "cv.pdf.js",
        "cv.pdf\u{202E}exe.scr",
    ] {
        assert!(
            matches!(of(name, &pdf), Err(KindError::Unsupported)),
            "{name}"
        );
    }
    for kind in FileKind::ALL {
        let name = format!("cv.{}", kind.extension());
        assert!(matches!(of(&name, b""), Err(KindError::Empty)));
    }
}

#[test]
fn macros_are_refused_wherever_they_hide() {
    let types = |more: &str| {
        format!(
            r#"<Types><Override PartName="/word/document.xml" ContentType="{DOCX_MAIN}"/>{more}</Types>"#
        )
    };
    let word = |types: &str, part: &str| {
        archive(&[
            ("[Content_Types].xml", types.as_bytes()),
            ("word/document.xml", b"<a/>"),
            (part, b"x"),
        ])
    };
    let text = |part: &str| {
        archive(&[
            ("mimetype", ODT_TYPE.as_bytes()),
            ("content.xml", b"<a/>"),
            (part, b"x"),
        ])
    };
    let macro_main = types("").replace(
        "vnd.openxmlformats-officedocument.wordprocessingml.document",
        "vnd.ms-word.document.macro&#69;nabled",
    );
    for (name, content) in [
        ("cv.docx", word(&types(""), "word/vbaProject.bin")),
        ("cv.docx", word(&types(""), "word/VBAPROJECT.BIN")),
        (
            "cv.docx",
            word(
                &types(
                    r#"<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>"#,
                ),
                "word/x.bin",
            ),
        ),
        ("cv.docx", word(&macro_main, "word/x.bin")),
        ("cv.odt", text("Basic/Standard/Module1.xml")),
        ("cv.odt", text("Object 1/Scripts/python/run.py")),
    ] {
        assert!(
            matches!(of(name, &content), Err(KindError::Macros)),
            "{name}"
        );
    }
    assert_eq!(
        of("cv.docx", &word(&types(""), "word/media/basic.png")).unwrap(),
        FileKind::Docx
    );
    assert_eq!(
        of("cv.odt", &text("Pictures/1.png")).unwrap(),
        FileKind::Odt
    );
}

#[test]
fn archives_with_too_many_or_shared_entries_are_refused() {
    let names: Vec<String> = (0..999)
        .map(|number| format!("Pictures/{number}"))
        .collect();
    let with = |count: usize| {
        let mut parts = vec![("mimetype", ODT_TYPE.as_bytes()), ("content.xml", b"<a/>")];
        parts.extend(
            names
                .iter()
                .take(count)
                .map(|name| (name.as_str(), b"".as_slice())),
        );
        archive(&parts)
    };
    assert_eq!(of("cv.odt", &with(998)).unwrap(), FileKind::Odt);
    assert!(matches!(
        of("cv.odt", &with(999)),
        Err(KindError::NotAgreeing)
    ));

    let twice = archive(&[
        ("mimetype", ODT_TYPE.as_bytes()),
        ("content.xml", b"<a/>"),
        ("CONTENT.xml", b"<b/>"),
    ]);
    assert!(matches!(of("cv.odt", &twice), Err(KindError::NotAgreeing)));

    // Two entries of the directory that point to the same bytes.
    let mut shared = zip::ZipWriter::new_append(Cursor::new(with(0))).unwrap();
    shared
        .shallow_copy_file("content.xml", "again.xml")
        .unwrap();
    let shared = shared.finish().unwrap().into_inner();
    assert!(matches!(of("cv.odt", &shared), Err(KindError::NotAgreeing)));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(kind in prop::sample::select(FileKind::ALL.to_vec()), start in 0..4_usize, bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let start = [b"".as_slice(), b"PK\x03\x04", b"PK\x05\x06", b"\xFF\xFE"][start];
        let _ = of(&format!("cv.{}", kind.extension()), &[start, &bytes].concat());
    }

    #[test]
    fn no_damaged_archive_makes_it_panic(odt_kind in any::<bool>(), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let (name, mut bytes) = if odt_kind { ("cv.odt", odt("<text:p/>", "")) } else { ("cv.docx", docx("<w:p/>")) };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = of(name, &bytes);
    }
}
