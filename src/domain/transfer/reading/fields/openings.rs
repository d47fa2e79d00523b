//! Several openings in one advert: tracks, groups and levels.

use crate::domain::postings::advert::SectionKind;
use std::ops::Range;

use serde::Serialize;

use super::super::entries::Key;
use super::super::words::{Words, trim};
use super::{Evidence, Found, Said, callings, employment};

/// What a posting says of the seats behind it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Openings {
    /// The sentence that speaks of more than one.
    pub several: Option<Found<String>>,
    /// Directions in which the same role is offered: markets, products, clients.
    pub tracks: Vec<Found<String>>,
    /// Groups, teams and departments that hire.
    pub groups: Vec<Found<String>>,
    pub levels: Vec<Found<String>>,
}

const HIRING: &[&str] = &[
    "seeking",
    "looking for",
    "hiring",
    "recruiting",
    "openings",
    "vacancies",
];
const SEVERAL: &[&str] = &[
    "multiple",
    "several",
    "both",
    "various",
    "a number of",
    "two",
    "three",
    "four",
    "five",
];

/// Words after which the tracks are listed.
const LEADS: &[&str] = &[
    "roles that focus on",
    "focus on",
    "focused on",
    "focusing on",
    "roles in",
    "positions in",
    "openings in",
    "tracks",
];

/// The last word of a group's name.
const GROUPS: &[&str] = &["group", "team", "department", "unit", "division", "squad"];

const LEVELS: &[&str] = &[
    "various levels of experience",
    "all levels of experience",
    "different levels of experience",
    "any level of experience",
    "entry-level",
    "entry level",
    "mid-level",
    "junior level",
    "senior level",
    "graduate level",
];

pub(in super::super) fn find(evidence: &Evidence) -> Openings {
    let mut openings = Openings {
        levels: levels(evidence),
        groups: departments(evidence),
        ..Openings::default()
    };
    let intro = |kind| {
        matches!(
            kind,
            SectionKind::Intro | SectionKind::Custom | SectionKind::Responsibilities
        )
    };
    for said in evidence.said(intro) {
        let words = said.words();
        if !words.has(HIRING) || !words.has(SEVERAL) {
            continue;
        }
        let because = format!("the text says “{}”", said.text());
        for range in listed(&said, &words) {
            let name = said.text().get(range.clone()).unwrap_or_default();
            let named = Words::of(name);
            let group = named.is_any(named.len().saturating_sub(1), GROUPS);
            let list = if group {
                &mut openings.groups
            } else {
                &mut openings.tracks
            };
            list.push(Found::new(name.to_owned(), said.span(range), &because));
        }
        openings
            .several
            .get_or_insert_with(|| said.found("it speaks of more than one"));
    }
    openings
}

/// The members of the list in a sentence: what follows a semicolon or colon, or words that announce a list.
fn listed(said: &Said, words: &Words) -> Vec<Range<usize>> {
    let text = said.text();
    let announced = LEADS
        .iter()
        .find_map(|lead| words.find(&[lead]))
        .map(|(at, count)| words.stretch(at..at + count).end);
    let Some(start) = announced.or_else(|| text.find([';', ':']).map(|at| at + 1)) else {
        return Vec::new();
    };
    let mut members = Vec::new();
    let mut from = start;
    let mut add = |range: Range<usize>| {
        let member = trim(text, range);
        let name = text.get(member.clone()).unwrap_or_default();
        if name.starts_with(char::is_uppercase) && Words::of(name).len() <= 5 {
            members.push(member);
        }
    };
    for at in 0..words.len() {
        let range = words.range(at);
        if range.start < start {
            continue;
        }
        let parted = words.gap_before(at).contains(',');
        if parted && range.start > from {
            add(from..range.start - words.gap_before(at).len());
            from = range.start;
        }
        if words.is_any(at, &["and", "or"]) {
            let slashed = words.is(at, "or") && words.is(at.wrapping_sub(1), "and");
            if !slashed {
                add(from..range.start);
            }
            from = range.end;
        }
    }
    let end = text.trim_end_matches(['.', '!', ' ']).len();
    add(from..end.max(from));
    members
}

fn departments(evidence: &Evidence) -> Vec<Found<String>> {
    let entries = evidence.under(Key::Department);
    entries
        .map(|entry| {
            Found::new(
                entry.value.clone(),
                entry.at,
                format!("{} says so", entry.source()),
            )
        })
        .collect()
}

/// Levels from the front matter (`type: Executive`) and from the text.
fn levels(evidence: &Evidence) -> Vec<Found<String>> {
    let types = evidence
        .under(Key::Type)
        .filter(|entry| !employment::is_named(&entry.value));
    let entries = evidence.under(Key::Level).chain(types);
    let stated = entries.map(|entry| {
        Found::new(
            entry.value.clone(),
            entry.at,
            format!("{} says so", entry.source()),
        )
    });
    let mut found: Vec<Found<String>> = stated.collect();
    for said in evidence.said(|kind| matches!(kind, SectionKind::Intro | SectionKind::Custom)) {
        let words = said.words();
        let others = |end| callings::is_calling(words.get(end)) && words.get(end).ends_with('s');
        if let Some((at, count)) = words.find(LEVELS).filter(|(at, count)| !others(at + count)) {
            let range = words.stretch(at..at + count);
            let name = said
                .text()
                .get(range.clone())
                .unwrap_or_default()
                .to_owned();
            found.push(Found::new(
                name,
                said.span(range),
                format!("the text says “{}”", said.text()),
            ));
        }
    }
    found
}
