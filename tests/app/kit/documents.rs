//! Small documents of every kind, made as their programs make them.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// An archive of parts, in this order; `mimetype` is stored as it is, the rest is packed.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let method = if *name == "mimetype" {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        zip.start_file(
            *name,
            SimpleFileOptions::default().compression_method(method),
        )
        .unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const WORD_TYPES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// A Word document with this XML as its body.
pub fn docx(body: &str) -> Vec<u8> {
    docx_with(body, &[])
}

/// A Word document with further parts: name, what it is among word processing's types, content.
pub fn docx_with(body: &str, more: &[(&str, &str, &str)]) -> Vec<u8> {
    let overrides: String = more
        .iter()
        .map(|(name, kind, _)| {
            format!(r#"<Override PartName="/{name}" ContentType="{WORD_TYPES}.{kind}+xml"/>"#)
        })
        .collect();
    let types = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{WORD_TYPES}.document.main+xml"/>{overrides}</Types>"#
    );
    let document = word_xml("document", &format!("<w:body>{body}<w:sectPr/></w:body>"));
    let mut parts = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ];
    parts.extend(
        more.iter()
            .map(|(name, _, content)| (*name, content.as_bytes())),
    );
    archive(&parts)
}

/// A part of a Word document with this root.
pub fn word_xml(root: &str, content: &str) -> String {
    let namespaces = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#;
    format!(r#"<?xml version="1.0" encoding="UTF-8"?><w:{root} {namespaces}>{content}</w:{root}>"#)
}

/// An OpenDocument text with this XML as its text, and this as its master page.
pub fn odt(text: &str, master_page: &str) -> Vec<u8> {
    let namespaces = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0""#;
    let content = format!(
        "<office:document-content {namespaces}><office:body><office:text>{text}</office:text></office:body></office:document-content>"
    );
    let styles = format!(
        "<office:document-styles {namespaces}><office:master-styles><style:master-page>{master_page}</style:master-page></office:master-styles></office:document-styles>"
    );
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("styles.xml", styles.as_bytes()),
    ])
}

/// A PDF of one page with these lines (no brackets or backslashes), its table of objects correct.
pub fn pdf(lines: &[&str]) -> Vec<u8> {
    let shown: String = lines
        .iter()
        .map(|line| format!("({line}) Tj T* "))
        .collect();
    let page = format!("BT /F1 12 Tf 14 TL 72 720 Td {shown}ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", pdf.len()));
        pdf.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = pdf.len();
    let trailer = format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    [pdf, table, trailer].concat().into_bytes()
}
