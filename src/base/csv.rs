//! Tables as text (RFC 4180), for spreadsheets and programs.

/// What a spreadsheet takes for UTF-8.
pub const MARK: &str = "\u{feff}";

/// A table, made at once.
pub fn table<R, C>(rows: impl IntoIterator<Item = R>) -> Vec<u8>
where
    R: IntoIterator<Item = C>,
    C: AsRef<str>,
{
    let mut table = MARK.as_bytes().to_vec();
    table.extend(rows.into_iter().flat_map(line));
    table
}

/// A row of cells. One that a spreadsheet would take for a formula gets an apostrophe in front, which shows it as the text
/// that it is.
pub fn line<R, C>(cells: R) -> Vec<u8>
where
    R: IntoIterator<Item = C>,
    C: AsRef<str>,
{
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    // A vector takes whatever is written into it.
    let _ = writer.write_record(cells.into_iter().map(|cell| safe(cell.as_ref())));
    writer.into_inner().unwrap_or_default()
}

/// The cell, harmless (OWASP, CSV injection).
fn safe(cell: &str) -> String {
    const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠'];
    let begins = cell.trim_start_matches([' ', '\n']);
    match begins.starts_with(FORMULA) {
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
            .from_reader(bytes.strip_prefix(MARK.as_bytes()).unwrap())
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect();
        assert_eq!(read, rows.map(|row| row.map(str::to_owned).to_vec()));
    }

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", " =1", "\n-1"] {
            assert_eq!(safe(cell), format!("'{cell}"));
        }
        assert_eq!(safe("Head - of milling"), "Head - of milling");
    }
}
