//! Tables that people take along, made while they are sent: CSV (RFC 4180) and XLSX. No cell of theirs is ever a formula.

use super::archive::Packed;
use crate::base::{csv, error::Result};
use axum::body::{Body, Bytes};
use futures_util::stream::try_unfold;
use std::{
    io::{self, Write},
    mem,
};
use zip::write::{SimpleFileOptions, StreamWriter, ZipWriter};

/// What a table is written as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    Csv,
    Xlsx,
}

impl Format {
    pub fn parse(key: &str) -> Option<Self> {
        match key {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }

    /// What its files' names end with.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// Where a table is.
enum At<C> {
    Page(C),
    End,
    Done,
}

/// A table as a body. `fetch` gives the rows of a page, and where the next begins.
pub fn body<C, F, R>(format: Format, headings: &[&str], first: C, fetch: F) -> io::Result<Body>
where
    C: Send + 'static,
    F: Fn(C) -> R + Send + 'static,
    R: Future<Output = Result<(Vec<Vec<String>>, Option<C>)>> + Send,
{
    let mut sheet = Sheet::begin(format)?;
    let headings: Vec<String> = headings.iter().map(|it| (*it).to_owned()).collect();
    sheet.row(&headings)?;
    let begun = (sheet, At::Page(first), fetch);
    let rest = try_unfold(begun, |(mut sheet, mut at, fetch)| async move {
        loop {
            at = match at {
                At::Page(from) => {
                    let page = fetch(from);
                    let (rows, next) = page.await.map_err(io::Error::other)?;
                    for row in &rows {
                        sheet.row(row)?;
                    }
                    next.map_or(At::End, At::Page)
                }
                At::End => {
                    sheet.end()?;
                    At::Done
                }
                At::Done => return Ok::<_, io::Error>(None),
            };
            let bytes = sheet.take();
            if !bytes.is_empty() {
                return Ok(Some((bytes, (sheet, at, fetch))));
            }
        }
    });
    Ok(Body::from_stream(rest))
}

/// A table that is being written.
enum Sheet {
    Csv(Vec<u8>),
    Xlsx {
        zip: Option<Box<ZipWriter<StreamWriter<Packed>>>>,
        packed: Packed,
    },
}

/// The parts of a workbook with one sheet, which come before it (ECMA-376 part 1, 12).
const PARTS: [(&str, &str); 4] = [
    (
        "[Content_Types].xml",
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="People" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
];
const SHEET: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#;

impl Sheet {
    fn begin(format: Format) -> io::Result<Self> {
        if format == Format::Csv {
            // The mark by which spreadsheets know UTF-8.
            return Ok(Self::Csv(csv::MARK.into()));
        }
        let packed = Packed::default();
        let mut zip = ZipWriter::new_stream(packed.clone());
        let options = SimpleFileOptions::default();
        for (name, content) in PARTS {
            zip.start_file(name, options)?;
            zip.write_all(content.as_bytes())?;
        }
        zip.start_file("xl/worksheets/sheet1.xml", options)?;
        zip.write_all(SHEET.as_bytes())?;
        let zip = Some(Box::new(zip));
        Ok(Self::Xlsx { zip, packed })
    }

    fn row(&mut self, cells: &[String]) -> io::Result<()> {
        match self {
            Self::Csv(bytes) => bytes.extend(csv::line(cells)),
            Self::Xlsx { zip: None, .. } => {}
            Self::Xlsx { zip: Some(zip), .. } => {
                let cells: String = cells.iter().map(|cell| xlsx_cell(cell)).collect();
                write!(zip, "<row>{cells}</row>")?;
            }
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        if let Self::Xlsx { zip, .. } = self
            && let Some(mut zip) = zip.take()
        {
            zip.write_all(b"</sheetData></worksheet>")?;
            zip.finish()?;
        }
        Ok(())
    }

    /// What is written and not sent yet.
    fn take(&mut self) -> Bytes {
        match self {
            Self::Csv(bytes) => mem::take(bytes).into(),
            Self::Xlsx { packed, .. } => packed.take(),
        }
    }
}

/// A cell that is text and nothing else.
fn xlsx_cell(text: &str) -> String {
    /// What a cell may have.
    const LONGEST: usize = 32_767;
    let mut safe = String::with_capacity(text.len());
    for c in text.chars().take(LONGEST) {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '\n' | '\t' => safe.push(c),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => safe.push(c),
        }
    }
    format!(r#"<c t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>"#)
}

#[cfg(test)]
mod tests {
    use super::xlsx_cell;

    #[test]
    fn no_cell_is_a_formula() {
        assert!(xlsx_cell("=<1>\u{1}").contains(">=&lt;1&gt;<"));
    }
}
