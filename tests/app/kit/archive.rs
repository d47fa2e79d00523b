//! Archives and workbooks that people download.

use std::io::{Cursor, Read};
use zip::ZipArchive;

/// A part of an archive, as text.
pub fn part(archive: &[u8], name: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(archive)).expect("an archive");
    let mut text = String::new();
    let mut part = zip.by_name(name).expect("a part");
    part.read_to_string(&mut text).expect("text");
    text
}
