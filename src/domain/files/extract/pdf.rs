use super::{Damaged, sheet::Sheet};

/// Reads a PDF with what is built in. It may panic, and does on about one broken file in nine,
/// which ends the child and nothing else.
pub(super) fn read(document: &[u8], sheet: &mut Sheet) -> Result<(), Damaged> {
    let text =
        pdf_extract::extract_text_from_mem(document).map_err(|_| Damaged("not a sound PDF"))?;
    sheet.push(&text);
    Ok(())
}
