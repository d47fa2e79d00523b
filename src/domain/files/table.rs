//! Tables that people send: CSV, and the first sheet of an XLSX workbook. Read within limits, with our own readers of archives
//! and XML, so that a hostile workbook meets what a hostile letter meets.

use super::{
    Damaged, Incoming,
    archive::Archive,
    name::extension_of,
    xml::{Node, Xml},
};
use crate::base::error::Result;
use anyhow::Context;
use encoding_rs::{Encoding, WINDOWS_1252};
use std::{
    fs::File,
    io::{BufRead, Read, Seek},
};
use tokio::sync::{Semaphore, oneshot};

/// Rows that a table may have, its heading among them.
pub const ROWS: usize = 5_001;
pub const COLUMNS: usize = 60;
/// Characters of a cell.
const CELL: usize = 5_000;
/// Bytes of all cells together.
const TEXT: usize = 20 << 20;
/// Bytes of a CSV file.
const CSV: u64 = 10 << 20;
/// Separators in one: three times those of a full table, for they stand in texts as well.
const SEPARATORS: usize = 3 * ROWS * COLUMNS;
/// Bytes after which a cell is too long, whatever its characters take.
const LONGEST: usize = 4 * CELL;
/// What is unpacked of a workbook: all its cells, with what stands around them. A piece of it may be that long, and is in memory
/// more than once.
const UNPACKED: u64 = 20 << 20;
/// One table is read after another: the worst takes most of what uploads may.
static PLACE: Semaphore = Semaphore::const_new(1);

/// Reads what came; the text says what is wrong with it.
pub async fn table(
    incoming: &mut Incoming,
    name: &str,
) -> Result<std::result::Result<Vec<Vec<String>>, &'static str>> {
    let place = PLACE.acquire().await.context("a table's turn")?;
    let content = incoming.content().await.context("a table")?;
    let extension = extension_of(name).to_lowercase();
    // On a thread of its own, whose memory the next one has: threads that stay would each keep the most that they ever took.
    let (tell, told) = oneshot::channel();
    let reading = move || {
        let _place = place; // until it is done, whether or not anybody still waits for it
        let read = match extension.as_str() {
            "csv" | "tsv" | "txt" => csv(content),
            "xlsx" => xlsx(content),
            _ => Err(Damaged("Choose a CSV or XLSX file")),
        };
        let _ = tell.send(read); // nobody waits for it any more
    };
    let thread = std::thread::Builder::new().name("table".to_owned());
    thread.spawn(reading).context("a thread for a table")?;
    let read = told.await.unwrap_or(Err(Damaged("")));
    Ok(read.map_err(|Damaged(why)| match why {
        why if why.starts_with(char::is_uppercase) => why,
        _ => "This file cannot be read. Save it again as CSV or XLSX",
    }))
}

const WIDE: Damaged = Damaged("The table has more than 60 columns");
const LONG: Damaged = Damaged("A cell has more than 5,000 characters");

/// The rows as they are gathered.
#[derive(Default)]
struct Rows {
    rows: Vec<Vec<String>>,
    text: usize,
}

impl Rows {
    /// Adds a row, but for one in which nothing stands.
    fn push(&mut self, row: Vec<String>) -> std::result::Result<(), Damaged> {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        self.text += row.iter().map(String::len).sum::<usize>();
        if self.rows.len() >= ROWS || self.text > TEXT {
            return Err(Damaged(
                "The table has more than 5,000 rows. Import it in parts",
            ));
        }
        if row.len() > COLUMNS {
            return Err(WIDE);
        }
        if row.iter().any(|cell| cell.chars().count() > CELL) {
            return Err(LONG);
        }
        self.rows.push(row);
        Ok(())
    }
}

fn csv(content: File) -> std::result::Result<Vec<Vec<String>>, Damaged> {
    let mut bytes = Vec::new();
    content.take(CSV).read_to_end(&mut bytes)?;
    let text = decoded(bytes);
    if text.contains('\0') {
        return Err(Damaged("This is no table. Choose a CSV or XLSX file"));
    }
    let separator = separator(&text);
    // A row is gathered before anybody can say that it is too wide.
    if text.bytes().filter(|byte| *byte == separator).count() > SEPARATORS {
        return Err(WIDE);
    }
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut rows = Rows::default();
    for record in reader.records() {
        let record = record.map_err(|_| Damaged("not a sound table"))?;
        if record.len() > COLUMNS {
            return Err(WIDE);
        }
        rows.push(record.iter().map(str::to_owned).collect())?;
    }
    Ok(rows.rows)
}

/// UTF-8 or UTF-16 as their mark says, UTF-8 if it is, else what Windows wrote in the west.
fn decoded(bytes: Vec<u8>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return encoding.decode_without_bom_handling(rest).0.into_owned();
    }
    String::from_utf8(bytes).unwrap_or_else(|other| {
        let western = WINDOWS_1252.decode_without_bom_handling(other.as_bytes());
        western.0.into_owned()
    })
}

/// The sign that stands most often in the heading, outside quotes.
fn separator(text: &str) -> u8 {
    let heading = text.lines().next().unwrap_or_default();
    let bare: String = heading.split('"').step_by(2).collect();
    let often = |sign: &u8| bare.bytes().filter(|byte| byte == sign).count();
    // Of two that are as often, the last: a comma before the others.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(often)
        .unwrap_or(b',')
}

fn xlsx(content: impl Read + Seek) -> std::result::Result<Vec<Vec<String>>, Damaged> {
    let mut archive = Archive::open(content)?.at_most(UNPACKED);
    if archive
        .names()
        .any(|name| name.to_lowercase().contains("vbaproject"))
    {
        return Err(Damaged(
            "The workbook has macros in it. Save it as XLSX without them",
        ));
    }
    let sheet = first_sheet(&mut archive)?;
    let sharing = archive.names().any(|name| name == "xl/sharedStrings.xml");
    let shared = match sharing {
        true => strings(archive.part("xl/sharedStrings.xml")?)?,
        false => Vec::new(),
    };
    cells(archive.part(&sheet)?, &shared)
}

/// The part in which the workbook's first sheet stands (ECMA-376 part 1, 18.2.19).
fn first_sheet<R: Read + Seek>(archive: &mut Archive<R>) -> std::result::Result<String, Damaged> {
    let mut book = Xml::new(archive.part("xl/workbook.xml")?);
    let mut id = None;
    while let Some(node) = book.next()? {
        if let Node::Open = node
            && book.name() == "sheet"
        {
            id = book.attribute("id")?.map(|id| id.into_owned());
            break;
        }
    }
    drop(book);
    let id = id.ok_or(Damaged("a workbook without sheets"))?;
    let mut rels = Xml::new(archive.part("xl/_rels/workbook.xml.rels")?);
    while let Some(node) = rels.next()? {
        if let Node::Open = node
            && rels.attribute("Id")?.is_some_and(|it| it == id)
            && let Some(target) = rels.attribute("Target")?
        {
            return Ok(match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None => format!("xl/{target}"),
            });
        }
    }
    Err(Damaged("a sheet that is not there"))
}

/// The strings that cells name by number (18.4.9). How they are spoken (`rPh`) is no part of them.
fn strings(part: impl BufRead) -> std::result::Result<Vec<String>, Damaged> {
    let mut xml = Xml::new(part);
    let (mut strings, mut text, mut all, mut inside) = (Vec::new(), String::new(), 0, false);
    while let Some(node) = xml.next()? {
        match (node, xml.name()) {
            (Node::Open, "rPh") => xml.skip()?,
            (Node::Open, "t") => inside = true,
            (Node::Close, "t") => inside = false,
            (Node::Text, _) if inside => {
                // One byte more than a cell may have, so that it is refused where it is used.
                let room = (LONGEST + 1).saturating_sub(text.len());
                let before = text.len();
                text.extend(xml.text().chars().take(room));
                all += text.len() - before;
                if all > TEXT {
                    return Err(Damaged("too much text"));
                }
            }
            (Node::Close, "si") if strings.len() < ROWS * COLUMNS => {
                strings.push(std::mem::take(&mut text));
            }
            (Node::Close, "si") => return Err(Damaged("too many strings")),
            _ => {}
        }
    }
    Ok(strings)
}

/// The cells of a sheet (18.3.1.4), in their places.
fn cells(part: impl BufRead, shared: &[String]) -> std::result::Result<Vec<Vec<String>>, Damaged> {
    let mut xml = Xml::new(part);
    let (mut rows, mut row) = (Rows::default(), Vec::new());
    let (mut place, mut kind, mut value, mut inside) = (0, String::new(), String::new(), false);
    while let Some(node) = xml.next()? {
        match (node, xml.name()) {
            (Node::Open, "row") => row.clear(),
            (Node::Open, "c") => {
                place = xml
                    .attribute("r")?
                    .map_or(row.len(), |named| column(&named));
                kind = xml.attribute("t")?.unwrap_or_default().into_owned();
                value.clear();
            }
            (Node::Open, "rPh") => xml.skip()?,
            (Node::Open, "v" | "t") => inside = true,
            (Node::Close, "v" | "t") => inside = false,
            (Node::Text, _) if inside => {
                if value.len() + xml.text().len() > LONGEST {
                    return Err(LONG);
                }
                value.push_str(xml.text());
            }
            (Node::Close, "c") => {
                if place >= COLUMNS {
                    return Err(WIDE);
                }
                if row.len() <= place {
                    row.resize(place + 1, String::new());
                }
                let text = shown(&kind, &value, shared);
                if text.len() > LONGEST {
                    return Err(LONG);
                }
                if let Some(cell) = row.get_mut(place) {
                    *cell = text;
                }
            }
            (Node::Close, "row") => rows.push(std::mem::take(&mut row))?,
            _ => {}
        }
    }
    Ok(rows.rows)
}

/// A cell's value as people see it. Days are numbers; whoever asks for a day knows.
fn shown(kind: &str, value: &str, shared: &[String]) -> String {
    let clean = |text: &str| text.replace('\0', "");
    match kind {
        "s" => {
            let place = value.trim().parse::<usize>().ok();
            place
                .and_then(|place| shared.get(place))
                .map_or(String::new(), |text| clean(text))
        }
        "b" => if value == "1" { "yes" } else { "no" }.to_owned(),
        "e" => String::new(),
        "" | "n" => match value.trim().parse::<f64>() {
            // A phone number is not 3.725550014E9.
            Ok(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
            _ => clean(value),
        },
        _ => clean(value),
    }
}

/// The number of a cell's column, from 0: `C7` is in 2. One that is none stands beyond every limit.
fn column(named: &str) -> usize {
    let letters = named.chars().take_while(char::is_ascii_alphabetic).take(4);
    let number = letters.fold(0, |number, letter| {
        let digit = letter.to_ascii_uppercase() as usize - 'A' as usize;
        number * 26 + digit + 1
    });
    number.checked_sub(1).unwrap_or(COLUMNS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_and_encodings_are_known() {
        assert_eq!(separator("a;b;c, d\n1,2,3,4"), b';');
        assert_eq!(separator("a\tb"), b'\t');
        assert_eq!(separator("\"a;b;c\",d"), b',');
        assert_eq!(separator("one"), b',');
        assert_eq!(decoded("\u{FEFF}né".into()), "né");
        assert_eq!(decoded(b"n\xE9 \x80".to_vec()), "né €");
        assert_eq!(decoded(b"\xFF\xFEn\0\xE9\0".to_vec()), "né");
    }

    #[test]
    fn cells_have_their_places() {
        assert_eq!([column("A1"), column("C7"), column("AA10")], [0, 2, 26]);
        assert!(column("1") >= COLUMNS && column("ZZZZZZ1") >= COLUMNS);
        assert_eq!(shown("n", "3.725550014E9", &[]), "3725550014");
        assert_eq!(shown("s", "9", &["a".to_owned()]), "");
    }
}
