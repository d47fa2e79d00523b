//! Tables as text (RFC 4180), for spreadsheets and programs.

/// What a spreadsheet takes for UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes rows of cells. A cell that a spreadsheet would take for a formula gets an apostrophe in front, which shows it as
/// the text that it is.
pub fn table<R, C>(rows: impl IntoIterator<Item = R>) -> Vec<u8>
where
    R: IntoIterator<Item = C>,
    C: AsRef<str>,
{
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(MARK.to_vec());
    for row in rows {
        let cells = row.into_iter().map(|cell| safe(cell.as_ref()));
        // A vector takes whatever is written into it.
        let _ = writer.write_record(cells);
    }
    writer.into_inner().unwrap_or_default()
}

/// The cell, harmless (OWASP, CSV injection).
fn safe(cell: &str) -> String {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let rows = [
            ["Name", "n"],
            ["Miller, \"the old\"\nof the valley", "3"],
            ["Мельник", ""],
        ];
        let bytes = table(rows);
        let read: Vec<Vec<String>> = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(bytes.strip_prefix(MARK).unwrap())
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect();
        assert_eq!(read, rows.map(|row| row.map(str::to_owned).to_vec()));
    }

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"] {
            assert_eq!(safe(cell), format!("'{cell}"));
        }
        assert_eq!(safe("Head - of milling"), "Head - of milling");
    }
}
