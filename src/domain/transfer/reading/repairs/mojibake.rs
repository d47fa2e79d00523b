//! Text in UTF-8 that something on the way took for Windows-1252: `â€“` for a dash, `Ã©` for é; also when that
//! happened twice.

use std::ops::Range;

use encoding_rs::WINDOWS_1252;

use super::{Fault, Mend};

pub(super) fn find(text: &str) -> Vec<Mend> {
    let mut mends = Vec::new();
    let mut at = 0;
    while let Some(start) = text
        .get(at..)
        .and_then(|rest| rest.find(|char: char| !char.is_ascii()))
        .map(|found| at + found)
    {
        let run = text.get(start..).unwrap_or_default();
        let length = run.find(|char: char| char.is_ascii()).unwrap_or(run.len());
        at = start + length;
        mends.extend(unravel(text, start..at));
    }
    mends
}

/// The characters of a run that are bytes of UTF-8 in disguise, each group put right.
fn unravel(text: &str, run: Range<usize>) -> Vec<Mend> {
    let letters: Vec<(usize, char, Option<u8>)> = text
        .get(run.clone())
        .unwrap_or_default()
        .char_indices()
        .map(|(at, char)| (run.start + at, char, byte_of(char)))
        .collect();
    let mut groups: Vec<(Range<usize>, String)> = Vec::new();
    let mut index = 0;
    while let Some(group) = letters.get(index..).filter(|rest| !rest.is_empty()) {
        let (count, meant) = decoded(group, letters.len() >= MANY).unwrap_or((1, None));
        let start = group.first().map_or(run.end, |(at, ..)| *at);
        let end = group.get(count).map_or(run.end, |(at, ..)| *at);
        if let Some(meant) = meant {
            match groups.last_mut() {
                Some((range, text)) if range.end == start => {
                    range.end = end;
                    text.push(meant);
                }
                _ => groups.push((start..end, meant.to_string())),
            }
        }
        index += count;
    }
    let mends = groups.into_iter().map(|(range, meant)| {
        let again = find(&meant);
        let meant = again.iter().rev().fold(meant, |mut meant, mend| {
            meant.replace_range(
                mend.range.clone(),
                mend.after.as_deref().unwrap_or_default(),
            );
            meant
        });
        Mend::make(
            range,
            Fault::Mojibake,
            meant,
            "UTF-8 that was read as Windows-1252",
        )
    });
    mends.collect()
}

/// So many in a row are no accident, even where each pair could be.
const MANY: usize = 4;

/// The character that the first few letters are in disguise, and how many they are.
fn decoded(letters: &[(usize, char, Option<u8>)], many: bool) -> Option<(usize, Option<char>)> {
    let lead = letters.first()?.2?;
    let count = match lead {
        0xC2 | 0xC3 => 2,
        0xC4..=0xDF if many => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let bytes: Vec<u8> = letters
        .get(..count)?
        .iter()
        .map(|(.., byte)| *byte)
        .collect::<Option<_>>()?;
    let meant = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    (!meant.is_control()).then_some((count, Some(meant)))
}

/// The byte that Windows-1252 has for a character.
fn byte_of(char: char) -> Option<u8> {
    let mut buffer = [0; 4];
    let (bytes, _, unknown) = WINDOWS_1252.encode(char.encode_utf8(&mut buffer));
    match (unknown, &*bytes) {
        (false, [byte]) => Some(*byte),
        _ => None,
    }
}
