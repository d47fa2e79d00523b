//! How much one travels for the job.

use crate::domain::postings::advert::SectionKind;
use serde::Serialize;

use super::super::kinds;
use super::super::words::Words;
use super::{Evidence, Found};

/// What a posting says of travel; a trip that is offered as a reward does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Travel {
    pub international: bool,
    pub domestic: bool,
    /// At most so many times a year.
    pub times_a_year: Option<u32>,
    /// At most so much of the time, in per cent.
    pub percent: Option<u32>,
    /// As written, repaired.
    pub text: String,
}

pub(in super::super) fn find(evidence: &Evidence) -> Vec<Found<Travel>> {
    let mut found: Vec<(usize, std::ops::Range<usize>)> = Vec::new();
    for said in evidence.said(|kind| !kinds::belongs_to_company(kind)) {
        if !said.words().has(&["travel", "travelling", "traveling"]) {
            continue;
        }
        match found.last_mut() {
            Some((index, range)) if *index == said.index => range.end = said.range.end,
            _ => found.push((said.index, said.range)),
        }
    }
    let passages = found
        .into_iter()
        .filter_map(|(index, range)| Some((evidence.passages.get(index)?, range)));
    let read = passages.map(|(passage, range)| {
        let text = passage.text.get(range.clone());
        Found::new(
            read(text),
            passage.text.span(range),
            match evidence.kind(passage) {
                SectionKind::Required | SectionKind::NiceToHave => "asked of candidates",
                _ => "said of the job",
            },
        )
    });
    read.collect()
}

fn read(text: &str) -> Travel {
    let words = Words::of(text);
    let number_before = |at: usize| {
        at.checked_sub(1)
            .and_then(|before| number(words.get(before)))
    };
    let times = words.find(&[
        "times a year",
        "times per year",
        "trips a year",
        "trips per year",
    ]);
    let percent = (0..words.len()).find_map(|at| {
        let after = text
            .get(words.range(at).end..)
            .unwrap_or_default()
            .trim_start();
        let share = after.starts_with('%')
            || words.is(at + 1, "percent")
            || words.reads(at + 1, "per cent");
        number(words.get(at)).filter(|_| share)
    });
    Travel {
        international: words.has(&["international", "internationally", "abroad", "overseas"]),
        domestic: words.has(&["domestic", "domestically"]),
        times_a_year: times.and_then(|(at, _)| number_before(at)),
        percent,
        text: text.to_owned(),
    }
}

fn number(word: &str) -> Option<u32> {
    const NAMED: [&str; 10] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let named = NAMED
        .iter()
        .position(|name| word.eq_ignore_ascii_case(name))
        .and_then(|at| u32::try_from(at + 1).ok());
    let last = word.rsplit(['-', '–']).next().unwrap_or(word);
    named.or_else(|| last.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn travel_is_counted_where_it_is_counted() {
        let counts = |text| {
            (
                read(text).times_a_year,
                read(text).percent,
                read(text).international,
            )
        };
        assert_eq!(
            counts("You travel up to three times a year."),
            (Some(3), None, false)
        );
        assert_eq!(
            counts("Travel abroad, 10-20 % of the time"),
            (None, Some(20), true)
        );
        assert_eq!(counts("Some travel"), (None, None, false));
    }
}
