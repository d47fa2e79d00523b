//! A résumé as a file: plain text, or a PDF of one page.

use std::fmt::Write;

/// What a résumé says, line by line.
#[derive(Debug)]
pub(super) struct Resume {
    /// The file's name without its ending.
    pub name: String,
    pub lines: Vec<String>,
    pub pdf: bool,
}

impl Resume {
    pub fn file_name(&self) -> String {
        format!(
            "{}-resume.{}",
            self.name,
            if self.pdf { "pdf" } else { "txt" }
        )
    }

    pub fn bytes(&self) -> Vec<u8> {
        if self.pdf {
            self.page()
        } else {
            self.lines.join("\n").into_bytes()
        }
    }

    /// PDF 1.4 (ISO 32000-1, 7.5), one page of Helvetica in Windows-1252.
    fn page(&self) -> Vec<u8> {
        let mut shown = Vec::new();
        for (i, line) in self.lines.iter().flat_map(|line| wrapped(line)).enumerate() {
            let size = if i == 0 { 20 } else { 11 };
            shown.extend(format!("/F1 {size} Tf (").into_bytes());
            shown.extend(escaped(&line));
            shown.extend(b") Tj T* ");
        }
        let content = [b"BT 17 TL 64 770 Td ".to_vec(), shown, b"ET".to_vec()].concat();
        let objects: [Vec<u8>; 5] = [
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_vec(),
            [format!("<< /Length {} >>\nstream\n", content.len()).into_bytes(), content, b"\nendstream".to_vec()].concat(),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
        ];
        let mut pdf = b"%PDF-1.4\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for (number, object) in (1..).zip(&objects) {
            let _ = writeln!(table, "{:010} 00000 n ", pdf.len());
            pdf.extend(format!("{number} 0 obj\n").into_bytes());
            pdf.extend(object);
            pdf.extend(b"\nendobj\n");
        }
        let start = pdf.len();
        let trailer = format!(
            "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1
        );
        [pdf, table.into_bytes(), trailer.into_bytes()].concat()
    }
}

/// Lines of at most 90 characters, broken at blanks.
fn wrapped(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    for word in line.split(' ') {
        let full = out.last().is_some_and(|last| {
            !last.is_empty() && last.chars().count() + word.chars().count() > 90
        });
        if full {
            out.push(String::new());
        }
        if let Some(last) = out.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    out
}

/// A PDF string in Windows-1252; what that cannot write becomes its plain letter.
fn escaped(text: &str) -> Vec<u8> {
    let plain: String = text
        .chars()
        .map(|c| match c {
            'ń' => 'n',
            'č' => 'c',
            other => other,
        })
        .collect();
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&plain);
    bytes
        .iter()
        .flat_map(|byte| match byte {
            b'(' | b')' | b'\\' => vec![b'\\', *byte],
            other => vec![*other],
        })
        .collect()
}
