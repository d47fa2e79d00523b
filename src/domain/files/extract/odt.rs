use std::io::{BufRead, Cursor};

use super::{
    super::{
        archive::Archive,
        xml::{Node, Xml},
    },
    Damaged,
    sheet::Sheet,
};

/// How many spaces one `text:s` may stand for.
const MAX_SPACES: usize = 100;

/// Reads an OpenDocument text: the headers of its styles, its body, their footers
/// (OpenDocument 1.3 part 3, 3.7 and 16.10).
pub(super) fn read(document: &[u8], sheet: &mut Sheet) -> Result<(), Damaged> {
    let mut archive = Archive::open(Cursor::new(document))?;
    let styled = archive.names().any(|name| name == "styles.xml");
    if styled {
        read_within(
            archive.part("styles.xml")?,
            &["header", "header-first", "header-left"],
            sheet,
        )?;
    }
    read_within(archive.part("content.xml")?, &["text"], sheet)?;
    if styled {
        read_within(
            archive.part("styles.xml")?,
            &["footer", "footer-first", "footer-left"],
            sheet,
        )?;
    }
    Ok(())
}

/// Reads what is in the elements of these names.
fn read_within(part: impl BufRead, containers: &[&str], sheet: &mut Sheet) -> Result<(), Damaged> {
    let mut xml = Xml::new(part);
    while let Some(node) = xml.next()? {
        if node == Node::Open && containers.contains(&xml.name()) {
            read_flow(&mut xml, sheet)?;
            sheet.line();
        }
        if sheet.is_full() {
            break;
        }
    }
    Ok(())
}

/// Reads to the end of the element that was just opened.
fn read_flow(xml: &mut Xml<impl BufRead>, sheet: &mut Sheet) -> Result<(), Damaged> {
    let outside = xml.depth().saturating_sub(1);
    let mut paragraphs = 0_usize;
    while xml.depth() > outside && !sheet.is_full() {
        let Some(node) = xml.next()? else { break };
        match (node, xml.name()) {
            (Node::Open, "p" | "h") => paragraphs += 1,
            (Node::Open, "tab") => sheet.push("\t"),
            (Node::Open, "line-break") => sheet.line(),
            (Node::Open, "s") => {
                let count = xml
                    .attribute("c")?
                    .and_then(|count| count.parse().ok())
                    .unwrap_or(1);
                sheet.push(&" ".repeat(MAX_SPACES.min(count)));
            }
            (Node::Open, "table-row") => sheet.row(),
            // Deleted text, remarks, and descriptions of pictures and forms.
            (Node::Open, "tracked-changes" | "annotation" | "forms" | "desc" | "ruby-text") => {
                xml.skip()?
            }
            (Node::Close, "p" | "h") => {
                paragraphs = paragraphs.saturating_sub(1);
                sheet.line();
            }
            (Node::Close, "table-row") => sheet.line(),
            (Node::Close, "table-cell" | "covered-table-cell") => sheet.cell(),
            (Node::Text, _) if paragraphs > 0 => push_collapsed(xml.text(), sheet),
            _ => {}
        }
    }
    Ok(())
}

/// White space in OpenDocument is one space, however written (part 3, 6.1.2).
fn push_collapsed(text: &str, sheet: &mut Sheet) {
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_whitespace()) {
        let (word, space) = rest.split_at(at);
        sheet.push(word);
        sheet.push(" ");
        rest = space.trim_ascii_start();
    }
    sheet.push(rest);
}
