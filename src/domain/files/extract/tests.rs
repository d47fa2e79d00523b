//! Whole documents, read in this process; the real child is tried in `tests/app/rooms/files.rs`.

use proptest::prelude::*;

use super::{super::documents::*, *};

fn text(kind: FileKind, document: &[u8]) -> String {
    clean::clean(read(kind, document).unwrap().as_bytes())
}

fn refused(kind: FileKind, document: &[u8]) -> &'static str {
    read(kind, document).unwrap_err().0
}

#[test]
fn word_documents_are_read_in_the_order_of_their_pages() {
    let body = r#"
        <w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr>
            <w:r><w:t>Noor </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>Haddad</w:t></w:r></w:p>
        <w:p><w:r><w:t>Phone</w:t><w:tab/><w:t>555&#x2010;0100</w:t><w:br/><w:t>Tea &amp; <![CDATA[<biscuits>]]></w:t></w:r></w:p>
        <w:p/>
        <w:p><w:hyperlink r:id="x"><w:r><w:t>my page</w:t></w:r></w:hyperlink><w:r><w:t>, co</w:t><w:noBreakHyphen/><w:t>op</w:t></w:r></w:p>
        <w:tbl><w:tblPr/><w:tr><w:tc><w:p><w:r><w:t>2019</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Baker</w:t></w:r></w:p></w:tc></w:tr>
            <w:tr><w:tc><w:p><w:r><w:t>2021</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Head baker</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
        <w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>
            <w:r><w:instrText>HYPERLINK "x"</w:instrText><w:t>Box: </w:t></w:r>
            <mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Skills</w:t></w:r></w:p></w:txbxContent></mc:Choice>
            <mc:Fallback><w:p><w:r><w:t>Skills</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:p>"#;
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let document = docx_with(
        body,
        &[
            (
                "word/footer1.xml",
                "footer",
                &word_xml("ftr", &paragraph("Page one")),
            ),
            (
                "word/footnotes.xml",
                "footnotes",
                &word_xml("footnotes", &paragraph("A note")),
            ),
            (
                "word/header1.xml",
                "header",
                &word_xml("hdr", &paragraph("Curriculum vitae")),
            ),
            (
                "word/styles.xml",
                "styles",
                &word_xml("styles", &paragraph("not text")),
            ),
        ],
    );
    assert_eq!(
        text(FileKind::Docx, &document),
        "Curriculum vitae\n\nNoor Haddad\nPhone\t555‐0100\nTea & <biscuits>\n\nmy page, co-op\n2019\tBaker\n\
         2021\tHead baker\nBox: Skills\n\nA note\n\nPage one"
    );
}

#[test]
fn opendocument_texts_are_read_in_the_order_of_their_pages() {
    let document = odt(
        r#"<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>
        <text:h>Noor   Haddad</text:h>
        <text:p>One
            line<text:tab/>tab<text:s text:c="3"/>spaces<text:line-break/>next &lt;b&gt;</text:p>
        <text:list><text:list-item><text:p>Bread</text:p></text:list-item><text:list-item><text:p>Cakes</text:p></text:list-item></text:list>
        <table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>
        <text:p>end<office:annotation><text:p>remark</text:p></office:annotation><text:s text:c="4000000000"/>.</text:p>"#,
        "<style:header><text:p>Curriculum vitae</text:p></style:header><style:footer><text:p>Page one</text:p></style:footer>",
    );
    let text = text(FileKind::Odt, &document);
    let expected = "Curriculum vitae\n\nNoor Haddad\nOne line\ttab   spaces\nnext <b>\nBread\nCakes\na\tb\nend";
    assert!(text.starts_with(expected), "{text}");
    assert!(
        text.ends_with(".\n\nPage one") && text.len() < 300,
        "{text}"
    );
}

#[test]
fn portable_documents_are_read_by_the_built_in_reader() {
    assert_eq!(
        text(FileKind::Pdf, &pdf(&["Noor Haddad", "Baker"])),
        "Noor Haddad\nBaker"
    );
}

#[test]
fn xml_that_harms_its_reader_is_refused() {
    let doctype = |inside: &str| {
        let xml = word_xml("document", "<w:p><w:r><w:t>&lol;</w:t></w:r></w:p>")
            .replace("?><", &format!("?><!DOCTYPE w:document [{inside}]><"));
        let types = r#"<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
        archive(&[
            ("[Content_Types].xml", types.as_bytes()),
            ("word/document.xml", xml.as_bytes()),
        ])
    };
    for inside in [
        r#"<!ENTITY lol "lol">"#,
        r#"<!ENTITY lol SYSTEM "file:///etc/passwd">"#,
        "",
    ] {
        assert_eq!(
            refused(FileKind::Docx, &doctype(inside)),
            "an XML document type"
        );
    }
    let nested = |depth| docx(&("<w:p>".repeat(depth) + &"</w:p>".repeat(depth)));
    assert_eq!(text(FileKind::Docx, &nested(254)), "");
    assert_eq!(refused(FileKind::Docx, &nested(255)), "XML too deep");
    let attributes = |count| {
        let attributes: String = (0..count).map(|number| format!(" a{number}=''")).collect();
        docx(&format!("<w:p{attributes}/>"))
    };
    assert_eq!(text(FileKind::Docx, &attributes(256)), "");
    assert_eq!(
        refused(FileKind::Docx, &attributes(257)),
        "too many XML attributes"
    );
    assert_eq!(
        refused(FileKind::Docx, &docx("<w:t>&lol;</w:t>")),
        "an XML entity"
    );
    assert_eq!(
        refused(FileKind::Docx, &docx("<w:p></w:q>")),
        "not sound XML"
    );
    assert_eq!(
        refused(FileKind::Odt, &odt("<text:p>&lol;</text:p>", "")),
        "an XML entity"
    );
}

#[test]
fn archives_that_unpack_to_too_much_are_refused() {
    let bomb = docx(&format!(
        "<w:p><w:r><w:t>{}</w:t></w:r></w:p>",
        "0".repeat(10 * 1024 * 1024)
    ));
    assert!(bomb.len() < 20_000, "{}", bomb.len());
    assert_eq!(
        refused(FileKind::Docx, &bomb),
        "a part that cannot be read to its end"
    );
    assert_eq!(
        refused(FileKind::Odt, &odt(&" ".repeat(10 * 1024 * 1024), "")),
        "a part that cannot be read to its end"
    );
}

#[test]
fn text_is_cut_at_the_limit() {
    let words: String = (0..300_000)
        .map(|number| format!("<w:p><w:r><w:t>{number}</w:t></w:r></w:p>"))
        .collect();
    let text = text(FileKind::Docx, &docx(&words));
    assert!(text.len() <= TEXT_LIMIT && text.len() > TEXT_LIMIT - 10);
}

/// Documents of each kind, for changing at random.
fn samples() -> Vec<(FileKind, Vec<u8>)> {
    let paragraph = "<w:p><w:r><w:t>Tea &amp; cakes</w:t><w:tab/></w:r></w:p>";
    vec![
        (FileKind::Docx, docx(&paragraph.repeat(3))),
        (FileKind::Docx, archive_of_stored_word()),
        (FileKind::Odt, odt("<text:p>Tea<text:s text:c='2'/>cakes</text:p>", "")),
        (FileKind::Rtf, br"{\rtf1\ansicpg1252{\fonttbl{\f0\fcharset204 A;}}\uc1 caf\'e9 \u8211?\bin2 xx{\*\a b}\par}".to_vec()),
        (FileKind::Txt, "naïve ✓".as_bytes().to_vec()),
        (FileKind::Txt, b"\xFF\xFEa\0b\0".to_vec()),
    ]
}

/// Not packed, so that a changed byte reaches the reader of XML.
fn archive_of_stored_word() -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let types = r#"<Types><Override PartName="/d" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    for (name, content) in [
        ("[Content_Types].xml", types),
        ("d", &word_xml("document", "<w:p><w:t>a&#65;</w:t></w:p>")),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A document of which some bytes were replaced, removed or put in.
fn damaged() -> impl Strategy<Value = (FileKind, Vec<u8>)> {
    let changes = prop::collection::vec(
        (
            any::<prop::sample::Index>(),
            0..4_usize,
            prop::collection::vec(any::<u8>(), 0..4),
        ),
        1..8,
    );
    (prop::sample::select(samples()), changes).prop_map(|((kind, mut bytes), changes)| {
        for (at, removed, added) in changes {
            let at = at.index(bytes.len() + 1);
            bytes.splice(at..(at + removed).min(bytes.len()), added);
        }
        (kind, bytes)
    })
}

proptest! {
    #[test]
    fn damaged_documents_never_panic((kind, bytes) in damaged()) {
        if let Ok(text) = read(kind, &bytes) {
            clean::clean(text.as_bytes());
        }
    }

    #[test]
    fn rich_text_of_random_words_never_panics(words in prop::collection::vec(r"[{}\\]|\\[a-z]{1,8}-?[0-9]{0,11} ?|\\'[0-9a-g]{2}|\\\*|\PC{0,3}", 0..60)) {
        let document = format!(r"{{\rtf1{}", words.concat());
        let text = read(FileKind::Rtf, document.as_bytes()).unwrap_or_default();
        prop_assert!(text.len() <= TEXT_LIMIT);
    }

    #[test]
    fn random_markup_never_panics(markup in prop::collection::vec(r#"<w?:?[a-z/]{1,6}( [a-z:]{1,4}="[^<&"]{0,3}")?/?>|</w:[a-z]{1,3}>|&#?[a-z0-9]{1,4};|<!(\[CDATA\[|--|D)|[ -~]{0,6}"#, 0..40)) {
        let _ = read(FileKind::Docx, &docx(&markup.concat()));
        let _ = read(FileKind::Odt, &odt(&markup.concat(), ""));
    }

    #[test]
    fn text_of_any_bytes_is_clean(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let text = text(FileKind::Txt, &bytes);
        prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n' && c != '\t'), "{text:?}");
        prop_assert_eq!(text.trim_end(), text.as_str());
    }
}
