//! Whole postings: invented ones with every fault of real ones, the real ones where they are at hand, and any bytes.

mod faults;
mod fields;
mod identity;
mod invented;
mod properties;
mod seeds;

use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};

use crate::domain::postings::advert::SectionKind;

use super::{Reading, read};

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

/// SectionKind, paragraphs and items of each section.
fn outline(reading: &Reading) -> Vec<(SectionKind, usize, usize)> {
    let sections = reading.sections.iter();
    let counts = sections.map(|section| {
        let items = section.items().count();
        (section.kind, section.blocks.len() - items, items)
    });
    counts.collect()
}

fn found<T: Clone>(found: Option<&super::Found<T>>) -> Option<T> {
    found.map(|found| found.value.clone())
}
