use std::io::{BufRead, Cursor};

use super::{
    super::{
        archive::Archive,
        kind::docx_content_types,
        xml::{Node, Xml},
    },
    Damaged,
    sheet::Sheet,
};

/// The parts that hold text, in the order in which a reader wants them (ECMA-376 part 1, 11.3).
const STORIES: [&str; 5] = ["header", "document.main", "footnotes", "endnotes", "footer"];
const WORDPROCESSING: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

/// Reads a Word document: headers, body, notes, footers.
pub(super) fn read(document: &[u8], sheet: &mut Sheet) -> Result<(), Damaged> {
    let mut archive = Archive::open(Cursor::new(document))?;
    let parts = docx_content_types(&mut archive)?;
    for story in STORIES {
        let media_type = format!("{WORDPROCESSING}{story}+xml");
        for part in parts.iter().filter(|part| part.media_type == media_type) {
            read_story(archive.part(&part.name)?, sheet)?;
            sheet.line();
        }
    }
    Ok(())
}

fn read_story(part: impl BufRead, sheet: &mut Sheet) -> Result<(), Damaged> {
    let mut xml = Xml::new(part);
    let mut in_text = false;
    while let Some(node) = xml.next()? {
        if sheet.is_full() {
            return Ok(());
        }
        match (node, xml.name()) {
            (Node::Open, "t") => in_text = true,
            (Node::Open, "tab" | "ptab") => sheet.push("\t"),
            (Node::Open, "br" | "cr") => sheet.line(),
            (Node::Open, "noBreakHyphen") => sheet.push("-"),
            (Node::Open, "tr") => sheet.row(),
            // Properties (a `tab` there is a tab stop), what was deleted or moved away, and the
            // second telling of a text box for old readers.
            (
                Node::Open,
                "pPr" | "rPr" | "tblPr" | "trPr" | "tcPr" | "sectPr" | "del" | "moveFrom"
                | "Fallback",
            ) => {
                xml.skip()?;
            }
            (Node::Close, "t") => in_text = false,
            (Node::Close, "p" | "tr") => sheet.line(),
            (Node::Close, "tc") => sheet.cell(),
            (Node::Text, _) if in_text => sheet.push(xml.text()),
            _ => {}
        }
    }
    Ok(())
}
