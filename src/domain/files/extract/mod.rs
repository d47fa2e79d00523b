//! The text in a document, read where a hostile one can do nothing: in a child process.
//!
//! The child is this program's hidden subcommand `extract-text <kind> [pdftotext]` ([`run_child`]).
//! It gets the document as standard input and an empty environment, confines itself, says on a first
//! line how far that went, and writes the text. What comes back is believed to be bytes, no more:
//! the parent bounds, decodes and cleans it.

mod child;
mod clean;
mod code_page;
mod confine;
mod docx;
mod odt;
mod parent;
mod pdf;
mod rtf;
mod sheet;
mod txt;

#[cfg(test)]
mod tests;

pub use child::run_child;
pub use confine::FileAccess;
pub use parent::{Confinement, Extracted, Extractor, Unreadable};

use super::{Damaged, FileKind};

/// What is kept of a document's text, in bytes of UTF-8.
const TEXT_LIMIT: usize = 1024 * 1024;
/// The child's exit code for a document that cannot be read.
const DAMAGED: u8 = 65;
/// The child's exit code when something of ours does not work: limits, or starting `pdftotext`.
const UNABLE: u8 = 71;

/// Reads a document in this process: only ever the child.
fn read(kind: FileKind, document: &[u8]) -> Result<String, Damaged> {
    let mut sheet = sheet::Sheet::default();
    match kind {
        FileKind::Pdf => pdf::read(document, &mut sheet)?,
        FileKind::Docx => docx::read(document, &mut sheet)?,
        FileKind::Odt => odt::read(document, &mut sheet)?,
        FileKind::Rtf => rtf::read(document, &mut sheet)?,
        FileKind::Txt => txt::read(document, &mut sheet),
    }
    Ok(sheet.into_text())
}
