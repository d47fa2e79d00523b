//! Whole postings: invented ones with every fault of real ones, the real ones where they are at hand, and any bytes.

mod faults;
mod fields;
mod identity;
mod invented;
mod properties;
mod seeds;

use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};

use super::{Reading, SharedBlock, read, shared_blocks};

const TODAY: Date = date(2026, 7, 27);

fn of(text: &str) -> Reading {
    read("posting.txt", text.as_bytes(), TODAY)
}

fn invented() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/postings")
}

/// Reads the files of a folder, in the order of their names.
fn folder(folder: &Path) -> Vec<Reading> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| read(file.to_str().unwrap(), &std::fs::read(file).unwrap(), TODAY))
        .collect()
}

/// The sections: kind, paragraphs and items of each.
fn outline(reading: &Reading) -> String {
    let sections = reading.sections.iter().map(|section| {
        let items = section.items().count();
        let others = section.blocks.len() - items;
        format!("{} {others}+{items}", section.kind.key())
    });
    sections.collect::<Vec<_>>().join(", ")
}

/// The places in words.
fn places(reading: &Reading) -> String {
    let places = reading.places.iter().map(|found| found.value.to_string());
    places.collect::<Vec<_>>().join("; ")
}

/// How often each version of each shared text is used, by kind.
fn shared(readings: &[Reading]) -> Vec<(&'static str, Vec<usize>)> {
    let uses = |block: &SharedBlock| {
        block
            .versions
            .iter()
            .map(|version| version.used_by.len())
            .collect()
    };
    let mut shared: Vec<_> = shared_blocks(readings)
        .iter()
        .map(|block| (block.kind.key(), uses(block)))
        .collect();
    shared.sort_unstable();
    shared
}

fn found<T: Clone>(found: Option<&super::Found<T>>) -> Option<T> {
    found.map(|found| found.value.clone())
}
