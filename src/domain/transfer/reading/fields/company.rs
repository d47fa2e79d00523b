//! The employer: stated, or the name that the text is about. It need not be who publishes the posting.

use crate::domain::postings::advert::SectionKind;
use std::collections::HashMap;

use super::super::entries::Key;
use super::super::kinds;
use super::super::sections::{Form, Passage};
use super::super::words::{Words, trim};
use super::{Evidence, Found};

/// Names that are nobody's: what may follow `about`, `at` and `join` with a capital letter.
const NOBODY: &[&str] = &[
    "the", "us", "you", "your", "our", "this", "we", "it", "i", "a", "an", "what", "if",
];

/// What companies are by law; the last word of many names.
const LEGAL_FORMS: &[&str] = &[
    "ab", "ag", "bv", "gmbh", "inc", "limited", "llc", "ltd", "oy", "plc", "sarl",
];

/// What an employer says of itself.
const EQUALS: &[&str] = &[
    "is an equal opportunity",
    "is an equal opportunities",
    "is proud to be an equal opportunity",
];

/// What an employer does in an advert.
const HIRES: &[&str] = &[
    "is hiring",
    "is looking for",
    "is seeking",
    "is currently seeking",
    "seeks a",
    "seeks an",
];

const SURE: i32 = 4;

pub(in super::super) fn find(evidence: &Evidence) -> Option<Found<String>> {
    evidence
        .stated(Key::Company)
        .or_else(|| inferred(evidence.passages))
}

/// The name that most speaks for; looked for before repairs, because they need it.
pub(in super::super) fn inferred(passages: &[Passage]) -> Option<Found<String>> {
    let mut weights: HashMap<&str, i32> = HashMap::new();
    let mut best: HashMap<&str, (i32, Found<String>)> = HashMap::new();
    for passage in passages {
        let text = passage.text.text();
        for (range, weight, because) in named(text, passage.form) {
            let name = text.get(range.clone()).unwrap_or_default();
            *weights.entry(name).or_default() += weight;
            if best.get(name).is_none_or(|(before, _)| weight > *before) {
                best.insert(
                    name,
                    (
                        weight,
                        Found::new(name.to_owned(), passage.text.span(range), because),
                    ),
                );
            }
        }
    }
    let (_, found) = best.into_iter().max_by_key(|(name, (_, found))| {
        let place = found.at.first().map_or(0, |at| at.start);
        (
            weights.get(name).copied().unwrap_or(0),
            std::cmp::Reverse(place),
        )
    })?;
    let sure = weights
        .get(found.1.value.as_str())
        .is_some_and(|weight| *weight >= SURE);
    Some(if sure { found.1 } else { found.1.unsure() })
}

/// The names in a passage that may be the employer's, with what speaks for each.
fn named(text: &str, form: Form) -> Vec<(std::ops::Range<usize>, i32, String)> {
    let words = Words::of(text);
    let mut found = Vec::new();
    let mut add = |from: usize, to: usize, weight: i32, why: &str| {
        if to > from && words.capital(from) && !words.is_any(from, NOBODY) {
            let range = words.stretch(from..to);
            let name = text.get(range.clone()).unwrap_or_default();
            let owned = name
                .strip_suffix("'s")
                .or_else(|| name.strip_suffix("’s"))
                .unwrap_or(name);
            found.push((
                range.start..range.start + owned.len(),
                weight,
                format!("{why} “{}”", clipped(text)),
            ));
        }
    };
    if matches!(form, Form::Heading { .. }) {
        match kinds::of_heading(text) {
            Some((SectionKind::About, _)) if words.is(0, "about") => {
                add(1, words.len(), 8, "there is a heading")
            }
            Some((SectionKind::Offer, _)) => {
                if let Some(offers) = (1..words.len()).find(|at| words.is(*at, "offers")) {
                    add(1, offers, 6, "there is a heading");
                }
            }
            _ => {}
        }
    }
    for at in 0..words.len() {
        let introduced = words.is_any(at.wrapping_sub(1), &["at", "with", "join", "joining"])
            && words.joined(at);
        let inside = words.capital(at.wrapping_sub(1)) && words.joined(at) && !introduced;
        if !words.capital(at) || words.is_any(at, NOBODY) || inside {
            continue;
        }
        let end = words.capital_run(at);
        let described = at == 0 && words.is(end, "is") && is_company(&words, end + 1);
        let legal = end > at + 1 && words.is_any(end - 1, LEGAL_FORMS);
        if EQUALS.iter().any(|phrase| words.reads(end, phrase)) {
            add(at, end, 8, "the text says");
        } else if described || HIRES.iter().any(|phrase| words.reads(end, phrase)) {
            add(at, end, 4, "the text says");
        } else if legal {
            add(at, end, 4, "a legal form follows the name in");
        } else if introduced {
            add(at, end, 2, "the text says");
        }
    }
    found
}

/// What follows `is` describes a company: `a growing software company`.
fn is_company(words: &Words, from: usize) -> bool {
    const REACH: usize = 8;
    let what = [
        "company",
        "firm",
        "business",
        "publisher",
        "provider",
        "organisation",
        "organization",
        "agency",
        "charity",
    ];
    words.is_any(from, &["a", "an", "the"])
        && (from..from + REACH).any(|at| words.is_any(at, &what))
}

/// The beginning of a text, for a reason that names it.
fn clipped(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        None => text.trim_end_matches(':').to_owned(),
        Some((at, _)) => {
            let cut = text
                .get(..at)
                .and_then(|shown| shown.rfind(' '))
                .unwrap_or(at);
            let range = trim(text, 0..cut);
            format!("{}…", text.get(range).unwrap_or_default())
        }
    }
}
